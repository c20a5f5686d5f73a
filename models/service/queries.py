"""Questions to the services of a station: who sees what, the lists, and what waits."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from models.accounts import Unit, User
from models.accounts.scope import stations_seen_by, units_under
from models.core import clock
from models.core.scope import scope_of
from models.service.figures import counted
from models.service.kinds import AppointmentState, GapState
from models.service.tables import (
    Appointment,
    ServiceKind,
    ServiceRecord,
    WindowCheck,
    WindowGap,
    WindowItem,
)

TOLD = (joinedload(ServiceRecord.kind), joinedload(ServiceRecord.unit), joinedload(ServiceRecord.signed_by))
ENTERED = (joinedload(ServiceRecord.registered_by),)
STAFFED = (joinedload(Appointment.unit), joinedload(Appointment.collector), joinedload(Appointment.recorder))
WHOLE = (*STAFFED, joinedload(Appointment.registered_by), joinedload(Appointment.dispatched_by))
CHECKED = (joinedload(WindowCheck.unit), joinedload(WindowCheck.checked_by))
GAPS = (joinedload(WindowGap.unit), joinedload(WindowGap.item), joinedload(WindowGap.restored_by))


def stations_read_by(user: User) -> Select[tuple[int]]:
    """The ids of the stations whose services ``user`` may read: their own and those in reach."""
    return select(Unit.id).where(stations_seen_by(user, "service.read"))


def only(unit: Unit | None) -> Select[tuple[int]]:
    """The id of one unit as a statement, for the questions that take several."""
    return select(Unit.id).where(Unit.id == (unit.id if unit else 0))


# Who sees what


@scope_of(WindowItem)
def items_visible_to(user: User) -> Select[tuple[WindowItem]]:
    here = or_(WindowItem.unit_id.is_(None), WindowItem.unit_id.in_(stations_read_by(user)))
    return select(WindowItem).where(here)


@scope_of(ServiceKind)
def kinds_visible_to(user: User) -> Select[tuple[ServiceKind]]:
    here = or_(ServiceKind.unit_id.is_(None), ServiceKind.unit_id.in_(stations_read_by(user)))
    return select(ServiceKind).where(here)


@scope_of(WindowCheck)
def checks_visible_to(user: User) -> Select[tuple[WindowCheck]]:
    return select(WindowCheck).where(WindowCheck.unit_id.in_(stations_read_by(user)))


@scope_of(WindowGap)
def gaps_visible_to(user: User) -> Select[tuple[WindowGap]]:
    return select(WindowGap).where(WindowGap.unit_id.in_(stations_read_by(user)))


@scope_of(ServiceRecord)
def records_visible_to(user: User) -> Select[tuple[ServiceRecord]]:
    return select(ServiceRecord).where(ServiceRecord.unit_id.in_(stations_read_by(user)))


@scope_of(Appointment)
def appointments_visible_to(user: User) -> Select[tuple[Appointment]]:
    """Those of the stations one reads, and those one is sent to, wherever one works now."""
    sent = or_(Appointment.collector_id == user.id, Appointment.recorder_id == user.id)
    return select(Appointment).where(or_(Appointment.unit_id.in_(stations_read_by(user)), sent))


# Lists


def filtered_records(rows: Select, *, text: str = "", unit: Unit | None = None, **more) -> Select[tuple[ServiceRecord]]:
    """Narrow to a number, thing, form or note, a station, days of service, special groups, and ``column=value``."""
    if text:
        columns = (ServiceRecord.number, ServiceRecord.items, ServiceRecord.form_name, ServiceRecord.note)
        rows = rows.where(or_(*(column.contains(text, autoescape=True) for column in columns)))
    if kind := more.pop("kind", None):
        rows = rows.where(ServiceRecord.kind_id == kind.id)
    if more.pop("special", False):
        rows = rows.where(ServiceRecord.group.is_not(None))
    rows = in_days(rows, ServiceRecord.served_at, more)
    return equal(at_unit(rows, ServiceRecord.unit_id, unit), ServiceRecord, more).options(*TOLD)


def filtered_appointments(
    rows: Select, *, text: str = "", unit: Unit | None = None, **more
) -> Select[tuple[Appointment]]:
    """Narrow to a number or business, a station, days of the slot, how it counts, rated ones, and ``column=value``."""
    if text:
        columns = (Appointment.number, Appointment.business, Appointment.note, Appointment.receipt_no)
        rows = rows.where(or_(*(column.contains(text, autoescape=True) for column in columns)))
    if how := more.pop("counted", ""):
        rows = rows.where(*counted(clock.now(), how))
    if more.pop("rated", False):
        rows = rows.where(Appointment.satisfaction.is_not(None))
    rows = in_days(rows, Appointment.starts_at, more)
    return equal(at_unit(rows, Appointment.unit_id, unit), Appointment, more).options(*STAFFED)


def filtered_checks(rows: Select, *, unit: Unit | None = None, **more) -> Select[tuple[WindowCheck]]:
    """Narrow to a station, days, and to those that found something."""
    if more.pop("bad", False):
        rows = rows.where(WindowCheck.bad_count > 0)
    rows = in_days(rows, WindowCheck.checked_at, more)
    return at_unit(rows, WindowCheck.unit_id, unit).options(*CHECKED)


def filtered_gaps(rows: Select, *, unit: Unit | None = None, **more) -> Select[tuple[WindowGap]]:
    rows = in_days(rows, WindowGap.opened_at, more)
    return equal(at_unit(rows, WindowGap.unit_id, unit), WindowGap, more).options(*GAPS)


def in_days(rows: Select, column, more: dict) -> Select:
    """Take ``since`` and ``until`` out of ``more`` and narrow a column of moments."""
    if since := more.pop("since", None):
        rows = rows.where(column >= clock.at(since, time()))
    if until := more.pop("until", None):
        rows = rows.where(column <= clock.at(until, time.max))
    return rows


def at_unit(rows: Select, column, unit: Unit | None) -> Select:
    return rows if unit is None else rows.where(column.in_(units_under(unit.path)))


def equal(rows: Select, table: type, more: dict) -> Select:
    for name, value in more.items():
        rows = rows.where(getattr(table, name) == value)
    return rows


# One station


def kinds_of(station_id: int) -> Select[tuple[ServiceKind]]:
    """The kinds of service a station offers, the house's and its own."""
    here = or_(ServiceKind.unit_id.is_(None), ServiceKind.unit_id == station_id)
    return select(ServiceKind).where(here, ServiceKind.is_open.is_(True)).order_by(ServiceKind.sort, ServiceKind.id)


def own_records(user: User, day: date) -> Select[tuple[ServiceRecord]]:
    """What a person entered or signed on a day, the newest first."""
    mine = or_(ServiceRecord.registered_by_id == user.id, ServiceRecord.signed_by_id == user.id)
    span = (ServiceRecord.served_at >= clock.at(day, time()), ServiceRecord.served_at <= clock.at(day, time.max))
    return select(ServiceRecord).where(mine, *span).options(*TOLD).order_by(ServiceRecord.served_at.desc())


def on_day(user: User, day: date) -> Select[tuple[Appointment]]:
    """The appointments of a day that ``user`` may see, in order of their slots."""
    rows = in_days(appointments_visible_to(user), Appointment.starts_at, {"since": day, "until": day})
    return rows.options(*STAFFED).order_by(Appointment.starts_at, Appointment.id)


# What waits


def open_gaps(station_ids: Select) -> Select[tuple[WindowGap]]:
    here = (WindowGap.unit_id.in_(station_ids), WindowGap.state == GapState.OPEN)
    return select(WindowGap).where(*here).options(*GAPS).order_by(WindowGap.opened_at)


def without_staff(station_ids: Select) -> Select[tuple[Appointment]]:
    here = (Appointment.unit_id.in_(station_ids), Appointment.state == AppointmentState.BOOKED)
    return select(Appointment).where(*here).order_by(Appointment.starts_at)


def sent(user: User) -> Select[tuple[Appointment]]:
    """The visits a person is sent to and that are not over."""
    mine = or_(Appointment.collector_id == user.id, Appointment.recorder_id == user.id)
    going = Appointment.state.in_((AppointmentState.DISPATCHED, AppointmentState.VISITING))
    return select(Appointment).where(mine, going).order_by(Appointment.starts_at)


def overdue_since(user: User, at: datetime) -> Select[tuple[Appointment]]:
    """The appointments whose slot is over and that nobody finished or cancelled."""
    open_ones = Appointment.state.in_((AppointmentState.BOOKED, AppointmentState.DISPATCHED, AppointmentState.VISITING))
    return appointments_visible_to(user).where(open_ones, Appointment.ends_at < at).options(*STAFFED)
