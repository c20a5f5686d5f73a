"""Windows, records, visits, calls and surveys, made by the rules themselves."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from models.core import clock
from models.core.db import db
from models.service import (
    Appointment,
    CancelCause,
    ItemState,
    Outcome,
    Satisfaction,
    ServiceKind,
    ServiceRecord,
    SpecialGroup,
    appointments,
    records,
    windows,
)

DAY = date(2026, 11, 25)  # a Wednesday
PHONE, ADDRESS, NAME, PLATE = "13812345678", "青岚镇红光村三组 12 号", "王秀兰", "赣CA1B45"


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return clock.at(day, time(hour, minute))


def kind(name: str = "饮用水") -> ServiceKind:
    return db.session.scalars(select(ServiceKind).where(ServiceKind.name == name)).one()


def make_record(cast, units, by: str = "huang", when: datetime | None = None, **told) -> ServiceRecord:
    when = when or clock.now()
    given = {"unit": units["qinglan"], "kind": kind(), "quantity": 1, "served_at": when, "signed_by": cast[by]} | told
    return records.register(by=cast[by], at=when, **given)


def make_declined(cast, units, **told) -> ServiceRecord:
    given = {"group": SpecialGroup.ELDERLY, "outcome": Outcome.DECLINED, "reason": "轮椅在维修"} | told
    return make_record(cast, units, **given)


def make_booked(cast, units, by: str = "duo", when: datetime | None = None, **told) -> Appointment:
    when = when or at(8)
    given = {"person_name": NAME, "phone": PHONE, "group": SpecialGroup.ELDERLY, "address": ADDRESS, "note": ""}
    given |= {
        "business": "补缴通行费",
        "on": clock.local(when).date(),
        "slot": "09:00",
        "unit": units["qinglan"],
    } | told
    return appointments.register(by=cast[by], at=when, **given)


def dispatch(row: Appointment, cast, first: str = "wang", second: str = "huang", by: str = "duo") -> None:
    told = {"collector": cast[first], "recorder": cast[second], "device_no": ""}
    appointments.dispatch(row, by=cast[by], at=row.starts_at - timedelta(minutes=30), **told)


def make_dispatched(cast, units, **told) -> Appointment:
    row = make_booked(cast, units, **told)
    dispatch(row, cast)
    return row


def make_visiting(cast, units, **told) -> Appointment:
    row = make_dispatched(cast, units, **told)
    appointments.depart(row, device_no="M-03", by=cast["wang"], at=row.starts_at)
    appointments.arrive(row, by=cast["wang"], at=row.starts_at + timedelta(minutes=20))
    return row


def finish(row: Appointment, cast, **told) -> None:
    given = {"amount": 35_00, "receipt_no": f"SM-{row.id:04d}", "signer": NAME, "said": ""}
    given |= {"satisfaction": Satisfaction.SATISFIED} | told
    appointments.finish(row, by=cast["wang"], at=row.starts_at + timedelta(minutes=60), **given)


def make_done(cast, units, satisfaction: Satisfaction | None = Satisfaction.SATISFIED, **told) -> Appointment:
    row = make_visiting(cast, units, **told)
    finish(row, cast, satisfaction=satisfaction, said="等得久" if satisfaction is Satisfaction.UNSATISFIED else "")
    return row


def make_cancelled(cast, units, cause: CancelCause = CancelCause.STATION, **told) -> Appointment:
    row = make_booked(cast, units, **told)
    appointments.cancel(row, cause=cause, reason="如实说明", by=cast["duo"], at=row.registered_at)
    return row


def found(station_id: int, **bad: tuple[ItemState, str]) -> dict:
    """Everything 完好, but what ``bad`` names: ``found(id, 轮椅=(ItemState.MISSING, "被借走"))``."""
    return {item.id: bad.get(item.name, (ItemState.GOOD, "")) for item in windows.items_of(station_id)}


def make_check(cast, units, when: datetime | None = None, by: str = "huang", **bad):
    station_id = units["qinglan"].id
    return windows.check(station_id, found=found(station_id, **bad), note="", by=cast[by], at=when or clock.now())
