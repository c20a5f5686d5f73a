"""Questions to the roster. Who was on duty is answered from frozen rows, also after later edits."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from models.accounts import Role, RoleGrant, Unit, UnitKind, User, UserState
from models.accounts.queries import called
from models.accounts.scope import granted, in_force, stations_seen_by
from models.core import clock
from models.core.db import db, once
from models.core.scope import scope_of
from models.roster.tables import (
    Change,
    DayOff,
    DayOffKind,
    Duty,
    DutyPost,
    Lane,
    Pattern,
    Plan,
    Shift,
    ShiftKind,
    ShiftState,
)

LIVE = (ShiftState.PUBLISHED, ShiftState.FROZEN)
AHEAD = timedelta(days=8)  # how far a person's next duty is looked for
HOLDS = (Duty.is_void.is_(False), Duty.is_correction.is_(False))
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
    here = (Duty.shift_id == shift.id, *HOLDS)
    return select(Duty).where(*here).options(*people).order_by(Duty.id)


def on_duty(station_id, moment) -> tuple:
    """Return the conditions on Duty and Shift of who is on duty; both arguments may be bound later."""
    held = (Duty.starts_at <= moment, Duty.ends_at > moment, *HOLDS)
    return (Shift.unit_id == station_id, Shift.state.in_(LIVE), *held)


def who_was_on_duty(station_id: int, moment: datetime, lane_id: int | None = None) -> Select[tuple[Duty]]:
    """The duties at ``moment`` (and lane), corrections left out; person, lane and shift loaded."""
    found = select(Duty).join(Shift).where(*on_duty(station_id, moment))
    if lane_id is not None:
        found = found.where(Duty.lane_id == lane_id)
    return found.options(joinedload(Duty.user), joinedload(Duty.lane), joinedload(Duty.shift))


def duties_of_person(user_id: int, since: date, until: date) -> Select[tuple[Duty]]:
    """A person's published duties between two business dates, both included, in order; shift, kind and lane loaded."""
    here = (Duty.user_id == user_id, *HOLDS, Shift.state.in_(LIVE))
    return (
        select(Duty)
        .join(Shift)
        .where(*here, Shift.business_date >= since, Shift.business_date <= until)
        .options(joinedload(Duty.shift).joinedload(Shift.kind), joinedload(Duty.lane))
        .order_by(Duty.starts_at)
    )


def duties_near(user_id: int, moment: datetime) -> list[Duty]:
    """A person's published duties from the business day before ``moment`` to AHEAD later, in order.

    Many rooms ask for them on one page; within a request that only reads they are read once.
    """
    day = clock.local(moment).date()
    rows = duties_of_person(user_id, day - timedelta(days=1), day + AHEAD)
    return once(("duties_near", user_id, day), lambda: list(db.session.scalars(rows)))


def duty_near(user_id: int, moment: datetime, *, before: datetime, after: datetime) -> Duty | None:
    """The person's duty whose shift touches ``before``..``after``, days around ``moment``; the one that began last."""
    touching = [
        one for one in duties_near(user_id, moment) if one.shift.starts_at <= after and one.shift.ends_at >= before
    ]
    begun = [one for one in touching if one.shift.starts_at <= moment]
    return max(begun or touching, key=lambda one: one.shift.starts_at, default=None)


def shift_from(station_id: int, moment: datetime) -> Select[tuple[Shift]]:
    """The published shift that begins next at a station, at ``moment`` or later."""
    here = (Shift.unit_id == station_id, Shift.starts_at >= moment, Shift.state.in_(LIVE))
    return select(Shift).where(*here).options(*OPENED).order_by(Shift.starts_at).limit(1)


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


def stations_with_roster(user: User) -> Select[tuple[Unit]]:
    """The stations whose roster the person may read, their own first."""
    here = (Unit.kind == UnitKind.STATION, Unit.is_open.is_(True), stations_seen_by(user, "roster.read"))
    return select(Unit).where(*here).order_by((Unit.id != (user.station_id or 0)), Unit.sort, Unit.id)


def crews_of(station_id: int) -> Select[tuple[Unit]]:
    here = (Unit.parent_id == station_id, Unit.kind == UnitKind.CREW, Unit.is_open.is_(True))
    return select(Unit).where(*here).order_by(Unit.sort, Unit.id)


def staff_of(station_id: int) -> Select[tuple[User]]:
    """The people of a station and its crews who may do duty, by staff number."""
    homes = select(Unit.id).where(or_(Unit.id == station_id, Unit.parent_id == station_id))
    return select(User).where(User.unit_id.in_(homes), User.state == UserState.ACTIVE).order_by(User.staff_no)


def people_who_may(permission: str, station: Unit) -> Select[tuple[int]]:
    """The ids of those who hold ``permission`` today by a grant at the station itself."""
    return granted(permission, clock.today()).where(RoleGrant.unit_id == station.id)


def posts_held(station_id: int, on: date) -> Select[tuple[int, int, str]]:
    """(person, home unit, role code) of a station's staff on a day, by staff number."""
    homes = select(Unit.id).where(or_(Unit.id == station_id, Unit.parent_id == station_id))
    return (
        select(User.id, User.unit_id, Role.code)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .join(Role, Role.id == RoleGrant.role_id)
        .where(User.unit_id.in_(homes), User.state == UserState.ACTIVE, in_force(on))
        .order_by(User.staff_no)
    )


def shifts_between(station_id: int, since: date, until: date) -> Select[tuple[Shift]]:
    """The shifts of the business dates ``since`` to ``until``, both included, in the order of their start."""
    here = (Shift.unit_id == station_id, Shift.business_date >= since, Shift.business_date <= until)
    return select(Shift).where(*here).options(*OPENED).order_by(Shift.business_date, Shift.starts_at)


def drafts_between(station_id: int, since: date, until: date) -> Select[tuple[Shift]]:
    return shifts_between(station_id, since, until).where(Shift.state == ShiftState.PLANNED)


def hours_taken(station_id: int, since: datetime, until: datetime) -> Select[tuple[datetime, datetime]]:
    """The hours of a station's shifts that touch a span."""
    here = (Shift.unit_id == station_id, Shift.starts_at < until, Shift.ends_at > since)
    return select(Shift.starts_at, Shift.ends_at).where(*here)


def without_leader(shift_ids: list[int]) -> Select[tuple[Shift]]:
    leaders = select(Duty.shift_id).where(Duty.post == DutyPost.LEADER, Duty.is_void.is_(False))
    return select(Shift).where(Shift.id.in_(shift_ids), Shift.id.not_in(leaders)).order_by(Shift.starts_at)


def people_in(shift_ids: list[int]) -> Select[tuple[int]]:
    return select(Duty.user_id).where(Duty.shift_id.in_(shift_ids), Duty.is_void.is_(False)).distinct()


def duties_in(shift_ids: list[int]) -> Select[tuple[Duty]]:
    """The duties of many shifts, void and corrected ones too; people, lane loaded."""
    people = (joinedload(Duty.user), joinedload(Duty.lane), joinedload(Duty.substitute_for))
    return select(Duty).where(Duty.shift_id.in_(shift_ids)).options(*people).order_by(Duty.starts_at, Duty.id)


def days_off_between(since: date, until: date) -> Select[tuple[int, date]]:
    """(person, business date) of the days off that hold."""
    here = (DayOff.is_void.is_(False), DayOff.business_date >= since, DayOff.business_date <= until)
    return select(DayOff.user_id, DayOff.business_date).where(*here)


def days_off(rows: Select[tuple[DayOff]], *, text: str = "", off: DayOffKind | None = None, **days) -> Select:
    """Narrow days off: ``text`` is part of a name or number; business dates from ``first`` to ``last``."""
    if text:
        rows = rows.where(DayOff.user_id.in_(called(text)))
    if off:
        rows = rows.where(DayOff.kind == off)
    if first := days.get("first"):
        rows = rows.where(DayOff.business_date >= first)
    if last := days.get("last"):
        rows = rows.where(DayOff.business_date <= last)
    return rows


@scope_of(DayOff)
def days_off_visible_to(user: User) -> Select[tuple[DayOff]]:
    """One's own days off, and those of the people of every station whose roster one may change."""
    stations = select(Unit.id).where(Unit.kind == UnitKind.STATION, stations_seen_by(user, "roster.change"))
    below = select(Unit.id).where(or_(Unit.id.in_(stations), Unit.parent_id.in_(stations)))
    theirs = DayOff.user_id.in_(select(User.id).where(User.unit_id.in_(below)))
    return select(DayOff).where(or_(DayOff.user_id == user.id, theirs)).options(joinedload(DayOff.user))


@scope_of(Change)
def changes_visible_to(user: User) -> Select[tuple[Change]]:
    """One's own changes, and those of every station whose roster one may change."""
    stations = select(Unit.id).where(stations_seen_by(user, "roster.change"))
    here = or_(Change.user_id == user.id, Shift.unit_id.in_(stations))
    load = (joinedload(Change.shift), joinedload(Change.user), joinedload(Change.made_by))
    return select(Change).join(Shift).where(here).options(*load)


def changes(rows: Select[tuple[Change]], *, text: str = "", show: str = "open", **days: date) -> Select[tuple[Change]]:
    """Narrow changes to people, to business dates from ``first`` to ``last``, and by whether they are acknowledged.

    ``show``: open, done or all.
    """
    if text:
        rows = rows.where(Change.user_id.in_(called(text)))
    if show != "all":
        is_open = show == "open"
        rows = rows.where(Change.acknowledged_at.is_(None) if is_open else Change.acknowledged_at.is_not(None))
    if first := days.get("first"):
        rows = rows.where(Shift.business_date >= first)
    if last := days.get("last"):
        rows = rows.where(Shift.business_date <= last)
    return rows


def recent_changes_of(user_id: int, since: datetime) -> Select[tuple[Change]]:
    """A person's changes: those not acknowledged, and the others of late; newest first."""
    mine = (Change.user_id == user_id, or_(Change.acknowledged_at.is_(None), Change.made_at >= since))
    load = (joinedload(Change.shift), joinedload(Change.made_by))
    return (
        select(Change).where(*mine).options(*load).order_by(Change.acknowledged_at.isnot(None), Change.made_at.desc())
    )


def kinds_known(station_id: int) -> Select[tuple[ShiftKind]]:
    """The kinds of the house and of a station, whenever they hold from."""
    here = or_(ShiftKind.unit_id == station_id, ShiftKind.unit_id.is_(None))
    return select(ShiftKind).where(here).order_by(ShiftKind.scheme.desc(), ShiftKind.sort, ShiftKind.valid_from)


def patterns_of(station_id: int) -> Select[tuple[Pattern]]:
    here = or_(Pattern.unit_id == station_id, Pattern.unit_id.is_(None))
    return select(Pattern).where(here).order_by(Pattern.id)


def last_plan(station_id: int) -> Select[tuple[Plan]]:
    """The newest drawing-up of a station: the next one goes on from it."""
    return select(Plan).where(Plan.unit_id == station_id).order_by(Plan.until.desc(), Plan.id.desc()).limit(1)


@scope_of(Lane)
def lanes_visible_to(user: User) -> Select[tuple[Lane]]:
    stations = select(Unit.id).where(stations_seen_by(user, "roster.read"))
    return select(Lane).where(Lane.unit_id.in_(stations))


def all_lanes_of(station_id: int) -> Select[tuple[Lane]]:
    return select(Lane).where(Lane.unit_id == station_id).order_by(Lane.is_open.desc(), Lane.sort, Lane.code)
