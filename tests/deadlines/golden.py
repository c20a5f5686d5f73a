"""A small language for golden deadlines, so that a table of them reads like a calendar.

A case is a start, a measure, what happens on the way, and the moment due, all as ``MM-DD HH:MM`` of 2026 on the
station's wall. What happens is ``pause from → to`` or ``at a moment another measure``.
"""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import NamedTuple

from models.core import clock, workdays
from models.core.workdays import read_calendar
from models.deadlines import ClockKind, Stretch, TimeUnit
from models.deadlines.counting import Gap, Measure, Phase, Timetable, course

CHINA = read_calendar((Path(workdays.__file__).parent / "holidays.csv").read_text(encoding="utf-8").splitlines())
HOURS = ((time(8, 30), time(12)), (time(14), time(17, 30)))
SUMMER = ((time(8, 30), time(12)), (time(15), time(18)))
TABLE = Timetable(CHINA, lambda _day: HOURS)
UNITS = {"分": TimeUnit.MINUTES, "时": TimeUnit.HOURS, "日": TimeUnit.WORKDAYS}
CLOCKS = {"全天": ClockKind.WALL, "办公": ClockKind.OFFICE}


class Case(NamedTuple):
    """``measure`` is like ``办公 4时``; ``pauses`` like ``("09-07 10:00", "09-07 11:00")``."""

    name: str
    start: str
    measure: str
    due: str
    told: tuple[str, ...]
    pauses: tuple[tuple[str, str], ...] = ()
    changes: tuple[tuple[str, str], ...] = ()
    table: Timetable = TABLE


def at(text: str) -> datetime:
    """Read ``MM-DD HH:MM`` of 2026, or a whole date, on the station's wall."""
    moment = datetime.strptime(text if text[4] == "-" else f"2026-{text}", "%Y-%m-%d %H:%M")  # noqa: DTZ007
    return moment.replace(tzinfo=clock.ZONE)


def shown(moment: datetime) -> str:
    return clock.local(moment).strftime("%m-%d %H:%M")


def phase(from_at: datetime, text: str) -> Phase:
    clock_kind, amount = text.split()
    measure = Measure(UNITS[amount[-1]], CLOCKS[clock_kind])
    return Phase(from_at, measure, measure.total(int(amount[:-1])))


def run(case: Case) -> list[Stretch]:
    phases = [phase(at(case.start), case.measure), *(phase(at(when), text) for when, text in case.changes)]
    gaps = [Gap(at(begins), at(ends), "暂停") for begins, ends in case.pauses]
    return course(at(case.start), phases, gaps, case.table)


def told(stretches: list[Stretch], is_days: bool) -> tuple[str, ...]:
    """Return the explanation line by line: from, to, what it adds, why."""
    return tuple(f"{shown(s.from_at)} → {shown(s.to_at)} {_amount(s, is_days)} {s.why}" for s in stretches)


def _amount(one: Stretch, is_days: bool) -> str:
    if not one.counted:
        return "—"
    return f"{one.amount}日" if is_days else f"{one.amount // 60}分"
