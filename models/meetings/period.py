"""The period a meeting looks back on, and the one before it. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from models.core import months
from models.core.months import first_of


class Period(NamedTuple):
    """Two days, both included."""

    since: date
    until: date

    @property
    def is_whole_months(self) -> bool:
        return self.since.day == 1 and self.until == months.last_of(self.until)

    @property
    def months(self) -> list[date]:
        """The first days of the months it touches, in order."""
        found, month = [], first_of(self.since)
        while month <= self.until:
            found.append(month)
            month = months.next_of(month)
        return found

    def before(self) -> Period:
        """Return the period before it: as many whole months, or as many days."""
        until = self.since - timedelta(days=1)
        if not self.is_whole_months:
            return Period(self.since - (self.until - self.since) - timedelta(days=1), until)
        return Period(months.before(self.since, len(self.months)), until)


def last_month(today: date) -> Period:
    first = months.before(today)
    return Period(first, months.last_of(first))
