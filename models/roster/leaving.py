"""What becomes of a person's coming shifts when they move, are lent, leave or may not be on duty for a while."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from models.accounts import Move, Unit, User
from models.accounts.people import counts_open_work, on_move
from models.core import clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.inbox import notify
from models.roster import changing
from models.roster.changing import Span
from models.roster.queries import HOLDS, people_who_may
from models.roster.tables import Duty, Shift, ShiftState

OPEN = (ShiftState.PLANNED, ShiftState.PUBLISHED)


@counts_open_work("已发布的班次")
def open_work(person: User) -> int:
    """Count the published shifts that the person has not begun."""
    coming = coming_duties(person.id, clock.now()).where(Shift.state == ShiftState.PUBLISHED).order_by(None)
    return db.session.scalar(select(func.count()).select_from(coming.subquery()))


@on_move
def follow(move: Move, by: User) -> None:
    """Let the successor stand in at each coming shift; where they cannot, the place stays open and is told.

    Shifts after the end of a lending remain the person's own.
    """
    person = db.session.get_one(User, move.user_id)
    successor = db.session.get(User, move.successor_id) if move.successor_id else None
    ends = clock.at(move.until + timedelta(days=1), time()) if move.until else None
    reason = f"{person.name}{move.kind.label}：{move.reason}"
    for duty in db.session.scalars(coming_duties(person.id, clock.now(), ends)).all():
        if not _stands_in(successor, duty, reason, by):
            _leave_open(duty, f"{person.name}已离开", reason, by)


def stand_down(person: User, since: date, until: date, why: str, by: User) -> None:
    """Take ``person`` off every coming shift of these days, both included; the places stay open.

    ``why`` is a word such as 待岗. Whoever plans is told of each place.
    """
    begins, ends = clock.at(since, time()), clock.at(until + timedelta(days=1), time())
    for duty in db.session.scalars(coming_duties(person.id, max(begins, clock.now()), ends)).all():
        _leave_open(duty, person.name + why, why, by)


def coming_duties(user_id: int, since: datetime, until: datetime | None = None) -> Select[tuple[Duty]]:
    """The duties of a person that do not begin before ``since`` (but before ``until``), drafts too; shift loaded."""
    coming = (Duty.user_id == user_id, *HOLDS, Duty.starts_at >= since, Shift.state.in_(OPEN))
    rows = select(Duty).join(Shift).where(*coming).options(joinedload(Duty.shift)).order_by(Duty.starts_at)
    return rows.where(Duty.starts_at < until) if until else rows


def _stands_in(successor: User | None, duty: Duty, reason: str, by: User) -> bool:
    """Put ``successor`` in the place of ``duty``; False for somebody of another station, or who is on duty then."""
    if successor is None or successor.station_id != duty.shift.unit_id:
        return False
    try:
        changing.replace(duty, successor, reason, by)
    except RuleBroken:
        return False
    return True


def _leave_open(duty: Duty, said: str, reason: str, by: User) -> None:
    """Take the person off and tell the planners, ``said`` why."""
    changing.release(duty, Span(duty.starts_at, duty.ends_at), reason, by)
    shift = duty.shift
    if shift.state is ShiftState.PLANNED:
        return
    station = db.session.get_one(Unit, shift.unit_id)
    place = changing.place_of(duty.post, duty.lane_id)
    title = f"{shift.business_date:%Y-%m-%d} {shift.kind_name} {place} 缺人，{said}，请安排顶班"
    planners = [one for one in db.session.scalars(people_who_may("roster.plan", station)) if one != by.id]
    href = f"/roster/day/{shift.business_date:%Y-%m-%d}?station={station.id}"
    notify(planners, "roster", title, href, key=f"roster-hole-{duty.id}", at=clock.now())
