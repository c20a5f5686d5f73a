"""Rules of the 便民服务登记, 代填单 included. Source: domain §2.12 (X1), seed 1-41."""

from __future__ import annotations

from datetime import datetime, timedelta

from models.accounts import Unit, User
from models.core import audit, clock, masking
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.numbering import next_number
from models.service.kinds import Outcome, SpecialGroup
from models.service.reach import require_station
from models.service.tables import ServiceKind, ServiceRecord

LATE = timedelta(days=7)  # a line may be entered so much later


def register(  # noqa: PLR0913
    *,
    unit: Unit,
    kind: ServiceKind,
    quantity: int | None,
    served_at: datetime,
    signed_by: User,
    by: User,
    at: datetime,
    outcome: Outcome = Outcome.SERVED,
    reason: str = "",
    items: str = "",
    form_name: str = "",
    group: SpecialGroup | None = None,
    plate: str = "",
    phone: str = "",
    person_name: str = "",
    note: str = "",
) -> ServiceRecord:
    """Enter one line. Items left blank are those the kind usually takes.

    Raises RuleBroken: the time lies ahead or more than LATE back, a form without its name, what was declined without
    a reason, a plate or phone that is none, not the person's station.
    """
    require_station(by, "service.record", unit.id, field="unit")
    if not at - LATE <= served_at <= at + timedelta(minutes=1):
        raise RuleBroken(f"服务时间要在最近 {LATE.days} 天以内，不能晚于现在。", field="served_at")
    if kind.is_form and not form_name:
        raise RuleBroken("请写明代填的单据，例如通行费退费申请表。", field="form_name")
    if outcome is Outcome.DECLINED and not reason:
        raise RuleBroken("没有提供服务的，请如实写明原因。", field="reason")
    record = ServiceRecord(
        number=next_number("BM", f"{clock.local(at):%Y}"),
        unit_id=unit.id,
        served_at=served_at,
        kind_id=kind.id,
        quantity=quantity or 1,
        items=items or kind.items,
        form_name=form_name if kind.is_form else "",
        group=group,
        outcome=outcome,
        reason=reason if outcome is Outcome.DECLINED else "",
        plate=plate_of(plate),
        phone=phone_of(phone),
        person_name=person_name,
        note=note,
        signed_by_id=signed_by.id,
        registered_by_id=by.id,
        registered_at=at,
    )
    db.session.add(record)
    audit.record("service.record", record, by)
    return record


def phone_of(text: str, field: str = "phone") -> str:
    """Return a phone number as it is stored, "" for none. Raises RuleBroken: it is no phone number."""
    if not text:
        return ""
    if refusal := masking.is_phone(text):
        raise RuleBroken(refusal, field=field)
    return masking.normalise_phone(text)


def plate_of(text: str) -> str:
    """Return a plate as it is stored, "" for none. Raises RuleBroken: it is no plate."""
    if not text:
        return ""
    if masking.is_plate(text):
        raise RuleBroken("请填写完整车牌，例如 赣A12345 或 赣AD12345；没有车辆可以不填。", field="plate")
    return masking.normalise_plate(text)
