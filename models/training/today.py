"""What a person sees of the quiz right now, and what a leader sees of a crew. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.accounts import User
from models.core import clock, settings
from models.core.db import Labelled, db
from models.roster import Duty, Shift
from models.roster.queries import duties_of, duty_near
from models.training import queries, scoring
from models.training.tables import QuizAttempt, QuizExcuse

LOOK_BACK = timedelta(days=800)  # how far a streak is counted
AHEAD = timedelta(hours=20)
DAYS_SHOWN = 7


class Stand(Labelled):
    """How far a person on duty is with the quiz."""

    DONE = ("done", "已答", "ok", "check")
    RUNNING = ("running", "作答中", "info", "player-play")
    EXCUSED = ("excused", "免答", "", "user-check")
    OPEN = ("open", "未答", "warn", "clock")
    MISSED = ("missed", "未完成", "danger", "x")


@dataclass(frozen=True, slots=True)
class Today:
    """Either the attempt to go on with, or the duty to begin one for, or the duty that comes next, or nothing."""

    attempt: QuizAttempt | None = None
    duty: Duty | None = None
    next_duty: Duty | None = None

    def is_open_at(self, moment: datetime) -> bool:
        return self.attempt is not None and self.attempt.submitted_at is None and self.attempt.is_open_at(moment)


@dataclass(frozen=True, slots=True)
class Standing:
    """One person of a shift: the duty, how far, the attempts in order, the excuse."""

    duty: Duty
    stand: Stand
    attempts: list[QuizAttempt]
    given: int
    excuse: QuizExcuse | None


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
    """Return where ``user`` stands with the quiz: one statement and its answers while an attempt is open."""
    day = clock.local(at).date()
    attempt = db.session.scalar(queries.latest_attempt(user.id, day - timedelta(days=1)))
    if attempt is not None and attempt.is_open_at(at):
        return Today(attempt)
    margin = timedelta(minutes=settings.value_of("quiz.margin_minutes", unit_id=user.station_id))
    duty = db.session.scalar(duty_near(user.id, at, before=at - margin, after=at + margin))
    if duty is not None and (attempt is None or duty.shift.business_date != attempt.business_date):
        return Today(duty=duty)
    ahead = db.session.scalar(duty_near(user.id, at, before=at + margin, after=at + AHEAD))
    return Today(attempt, None, ahead)


def marks(user_id: int, today: date, back: timedelta = LOOK_BACK) -> Marks:
    """Return the person's days up to ``today``; one statement."""
    found: dict[str, set[date]] = {"duty": set(), "done": set(), "excused": set()}
    for day, mark in db.session.execute(queries.marks_of(user_id, today - back, today)):
        found[mark].add(day)
    return Marks(frozenset(found["duty"]), frozenset(found["done"]), frozenset(found["excused"]), today)


def crew(shift: Shift, at: datetime) -> list[Standing]:
    """Return the people of a shift in the order of the roster; three statements, whatever their number."""
    duties = list({duty.user_id: duty for duty in db.session.scalars(duties_of(shift))}.values())
    ids, day = [duty.user_id for duty in duties], shift.business_date
    attempts = list(db.session.execute(queries.attempts_of_people(ids, day)))
    excuses = {row.user_id: row for row in db.session.scalars(queries.excuses_of_people(ids, day))}
    margin = timedelta(minutes=settings.value_of("quiz.margin_minutes", unit_id=shift.unit_id))
    is_over = at > shift.ends_at + margin
    return [_standing(duty, attempts, excuses.get(duty.user_id), is_over) for duty in duties]


def _standing(duty: Duty, attempts: list, excuse: QuizExcuse | None, is_over: bool) -> Standing:
    own = [(attempt, given) for attempt, given in attempts if attempt.user_id == duty.user_id]
    given = own[-1][1] if own else 0
    return Standing(duty, _stand([a for a, _given in own], excuse, is_over), [a for a, _given in own], given, excuse)


def _stand(attempts: list[QuizAttempt], excuse: QuizExcuse | None, is_over: bool) -> Stand:
    if any(attempt.is_complete for attempt in attempts):
        return Stand.DONE
    if excuse:
        return Stand.EXCUSED
    if is_over:
        return Stand.MISSED
    return Stand.RUNNING if attempts else Stand.OPEN
