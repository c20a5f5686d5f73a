"""What a leader sees of a crew: who of a shift has done the quiz. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select

from models.accounts import User
from models.core import clock, settings
from models.core.db import Labelled, db
from models.roster import Duty, Shift
from models.roster.queries import duties_of
from models.training import queries, rules, scoring
from models.training.tables import QuizAttempt, QuizExcuse


class Stand(Labelled):
    """How far a person on duty is with the quiz."""

    DONE = ("done", "已答", "ok", "check")
    RUNNING = ("running", "作答中", "info", "player-play")
    EXCUSED = ("excused", "免答", "", "user-check")
    OPEN = ("open", "未答", "warn", "clock")
    MISSED = ("missed", "未完成", "danger", "x")


@dataclass(frozen=True, slots=True)
class Standing:
    """One person of a shift: the duty, how far, the attempts in order, answers given in the last one, the excuse."""

    duty: Duty
    stand: Stand
    attempts: list[QuizAttempt]
    given: int
    excuse: QuizExcuse | None

    @property
    def best(self) -> QuizAttempt | None:
        """The submitted attempt with the highest score."""
        return max((a for a in self.attempts if a.submitted_at), key=lambda a: a.score, default=None)


@dataclass(frozen=True, slots=True)
class Sums:
    """A crew in figures: ``rate`` per cent done of those not excused, ``score`` the mean of the best ones."""

    expected: int
    done: int
    excused: int
    rate: int | None
    score: int | None


def crew(shift: Shift, at: datetime) -> list[Standing]:
    """Return the people of a shift in the order of the roster; three statements, whatever their number."""
    duties = list({duty.user_id: duty for duty in db.session.scalars(duties_of(shift))}.values())
    ids, day = [duty.user_id for duty in duties], shift.business_date
    attempts = list(db.session.execute(queries.attempts_of_people(ids, day)))
    excuses = {row.user_id: row for row in db.session.scalars(queries.excuses_of_people(ids, day))}
    is_over = at > closes_at(shift)
    return [_standing(duty, attempts, excuses.get(duty.user_id), is_over) for duty in duties]


def obstacle(shift: Shift, at: datetime) -> str:
    """Say why nobody on ``shift`` can take the quiz now, "" if they can or it is over."""
    opens_at = shift.starts_at - (closes_at(shift) - shift.ends_at)
    if at > closes_at(shift):
        return ""
    if rules.lacks_questions(shift):
        return "题库里没有当天可用的题目，本班还不能答题。请导入或启用题目，并核对题目的有效期和适用地区。"
    return f"还不到答题时间，{clock.short_moment(opens_at)} 起可以答题。" if at < opens_at else ""


def closes_at(shift: Shift) -> datetime:
    return shift.ends_at + timedelta(minutes=settings.value_of("quiz.margin_minutes", unit_id=shift.unit_id))


def sums(people: Sequence[Standing]) -> Sums:
    excused = sum(one.stand is Stand.EXCUSED for one in people)
    done = sum(one.stand is Stand.DONE for one in people)
    scores = [one.best.score for one in people if one.best]
    mean = round(sum(scores) / len(scores)) if scores else None
    return Sums(len(people), done, excused, scoring.rate(done, len(people) - excused), mean)


def shifts_of_day(user: User, day: date) -> Select[tuple[Shift]]:
    """The shifts of a business date that the person watches, station by station in the order of the day."""
    shifts = queries.shifts_watched_by(user).where(Shift.business_date == day)
    return shifts.order_by(Shift.unit_id, Shift.starts_at)


def shift_watched(user: User, shift_id: int) -> Select[tuple[Shift]]:
    return queries.shifts_watched_by(user).where(Shift.id == shift_id)


def _standing(duty: Duty, attempts: list, excuse: QuizExcuse | None, is_over: bool) -> Standing:
    own = [(attempt, given) for attempt, given in attempts if attempt.user_id == duty.user_id]
    tries = [attempt for attempt, _given in own]
    return Standing(duty, _stand(tries, excuse, is_over), tries, own[-1][1] if own else 0, excuse)


def _stand(attempts: list[QuizAttempt], excuse: QuizExcuse | None, is_over: bool) -> Stand:
    if any(attempt.is_complete for attempt in attempts):
        return Stand.DONE
    if excuse:
        return Stand.EXCUSED
    if is_over:
        return Stand.MISSED
    return Stand.RUNNING if attempts else Stand.OPEN
