"""Certificates of the demonstration station at every stage. Invented, and always the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models.accounts import Unit, UnitKind, User
from models.certificates import ending, issuing
from models.certificates.tables import Certificate
from models.core import audit, clock, settings
from models.core.db import db
from models.core.seeds import demo_data

ADDRESS = "http://127.0.0.1:8000"  # where a demonstration is looked at
PRAISE = "坚守岗位、热情服务，救助突发疾病的司机"


@dataclass(frozen=True, slots=True)
class Case:
    """Days since it was prepared, whom it is for (place among the collectors, or a crew), and its end."""

    days: int
    template: str
    who: int
    award: str
    period: str
    citation: str = ""
    end: str = "issue"


CASES = (
    Case(55, "honour", 0, "服务标兵", "2026年第三季度"),
    Case(55, "honour", 4, "服务标兵", "2026年第三季度"),
    Case(55, "honour", 9, "文明服务之星", "2026年第三季度"),
    Case(54, "crew", 0, "金牌服务班组", "2026年第三季度"),
    Case(54, "plaque", 0, "金牌服务班组", "二〇二六年第三季度"),
    Case(40, "honour", 6, "文明服务之星", "2026年9月", end="revoke"),
    Case(30, "merit", 2, "委屈奖", "2026年10月", "面对无理辱骂沉着冷静、文明服务"),
    Case(21, "merit", 12, "好人好事", "2026年11月", PRAISE),
    Case(15, "letter", 1, "兼职培训师", "自2026年12月1日至2027年11月30日"),
    Case(3, "honour", 13, "文明服务之星", "2026年11月", end=""),
    Case(3, "honour", 8, "文明服务之星", "2026年11月", end=""),
    Case(3, "plaque", 2, "星级服务班组", "二〇二六年十一月", end=""),
    Case(9, "honour", 7, "文明服务之星", "2026年10月", end="cancel"),
)


@demo_data(order=36)
def fill() -> None:
    """Do nothing in a house that has certificates."""
    if db.session.scalar(select(Certificate.id).limit(1)):
        return
    office, head = (db.session.scalars(select(User).where(User.staff_no == no)).one() for no in ("00021", "00020"))
    row = settings.change("certificate.address", ADDRESS, valid_from=date(2026, 1, 1), unit_id=None, by=None)
    db.session.add(row)
    audit.record("setting.edit", row, None)
    people = db.session.scalars(select(User).where(User.post_title == "收费员").order_by(User.staff_no)).all()
    crews = db.session.scalars(select(Unit).where(Unit.kind == UnitKind.CREW).order_by(Unit.id)).all()
    for case in CASES:
        _case(case, (crews if case.template in ("crew", "plaque") else people)[case.who], office, head)
    db.session.commit()


def _case(case: Case, holder: User | Unit, office: User, head: User) -> None:
    at = clock.now() - timedelta(days=case.days)
    words = {"award": case.award, "period": case.period, "citation": case.citation}
    row = issuing.prepare(issuing.template_of(case.template), holder, by=office, at=at, **words)
    if case.end in ("issue", "revoke"):
        issuing.issue(row, by=head, at=at + timedelta(hours=5))
    if case.end == "revoke":
        ending.revoke(row, reason="公示后查实投诉，取消该项荣誉", by=head, at=at + timedelta(days=12))
    if case.end == "cancel":
        ending.cancel(row, reason="名单有误，重新拟发", by=office, at=at + timedelta(hours=2))
