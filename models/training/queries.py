"""Questions to the bank and to the attempts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, false, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from models.accounts import User
from models.accounts.scope import in_reach
from models.core.db import another
from models.core.scope import scope_of
from models.roster import Duty, DutyPost, Shift
from models.roster.queries import LIVE, OPENED
from models.training.tables import (
    Question,
    QuestionImport,
    QuestionKind,
    QuestionState,
    QuizAnswer,
    QuizAttempt,
    QuizExcuse,
)

# The bank


@scope_of(Question)
def questions_visible_to(user: User) -> Select[tuple[Question]]:
    """The whole bank, which is one for the house, or nothing."""
    return select(Question) if user.may("question.read") else select(Question).where(false())


@scope_of(QuestionImport)
def imports_visible_to(user: User) -> Select[tuple[QuestionImport]]:
    """The files that the person had checked; another's waiting rows are none of their business."""
    return select(QuestionImport).where(QuestionImport.by_id == user.id)


def filtered(questions: Select, word: str = "", **equal: Any) -> Select[tuple[Question]]:
    """Narrow ``questions`` to those with ``word`` in stem, options, basis or number and with ``column=value``."""
    for name, value in equal.items():
        questions = questions.where(getattr(Question, name) == value)
    if word:
        texts = (Question.stem, Question.basis, Question.explanation, Question.answer)
        found = [text.contains(word, autoescape=True) for text in texts]
        questions = questions.where(or_(*found, Question.code == word))
    return questions


def topics() -> Select[tuple[str]]:
    return select(Question.topic).distinct().order_by(Question.topic)


def same_as(fingerprint: str, own_id: int | None) -> Select:
    """The id and state of another question with the same content."""
    same = select(Question.id, Question.state).where(Question.fingerprint == fingerprint)
    return same if own_id is None else same.where(Question.id != own_id)


def row_of(row: dict[str, Any], import_id: int | None) -> dict[str, Any]:
    """Return a checked row of a file as values of the table: dates are dates again, enums are themselves."""
    days = {name: date.fromisoformat(row[name]) if row.get(name) else None for name in ("valid_from", "valid_to")}
    return {**row, **days, "import_id": import_id, "version": 1}


def in_use() -> Select:
    """What drawing needs of every question that can be asked: id, region, valid from, valid to."""
    columns = (Question.id, Question.region, Question.valid_from, Question.valid_to)
    return select(*columns).where(Question.state == QuestionState.ACTIVE, Question.kind != QuestionKind.SHORT)


def questions_by_id(ids: Iterable[int]) -> Select[tuple[Question]]:
    return select(Question).where(Question.id.in_(list(ids)))


@cache
def usage() -> Select[tuple[int, int]]:
    """Return the statement that tells how often ``question_id`` was answered, and how often rightly."""
    right = func.count().filter(QuizAnswer.is_right)
    return select(func.count(QuizAnswer.id), right).where(QuizAnswer.question_id == bindparam("question_id"))


# One person


@cache
def latest_attempt() -> Select[tuple[QuizAttempt]]:
    """Return the statement for the newest attempt of ``user_id`` of a business date from ``since`` on."""
    here = (QuizAttempt.user_id == bindparam("user_id"), QuizAttempt.business_date >= bindparam("since"))
    return select(QuizAttempt).where(*here).order_by(QuizAttempt.business_date.desc(), QuizAttempt.turn.desc()).limit(1)


@cache
def answers_of() -> Select[tuple[QuizAnswer]]:
    """Return the statement for the answers of ``attempt_id`` in their order."""
    rows = select(QuizAnswer).where(QuizAnswer.attempt_id == bindparam("attempt_id"))
    return rows.order_by(QuizAnswer.position)


def attempts_of_day(user_id: int, business_date: date) -> Select[tuple[QuizAttempt]]:
    here = (QuizAttempt.user_id == user_id, QuizAttempt.business_date == business_date)
    return select(QuizAttempt).where(*here).options(selectinload(QuizAttempt.answers)).order_by(QuizAttempt.turn)


def own_attempt(attempt_id: int, user_id: int) -> Select[tuple[QuizAttempt]]:
    """One's own attempt, answers loaded; who changes it reads it ``locked``."""
    here = (QuizAttempt.id == attempt_id, QuizAttempt.user_id == user_id)
    return select(QuizAttempt).where(*here).options(selectinload(QuizAttempt.answers))


def answers_before(user_id: int, since: date, before: date) -> Select:
    """``(question_id, is_right, business_date)`` of the person's answers in a span of days, oldest first."""
    return (
        select(QuizAnswer.question_id, QuizAnswer.is_right, QuizAttempt.business_date)
        .join(QuizAttempt)
        .where(QuizAttempt.user_id == user_id, QuizAttempt.business_date >= since, QuizAttempt.business_date < before)
        .order_by(QuizAnswer.answered_at, QuizAnswer.id)
    )


def wrong_book(user_id: int) -> Select:
    """``(answer, paper)`` of each question whose last answer by this person was wrong, newest first."""
    later, attempt = another(QuizAnswer, "later"), another(QuizAttempt, "attempt")
    answered_again = exists().where(
        later.question_id == QuizAnswer.question_id,
        later.attempt_id == attempt.id,
        attempt.user_id == user_id,
        later.id > QuizAnswer.id,
    )
    return (
        select(QuizAnswer, QuizAttempt.paper)
        .join(QuizAttempt)
        .where(QuizAttempt.user_id == user_id, QuizAnswer.is_right.is_(False), ~answered_again)
        .order_by(QuizAnswer.id.desc())
    )


def marks_of(user_id: int, since: date, until: date) -> Select:
    """``(business_date, mark)`` of one person: ``duty``, ``done`` or ``excused``; one statement for the streak."""
    duty = (
        select(Shift.business_date.label("day"), literal("duty").label("mark"))
        .join(Duty, Duty.shift_id == Shift.id)
        .where(Duty.user_id == user_id, Duty.is_void.is_(False), Shift.state.in_(LIVE))
        .where(Shift.business_date.between(since, until))
    )
    done = select(QuizAttempt.business_date, literal("done")).where(
        QuizAttempt.user_id == user_id, QuizAttempt.is_complete, QuizAttempt.business_date.between(since, until)
    )
    excused = select(QuizExcuse.business_date, literal("excused")).where(
        QuizExcuse.user_id == user_id,
        QuizExcuse.is_withdrawn.is_(False),
        QuizExcuse.business_date.between(since, until),
    )
    return union_all(duty, done, excused)


# One crew


@scope_of(QuizAttempt)
def attempts_visible_to(user: User) -> Select[tuple[QuizAttempt]]:
    """One's own, and those of the crews that one watches."""
    watched = in_reach(user, "quiz.watch", QuizAttempt.crew_id)
    return select(QuizAttempt).where(or_(QuizAttempt.user_id == user.id, watched))


@scope_of(QuizExcuse)
def excuses_visible_to(user: User) -> Select[tuple[QuizExcuse]]:
    watched = in_reach(user, "quiz.watch", QuizExcuse.unit_id)
    return select(QuizExcuse).where(or_(QuizExcuse.user_id == user.id, watched))


def shifts_watched_by(user: User, permission: str = "quiz.watch") -> Select[tuple[Shift]]:
    """The published shifts of the crews within reach, and those that the person leads for another."""
    leads = exists().where(
        Duty.shift_id == Shift.id,
        Duty.user_id == user.id,
        Duty.post.in_([DutyPost.LEADER, DutyPost.DUTY_LEADER]),
        Duty.is_void.is_(False),
    )
    mine = and_(leads, Shift.id > 0) if user.may(permission) else false()
    here = or_(in_reach(user, permission, Shift.crew_id), mine)
    return select(Shift).where(here, Shift.state.in_(LIVE)).options(*OPENED)


def duty_watched_by(user: User, duty_id: int, permission: str) -> Select[tuple[Duty]]:
    """One duty in a shift within the person's reach; shift and person loaded."""
    shifts = shifts_watched_by(user, permission).with_only_columns(Shift.id)
    return (
        select(Duty)
        .where(Duty.id == duty_id, Duty.is_void.is_(False), Duty.shift_id.in_(shifts))
        .options(joinedload(Duty.shift).joinedload(Shift.crew), joinedload(Duty.user))
    )


def begun_before(shifts: Select, moment: datetime) -> Select[tuple[Shift]]:
    """The one of ``shifts`` that began last."""
    return shifts.where(Shift.starts_at <= moment).order_by(Shift.starts_at.desc(), Shift.id).limit(1)


def attempts_of_people(user_ids: Iterable[int], business_date: date) -> Select:
    """``(attempt, answers given)`` of these people on a day, first turn first."""
    given = select(func.count(QuizAnswer.id)).where(QuizAnswer.attempt_id == QuizAttempt.id).scalar_subquery()
    here = (QuizAttempt.business_date == business_date, QuizAttempt.user_id.in_(list(user_ids)))
    return select(QuizAttempt, given).where(*here).order_by(QuizAttempt.turn)


def excuses_of_people(user_ids: Iterable[int], business_date: date) -> Select[tuple[QuizExcuse]]:
    here = (QuizExcuse.business_date == business_date, QuizExcuse.user_id.in_(list(user_ids)))
    return select(QuizExcuse).where(*here, QuizExcuse.is_withdrawn.is_(False))


def excuse_of(user_id: int, business_date: date) -> Select[tuple[QuizExcuse]]:
    return select(QuizExcuse).where(QuizExcuse.user_id == user_id, QuizExcuse.business_date == business_date)


def overdue(moment: datetime) -> Select[tuple[QuizAttempt]]:
    """The attempts whose window has closed over unanswered questions."""
    here = (QuizAttempt.submitted_at.is_(None), QuizAttempt.closes_at < moment)
    return select(QuizAttempt).where(*here).options(selectinload(QuizAttempt.answers)).order_by(QuizAttempt.id)
