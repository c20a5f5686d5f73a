"""A person's own roster: the week, the next shift, who else is there, what was changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, select

from models.accounts import User
from models.core.db import db
from models.inbox import Ask, Todo, todo
from models.roster import queries
from models.roster.calendar import DAY
from models.roster.tables import Change, DayOff, Duty, Shift

LOOKED_AHEAD = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class OwnDay:
    day: date
    duties: list[Duty]
    off: DayOff | None


@dataclass(frozen=True, slots=True)
class Own:
    week: list[OwnDay]
    next: Duty | None
    colleagues: list[Duty]
    changes: list[Change]


def own(user: User, day: date, today: date, now: datetime) -> Own:
    """Return the week of ``day`` and the next duty after ``now``; the same few statements for every week."""
    monday = day - DAY * day.weekday()
    duties = list(db.session.scalars(queries.duties_of_person(user.id, monday, monday + DAY * 6)))
    off = {row.business_date: row for row in db.session.scalars(days_off_of(user.id, monday))}
    days = [monday + DAY * n for n in range(7)]
    week = [OwnDay(d, [duty for duty in duties if duty.shift.business_date == d], off.get(d)) for d in days]
    coming = db.session.scalars(queries.duties_of_person(user.id, today - DAY, today + LOOKED_AHEAD))
    upcoming = next((duty for duty in coming if duty.ends_at > now), None)
    colleagues = list(db.session.scalars(queries.duties_of(upcoming.shift))) if upcoming else []
    changes = list(db.session.scalars(queries.recent_changes_of(user.id, now - timedelta(days=14))))
    return Own(week, upcoming, [duty for duty in colleagues if duty.user_id != user.id], changes)


def days_off_of(user_id: int, monday: date) -> Select[tuple[DayOff]]:
    here = (DayOff.user_id == user_id, DayOff.is_void.is_(False))
    return select(DayOff).where(*here, DayOff.business_date >= monday, DayOff.business_date <= monday + DAY * 6)


@todo
def changes_waiting(user: User, _on: date) -> list[Ask]:
    """The changes of one's shifts that one has not acknowledged yet."""
    mine = (Change.user_id == user.id, Change.acknowledged_at.is_(None))
    rows = select(func.count(Change.id), func.min(Shift.starts_at)).join(Shift, Shift.id == Change.shift_id)
    return [Ask(rows.where(*mine), _to_acknowledge)]


def _to_acknowledge(count: int, first: datetime | None) -> Todo:
    return Todo("确认班次变动", "/roster/mine", f"{count} 处变动待确认", count, first, "calendar")
