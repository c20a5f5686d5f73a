"""Months of the ledger: which one a day belongs to, and whether it can still be booked into."""

from __future__ import annotations

from datetime import date, timedelta

from models import closings
from models.accounts import Unit
from models.core.db import db


def first_of(day: date) -> date:
    return day.replace(day=1)


def next_of(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def last_of(month: date) -> date:
    """Return the last day of the month that begins with ``month``."""
    return next_of(month) - timedelta(days=1)


def before(month: date, count: int = 1) -> date:
    """Return the first day of the month ``count`` months before."""
    years, place = divmod(month.year * 12 + month.month - 1 - count, 12)
    return date(years, place + 1, 1)


def is_closed(month: date, unit_id: int) -> bool:
    """Whether the figures of a month are frozen for the house of a unit. Source: domain §6.12."""
    return not closings.is_open(db.session.get_one(Unit, unit_id), month)


def require_open(month: date, unit_id: int) -> None:
    """Raise RuleBroken when a month is closed: only corrections in an open month can change what it came to."""
    closings.require_open(db.session.get_one(Unit, unit_id), month)
