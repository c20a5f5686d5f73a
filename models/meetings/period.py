"""The period a meeting looks back on, and the one before it. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple


class Period(NamedTuple):
    """Two days, both included."""

    since: date
    until: date

    @property
    def is_whole_months(self) -> bool:
        return self.since.day == 1 and self.until == last_of(self.until)

    @property
    def months(self) -> list[date]:
        """The first days of the months it touches, in order."""
        found, month = [], self.since.replace(day=1)
        while month <= self.until:
            found.append(month)
            month = last_of(month) + timedelta(days=1)
        return found

    def before(self) -> Period:
        """Return the period before it: as many whole months, or as many days."""
        until = self.since - timedelta(days=1)
        if not self.is_whole_months:
            return Period(self.since - (self.until - self.since) - timedelta(days=1), until)
        since = until.replace(day=1)
        for _ in self.months[1:]:
            since = (since - timedelta(days=1)).replace(day=1)
        return Period(since, until)


def last_of(day: date) -> date:
    """Return the last day of the month of ``day``."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def last_month(today: date) -> Period:
    until = today.replace(day=1) - timedelta(days=1)
    return Period(until.replace(day=1), until)
