"""Where a person stands with the quiz right now, and their days. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm.attributes import set_committed_value

from models.accounts import User
from models.core import clock, settings
from models.core.db import db
from models.roster import Duty
from models.roster.queries import duty_near
from models.training import queries, scoring
from models.training.tables import QuizAttempt

LOOK_BACK = timedelta(days=800)  # how far a streak is counted
AHEAD = timedelta(hours=20)
DAYS_SHOWN = 7


@dataclass(frozen=True, slots=True)
class Today:
    """Either the attempt to go on with, or the duty to begin one for, or the duty that comes next, or nothing."""

    attempt: QuizAttempt | None = None
    duty: Duty | None = None
    next_duty: Duty | None = None
    margin: timedelta = timedelta()
    size: int = 0

    def is_open_at(self, moment: datetime) -> bool:
        return self.attempt is not None and self.attempt.submitted_at is None and self.attempt.is_open_at(moment)

    @property
    def opens_at(self) -> datetime:
        return (self.duty or self.next_duty).shift.starts_at - self.margin

    @property
    def closes_at(self) -> datetime:
        return (self.duty or self.next_duty).shift.ends_at + self.margin


@dataclass(frozen=True, slots=True)
class Marks:
    """One person's days: what was rostered, done and excused up to today."""

    rostered: frozenset[date]
    done: frozenset[date]
    excused: frozenset[date]
    today: date

    @property
    def streak(self) -> int:
        return scoring.streak(self.rostered, self.done, self.excused, self.today)

    def kind_of(self, day: date) -> str:
        """Return ok, rest, excused, missed or now, as the row of days is drawn."""
        if day in self.done:
            return "ok"
        if day not in self.rostered:
            return "rest"
        if day in self.excused:
            return "excused"
        return "now" if day == self.today else "missed"

    def last(self, count: int = DAYS_SHOWN) -> list[tuple[str, str]]:
        """Return the last ``count`` days for ``ui.streak``: label and kind."""
        days = [self.today - timedelta(days=back) for back in reversed(range(count))]
        return [("今日" if day == self.today else str(day.day), self.kind_of(day)) for day in days]


def of(user: User, at: datetime) -> Today:
    """Return where ``user`` stands with the quiz: one statement and its answers while an attempt is open, else their
    duties, which a page of many rooms reads once."""
    day = clock.local(at).date()
    attempt = latest_attempt(user.id, day - timedelta(days=1))
    if attempt is not None and attempt.is_open_at(at):
        return Today(attempt)
    margin = timedelta(minutes=settings.value_of("quiz.margin_minutes", unit_id=user.station_id))
    duty = duty_near(user.id, at, before=at - margin, after=at + margin)
    if duty is not None and (attempt is None or duty.shift.business_date != attempt.business_date):
        size = settings.value_of("quiz.size", unit_id=duty.shift.unit_id)
        return Today(duty=duty, margin=margin, size=size)
    ahead = duty_near(user.id, at, before=at + margin, after=at + AHEAD)
    return Today(attempt, None, ahead, margin)


def latest_attempt(user_id: int, since: date) -> QuizAttempt | None:
    """Return the person's newest attempt of a business date from ``since`` on, answers loaded; two statements."""
    attempt = db.session.scalar(queries.latest_attempt(), {"user_id": user_id, "since": since})
    if attempt is not None:
        answers = db.session.scalars(queries.answers_of(), {"attempt_id": attempt.id})
        set_committed_value(attempt, "answers", list(answers))
    return attempt


def marks(user_id: int, today: date, back: timedelta = LOOK_BACK) -> Marks:
    """Return the person's days up to ``today``; one statement."""
    found: dict[str, set[date]] = {"duty": set(), "done": set(), "excused": set()}
    for day, mark in db.session.execute(queries.marks_of(user_id, today - back, today)):
        found[mark].add(day)
    return Marks(frozenset(found["duty"]), frozenset(found["done"]), frozenset(found["excused"]), today)
