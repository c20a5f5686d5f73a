"""Months by their first day, over the turn of the year and in a leap year."""

from __future__ import annotations

from datetime import date

import pytest

from models.core import months


@pytest.mark.parametrize(
    ("day", "first", "last", "following"),
    [
        (date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 1)),
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1)),
        (date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29), date(2028, 3, 1)),
    ],
)
def test_a_day_lies_in_its_month(day, first, last, following):
    assert (months.first_of(day), months.last_of(day), months.next_of(day)) == (first, last, following)


@pytest.mark.parametrize(
    ("count", "found"),
    [(0, date(2026, 1, 1)), (1, date(2025, 12, 1)), (13, date(2024, 12, 1)), (-12, date(2027, 1, 1))],
)
def test_months_before_a_day(count, found):
    assert months.before(date(2026, 1, 31), count) == found
