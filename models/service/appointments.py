"""Rules of the 上门预约: booked by phone, two people sent, gone, done. Source: domain §2.12, seed 1-42."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from models.accounts import Unit, User
from models.accounts.scope import stations_for
from models.core import audit, clock, settings
from models.core.db import db, own_transaction
from models.core.errors import RuleBroken
from models.core.numbering import next_number
from models.inbox import notify
from models.service import staffing
from models.service.flows import APPOINTMENT
from models.service.kinds import AppointmentState, CancelCause, Satisfaction
from models.service.options import slots_of
from models.service.reach import one_at_a_time, require_station
from models.service.records import phone_of
from models.service.tables import Appointment

SLOT_GONE = "这个时段已经过去，请选择以后的时段。"


def register(*, unit: Unit, phone: str, on: date, slot: str, by: User, at: datetime, **told) -> Appointment:
    """Book a visit. ``slot`` is its first moment, ``HH:MM``; ``told`` are name, group, address, business and note.

    Raises RuleBroken: no slot of the station, one that is over or too far ahead, no phone number, not one's station.
    """
    require_station(by, "appointment.register", unit.id, field="unit")
    starts_at, ends_at = _slot(unit.id, on, slot, at)
    number = next_number("YY", f"{clock.local(at):%Y}")
    row = Appointment(number=number, unit_id=unit.id, phone=phone_of(phone), starts_at=starts_at, ends_at=ends_at)
    row.registered_by_id, row.registered_at = by.id, at
    for name, value in told.items():
        setattr(row, name, value)
    db.session.add(row)
    audit.record("appointment.register", row, by)
    return row


def edit(row: Appointment, *, phone: str, on: date, slot: str, by: User, at: datetime, **told) -> None:
    """Correct what was booked. Another slot takes the two people off: it has to be dispatched again.

    Raises RuleBroken as ``register``; Overtaken: the visit has begun or was cancelled.
    """
    require_station(by, "appointment.register", row.unit_id)
    APPOINTMENT.require(row, "edit")
    before = (row.starts_at, row.ends_at)
    chosen = _slot(row.unit_id, on, slot, at, kept=row.starts_at)
    if chosen != before and row.state is AppointmentState.DISPATCHED:
        APPOINTMENT.take(row, "edit")
        _tell(row, f"{row.number} 改了时段，您不用去了", at, "moved")
        row.collector_id = row.recorder_id = row.dispatched_by_id = row.dispatched_at = None
    row.starts_at, row.ends_at, row.phone = *chosen, phone_of(phone)
    for name, value in told.items():
        setattr(row, name, value)
    audit.record("appointment.edit", row, by)


def dispatch(row: Appointment, *, collector: User, recorder: User, device_no: str, by: User, at: datetime) -> None:
    """Send one who collects and one who writes; sending others later replaces them.

    Raises RuleBroken: the same person twice, somebody who is bound by the roster, another appointment or a day off,
    a slot that is over. Source: seed 1-42.
    """
    require_station(by, "appointment.dispatch", row.unit_id)
    if collector.id == recorder.id:
        raise RuleBroken("收费和记录要由两个人担任，请另选一位。", field="recorder")
    if row.ends_at <= at:
        raise RuleBroken(SLOT_GONE)
    staffing.lock([collector.id, recorder.id])
    known = staffing.hours_on(row.unit_id, clock.local(row.starts_at).date())
    for name, person in (("collector", collector), ("recorder", recorder)):
        why = known.get(person.id, staffing.Hours()).hindrance(row.starts_at, row.ends_at, but=row.id)
        if why:
            raise RuleBroken(f"{person.name} {why}，请另选一位。", field=name)
    APPOINTMENT.take(row, "dispatch")
    row.collector_id, row.recorder_id, row.device_no = collector.id, recorder.id, device_no
    row.dispatched_by_id, row.dispatched_at = by.id, at
    audit.record("appointment.dispatch", row, by, note=f"收费 {collector.name}，记录 {recorder.name}")
    _tell(row, f"{row.number} 上门服务：{clock.local(row.starts_at):%Y-%m-%d} {row.slot}", at, "dispatched")


def refusal_to_depart(row: Appointment, at: datetime) -> str:
    """Say why nobody can have left by ``at``, or nothing: a visit is made on its day or late, never days before."""
    day = clock.local(row.starts_at).date()
    return (
        f"预约在 {clock.short_day(day)} {row.slot}，当天才能登记出发；提前上门的请先修改预约。"
        if clock.local(at).date() < day
        else ""
    )


def depart(row: Appointment, *, device_no: str, by: User, at: datetime) -> None:
    """The two leave, with a mobile device.

    Raises RuleBroken: neither of the two nor who dispatches; no device; a day before the appointment.
    """
    _require_crew(row, by)
    if refusal := refusal_to_depart(row, at):
        raise RuleBroken(refusal)
    if not device_no:
        raise RuleBroken("请填写带去的移动设备编号。", field="device_no")
    APPOINTMENT.take(row, "depart")
    row.departed_at, row.device_no = at, device_no
    audit.record("appointment.depart", row, by)


def arrive(row: Appointment, *, by: User, at: datetime) -> None:
    """They are at the door. Raises RuleBroken: neither of the two nor who dispatches; arrived already."""
    _require_crew(row, by)
    APPOINTMENT.take(row, "arrive")
    row.arrived_at = at
    audit.record("appointment.arrive", row, by)


def finish(
    row: Appointment,
    *,
    amount: int | None,
    receipt_no: str,
    by: User,
    at: datetime,
    **told,
) -> None:
    """Close the visit. ``amount`` in cents, 0 when nothing was to be paid; ``told`` are signer, satisfaction and words.

    Raises RuleBroken: money without a receipt, a receipt number that is taken, a bad rating without words, neither of
    the two nor who dispatches, not arrived.
    """
    _require_crew(row, by)
    amount = amount or 0
    if amount < 0:
        raise RuleBroken("金额不能是负数。", field="amount")
    if amount and not receipt_no:
        raise RuleBroken("收了款要填写票据号。", field="receipt_no")
    one_at_a_time(row.unit_id)
    if receipt_no and _is_taken(row, receipt_no):
        raise RuleBroken("这个票据号已经用过，请核对。", field="receipt_no")
    if told["satisfaction"] is Satisfaction.UNSATISFIED and not told["said"]:
        raise RuleBroken("对方不满意的，请如实记下原话。", field="said")
    APPOINTMENT.take(row, "finish")
    row.amount, row.receipt_no, row.finished_at = amount, receipt_no or None, at
    for name, value in told.items():
        setattr(row, name, value)
    audit.record("appointment.finish", row, by)


def cancel(row: Appointment, *, cause: CancelCause, reason: str, by: User, at: datetime) -> None:
    """Nobody goes, and why. Raises RuleBroken: not one's station; Overtaken: it is over already."""
    require_station(by, "appointment.cancel", row.unit_id)
    told = row.state is not AppointmentState.BOOKED
    APPOINTMENT.take(row, "cancel")
    row.cancel_cause, row.cancel_reason, row.cancelled_at = cause, reason, at
    audit.record("appointment.cancel", row, by, note=f"{cause.label}：{reason}")
    if told:
        _tell(row, f"{row.number} 已取消，您不用去了", at, "cancelled")


def is_crew(row: Appointment, user: User) -> bool:
    """Whether ``user`` is one of the two, or dispatches at that station and may enter it for them."""
    if user.id in row.staff_ids:
        return True
    if not user.may("appointment.dispatch"):
        return False
    return db.session.scalar(stations_for(user, "appointment.dispatch").where(Unit.id == row.unit_id)) is not None


def is_open(row: Appointment) -> bool:
    return row.state in (AppointmentState.BOOKED, AppointmentState.DISPATCHED, AppointmentState.VISITING)


def may_look(row: Appointment, user: User) -> bool:
    """Whether ``user`` needs name, phone and address to do the visit: while it is open, who goes or sends."""
    return is_open(row) and is_crew(row, user)


def look(row: Appointment, *, by: User) -> None:
    """Put on record that ``by`` looks at whom to visit. Raises RuleBroken: no need to know. Source: security.md 28."""
    if not may_look(row, by):
        raise RuleBroken("上门服务未结束时，只有派去的两人和派单人可以查看。")
    audit.act("appointment.contact", *_about(row, by), **_named(row))


def note_print(row: Appointment, *, by: User) -> None:
    """Put on record that the paper with name, phone and address was opened: a GET has no transaction to write in."""
    with own_transaction() as session:
        audit.act("appointment.print", *_about(row, by), session=session, **_named(row))


def _about(row: Appointment, by: User) -> tuple:
    return ("appointments", row.id), by, "上门联系"


def _named(row: Appointment) -> dict:
    return {"name": row.number, "unit_id": row.unit_id}


def _require_crew(row: Appointment, by: User) -> None:
    if not is_crew(row, by):
        raise RuleBroken("只有派去的两人或派单人可以登记。")


def _slot(
    station_id: int, on: date, slot: str, at: datetime, kept: datetime | None = None
) -> tuple[datetime, datetime]:
    """Return the moments of a slot. Raises RuleBroken: none of the station's, over, or too far ahead."""
    found = [span for span in slots_of(station_id) if f"{span[0]:%H:%M}" == slot]
    if not found:
        raise RuleBroken("请选择上门时段。", field="slot")
    starts_at, ends_at = (clock.at(on, one) for one in found[0])
    if ends_at <= at and starts_at != kept:
        raise RuleBroken(SLOT_GONE, field="slot" if on == clock.local(at).date() else "on")
    ahead = settings.value_of("service.ahead_days", unit_id=station_id)
    if on > clock.local(at).date() + timedelta(days=ahead):
        raise RuleBroken(f"最多提前 {ahead} 天预约。", field="on")
    return starts_at, ends_at


def _is_taken(row: Appointment, receipt_no: str) -> bool:
    same = (Appointment.unit_id == row.unit_id, Appointment.receipt_no == receipt_no, Appointment.id != row.id)
    return db.session.scalar(select(Appointment.id).where(*same)) is not None


def _tell(row: Appointment, title: str, at: datetime, what: str) -> None:
    key = f"appointment-{row.id}-{what}-{row.version}"
    people = [one for one in row.staff_ids if one]
    notify(people, "service", title, f"/service/appointments/{row.id}", key=key, at=at)
