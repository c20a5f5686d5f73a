"""Scores of stations by month, from rooms that do not know each other: each provides its kind, anybody compares.

The inspections provide ``open``, the mystery visits ``secret``. Source: domain §2.2 (difference between 明查 and 暗访).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple


class Mean(NamedTuple):
    """The mean of ``n`` published scores on the base of 100, in tenths of a point: 934 is 93.4."""

    tenths: int
    n: int


Means = dict[tuple[int, date], Mean]  # by the id of the station and the first day of the month
Provider = Callable[[list[int], date, date], Means]

_PROVIDERS: dict[str, Provider] = {}


def provide(kind: str, ask: Provider) -> None:
    """Register ``ask(station_ids, first, until)``: the means of published scores from a day until before another.

    It answers all stations and months in one statement and counts nothing that is not published.
    """
    _PROVIDERS[kind] = ask


def of(kind: str, stations: Iterable[int], first: date, until: date) -> Means:
    """Return the means of a kind; nothing where no room provides it yet."""
    ask = _PROVIDERS.get(kind)
    return ask(list(stations), first, until) if ask else {}


def mean(tenths: Iterable[int]) -> Mean | None:
    """Return the mean of scores in tenths, rounded half up; None of none."""
    scores = list(tenths)
    return Mean((2 * sum(scores) + len(scores)) // (2 * len(scores)), len(scores)) if scores else None
