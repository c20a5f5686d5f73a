"""Figures for the trainer: what is missed most, who takes part. Every answer starts from the person's reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, case, func, select

from models.accounts import Unit, UnitKind, User
from models.accounts.scope import in_reach
from models.core.db import another, db
from models.roster import Duty, Shift
from models.roster.queries import LIVE
from models.training import scoring
from models.training.tables import Question, QuizAnswer, QuizAttempt, QuizExcuse


def most_missed(user: User, span: tuple[date, date], unit_id: int | None = None) -> Select:
    """``(question, answers, wrong ones)`` in a span of days, most wrong first, then most often wrong."""
    wrong = func.count().filter(~QuizAnswer.is_right)
    asked = func.count(QuizAnswer.id)
    return (
        select(Question, asked.label("asked"), wrong.label("wrong"))
        .join(QuizAnswer, QuizAnswer.question_id == Question.id)
        .join(QuizAttempt, QuizAttempt.id == QuizAnswer.attempt_id)
        .where(*_attempts_in(user, *span, unit_id))
        .group_by(Question.id)
        .having(wrong > 0)
        .order_by(wrong.desc(), asked, Question.id)
    )


def expected(
    user: User, since: date, until: date, unit_id: int | None = None, ended_by: datetime | None = None
) -> Select:
    """``(day, crew, station and crew in words, people on duty, of them excused)`` per business date and crew.

    ``ended_by`` leaves out the shifts that were not over then.
    """
    station = another(Unit, "station")
    excused = (
        select(QuizExcuse.user_id)
        .where(
            QuizExcuse.user_id == Duty.user_id,
            QuizExcuse.business_date == Shift.business_date,
            QuizExcuse.is_withdrawn.is_(False),
        )
        .exists()
    )
    name = Unit.name if unit_id else station.name + " " + Unit.name
    return (
        select(
            Shift.business_date,
            Unit.id,
            name,
            func.count(Duty.user_id.distinct()),
            func.count(case((excused, Duty.user_id)).distinct()),
        )
        .join(Duty, Duty.shift_id == Shift.id)
        .join(Unit, Unit.id == Shift.crew_id)
        .join(station, station.id == Shift.unit_id)
        .where(Duty.is_void.is_(False), Shift.state.in_(LIVE), Shift.business_date.between(since, until))
        .where(*_in_unit(user, Shift.unit_id, unit_id), *_over(ended_by))
        .group_by(Shift.business_date, Unit.id, Unit.name, station.name)
    )


def taken(user: User, since: date, until: date, unit_id: int | None = None, ended_by: datetime | None = None) -> Select:
    """``(day, crew, completed, questions, right ones)`` of first attempts per business date and crew."""
    return (
        select(
            QuizAttempt.business_date,
            QuizAttempt.crew_id,
            func.count().filter(QuizAttempt.is_complete),
            func.sum(QuizAttempt.question_count),
            func.sum(QuizAttempt.right_count),
        )
        .join(Shift, Shift.id == QuizAttempt.shift_id)
        .where(*_attempts_in(user, since, until, unit_id), QuizAttempt.turn == 1, *_over(ended_by))
        .where(QuizAttempt.submitted_at.is_not(None))
        .group_by(QuizAttempt.business_date, QuizAttempt.crew_id)
    )


def stations(user: User) -> Select[tuple[Unit]]:
    """The stations whose statistics the person may read."""
    reached = in_reach(user, "statistics.read", Unit.id)
    return select(Unit).where(reached, Unit.kind == UnitKind.STATION).order_by(Unit.sort, Unit.id)


def _attempts_in(user: User, since: date, until: date, unit_id: int | None) -> tuple:
    span = QuizAttempt.business_date.between(since, until)
    return (span, *_in_unit(user, QuizAttempt.unit_id, unit_id))


def _over(ended_by: datetime | None) -> tuple:
    return () if ended_by is None else (Shift.ends_at <= ended_by,)


def _in_unit(user: User, column, unit_id: int | None) -> tuple:
    reached = in_reach(user, "statistics.read", column)
    return (reached,) if unit_id is None else (reached, column == unit_id)


@dataclass(frozen=True, slots=True)
class Tally:
    """People expected (excused ones left out), completed, questions and right answers of a day or a crew."""

    expected: int = 0
    done: int = 0
    asked: int = 0
    right: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Add figure by figure, written out: a month of many crews is thousands of sums."""
        return Tally(
            self.expected + other.expected, self.done + other.done, self.asked + other.asked, self.right + other.right
        )

    @property
    def part(self) -> int | None:
        """Who took part, per cent."""
        return scoring.rate(self.done, self.expected)

    @property
    def correct(self) -> int | None:
        return scoring.rate(self.right, self.asked)


@dataclass(frozen=True, slots=True)
class Report:
    """Participation and correct answers by ``(day, crew id)``, and the crews' names."""

    cells: dict[tuple[date, int], Tally]
    names: dict[int, str]

    @property
    def total(self) -> Tally:
        return sum(self.cells.values(), Tally())

    @property
    def days(self) -> dict[date, Tally]:
        """By day, in order."""
        return dict(sorted(_sums((day, tally) for (day, _crew), tally in self.cells.items()).items()))

    @property
    def crews(self) -> dict[str, Tally]:
        """By the name of the crew, those left out that nobody expected."""
        found = self.by_crew()
        return {self.names[crew]: tally for crew, tally in found.items() if crew in self.names}

    def by_crew(self, since: date = date.min, until: date = date.max) -> dict[int, Tally]:
        """By the crew's id, between two days, both included."""
        return _sums((crew, tally) for (day, crew), tally in self.cells.items() if since <= day <= until)


def report(
    user: User, since: date, until: date, unit_id: int | None = None, ended_by: datetime | None = None
) -> Report:
    """Return the figures of a span of days within the person's reach; two statements."""
    cells: dict[tuple[date, int], Tally] = {}
    names: dict[int, str] = {}
    for day, crew, name, people, excused in db.session.execute(expected(user, since, until, unit_id, ended_by)):
        names[crew] = name
        cells[day, crew] = cells.get((day, crew), Tally()) + Tally(expected=people - excused)
    for day, crew, *figures in db.session.execute(taken(user, since, until, unit_id, ended_by)):
        cells[day, crew] = cells.get((day, crew), Tally()) + Tally(0, *figures)
    return Report(cells, names)


def _sums(pairs: Iterable[tuple]) -> dict:
    found: dict = {}
    for key, tally in pairs:
        found[key] = found.get(key, Tally()) + tally
    return found
