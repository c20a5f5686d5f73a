"""Months by their first day. Pure: whether one is closed is asked of the closings."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def first_of(day: date) -> date:
    """Return the first day of the month of ``day``."""
    return day.replace(day=1)


def last_of(day: date) -> date:
    """Return the last day of the month of ``day``."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def next_of(day: date) -> date:
    """Return the first day of the month after that of ``day``."""
    return before(day, -1)


def before(day: date, count: int = 1) -> date:
    """Return the first day of the month ``count`` months before that of ``day``."""
    year, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    return date(year, month + 1, 1)
