"""Taking a case into the book: what was said, who received it, and who was on duty then."""

from __future__ import annotations

from datetime import datetime

from models.accounts import Unit, User
from models.complaints import chain, clocks, evidence, promises
from models.complaints.kinds import Channel, ComplaintKind, ComplaintState, Hold, OrderFrom, Severity
from models.complaints.tables import Complaint
from models.core import audit, clock, masking
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.core.numbering import next_number
from models.roster import Lane

SPOKEN = ("content", "demand", "type", "complainant", "ticket_no", "reference", "promised_reply_at")


def bare_phone(phone: str) -> str:
    """Return the number as it is kept. Raises RuleBroken: neither a mobile nor a fixed number."""
    if phone and (refusal := masking.is_phone(phone)):
        raise RuleBroken(refusal, field="phone")
    return masking.normalise_phone(phone)


def bare_plate(plate: str) -> str:
    """Return the plate as it is kept, eight signs for new energy included. Raises RuleBroken: not a plate."""
    if plate and (refusal := masking.is_plate(plate)):
        raise RuleBroken(refusal, field="plate")
    return masking.normalise_plate(plate)


def register(
    *,
    kind: ComplaintKind,
    channel: Channel,
    unit: Unit,
    occurred_at: datetime,
    by: User,
    at: datetime,
    **told,
) -> Complaint:
    """Take a case into the book; ``by`` is the first receiver for ever and responsible from this moment.

    ``told``: content, demand, type, severity, complainant, phone, plate, ticket_no, lane, promised_reply_at or
    promise with promised_at, order_from, order_no, order_due_at, reference, is_public. Raises RuleBroken: in the
    future, no phone though not anonymous, a malformed number or plate, a lane elsewhere, an order without its
    number or time.
    """
    if said := told.pop("promise", None):
        told["promised_reply_at"] = promises.moment_of(said, told.pop("promised_at", None), at, unit.id)
    _check(occurred_at, at, channel, told)
    _check_lane(told.get("lane"), unit.id)
    if (promised := told.get("promised_reply_at")) and promised <= at:
        raise RuleBroken("承诺回复时间应晚于现在。", field="promised_at")
    case = Complaint(kind=kind, channel=channel, unit_id=unit.id, registered_at=at, state=ComplaintState.REGISTERED)
    case.number = next_number(kind.prefix, f"{clock.local(at):%Y%m%d}", digits=3)
    case.first_receiver_id = case.responsible_id = by.id
    _fill(case, told)
    place(case, occurred_at, told.get("lane"))
    db.session.add(case)
    db.session.flush()
    chain.begin(case, by, at, Hold.FIRST)
    evidence.take(case, at)
    audit.record("complaint.register", case, by)
    clocks.begun(case, by, at)
    return case


def require_editor(case: Complaint, by: User) -> None:
    """Raise RuleBroken unless ``by`` may correct the case now: who received it first, or whose it is."""
    if not case.is_open:
        raise Overtaken(f"{case.number} {case.state.label}，不能再更正。")
    if by.id != case.first_receiver_id:
        chain.require_responsible(case, by)


def edit(case: Complaint, *, occurred_at: datetime, by: User, at: datetime, **told) -> None:
    """Correct what was written down; the evidence of who was on duty follows a changed time or lane.

    Raises RuleBroken: the case is over, it is not ``by``'s, or as ``register``.
    """
    require_editor(case, by)
    told.setdefault("is_public", case.is_public)
    _check(occurred_at, at, case.channel, told)
    _check_lane(told.get("lane"), case.unit_id)
    promise_was = case.promised_reply_at
    moved = occurred_at != case.occurred_at or getattr(told.get("lane"), "id", None) != case.lane_id
    _fill(case, told)
    if moved:
        place(case, occurred_at, told.get("lane"))
        evidence.take(case, at)
    audit.record("complaint.edit", case, by, note="更正登记")
    if case.promised_reply_at != promise_was:
        clocks.promised(case, by, at)


def place(case: Complaint, occurred_at: datetime, lane: Lane | None) -> None:
    """Say when and where it happened, the lane in the words of today."""
    case.occurred_at, case.hour = occurred_at, clock.local(occurred_at).hour
    case.lane_id, case.lane_name = (lane.id, lane.name) if lane else (None, "")


def _fill(case: Complaint, told: dict) -> None:
    for name in SPOKEN:
        if name in told:
            setattr(case, name, told[name] if told[name] is not None or name == "promised_reply_at" else "")
    case.phone, case.plate = bare_phone(told.get("phone") or ""), bare_plate(told.get("plate") or "")
    case.is_anonymous = bool(told.get("is_anonymous"))
    case.is_public = bool(told.get("is_public"))
    case.severity = told.get("severity") or case.severity or Severity.ORDINARY
    case.order_from, case.order_no = told.get("order_from"), told.get("order_no") or ""
    case.order_due_at = told.get("order_due_at")


def _check(occurred_at: datetime, at: datetime, channel: Channel, told: dict) -> None:
    if occurred_at > at:
        raise RuleBroken("发生时间不能晚于现在。", field="occurred_at")
    if not told.get("content"):
        raise RuleBroken("请写下对方说了什么。", field="content")
    if not told.get("phone") and not told.get("is_anonymous"):
        raise RuleBroken("请填写联系电话；对方不愿留的，勾选“匿名”。", field="phone")
    _check_order(channel, told)


def _check_lane(lane: Lane | None, unit_id: int) -> None:
    if lane is not None and lane.unit_id != unit_id:
        raise RuleBroken("这条车道不属于所选的单位。", field="lane")


def _check_order(channel: Channel, told: dict) -> None:
    """An order from above has its sender, number and time; nothing else has."""
    source: OrderFrom | None = told.get("order_from")
    if channel is Channel.ORDER and source is None:
        raise RuleBroken("上级转办请选择交办单位。", field="order_from")
    if source is not None and not told.get("order_no"):
        raise RuleBroken("请填写工单号。", field="order_no")
    if source is not None and not told.get("order_due_at"):
        raise RuleBroken("请填写交办单位要求的完成时间。", field="order_due_at")
