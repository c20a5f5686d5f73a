"""Notices of the demonstration house at every stage. Invented, and always the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select

from models import approvals
from models.accounts import Role, Unit, User
from models.core import clock
from models.core.db import db
from models.core.seeds import demo_data
from models.notices import delivering, drafting, queries, signing
from models.notices.demo_texts import PAPERS, Paper
from models.notices.tables import Notice, NoticeKind, NoticeReceipt

HEAD, LEADER = "00020", "00001"


@dataclass(frozen=True, slots=True)
class House:
    """The rows that the papers name, by code."""

    units: dict[str, Unit]
    roles: dict[str, Role]
    people: dict[str, User]
    kinds: dict[str, NoticeKind]


@demo_data(order=49)
def fill() -> None:
    """Take every paper as far as its stage, by the rules; nothing in a house that has notices or no such units."""
    house = House(
        {one.code: one for one in db.session.scalars(select(Unit))},
        {one.code: one for one in db.session.scalars(select(Role))},
        {one.staff_no: one for one in db.session.scalars(select(User))},
        {one.code: one for one in db.session.scalars(select(NoticeKind))},
    )
    known = {paper.unit for paper in PAPERS} <= house.units.keys() and {HEAD, LEADER} <= house.people.keys()
    if not known or db.session.scalar(select(Notice.id).limit(1)):
        return
    for number, paper in enumerate(PAPERS):
        _tell(paper, house, number)
    db.session.commit()


def _tell(paper: Paper, house: House, number: int) -> None:
    begun = clock.at(clock.today() - timedelta(days=paper.days), time(8, 30 + number))
    drafter = house.people[paper.drafter]
    notice = Notice()
    drafting.draft(notice, by=drafter, at=begun, **_told(paper, house, begun))
    if paper.stage == "draft":
        return
    drafting.submit(notice, by=drafter, at=_at(begun, 0.2))
    if paper.stage == "review":
        return
    _approve(notice, house, _at(begun, 1))
    if paper.stage == "withdrawn":
        by = house.people[LEADER]
        drafting.withdraw(notice, reason="执行日期有误，另行通知。", by=by, at=_at(begun, 20))
    elif notice.is_must_read:
        delivering.follow_roster(notice, clock.now())
        _sign(notice, paper)
    if notice.expires_on and notice.expires_on < clock.today():
        delivering.expire(clock.today(), clock.now())


def _told(paper: Paper, house: House, begun: datetime) -> dict:
    on = clock.local(begun).date()
    until = on + timedelta(days=paper.lasts) if paper.lasts else None
    kind = house.kinds[paper.kind]
    return {
        "kind": kind,
        "unit": house.units[paper.unit],
        "title": paper.title,
        "body": paper.body,
        "addressed_to": "",
        "is_red": kind.is_red,
        "is_must_read": bool(paper.question),
        "sign_hours": 8,
        "question": paper.question,
        "choices": list(paper.choices),
        "answer": paper.answer if paper.question else None,
        "effective_on": on,
        "expires_on": until,
        "units": [house.units[code] for code in paper.units],
        "roles": [house.roles[code] for code in paper.roles],
        "people": "",
    }


def _approve(notice: Notice, house: House, at: datetime) -> None:
    """Let each step's officer consent; the head's own papers have been passed to the leader by the engine."""
    approval = approvals.latest_of(notice)
    for staff_no in (HEAD, LEADER, "00002"):
        person = house.people[staff_no]
        if approvals.may_decide(approval, person, clock.local(at).date()) is None:
            drafting.decide(notice, decision="approve", opinion="同意。", by=person, at=at)


def _sign(notice: Notice, paper: Paper) -> None:
    """Most have signed before their deadline, some need a second try, some have not come to it yet."""
    rows = select(NoticeReceipt).where(NoticeReceipt.notice_id == notice.id).options(*queries.OF_NOTICE)
    for place, receipt in enumerate(db.session.scalars(rows.order_by(NoticeReceipt.id)).all()):
        at = min((receipt.due_at or notice.published_at + timedelta(hours=30)) - timedelta(hours=3), clock.now())
        if at >= clock.now() or place % 100 >= paper.signed:
            continue
        person = db.session.get_one(User, receipt.user_id)
        if place % 9 == 4:
            signing.sign(receipt, answer=(notice.answer + 1) % len(notice.choices), by=person, at=at)
        signing.sign(receipt, answer=notice.answer, by=person, at=at)


def _at(begun: datetime, hours: float) -> datetime:
    return min(begun + timedelta(hours=hours), clock.now())
