"""Orders of the demonstration station at every stage. Invented, and always the same."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from sqlalchemy import select

from models.accounts import Unit, User
from models.core import attachments, audit, clock
from models.core.db import db
from models.core.seeds import demo_data
from models.rectifications import demo_pictures, extending, issuing, photos, queries, reviewing, working
from models.rectifications.kinds import Category, Decision, Side
from models.rectifications.tables import Rectification

OFFICE, HEAD, LEADER, INSPECTOR, SECOND = "00021 00020 00001 00031 00032".split()
FILE = Path(__file__).with_name("demo_orders.csv")
BEGUN = frozenset("working working_late extended extension_asked".split())
HANDED_IN = frozenset("review closed closed_late failed failed_twice".split())
STEPS = ("对照录像逐人讲评，形成问题清单", "班前演练三次，班长逐人过关", "连续三班抽查并登记结果")


@dataclass(frozen=True, slots=True)
class Case:
    """A line of the file: where, how many days ago, how many days to do it, what, and how far it has come."""

    unit: str
    days: int
    length: int
    source: str
    ref: str
    item: str
    category: Category
    problem: str
    cause: str
    goal: str
    metric: str
    start: float | None
    target: float | None
    unit_name: str
    stage: str


@demo_data(order=70)
def fill() -> None:
    """Take every order as far as its stage, by the rules; nothing in a house that has orders or no such units."""
    units = {unit.code: unit for unit in db.session.scalars(select(Unit))}
    people = {person.staff_no: person for person in db.session.scalars(select(User))}
    cases = _cases()
    known = {case.unit for case in cases} <= units.keys() and {OFFICE, HEAD, LEADER, INSPECTOR} <= people.keys()
    if not known or db.session.scalar(select(Rectification.id).limit(1)):
        return
    for number, case in enumerate(cases):
        _Telling(case, units[case.unit], people, number).tell()
    db.session.commit()


def _cases() -> list[Case]:
    with FILE.open(encoding="utf-8") as lines:
        return [_case(row) for row in csv.DictReader(lines)]


def _case(row: dict[str, str]) -> Case:
    figures = {name: float(row[key]) if row[key] else None for name, key in (("start", "from"), ("target", "to"))}
    plain = {name: row[name] for name in "unit source ref item problem cause goal metric unit_name stage".split()}
    return Case(
        days=int(row["days"]), length=int(row["length"]), category=Category(row["category"]), **figures, **plain
    )


class _Telling:
    """One order on its way: its people and the clock of its steps."""

    def __init__(self, case: Case, unit: Unit, people: dict[str, User], number: int) -> None:
        self.case, self.unit, self.people, self.number = case, unit, people, number
        self.issuer = people[INSPECTOR if number % 3 else OFFICE]
        self.reviewer = people[SECOND if number % 3 else INSPECTOR]
        self.begun = clock.at(clock.today() - timedelta(days=case.days), time(9, 20))

    def at(self, days: float) -> datetime:
        """Return a moment some days after the order, never ahead of the clock."""
        return min(self.begun + timedelta(days=days), clock.now())

    def tell(self) -> None:
        row = self._issue()
        stage = self.case.stage
        if stage == "withdrawn":
            issuing.withdraw(row, reason="与另一件重复，撤回。", by=self.issuer, at=self.at(0.5))
        if stage in ("issued", "unsigned", "withdrawn"):
            return
        self._work(row, signed=self.at(0.4))
        if stage in HANDED_IN:
            self._hand_in(row, late=stage == "closed_late")

    def _issue(self) -> Rectification:
        case = self.case
        due_on = clock.local(self.begun).date() + timedelta(days=case.length)
        row = issuing.issue(
            source=case.source,
            source_ref=case.ref or None,
            source_item=case.item,
            unit=self.unit,
            category=case.category,
            problem=case.problem,
            deadline_on=due_on,
            issuer=self.issuer,
            at=self.begun,
        )
        if self.number % 2 == 0:
            self._photograph(row, Side.BEFORE, self.begun)
        return row

    def _work(self, row: Rectification, signed: datetime, days: float = 1) -> None:
        case, responsible = self.case, self.people_by_id[row.responsible_id]
        working.sign(row, by=responsible, at=signed)
        if case.stage == "signed":
            return
        goal = {"goal": case.goal, "goal_metric": case.metric, "goal_unit": case.unit_name, "goal_by": row.due_on}
        goal |= {"goal_from": case.start, "goal_to": case.target}
        working.plan(row, cause=case.cause, measures=self._measures(row), by=responsible, at=self.at(days), **goal)
        under_way = case.stage not in HANDED_IN or (row.issue_no > 1 and case.stage == "failed")
        done = 1 if under_way else len(row.measures)
        for number, measure in enumerate(row.measures[:done], 1):
            owner = self.people_by_id[measure.owner_id]
            working.tick(row, measure, words="已完成，登记在班组台账。", by=owner, at=self.at(days + number))
        self._extend(row, responsible)

    @property
    def people_by_id(self) -> dict[int, User]:
        return {person.id: person for person in self.people.values()}

    def _measures(self, row: Rectification) -> list[working.Planned]:
        """Give the steps to the responsible and two of the unit, in even steps up to the day due."""
        responsible = self.people_by_id[row.responsible_id]
        others = [
            p for p in db.session.scalars(queries.owners_for(self.unit, responsible)) if p.id != row.responsible_id
        ]
        owners = [responsible, *others[:2]][: len(STEPS)]
        issued_on = clock.local(row.issued_at).date()
        span = (row.due_on - issued_on).days
        days = [issued_on + timedelta(days=max(1, span * n // 3)) for n in (1, 2, 3)]
        return [working.Planned(*one) for one in zip(STEPS, owners, days, strict=False)]

    def _extend(self, row: Rectification, responsible: User) -> None:
        if self.case.stage not in ("extended", "extension_asked"):
            return
        until = row.due_on + timedelta(days=6)
        reason = "补光灯和操作卡片需要采购，供货商下周到货。"
        asked = extending.ask(row, until=until, reason=reason, by=responsible, at=self.at(self.case.length - 3))
        if self.case.stage == "extended":
            row.extension = asked
            leader = self.people_by_id[asked.leader_id]
            at = self.at(self.case.length - 2.5)
            extending.decide(row, decision=Decision.GRANTED, words="同意，到货当天安装。", by=leader, at=at)

    def _hand_in(self, row: Rectification, *, late: bool = False) -> None:
        case, responsible = self.case, self.people_by_id[row.responsible_id]
        submitted = case.length + 2 if late else min(case.length - 1, max(case.days - 1, 4))
        if self.number % 2 == 0:
            self._photograph(row, Side.AFTER, self.at(submitted))
        told = {"summary": "三项措施已落实，连续三班抽查合格。", "goal_actual": case.target if case.metric else None}
        working.submit(row, by=responsible, at=self.at(submitted), **told)
        if case.stage == "review":
            return
        at = self.at(submitted + 1.2)
        if case.stage in ("failed", "failed_twice"):
            self._fail(row, at)
            return
        reviewing.close(row, opinion="查看录像和台账，现场询问两人，整改到位。", by=self.reviewer, at=at)

    def _fail(self, row: Rectification, at: datetime) -> None:
        """Issue again; the second one is worked on, and with ``failed_twice`` fails too."""
        words = "现场抽查两次，一次仍未做到，措施没有落实到夜班。"
        due_on = clock.local(at).date() + timedelta(days=8)
        again = reviewing.fail(row, opinion=words, due_on=due_on, by=self.reviewer, at=at)
        again.unit = self.unit
        signed = (at - self.begun).total_seconds() / 86_400 + 0.5
        self._work(again, self.at(signed), signed + 0.5)
        if self.case.stage == "failed":
            return
        if self.number % 2 == 0:
            self._photograph(again, Side.AFTER, self.at(signed + 6))
        told = {"summary": "更换存放柜并指定专人保管钥匙。", "goal_actual": 90.0}
        working.submit(again, by=self.people_by_id[again.responsible_id], at=self.at(signed + 6), **told)
        late = self.at(signed + 7)
        ahead = max(clock.local(late).date(), clock.today() - timedelta(days=2)) + timedelta(days=9)
        reviewing.fail(again, opinion="抽查仍有一人随身携带。", due_on=ahead, by=self.reviewer, at=late)

    def _photograph(self, row: Rectification, side: Side, at: datetime) -> None:
        before = db.session.scalars(queries.photos_of(row, Side.BEFORE)).first()
        picture = attachments.prepare(demo_pictures.booth(tidy=side is Side.AFTER, variant=self.number))
        caption = "现场情况" if side is Side.BEFORE else "同一位置"
        by = self.issuer if side is Side.BEFORE else self.people_by_id[row.responsible_id]
        answers = before if side is Side.AFTER else None
        kept = photos.add(row, photo=picture, side=side, caption=caption, by=by, answers=answers)
        kept.attachment.kept_at = at
        audit.record("attachment.keep", kept.attachment, by, note="演示数据的拍摄时间")
