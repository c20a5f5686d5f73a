"""The figures of the morning page. Every figure leads to the rows it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, case, func, select

from models.accounts import Unit, UnitKind, User
from models.accounts.scope import stations_seen_by
from models.core import clock
from models.core.db import db
from models.core.months import first_of
from models.core.scope import visible
from models.handover import Difference, Handover
from models.handover.kinds import DifferenceKind, DifferenceState, HandoverState
from models.penalties import Penalty
from models.penalties.kinds import PenaltyState
from models.roster import Shift
from models.roster.queries import LIVE
from models.training import statistics
from models.training.statistics import Tally

UNDER_WAY = (
    PenaltyState.REVIEW,
    PenaltyState.APPROVED,
    PenaltyState.SERVED,
    PenaltyState.APPEALED,
    PenaltyState.EFFECTIVE,
    PenaltyState.DUE,
)
DAYS = 30  # of the trend
BOTH_SIGNED = (HandoverState.TAKEN_OVER, HandoverState.SEALED)


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
class CrewRow:
    """One crew's month, whole days only: quiz taken and right in per cent, over and short in cents."""

    station: str
    crew: str
    quiz: Tally
    over: int
    short: int


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


def handovers_of(user: User, day: date, at: datetime) -> HandoverFigures:
    """Return how the shifts of a business date that have ended were handed over; one statement."""
    ended = (Shift.business_date == day, Shift.ends_at <= at, Shift.state.in_(LIVE))
    row = db.session.execute(
        select(
            func.count(Shift.id),
            func.sum(case((Handover.state.in_(BOTH_SIGNED), 1), else_=0)),
            func.sum(case((Handover.state == HandoverState.SEALED, 1), else_=0)),
        )
        .outerjoin(Handover, Handover.shift_id == Shift.id)
        .where(*ended, Shift.unit_id.in_(_stations(user)))
    ).one()
    return HandoverFigures(*(number or 0 for number in row))


def money_of(user: User, since: date, until: date) -> MoneyFigures:
    """Return the over and short of a span of days; one statement."""
    short, over = Difference.kind == DifferenceKind.SHORT, Difference.kind == DifferenceKind.OVER
    row = db.session.execute(
        select(
            func.sum(case((over, Difference.amount), else_=0)),
            func.sum(case((short, Difference.amount), else_=0)),
            func.count(Difference.id),
            func.sum(case((short & (Difference.state == DifferenceState.OPEN), 1), else_=0)),
        ).where(Difference.on.between(since, until), short | over, Difference.unit_id.in_(_stations(user)))
    ).one()
    return MoneyFigures(*(number or 0 for number in row))


def penalties_of(user: User) -> PenaltyFigures:
    """Return how many penalties are under way; one statement."""
    seen = visible(Penalty, user).where(Penalty.state.in_(UNDER_WAY)).with_only_columns(Penalty.state)
    states = list(db.session.scalars(seen))
    return PenaltyFigures(len(states), sum(state is PenaltyState.DUE for state in states))


def quiz_of(user: User, today: date) -> QuizFigures:
    """Return the quiz of today, of the last thirty whole days, and of the month by crew; two statements."""
    month, yesterday = first_of(today), today - timedelta(days=1)
    report = statistics.report(user, min(month, today - timedelta(days=DAYS)), today)
    days = report.days
    whole = [(day, tally) for day, tally in days.items() if day < today and None not in (tally.part, tally.correct)]
    series = Series(
        [f"{day:%m-%d}" for day, _tally in whole[-DAYS:]],
        [tally.part for _day, tally in whole[-DAYS:]],
        [tally.correct for _day, tally in whole[-DAYS:]],
    )
    return QuizFigures(days.get(today, Tally()), series, report.by_crew(month, yesterday))


def crews_of(user: User, since: date, until: date, quiz: dict[int, Tally]) -> list[CrewRow]:
    """Return a row per crew, best takers of the quiz first; two statements."""
    crews = {row.id: row for row in db.session.execute(_crews(user))}
    money = {row[0]: row[1:] for row in db.session.execute(_money_by_crew(user, since, until))}
    rows = [
        CrewRow(crews[crew].station, crews[crew].name, quiz.get(crew, Tally()), *money.get(crew, (0, 0)))
        for crew in crews
        if crew in quiz or crew in money
    ]
    return sorted(rows, key=lambda row: (row.station, -(row.quiz.part or 0), row.crew))


def month_of(at: datetime) -> tuple[date, date]:
    """Return the first day of the month and today, on the station's calendar."""
    today = clock.local(at).date()
    return first_of(today), today


def _stations(user: User) -> Select[tuple[int]]:
    return select(Unit.id).where(stations_seen_by(user, "handover.read"))


def _crews(user: User) -> Select:
    station = select(Unit).where(Unit.kind == UnitKind.STATION).subquery()
    return (
        select(Unit.id, Unit.name, station.c.name.label("station"))
        .join(station, station.c.id == Unit.parent_id)
        .where(Unit.kind == UnitKind.CREW, Unit.parent_id.in_(_stations(user)))
    )


def _money_by_crew(user: User, since: date, until: date) -> Select:
    short, over = Difference.kind == DifferenceKind.SHORT, Difference.kind == DifferenceKind.OVER
    return (
        select(
            Shift.crew_id,
            func.sum(case((over, Difference.amount), else_=0)),
            func.sum(case((short, Difference.amount), else_=0)),
        )
        .join(Handover, Handover.id == Difference.handover_id)
        .join(Shift, Shift.id == Handover.shift_id)
        .where(Difference.on.between(since, until), short | over, Difference.unit_id.in_(_stations(user)))
        .group_by(Shift.crew_id)
    )
