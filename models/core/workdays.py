"""Working-day arithmetic. Pure: the calendar and a person's days off are arguments, never a query."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

SATURDAY = 5  # date.weekday()
NOBODY_OFF: Mapping[date, str] = MappingProxyType({})


@dataclass(frozen=True)
class Calendar:
    """The public holidays and make-up days that were announced: ``{day: name of the feast}`` each."""

    holidays: Mapping[date, str] = field(default_factory=dict)
    makeup: Mapping[date, str] = field(default_factory=dict)

    @cached_property
    def years(self) -> frozenset[int]:
        """The years whose plan is in here: each plan names the National Day."""
        return frozenset(day.year for day in self.holidays if (day.month, day.day) == (10, 1))


class Segment(NamedTuple):
    """One day of a deadline: does it count, and why (``""`` for an ordinary working day)."""

    day: date
    counted: bool
    why: str


def read_calendar(lines: Iterable[str]) -> Calendar:
    """Read ``date,kind,name`` lines (kind ``holiday`` or ``makeup``; ``#`` starts a comment), as in holidays.csv.

    Raises ValueError with the line's number for anything else.
    """
    days: dict[str, dict[date, str]] = {"holiday": {}, "makeup": {}}
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip() and line[0] != "#")
    next(numbered, None)  # the heading
    for number, line in numbered:
        try:
            day, kind, name = next(csv.reader([line]))
            days[kind][date.fromisoformat(day)] = name.strip()
        except (ValueError, KeyError) as error:
            raise ValueError(f"第 {number} 行不是“日期,holiday 或 makeup,节日名”：{line.strip()}") from error
    return Calendar(days["holiday"], days["makeup"])


def is_workday(day: date, calendar: Calendar, personal_off: Mapping[date, str] = NOBODY_OFF) -> bool:
    return judge(day, calendar, personal_off).counted


def add_workdays(start: date, days: int, calendar: Calendar, personal_off: Mapping[date, str] = NOBODY_OFF) -> date:
    """Return the ``days``-th working day after ``start``; the start day does not count, zero days is the start itself.

    ``personal_off`` is ``{day: reason}`` for one person (请假, 轮休). Raises ValueError for negative ``days``.
    """
    day = start
    for day, *_ in explain(start, days, calendar, personal_off):  # noqa: B007, the last one is the answer
        pass
    return day


def workdays_between(start: date, end: date, calendar: Calendar, personal_off: Mapping[date, str] = NOBODY_OFF) -> int:
    """Count working days after ``start`` up to and with ``end``; negative when ``end`` lies before (overdue)."""
    if end < start:
        return -workdays_between(end, start, calendar, personal_off)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_workday(day, calendar, personal_off) for day in days)


def explain(start: date, days: int, calendar: Calendar, personal_off: Mapping[date, str] = NOBODY_OFF) -> list[Segment]:
    """Say of every day after ``start`` whether it counts, until ``days`` have counted: the last one is the deadline.

    In a year whose holidays are not announced only weekends are left out, and ``why`` says so.
    Raises ValueError for negative ``days``.
    """
    if days < 0:
        raise ValueError("a deadline lies ahead: days >= 0")
    return list(_walk(start, days, calendar, personal_off))


def _walk(start: date, days: int, calendar: Calendar, personal_off: Mapping[date, str]) -> Iterator[Segment]:
    day = start
    while days > 0:
        day += timedelta(days=1)
        segment = judge(day, calendar, personal_off)
        days -= segment.counted
        yield segment


def judge(day: date, calendar: Calendar, personal_off: Mapping[date, str] = NOBODY_OFF) -> Segment:
    """Say whether one day is worked, and why.

    A person's day off outranks a make-up day, which outranks feast and weekend.
    """
    unknown = "" if day.year in calendar.years else f"{day.year} 年放假安排未录入，只扣周末"
    if day in personal_off:
        return Segment(day, False, personal_off[day])
    if day in calendar.makeup:
        return Segment(day, True, f"{calendar.makeup[day]}调休上班")
    if day in calendar.holidays:
        return Segment(day, False, calendar.holidays[day])
    if day.weekday() >= SATURDAY:
        return Segment(day, False, f"周末（{unknown}）" if unknown else "周末")
    return Segment(day, True, unknown)
