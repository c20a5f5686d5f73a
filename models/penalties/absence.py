"""Days on which a person is away, and on which the window of the appeal therefore stands still."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from models.accounts import User
from models.core import settings
from models.core.db import db
from models.roster import DayOff, Shift, ShiftState
from models.roster import queries as roster

HORIZON, BEFORE = 60, 14  # days looked ahead; days in which a duty shows that the person works by the roster
PUBLISHED = (ShiftState.PUBLISHED, ShiftState.FROZEN)


def days_off(person: User, after: date) -> dict[date, str]:
    """Return ``{day: reason}`` of the person's leave and rest days after a day, as the settings of the station say.

    A rest day is a business date with a published roster at the station and no duty of a person who works by it.
    """
    found: dict[date, str] = {}
    if settings.value_of("penalty.window_rest", unit_id=person.station_id):
        found |= _rest(person, after)
    if settings.value_of("penalty.window_leave", unit_id=person.station_id):
        found |= _leave(person, after)
    return found


def _leave(person: User, after: date) -> dict[date, str]:
    here = (DayOff.user_id == person.id, DayOff.is_void.is_(False), DayOff.business_date > after)
    rows = select(DayOff.business_date, DayOff.kind).where(*here, DayOff.business_date <= _end(after))
    return {day: f"本人{kind.label}" for day, kind in db.session.execute(rows)}


def _rest(person: User, after: date) -> dict[date, str]:
    if person.station_id is None:
        return {}
    duties = roster.duties_of_person(person.id, after - timedelta(days=BEFORE), _end(after))
    on_duty = {duty.shift.business_date for duty in db.session.scalars(duties)}
    if not on_duty:
        return {}
    here = (Shift.unit_id == person.station_id, Shift.state.in_(PUBLISHED))
    days = select(Shift.business_date).where(*here, Shift.business_date > after, Shift.business_date <= _end(after))
    return {day: "本人轮休" for day in db.session.scalars(days.distinct()) if day not in on_duty}


def _end(after: date) -> date:
    return after + timedelta(days=HORIZON)
