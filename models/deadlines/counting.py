"""The arithmetic of clocks. Pure: calendar, office hours, pauses and phases are arguments, never a query.

A clock of minutes or hours counts seconds, on the wall or in office hours. A clock of working days counts whole days:
the day it starts on never counts; a later working day counts when the clock runs at the moment that day ends.
Source: 民法典 art. 201, 203; assumed where they are silent, see docs/adr/0015.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from models.core import clock
from models.core.workdays import Calendar, judge
from models.deadlines.kinds import ClockKind, TimeUnit

FOREVER = datetime(9000, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
SECONDS = {TimeUnit.MINUTES: 60, TimeUnit.HOURS: 3600}
MIDNIGHT = time()
CLOSED, LUNCH, FIRST_DAY = "非办公时间", "午休", "起算当日不计"
DAY_OPEN, USED_UP = "当日未满，之后另计", "新规则给的时间已用完，不追溯到改变之前"

Hours = Sequence[tuple[time, time]]  # of one day, in order


class Stretch(NamedTuple):
    """A piece of a clock's course. ``amount`` is what it adds: seconds, or days on a clock of working days."""

    from_at: datetime
    to_at: datetime
    counted: bool
    why: str
    amount: int = 0


class Gap(NamedTuple):
    """A pause; an open one is given the moment of the question as its end."""

    from_at: datetime
    to_at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted, and when it runs."""

    time_unit: TimeUnit
    clock: ClockKind

    @property
    def is_days(self) -> bool:
        return self.time_unit is TimeUnit.WORKDAYS

    @property
    def scale(self) -> tuple[bool, ClockKind]:
        """Two measures of one scale count alike: an hour is sixty minutes."""
        return self.is_days, self.clock

    def total(self, amount: int) -> int:
        """Return ``amount`` in what stretches count: seconds, or days."""
        return amount * SECONDS.get(self.time_unit, 1)


@dataclass(frozen=True, slots=True)
class Phase:
    """From a moment on this measure and this total hold, until the next phase."""

    from_at: datetime
    measure: Measure
    total: int


@dataclass(frozen=True, slots=True)
class Timetable:
    """The holidays, and the office hours of each day."""

    calendar: Calendar
    hours_on: Callable[[date], Hours]

    def closing(self, day: date, kind: ClockKind) -> datetime:
        """Return when ``day`` ends: with the office, or at 24:00."""
        if kind is ClockKind.WALL:
            return clock.at(day + DAY, MIDNIGHT)
        return clock.at(day, self.hours_on(day)[-1][1])

    def is_open(self, at: datetime) -> bool:
        """Whether the office works at a moment."""
        return next(_office(self, at)).counted

    def opening(self, at: datetime) -> datetime:
        """Return the first moment from ``at`` on at which the office works."""
        return next(piece.from_at for piece in _office(self, at) if piece.counted)


def course(started_at: datetime, phases: Sequence[Phase], gaps: Sequence[Gap], table: Timetable) -> list[Stretch]:
    """Return the whole course of a clock, without a gap, from its start to the moment due (the end of the last).

    What was counted before a change of phase stays counted; between two scales it keeps its share of the total. A
    change never makes due what was not due before it: time used up by it falls due at the change.
    """
    *earlier, last = phases
    if not earlier:
        return _merged(_run(last, 0, started_at, started_at, gaps, table))
    before = course(started_at, earlier, gaps, table)
    if earlier[-1].measure.scale != last.measure.scale:
        return _rescaled(before, earlier[-1], last, started_at, gaps, table)
    joined = [*earlier[:-1], replace(earlier[-1], measure=last.measure, total=last.total)]
    after = course(started_at, joined, gaps, table)
    floor = min(before[-1].to_at, last.from_at)
    return after if after[-1].to_at >= floor else [*after, Stretch(after[-1].to_at, floor, False, USED_UP)]


def counted(stretches: Iterable[Stretch]) -> int:
    return sum(one.amount for one in stretches)


def moment_of(stretches: Sequence[Stretch], share: float) -> datetime:
    """Return when ``share`` (0 to 1) of all that the course counts has been counted, to the second."""
    wanted, done = share * counted(stretches), 0
    for one in stretches:
        if one.amount and done + one.amount >= wanted:
            part = (one.to_at - one.from_at) * ((wanted - done) / one.amount)
            return one.from_at + timedelta(seconds=round(part.total_seconds()))
        done += one.amount
    return stretches[-1].to_at


def cut(stretches: Iterable[Stretch], at: datetime, is_days: bool) -> list[Stretch]:
    """Return the part of a course before ``at``; a day that is not over has not been counted."""
    before = [one for one in stretches if one.from_at < at]
    if before and before[-1].to_at > at:
        last = before[-1]
        if is_days and last.counted:
            before[-1] = Stretch(last.from_at, at, False, DAY_OPEN)
        else:
            before[-1] = last._replace(to_at=at, amount=_seconds(last.from_at, at) if last.counted else 0)
    return before


def _rescaled(
    before: list[Stretch], old: Phase, new: Phase, started_at: datetime, gaps: Sequence[Gap], table: Timetable
) -> list[Stretch]:
    """Go on under another scale: what is counted keeps its share of the total, in the new scale."""
    if before[-1].to_at <= new.from_at:
        return before
    kept, done, worth = [], 0, 0
    for one in cut(before, new.from_at, old.measure.is_days):
        done += one.amount
        kept.append(one._replace(amount=new.total * done // old.total - worth))
        worth += kept[-1].amount
    return _merged([*kept, *_run(new, worth, started_at, new.from_at, gaps, table)])


def _run(
    phase: Phase, done: int, started_at: datetime, at: datetime, gaps: Sequence[Gap], table: Timetable
) -> Iterator[Stretch]:
    """Yield the pieces from ``at`` on until ``done`` has become the total."""
    for piece in _pieces(phase.measure, started_at, at, gaps, table):
        piece = _shortened(piece, phase.measure, phase.total - done)
        done += piece.amount
        yield piece
        if done >= phase.total:
            return


def _shortened(piece: Stretch, measure: Measure, left: int) -> Stretch:
    """Cut the piece in which a clock of seconds runs out."""
    if measure.is_days or piece.amount <= left:
        return piece
    return piece._replace(to_at=piece.from_at + timedelta(seconds=left), amount=left)


def _pieces(
    measure: Measure, started_at: datetime, at: datetime, gaps: Sequence[Gap], table: Timetable
) -> Iterator[Stretch]:
    if measure.is_days:
        return _days(measure.clock, started_at, at, gaps, table)
    spans = _office(table, at) if measure.clock is ClockKind.OFFICE else _wall(at)
    return _with_gaps(spans, gaps)


def _wall(at: datetime) -> Iterator[Stretch]:
    yield Stretch(at, FOREVER, True, ClockKind.WALL.label, _seconds(at, FOREVER))


def _office(table: Timetable, at: datetime) -> Iterator[Stretch]:
    """Yield the course of the office from ``at`` on, for ever: closed, open, lunch, open, closed …"""
    day = clock.local(at).date()
    while True:
        for piece in _office_day(table, day):
            if piece.to_at > at:
                yield _clipped(piece, max(piece.from_at, at))
        day += DAY


def _office_day(table: Timetable, day: date) -> Iterator[Stretch]:
    midnight, verdict = clock.at(day, MIDNIGHT), judge(day, table.calendar)
    if not verdict.counted:
        yield Stretch(midnight, clock.at(day + DAY, MIDNIGHT), False, verdict.why)
        return
    at, why = midnight, CLOSED
    for opens, closes in table.hours_on(day):
        yield Stretch(at, clock.at(day, opens), False, why)
        yield Stretch(clock.at(day, opens), clock.at(day, closes), True, verdict.why or "办公时间")
        at, why = clock.at(day, closes), LUNCH
    yield Stretch(at, clock.at(day + DAY, MIDNIGHT), False, CLOSED)


def _clipped(piece: Stretch, start: datetime) -> Stretch:
    return piece._replace(from_at=start, amount=_seconds(start, piece.to_at) if piece.counted else 0)


def _with_gaps(spans: Iterator[Stretch], gaps: Sequence[Gap]) -> Iterator[Stretch]:
    """Lay the pauses over the course: a pause is one piece, whatever the office did in it."""
    for span in spans:
        for gap in gaps:
            if gap.to_at <= span.from_at or gap.from_at >= span.to_at or gap.from_at == gap.to_at:
                continue
            start, end = max(gap.from_at, span.from_at), min(gap.to_at, span.to_at)
            if start > span.from_at:
                yield _ended(span, start)
            yield Stretch(start, end, False, gap.why)
            span = _clipped(span, end)
        if span.to_at > span.from_at:
            yield span


def _ended(span: Stretch, end: datetime) -> Stretch:
    return span._replace(to_at=end, amount=_seconds(span.from_at, end) if span.counted else 0)


def _days(
    kind: ClockKind, started_at: datetime, at: datetime, gaps: Sequence[Gap], table: Timetable
) -> Iterator[Stretch]:
    """Yield whole days from ``at`` on; a counted day lasts until it ends, the rest of it belongs to the next."""
    first, day = clock.local(started_at).date(), clock.local(at).date()
    while True:
        closing = table.closing(day, kind)
        counts, why = _judge_day(day, first, closing, gaps, table)
        end = closing if counts else clock.at(day + DAY, MIDNIGHT)
        if closing > at or not counts:
            yield Stretch(at, end, counts, why, int(counts))
            at = end
        day += DAY


def _judge_day(day: date, first: date, closing: datetime, gaps: Sequence[Gap], table: Timetable) -> tuple[bool, str]:
    if day == first:
        return False, FIRST_DAY
    verdict = judge(day, table.calendar)
    if not verdict.counted:
        return False, verdict.why
    pause = next((gap for gap in gaps if gap.from_at < closing < gap.to_at), None)
    return (False, pause.why) if pause else (True, verdict.why or "工作日")


def _merged(pieces: Iterable[Stretch]) -> list[Stretch]:
    """Join neighbours that do not count for the same reason: one line for a night, a weekend, a feast."""
    found: list[Stretch] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last and not last.counted and not piece.counted and last.why == piece.why:
            found[-1] = last._replace(to_at=piece.to_at)
        elif piece.to_at > piece.from_at:
            found.append(piece)
    return found


def _seconds(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds())
