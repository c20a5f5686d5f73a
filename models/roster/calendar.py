"""Which day a shift belongs to, and when it begins and ends. A night may belong to the day it ends or starts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from models.core import clock, settings
from models.core.db import db
from models.roster import queries
from models.roster.tables import ShiftKind

DAY = timedelta(days=1)


def business_date(station_id: int, moment: datetime) -> date:
    """Return the 工班日 of ``moment`` at a station: of its published shift, else of the shift kind it falls into.

    A moment between shifts belongs to its calendar day. 24:00 is 00:00 of the next day. Source: domain §2.9 (X2).
    """
    shift = db.session.scalar(queries.shift_at(station_id, moment))
    if shift is not None:
        return shift.business_date
    today = clock.local(moment).date()
    kinds = kinds_of(station_id, today).values()
    return day_of(moment, kinds, night_rule(station_id, today))


def day_of(moment: datetime, kinds: Iterable[ShiftKind], rule: str) -> date:
    """Return the business date of ``moment`` by the clock alone; ``rule`` is ``end`` or ``start``. Pure."""
    today = clock.local(moment).date()
    for kind in kinds:
        for started in (today, today - DAY):
            starts_at, ends_at = hours_of(kind, started)
            if starts_at <= moment < ends_at:
                return business_date_of(kind, started, rule)
    return today


def business_date_of(kind: ShiftKind, started: date, rule: str) -> date:
    """Return the business date of a shift of ``kind`` that begins on the calendar day ``started``."""
    return started + DAY if kind.is_overnight and rule == "end" else started


def start_day(kind: ShiftKind, business: date, rule: str) -> date:
    """Return the calendar day on which the shift of ``kind`` begins that belongs to ``business``."""
    return business - DAY if kind.is_overnight and rule == "end" else business


def hours_of(kind: ShiftKind, started: date) -> tuple[datetime, datetime]:
    """Return when a shift of ``kind`` that begins on ``started`` starts and ends; an end of 00:00 means 24:00."""
    ended = started + DAY if kind.ends <= kind.starts else started
    return clock.at(started, kind.starts), clock.at(ended, kind.ends)


def night_rule(station_id: int, on: date) -> str:
    return settings.value_of("roster.night_belongs_to", unit_id=station_id, on=on)


def kinds_of(station_id: int, on: date, scheme: str = "") -> dict[str, ShiftKind]:
    """Return the station's shift kinds in force on a day, by code, in the order of the day.

    ``scheme`` defaults to the station's own. A station's own kind replaces the one of the house with the same code.
    """
    scheme = scheme or settings.value_of("roster.scheme", unit_id=station_id, on=on)
    here = (or_(ShiftKind.unit_id == station_id, ShiftKind.unit_id.is_(None)), ShiftKind.valid_from <= on)
    rows = db.session.scalars(select(ShiftKind).where(*here, ShiftKind.scheme == scheme))
    latest = {kind.code: kind for kind in sorted(rows, key=lambda k: (k.unit_id is not None, k.valid_from, k.id))}
    return dict(sorted(latest.items(), key=lambda pair: pair[1].sort))
