"""The roster of the months before the house was used: taken once, frozen at once, marked as imported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models import closings
from models.accounts import Unit, UnitKind, User
from models.core import audit, clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.roster import bookings
from models.roster.bookings import Booking
from models.roster.calendar import hours_of, kinds_of, night_rule, start_day
from models.roster.tables import Duty, DutyPost, Lane, Scheme, Shift, ShiftKind, ShiftState


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table: names as they stand on paper."""

    business_date: date
    kind: str
    crew: str
    staff_no: str
    lane: str | None = None
    post: DutyPost | None = None


def take(station: Unit, entry: Entry, by: User) -> Duty:
    """Take one line: this person did duty in this shift. The first line of a shift makes it.

    Raises RuleBroken: not in the past, in a closed month, an unknown name, a shift of our own roster, or the person is
    booked already.
    """
    if entry.business_date >= clock.today():
        raise RuleBroken("只能导入今天以前的班表。", field="business_date")
    closings.require_open(station, entry.business_date, field="business_date")
    kind = kind_called(entry.kind, station, entry.business_date)
    person = person_called(entry.staff_no, station)
    seat = lane_called(entry.lane, station) if entry.lane else None
    shift = shift_taken(station, entry.business_date, kind, crew_called(entry.crew, station), by)
    wanted = Booking(person.id, shift.starts_at, shift.ends_at, shift.id, DutyPost.COLLECTOR)
    bookings.check([wanted], rest_hours=0, reason="")
    duty = Duty(shift_id=shift.id, user_id=person.id, lane_id=seat.id if seat else None)
    duty.post = entry.post or DutyPost.COLLECTOR
    duty.starts_at, duty.ends_at, duty.is_frozen = shift.starts_at, shift.ends_at, True
    duty.person_name, duty.lane_name = person.name, seat.name if seat else ""
    db.session.add(duty)
    audit.record("roster.import", shift, by)
    return duty


def shift_taken(station: Unit, business_date: date, kind: ShiftKind, crew: Unit, by: User) -> Shift:
    here = (Shift.unit_id == station.id, Shift.business_date == business_date, Shift.kind_id == kind.id)
    shift = db.session.scalars(select(Shift).where(*here)).first()
    if shift is None:
        return make(station, business_date, kind, crew, by)
    if not shift.is_imported:
        raise RuleBroken(f"{business_date} {kind.name}已经在系统中排班，不能导入。", field="kind")
    if shift.crew_id != crew.id:
        raise RuleBroken(f"{business_date} {kind.name}前面写的是{shift.crew_name}。", field="crew")
    return shift


def make(station: Unit, business_date: date, kind: ShiftKind, crew: Unit, by: User) -> Shift:
    started = start_day(kind, business_date, night_rule(station.id, business_date))
    shift = Shift(unit_id=station.id, business_date=business_date, kind_id=kind.id, crew_id=crew.id, is_imported=True)
    shift.starts_at, shift.ends_at = hours_of(kind, started)
    shift.kind_name, shift.crew_name, shift.state = kind.name, crew.name, ShiftState.FROZEN
    shift.frozen_at = clock.now()
    db.session.add(shift)
    audit.record("roster.import", shift, by)
    return shift


def kind_called(name: str, station: Unit, on: date) -> ShiftKind:
    for scheme in Scheme:
        for kind in kinds_of(station.id, on, scheme).values():
            if name in (kind.name, kind.name.removesuffix("班")):
                return kind
    raise RuleBroken(f"没有“{name}”这个班次。", field="kind")


def crew_called(name: str, station: Unit) -> Unit:
    here = (Unit.parent_id == station.id, Unit.kind == UnitKind.CREW, Unit.name == name)
    found = db.session.scalars(select(Unit).where(*here)).first()
    if found is None:
        raise RuleBroken(f"{station.name}没有“{name}”这个班组。", field="crew")
    return found


def person_called(staff_no: str, station: Unit) -> User:
    homes = select(Unit.id).where(Unit.path.startswith(station.path, autoescape=True))
    found = db.session.scalars(select(User).where(User.staff_no == staff_no, User.unit_id.in_(homes))).first()
    if found is None:
        raise RuleBroken(f"{station.name}没有工号 {staff_no}。", field="staff_no")
    return found


def lane_called(code: str, station: Unit) -> Lane:
    found = db.session.scalars(select(Lane).where(Lane.unit_id == station.id, Lane.code == code)).first()
    if found is None:
        raise RuleBroken(f"{station.name}没有 {code} 车道。", field="lane")
    return found
