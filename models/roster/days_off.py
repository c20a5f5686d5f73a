"""Days on which a person does no duty: 调休 twice a month, and what the leave rules will add."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from models.accounts import User
from models.core import audit, clock, settings
from models.core.db import db, locked
from models.core.errors import RuleBroken
from models.roster.rotation import month_of
from models.roster.tables import DayOff, DayOffKind


def register(person: User, business_date: date, kind: DayOffKind, reason: str, by: User) -> DayOff:
    """Register a day off. Raises RuleBroken: the day is taken, or the month's 调休 are used up.

    Source: domain §2.9 (S2 L863–866: 2 调休 per person and month).
    """
    db.session.execute(locked(select(User.id).where(User.id == person.id)))
    here = (DayOff.user_id == person.id, DayOff.is_void.is_(False))
    if db.session.scalar(select(DayOff.id).where(*here, DayOff.business_date == business_date)):
        raise RuleBroken(f"{person.name} {clock.short_day(business_date)} 已经登记过。", field="business_date")
    if kind is DayOffKind.EXCHANGE:
        check_allowance(person, business_date)
    row = DayOff(user_id=person.id, business_date=business_date, kind=kind, reason=reason)
    db.session.add(row)
    audit.record("roster.day_off", row, by, note=reason)
    return row


def check_allowance(person: User, business_date: date) -> None:
    most = settings.value_of("roster.days_off", unit_id=person.station_id, on=business_date)
    if exchanged(person.id, business_date) >= most:
        raise RuleBroken(f"{person.name} {business_date.month} 月已调休 {most} 天，不能再登记。", field="business_date")


def exchanged(user_id: int, day: date) -> int:
    """Return how many 调休 a person has in the month of ``day``."""
    first, last = month_of(day)
    here = (DayOff.user_id == user_id, DayOff.is_void.is_(False), DayOff.kind == DayOffKind.EXCHANGE)
    span = (DayOff.business_date >= first, DayOff.business_date <= last)
    return db.session.scalar(select(func.count(DayOff.id)).where(*here, *span)) or 0


def withdraw(row: DayOff, reason: str, by: User) -> None:
    """Withdraw a day off; it stays in the list, struck out."""
    if row.is_void:
        raise RuleBroken("已经撤销过。")
    row.is_void = True
    audit.record("roster.day_off_withdraw", row, by, note=reason)
