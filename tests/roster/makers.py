"""Makers of lanes, shifts and whole simulated rosters; every maker commits."""

from __future__ import annotations

from datetime import date

from models.accounts import Unit, User
from models.core import audit, clock
from models.core.db import db
from models.roster import Duty, DutyPost, Lane, LaneKind, Shift, ShiftKind, ShiftState, calendar

SCHEMES = {"early": "three", "middle": "three", "night": "three", "day": "two", "night_long": "two"}


def make_lanes(station: Unit, codes: str = "E01 E02 X01 X02") -> dict[str, Lane]:
    """Make the lanes of a station by code; E… is an entry, X… an exit."""
    lanes = {}
    for sort, code in enumerate(codes.split()):
        kind = LaneKind.ENTRY if code.startswith("E") else LaneKind.EXIT
        lanes[code] = Lane(unit_id=station.id, code=code, kind=kind, sort=sort)
        db.session.add(lanes[code])
        audit.record("roster.setup", lanes[code], None)
    db.session.commit()
    return lanes


def make_shift(
    station: Unit,
    business_date: date,
    code: str,
    crew: Unit,
    people: dict[User, tuple[DutyPost, Lane | None]],
    state: ShiftState = ShiftState.PUBLISHED,
) -> Shift:
    """Make a shift of a station, published unless ``state`` says otherwise, with each person at a post and lane."""
    kind = kind_of(station, business_date, code)
    rule = calendar.night_rule(station.id, business_date)
    starts_at, ends_at = calendar.hours_of(kind, calendar.start_day(kind, business_date, rule))
    shift = Shift(unit=station, crew=crew, kind=kind, business_date=business_date, state=state)
    shift.starts_at, shift.ends_at, shift.kind_name, shift.crew_name = starts_at, ends_at, kind.name, crew.name
    for user, (post, lane) in people.items():
        shift.duties.append(Duty(user=user, post=post, lane=lane, starts_at=starts_at, ends_at=ends_at))
    db.session.add(shift)
    audit.record("roster.make", shift, None)
    db.session.commit()
    return shift


def make_ended_shift(*args, **kwargs) -> Shift:
    """Make a shift that the freezing job has already frozen."""
    from models.roster import rules

    shift = make_shift(*args, **kwargs)
    rules.freeze(shift, by=None, at=clock.now())
    db.session.commit()
    return shift


def kind_of(station: Unit, on: date, code: str) -> ShiftKind:
    return calendar.kinds_of(station.id, on, SCHEMES[code])[code]
