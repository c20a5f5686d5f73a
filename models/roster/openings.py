"""Leave that people had left when the house went live: brought in once per person and kind, and marked.

Source: domain §2.9.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager

from models.accounts import User, UserState
from models.accounts.password_policy import normal
from models.accounts.scope import in_reach, reaches
from models.core import audit, clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.scope import scope_of, visible
from models.roster.tables import LeaveKind, LeaveOpening

MOST_HALF_DAYS = 2 * 366


def take(*, staff_no: str, kind: LeaveKind, half_days: int, as_of: date, source: str | None, by: User) -> LeaveOpening:
    """Write down what a person has left of a kind of leave at the end of ``as_of``.

    Raises RuleBroken: nobody within reach has this number, a day ahead, an absurd number, or it was imported before.
    """
    person = _person(staff_no, by)
    if as_of > clock.today():
        raise RuleBroken("截止日期不能晚于今天。", field="as_of")
    if not 0 <= half_days <= MOST_HALF_DAYS:
        raise RuleBroken("天数应在 0 到 366 之间。", field="half_days")
    earlier = db.session.scalar(
        select(LeaveOpening).where(LeaveOpening.user_id == person.id, LeaveOpening.kind == kind)
    )
    if earlier is not None:
        said = f"{person.name}的{kind.label}已导入：截至 {earlier.as_of} 余 {earlier.days:g} 天。"
        raise RuleBroken(f"{said}期初只导入一次。", field="kind")
    row = LeaveOpening(user_id=person.id, kind=kind, half_days=half_days, as_of=as_of, source=source or "")
    row.imported_by_id, row.imported_at = by.id, clock.now()
    db.session.add(row)
    audit.record("roster.leave_opening", row, by, note=f"{person.name} {kind.label} {row.days:g} 天")
    return row


def listed(user: User, *, text: str = "", kind: LeaveKind | None = None) -> Select[tuple[LeaveOpening]]:
    """Return the openings within reach of ``user``, of people whose name or number holds ``text``."""
    rows = visible(LeaveOpening, user)
    if text:
        matches = (User.name.icontains(text, autoescape=True), User.staff_no.icontains(text, autoescape=True))
        rows = rows.where(or_(*matches))
    return rows.where(LeaveOpening.kind == kind) if kind else rows


@scope_of(LeaveOpening)
def visible_to(user: User) -> Select[tuple[LeaveOpening]]:
    """One's own, and those of people within reach of ``roster.import``; the person loaded."""
    here = or_(LeaveOpening.user_id == user.id, in_reach(user, "roster.import", User.unit_id))
    rows = select(LeaveOpening).join(User, User.id == LeaveOpening.user_id).where(here)
    return rows.options(contains_eager(LeaveOpening.user))


def _person(staff_no: str, by: User) -> User:
    found = select(User).where(User.staff_key == normal(staff_no), User.state != UserState.LEFT)
    person = db.session.scalars(found).first()
    if person is None or not reaches(by, "roster.import", person.unit):
        raise RuleBroken(f"没有工号 {staff_no}，或不在您的管理范围内。", field="staff_no")
    return person
