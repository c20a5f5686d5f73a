"""The figures of the morning page. Every figure leads to the rows it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, cast, func, select

from models import deadlines
from models.accounts import Unit, UnitKind, User
from models.accounts.scope import stations_seen_by
from models.complaints import Complaint, ComplaintKind
from models.complaints import queries as complaints
from models.core import clock
from models.core.asking import beside
from models.core.db import another, db
from models.core.months import before, first_of
from models.core.scope import visible
from models.deadlines import DeadlineTimer
from models.handover import Difference, Handover
from models.handover.kinds import DifferenceKind, DifferenceState, HandoverState
from models.inspections import Inspection
from models.inspections import statistics as inspections
from models.penalties import Penalty
from models.penalties.kinds import UNDER_WAY, PenaltyState
from models.roster import Shift
from models.roster.queries import LIVE
from models.training import statistics
from models.training.statistics import Tally

DAYS = 30  # of the trend
MOST = 5  # items that fail
SEALED = HandoverState.SEALED
BOTH_SIGNED = (HandoverState.TAKEN_OVER, SEALED)
SHORT, OVER = Difference.kind == DifferenceKind.SHORT, Difference.kind == DifferenceKind.OVER


@dataclass(frozen=True, slots=True)
class HandoverFigures:
    """The shifts that ended on a day, those both leaders signed for, and those the duty leader sealed."""

    ended: int
    signed: int
    sealed: int


@dataclass(frozen=True, slots=True)
class MoneyFigures:
    """Over and short of a month in cents, how many, and how many shortages are not settled."""

    over: int
    short: int
    count: int
    open: int


@dataclass(frozen=True, slots=True)
class PenaltyFigures:
    """Cases under way, and of them those that wait for finance."""

    open: int
    due: int


@dataclass(frozen=True, slots=True)
class ComplaintFigures:
    """Complaints under way, of them those past a deadline, those registered this month, and the nearest deadline."""

    open: int
    late: int
    new: int
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class InspectionFigures:
    """The inspections of this month and of the one before: thousandths of the full marks added up, and how many."""

    sum: int
    count: int
    sum_before: int
    count_before: int

    @property
    def mean(self) -> float | None:
        """The mean of this month in per cent of the full marks; None without an inspection."""
        return percent(self.sum / self.count) if self.count else None

    @property
    def gain(self) -> float | None:
        """How much better than the month before, in points of per cent; None where one of the two had none."""
        if not (self.count and self.count_before):
            return None
        return round(self.mean - percent(self.sum_before / self.count_before), 1)


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """What stands at the top of the page; None is what the reader has no permission for."""

    handovers: HandoverFigures
    money: MoneyFigures
    penalties: PenaltyFigures
    complaints: ComplaintFigures | None
    inspections: InspectionFigures | None


ALL = (HandoverFigures, MoneyFigures, PenaltyFigures, ComplaintFigures, InspectionFigures)


@dataclass(frozen=True, slots=True)
class CrewRow:
    """One crew's month, whole days only: quiz taken and right in per cent, over and short in cents, and ``score``,
    the mean of its inspections in per cent of the full marks.
    """

    crew_id: int
    station: str
    crew: str
    quiz: Tally
    over: int
    short: int
    score: float | None


@dataclass(frozen=True, slots=True)
class Series:
    """Two lines over the same days, in per cent."""

    labels: list[str]
    part: list[int]
    correct: list[int]


@dataclass(frozen=True, slots=True)
class QuizFigures:
    """``today`` counts everybody on duty that business date, also in shifts still to come."""

    today: Tally
    series: Series
    crews: dict[int, Tally]


def key_figures(user: User, at: datetime) -> KeyFigures:
    """Return what stands at the top of the page, as it is at ``at``; one statement for all of it."""
    since, today = month_of(at)
    asked = {
        HandoverFigures: _handovers(user, today, at),
        MoneyFigures: _money(user, since, today),
        PenaltyFigures: _penalties(user),
    }
    if user.may("complaint.list"):
        asked[ComplaintFigures] = _complaints(user, since)
    if user.may("inspection.statistics"):
        asked[InspectionFigures] = _inspections(user, since, today)
    rows = dict(zip(asked, beside(asked.values()), strict=True))
    return KeyFigures(*(figures(*rows[figures]) if figures in rows else None for figures in ALL))


def _handovers(user: User, day: date, at: datetime) -> Select:
    """Count how the shifts of a business date that have ended were handed over."""
    ended = (Shift.business_date == day, Shift.ends_at <= at, Shift.state.in_(LIVE))
    rows = select(
        func.count(Shift.id),
        func.count().filter(Handover.state.in_(BOTH_SIGNED)),
        func.count().filter(Handover.state == SEALED),
    )
    rows = rows.outerjoin(Handover, Handover.shift_id == Shift.id)
    return rows.where(*ended, Shift.unit_id.in_(_stations(user)))


def _money(user: User, since: date, until: date) -> Select:
    still_open = SHORT & (Difference.state == DifferenceState.OPEN)
    sums = (_sum(OVER, Difference.amount), _sum(SHORT, Difference.amount))
    here = (Difference.on.between(since, until), SHORT | OVER, Difference.unit_id.in_(_stations(user)))
    return select(*sums, func.count(Difference.id), func.count().filter(still_open)).where(*here)


def _penalties(user: User) -> Select:
    rows = visible(Penalty, user).where(Penalty.state.in_(UNDER_WAY))
    return rows.with_only_columns(func.count(Penalty.id), func.count().filter(Penalty.state == PenaltyState.DUE))


def _complaints(user: User, since: date) -> Select:
    """Count what the list opens under the same filter; the nearest deadline is that of a clock that runs."""
    rows = visible(Complaint, user).where(*complaints.filter_parts(kind=ComplaintKind.COMPLAINT))
    open_ones = rows.where(*complaints.filter_parts(group="open")).with_only_columns(Complaint.id)
    running = (DeadlineTimer.owner_type == Complaint.__tablename__, *deadlines.queries.RUNNING)
    due = select(func.min(DeadlineTimer.due_at)).where(*running, DeadlineTimer.owner_id.in_(open_ones))
    (is_open,), (is_late,) = complaints.filter_parts(group="open"), complaints.filter_parts(overdue=True)
    (is_new,) = complaints.filter_parts(since=since)
    counts = (func.count().filter(is_open), func.count().filter(is_open & is_late), func.count().filter(is_new))
    return rows.with_only_columns(*counts, due.scalar_subquery())


def _inspections(user: User, since: date, until: date) -> Select:
    """Add up the scores of this month and of the one before, in thousandths of the full marks."""
    rows = inspections.period(user, before(since, 1), until)
    now = Inspection.started_at >= clock.at(since, time())
    months = [part for month in (now, ~now) for part in (_sum(month, Inspection.permille), func.count().filter(month))]
    return rows.with_only_columns(*months)


def _sum(condition: ColumnElement[bool], value: Any) -> ColumnElement[int]:
    """Add up ``value`` where the condition holds; PostgreSQL would give large integers back as decimals."""
    return cast(func.coalesce(func.sum(value).filter(condition), 0), BigInteger)


def quiz_of(user: User, today: date) -> QuizFigures:
    """Return the quiz of today, of the last thirty whole days, and of the month by crew; two statements."""
    month, yesterday = first_of(today), today - timedelta(days=1)
    report = statistics.report(user, min(month, today - timedelta(days=DAYS)), today)
    days = report.days
    whole = [(day, tally) for day, tally in days.items() if day < today and None not in (tally.part, tally.correct)]
    series = Series(
        [clock.short_day(day) for day, _tally in whole[-DAYS:]],
        [tally.part for _day, tally in whole[-DAYS:]],
        [tally.correct for _day, tally in whole[-DAYS:]],
    )
    return QuizFigures(days.get(today, Tally()), series, report.by_crew(month, yesterday))


def failing(user: User, since: date, until: date) -> list[tuple[str, int, bool]]:
    """Return what inspections found most often since the first of a month; nothing for who has no such statistics."""
    return inspections.failing_most(user, since, until, MOST) if user.may("inspection.statistics") else []


def crews_of(user: User, since: date, until: date, quiz: dict[int, Tally]) -> list[CrewRow]:
    """Return a row per crew that had anything to count, best takers of the quiz first; one statement."""
    rows = [
        CrewRow(
            *(row.id, row.station, row.name, quiz.get(row.id, Tally())),
            *(row.over or 0, row.short or 0, percent(row.permille)),
        )
        for row in db.session.execute(_crews(user, since, until))
        if row.id in quiz or (row.over, row.permille) != (None, None)
    ]
    return sorted(rows, key=lambda row: (row.station, -(row.quiz.part or 0), row.crew))


def percent(permille: float | None) -> float | None:
    """Return thousandths as per cent, to a tenth."""
    return None if permille is None else round(float(permille) / 10, 1)


def month_of(at: datetime) -> tuple[date, date]:
    """Return the first day of the month and today, on the station's calendar."""
    today = clock.local(at).date()
    return first_of(today), today


def _stations(user: User) -> Select[tuple[int]]:
    return select(Unit.id).where(stations_seen_by(user, "handover.read"))


def _crews(user: User, since: date, until: date) -> Select:
    """Select the crews of the stations in reach with the money and the mean score of a span of days."""
    station = another(Unit, "station")
    here = (Difference.on.between(since, until), SHORT | OVER, Difference.unit_id.in_(_stations(user)))
    money = (
        select(
            Shift.crew_id,
            _sum(OVER, Difference.amount).label("over"),
            _sum(SHORT, Difference.amount).label("short"),
        )
        .select_from(Difference)
        .join(Handover, Handover.id == Difference.handover_id)
        .join(Shift, Shift.id == Handover.shift_id)
        .where(*here)
        .group_by(Shift.crew_id)
        .subquery()
    )
    scores = inspections.period(user, since, until).group_by(Inspection.unit_id)
    mean = func.avg(Inspection.permille).label("permille")
    scores = scores.with_only_columns(Inspection.unit_id, mean).subquery()
    return (
        select(Unit.id, Unit.name, station.name.label("station"), money.c.over, money.c.short, scores.c.permille)
        .join(station, station.id == Unit.parent_id)
        .outerjoin(money, money.c.crew_id == Unit.id)
        .outerjoin(scores, scores.c.unit_id == Unit.id)
        .where(Unit.kind == UnitKind.CREW, Unit.parent_id.in_(_stations(user)))
    )
