"""A dozen penalties of the demonstration station, one at every stage. Invented, and always the same."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from io import BytesIO
from pathlib import Path

from sqlalchemy import select

from models import approvals
from models.accounts import User
from models.accounts.demo import PIN
from models.core import attachments, clock
from models.core.db import db
from models.core.seeds import demo_data
from models.penalties import appeals, collecting, drafting, effects, service, violations
from models.penalties.kinds import Outcome, PaymentMethod, Source
from models.penalties.kinds import Path as PenaltyPath
from models.penalties.tables import Collection, Penalty, Violation
from models.rulebook import Book, RuleClause

OFFICE, HEAD, LEADER, DEPUTY, FINANCE, INSPECTOR, WITNESS = "00021 00020 00001 00002 00041 00031 21001".split()
# hours after the occurrence at which each step of a case is taken
REGISTERED, CONFIRMED, DRAFTED, SUBMITTED, HEARD, CHECKED, DECIDED, SERVED, FOLLOWED, ENDED = (
    2,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    12,
    14,
)


@dataclass(frozen=True, slots=True)
class Case:
    """Who, how many days ago and when, what, and how far it has come."""

    staff_no: str
    days: int
    hour: int
    place: str
    source: Source
    ref: str
    codes: str
    facts: str
    stage: str


FILE = Path(__file__).with_name("demo_cases.csv")


@demo_data(order=60)
def fill() -> None:
    """Take every case as far as its stage, by the rules; nothing in a house that has penalties or no such people."""
    cases = _cases()
    people = {person.staff_no: person for person in db.session.scalars(select(User))}
    if db.session.scalar(select(Violation.id).limit(1)) or not {case.staff_no for case in cases} <= people.keys():
        return
    for number, case in enumerate(cases, 1):
        _Telling(case, people, number).tell()
    db.session.commit()


def _cases() -> list[Case]:
    with FILE.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    kinds = {"days": int, "hour": int, "source": Source}
    return [Case(**{name: kinds.get(name, str)(text) for name, text in row.items()}) for row in rows]


class _Telling:
    """One case on its way: the people by staff number and the clock of its steps."""

    def __init__(self, case: Case, people: dict[str, User], number: int) -> None:
        self.case, self.people, self.number = case, people, number
        self.occurred = clock.at(clock.today() - timedelta(days=case.days), time(case.hour, 14))

    def at(self, hours: int) -> datetime:
        return min(self.occurred + timedelta(hours=hours), clock.now())

    def tell(self) -> None:
        violation = self._violation()
        if self.case.stage == "reported":
            return
        confirmer = self.people[INSPECTOR]
        violations.confirm(violation, finding="经调取录像核对，情况属实。", by=confirmer, at=self.at(CONFIRMED))
        penalty = self._draft(violation)
        if self.case.stage != "draft":
            drafting.submit(penalty, by=self.people[OFFICE], at=self.at(SUBMITTED))
            self._decided(penalty)

    def _violation(self) -> Violation:
        case = self.case
        here = (RuleClause.book == Book.SERVICE, RuleClause.code.in_(case.codes.split()))
        clauses = db.session.scalars(select(RuleClause).where(*here, RuleClause.is_latest).order_by(RuleClause.code))
        violation = violations.register(
            person=self.people[case.staff_no],
            occurred_at=self.occurred,
            clauses=clauses.all(),
            by=self.people[OFFICE],
            at=self.at(REGISTERED),
            place=case.place,
            source=case.source,
            source_ref=case.ref,
            facts=case.facts,
        )
        for caption, colours in (("车道全景", ("#b9c4cc", "#4d5a63")), ("亭内近景", ("#d5ccb8", "#6b5a42"))):
            photo = attachments.prepare(_picture(*colours))
            violations.add_evidence(violation, photo=photo, caption=caption, by=self.people[INSPECTOR])
        return violation

    def _draft(self, violation: Violation) -> Penalty:
        drafter, at = self.people[OFFICE], self.at(DRAFTED)
        told = {"amount": 300_00, "ten_clause": _ten("06"), "measures": ""}
        if self.case.stage == "mishandled":
            told["measures"] = "责令书面检查，通报批评。"
            leader = self.people["21301"]
            pair = drafting.draft_mishandling(violation, leader=leader, leader_amount=200_00, by=drafter, at=at, **told)
            return pair[0]
        return drafting.draft(violation, path=PenaltyPath.CLAUSES, by=drafter, at=at, **told)

    def _decided(self, penalty: Penalty) -> None:
        stage, person = self.case.stage, penalty.person
        if stage in ("review", "checked"):
            said = "情况属实，当时车流较大，没有顾上，今后改正。"
            drafting.state_case(penalty, statement=said, by=person, at=self.at(HEARD))
        if stage in ("review", "mishandled"):
            return
        approval = approvals.latest_of(penalty)
        if stage == "returned":
            approvals.send_back(approval, self.people[HEAD], "请补充正面录像后再报。", None, self.at(CHECKED))
            return
        approvals.approve(approval, self.people[HEAD], "事实清楚，同意。", self.at(CHECKED))
        if stage != "checked":
            approvals.approve(approval, self.people[LEADER], "", self.at(DECIDED))
            self._served(penalty)

    def _served(self, penalty: Penalty) -> None:
        stage, at = self.case.stage, self.at(SERVED)
        if stage == "approved":
            return
        if stage == "refused":
            told = {"witness": self.people[WITNESS], "witness_pin": PIN, "note": "当面宣读后拒绝签字，未说明理由。"}
            service.refuse(penalty, by=self.people[OFFICE], at=at, **told)
            return
        service.sign(penalty, pin=PIN, by=penalty.person, at=at)
        if stage in ("appealed", "revoked"):
            self._appealed(penalty)
        elif stage != "served":
            service.waive(penalty, pin=PIN, by=penalty.person, at=self.at(FOLLOWED))
            self._paid(penalty)

    def _appealed(self, penalty: Penalty) -> None:
        grounds = "录像时段与本人当班时段不符，请复核。"
        appeals.file(penalty, grounds=grounds, by=penalty.person, at=self.at(FOLLOWED))
        if self.case.stage == "revoked":
            told = {"outcome": Outcome.REVOKED, "amount": None, "reason": "复核录像，工号牌佩戴在外套内侧。"}
            appeals.decide(penalty, by=self.people[DEPUTY], at=self.at(ENDED), **told)

    def _paid(self, penalty: Penalty) -> None:
        if self.case.stage == "due":
            return
        at = self.at(ENDED)
        told = {"method": PaymentMethod.CASH, "amount": penalty.payable, "collected_on": clock.local(at).date()}
        receipt = f"SK-{self.number:06d}"
        collecting.collect(penalty, receipt_no=receipt, by=self.people[FINANCE], at=at, **told)
        if self.case.stage == "rebooked":
            wrong = db.session.scalars(select(Collection).where(Collection.receipt_no == receipt)).one()
            collecting.reverse_receipt(wrong, reason="收据号登记错误。", by=self.people[FINANCE], at=at)
            again = told | {"receipt_no": f"SK-{self.number + 100:06d}"}
            collecting.collect(penalty, by=self.people[FINANCE], at=at, **again)
        if self.case.stage == "repaid":
            self._repaid(penalty, at)
        if self.case.stage == "archived":
            collecting.archive(penalty, by=self.people[OFFICE])

    def _repaid(self, penalty: Penalty, at: datetime) -> None:
        effects.reverse(penalty, reason="复核为接听应急电话，不属于违规。", by=self.people[LEADER], at=at)
        told = {"method": PaymentMethod.CASH, "collected_on": clock.local(at).date(), "reason": "本人签领"}
        collecting.pay_back(penalty, receipt_no=f"TK-{self.number:06d}", by=self.people[FINANCE], at=at, **told)


def _ten(code: str) -> RuleClause:
    here = (RuleClause.book == Book.TEN, RuleClause.code == code, RuleClause.is_latest)
    return db.session.scalars(select(RuleClause).where(*here)).one()


def _picture(sky: str, ground: str) -> BytesIO:
    """Draw a stand-in for a photo: sky, ground, a booth and a barrier."""
    from PIL import Image, ImageDraw  # noqa: PLC0415  (heavy, and only the demonstration needs it)

    image = Image.new("RGB", (640, 400), sky)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 250, 640, 400), fill=ground)
    draw.rectangle((60, 120, 200, 300), fill="#e9edf0", outline="#33424c", width=4)
    draw.rectangle((85, 150, 175, 220), fill="#7fa3b8")
    draw.line((200, 235, 560, 205), fill="#c8352b", width=10)
    out = BytesIO()
    image.save(out, "PNG")
    out.seek(0)
    return out
