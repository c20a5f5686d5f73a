"""Vehicles of a month, typed in by the clerk until the duty log counts them. Source: domain §2.1 Statistics."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from models.accounts import Unit, User
from models.accounts.scope import reaches
from models.complaints.tables import TrafficMonth
from models.core import audit, clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.months import first_of


def enter(*, unit: Unit, month: date, vehicles: int, by: User, at: datetime) -> TrafficMonth:
    """Keep the vehicles of a month; a second entry corrects the first.

    Raises RuleBroken: a month ahead, a negative number, or a station that is not ``by``'s.
    """
    first = first_of(month)
    if first > clock.local(at).date():
        raise RuleBroken("月份不能晚于本月。", field="month")
    if vehicles < 0:
        raise RuleBroken("车流量不能是负数。", field="vehicles")
    if not reaches(by, "complaint.traffic", unit):
        raise RuleBroken(f"{unit.name} 不在您的管理范围内。", field="unit")
    here = (TrafficMonth.unit_id == unit.id, TrafficMonth.month == first)
    row = db.session.scalar(select(TrafficMonth).where(*here)) or TrafficMonth(unit_id=unit.id, month=first)
    row.vehicles, row.entered_by_id, row.entered_at = vehicles, by.id, at
    db.session.add(row)
    audit.record("complaint.traffic", row, by)
    return row
