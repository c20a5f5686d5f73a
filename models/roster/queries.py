"""Questions to the roster. Who was on duty is answered from frozen rows, also after later edits."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from models.accounts import Unit, User
from models.accounts.scope import stations_seen_by
from models.core.scope import scope_of
from models.roster.tables import Duty, Lane, Shift, ShiftState

LIVE = (ShiftState.PUBLISHED, ShiftState.FROZEN)
OPENED = (joinedload(Shift.unit), joinedload(Shift.crew), joinedload(Shift.kind))


@scope_of(Shift)
def shifts_visible_to(user: User) -> Select[tuple[Shift]]:
    """The shifts of every station the person works at or reaches; unit, crew and kind loaded."""
    stations = select(Unit.id).where(stations_seen_by(user, "roster.read"))
    return select(Shift).where(Shift.unit_id.in_(stations)).options(*OPENED)


@scope_of(Duty)
def duties_visible_to(user: User) -> Select[tuple[Duty]]:
    stations = select(Unit.id).where(stations_seen_by(user, "roster.read"))
    return select(Duty).join(Shift).where(Shift.unit_id.in_(stations))


def shift_at(station_id: int, moment: datetime) -> Select[tuple[Shift]]:
    """The published shift of a station at ``moment`` (its start included, its end not)."""
    here = (Shift.unit_id == station_id, Shift.starts_at <= moment, Shift.ends_at > moment)
    return select(Shift).where(*here, Shift.state.in_(LIVE)).options(*OPENED)


def duties_of(shift: Shift) -> Select[tuple[Duty]]:
    """The duties that hold in ``shift``, leader first; person and lane loaded."""
    people = (joinedload(Duty.user), joinedload(Duty.lane), joinedload(Duty.substitute_for))
    return select(Duty).where(Duty.shift_id == shift.id, Duty.is_void.is_(False)).options(*people).order_by(Duty.id)


def who_was_on_duty(station_id: int, moment: datetime, lane_id: int | None = None) -> Select[tuple[Duty]]:
    """The duties at ``moment`` (and lane), corrections left out; person, lane and shift loaded."""
    here = (Shift.unit_id == station_id, Shift.state.in_(LIVE), Duty.starts_at <= moment, Duty.ends_at > moment)
    found = select(Duty).join(Shift).where(*here, Duty.is_void.is_(False), Duty.is_correction.is_(False))
    if lane_id is not None:
        found = found.where(Duty.lane_id == lane_id)
    return found.options(joinedload(Duty.user), joinedload(Duty.lane), joinedload(Duty.shift))


def duties_of_person(user_id: int, since: date, until: date) -> Select[tuple[Duty]]:
    """A person's published duties between two business dates, both included, in order; shift, kind and lane loaded."""
    here = (Duty.user_id == user_id, Duty.is_void.is_(False), Shift.state.in_(LIVE))
    return (
        select(Duty)
        .join(Shift)
        .where(*here, Shift.business_date >= since, Shift.business_date <= until)
        .options(joinedload(Duty.shift).joinedload(Shift.kind), joinedload(Duty.lane))
        .order_by(Duty.starts_at)
    )


def duty_near(user_id: int, moment: datetime, *, before: datetime, after: datetime) -> Select[tuple[Duty]]:
    """The person's duty whose shift touches ``before``..``after``, the one that began last first."""
    here = (Duty.user_id == user_id, Duty.is_void.is_(False), Shift.state.in_(LIVE))
    return (
        select(Duty)
        .join(Shift)
        .where(*here, Shift.starts_at <= after, Shift.ends_at >= before)
        .options(joinedload(Duty.shift).joinedload(Shift.kind))
        .order_by((Shift.starts_at > moment).asc(), Shift.starts_at.desc())
        .limit(1)
    )


def shift_before(shift: Shift) -> Select[tuple[Shift]]:
    """The published shift that ended last before ``shift`` begins at the same station."""
    here = (Shift.unit_id == shift.unit_id, Shift.starts_at < shift.starts_at, Shift.state.in_(LIVE))
    return select(Shift).where(*here).options(*OPENED).order_by(Shift.starts_at.desc()).limit(1)


def shift_after(shift: Shift) -> Select[tuple[Shift]]:
    """The published shift that begins next after ``shift`` at the same station."""
    here = (Shift.unit_id == shift.unit_id, Shift.starts_at > shift.starts_at, Shift.state.in_(LIVE))
    return select(Shift).where(*here).options(*OPENED).order_by(Shift.starts_at).limit(1)


def lanes_of(station_id: int) -> Select[tuple[Lane]]:
    return select(Lane).where(Lane.unit_id == station_id, Lane.is_open.is_(True)).order_by(Lane.sort, Lane.code)
