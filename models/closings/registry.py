"""What the rooms contribute to a month close: what stands in its way, and the figures that freeze."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_

from models.accounts import Unit
from models.closings.houses import units_of
from models.core import clock
from models.core.db import Labelled
from models.core.months import last_of


class Measure(Labelled):
    COUNT = ("count", "件")
    CENTS = ("cents", "元")
    POINTS = ("points", "分")
    TENTHS = ("tenths", "分")
    TIMES = ("times", "人次")
    SHIFTS = ("shifts", "个班")


@dataclass(frozen=True, slots=True)
class Month:
    """The month of one house: what a contributing room narrows its rows by."""

    house: Unit
    first: date

    @property
    def last(self) -> date:
        return last_of(self.first)

    def covers(self, unit_id) -> ColumnElement[bool]:
        """Return the condition that a row belongs to a unit of the house."""
        return unit_id.in_(units_of(self.house))

    def has_day(self, day) -> ColumnElement[bool]:
        return and_(day >= self.first, day <= self.last)

    def has_moment(self, moment) -> ColumnElement[bool]:
        begins, ends = self.moments
        return and_(moment >= begins, moment < ends)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """When the month begins, and when the next one does."""
        return clock.at(self.first, time()), clock.at(self.last + timedelta(days=1), time())


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing to settle first; ``href`` is where."""

    sentence: str
    href: str
    area: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum of entries that can only be added to in later months; ``value`` in cents of money, in tenths of TENTHS."""

    label: str
    value: int
    measure: Measure = field(default=Measure.COUNT)


_blocks: dict[str, list[Callable[[Month], Iterable[Blocker]]]] = {}
_figures: dict[str, list[Callable[[Month], Iterable[Figure]]]] = {}


def blocks(area: str) -> Callable:
    """Register ``f(month) -> blockers`` of an area, whose name stands before each sentence."""
    return _register(_blocks, area)


def figures(area: str) -> Callable:
    """Register ``f(month) -> figures`` of an area."""
    return _register(_figures, area)


def _register(into: dict[str, list[Callable]], area: str) -> Callable:
    def register(contribute: Callable) -> Callable:
        into.setdefault(area, []).append(contribute)
        return contribute

    return register


def blockers_of(month: Month) -> list[Blocker]:
    """Return all that stands in the way of closing ``month``, area by area."""
    return [
        Blocker(one.sentence, one.href, area) for area, asked in _blocks.items() for ask in asked for one in ask(month)
    ]


def figures_of(month: Month) -> list[list]:
    """Return the figures of ``month`` as they are kept: ``[area, label, measure, value]``."""
    return [list(row) for row in _rows(month)]


def _rows(month: Month) -> Iterator[tuple]:
    for area, asked in sorted(_figures.items()):
        for ask in asked:
            for one in ask(month):
                yield area, one.label, one.measure.value, one.value
