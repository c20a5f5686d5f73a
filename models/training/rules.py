"""Every change of the daily quiz: begin, answer, close, excuse. The server's time decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from models.accounts import User
from models.core import audit, settings
from models.core.db import db, locked
from models.core.errors import RuleBroken
from models.core.jobs import job
from models.roster import Duty, Shift
from models.training import drawing, paper, queries, scoring
from models.training.drawing import Candidate, Past
from models.training.tables import KEYS, QuizAnswer, QuizAttempt, QuizExcuse

PAST = timedelta(days=180)  # how far back own answers count for drawing
LONGEST_ANSWER = 200  # characters of one blank
TOO_LATE = "今天的答题时间已过，已确定的答案都已保存。"


def start(duty: Duty, by: User, at: datetime) -> QuizAttempt:
    """Draw today's questions for the person on ``duty``; the second call returns the same attempt.

    Raises RuleBroken: it is not yet, or no longer, time; the bank has no question that fits.
    """
    _one_at_a_time(by)
    kept = db.session.scalar(queries.attempts_of_day(by.id, duty.shift.business_date))
    if kept:
        return kept
    margin = timedelta(minutes=settings.value_of("quiz.margin_minutes", unit_id=duty.shift.unit_id))
    if not duty.shift.starts_at - margin <= at <= duty.shift.ends_at + margin:
        raise RuleBroken("现在不是您的答题时间，请在班前班后规定的时间内答题。")
    attempt = QuizAttempt(user_id=by.id, turn=1, business_date=duty.shift.business_date, shift_id=duty.shift_id)
    attempt.unit_id, attempt.crew_id = duty.shift.unit_id, duty.shift.crew_id
    attempt.opens_at, attempt.closes_at = duty.shift.starts_at - margin, duty.shift.ends_at + margin
    return _open(attempt, at, frozenset())


def retry(first: QuizAttempt, by: User, at: datetime) -> QuizAttempt:
    """Draw other questions after a score below the pass line; once per day.

    Raises RuleBroken: not submitted, passed, too late, or no other question is left.
    """
    _one_at_a_time(by)
    attempts = list(db.session.scalars(queries.attempts_of_day(by.id, first.business_date)))
    if len(attempts) > 1:
        return attempts[1]
    if first.submitted_at is None or first.is_passed:
        raise RuleBroken("已经合格，不用再答。" if first.is_passed else "先答完这一次，才能再答。")
    if not first.is_open_at(at):
        raise RuleBroken(TOO_LATE)
    again = QuizAttempt(user_id=by.id, turn=2, business_date=first.business_date, shift_id=first.shift_id)
    again.unit_id, again.crew_id = first.unit_id, first.crew_id
    again.opens_at, again.closes_at = first.opens_at, first.closes_at
    return _open(again, at, {item["question"] for item in first.paper})


def answer(attempt: QuizAttempt, position: int, choice: Sequence[str], by: User, at: datetime) -> None:
    """Keep the answer to question ``position`` (from 1) for good; the last one submits the attempt.

    The caller has locked ``attempt``. An answer that came before stays: the second of two tabs, or of two clicks,
    changes nothing. Raises RuleBroken: the time is over, or nothing was chosen. Source: security.md 26.
    """
    answered = {given.position for given in attempt.answers}
    if position in answered or attempt.submitted_at:
        return
    if not attempt.is_open_at(at):
        raise RuleBroken(TOO_LATE)
    item = attempt.paper[position - 1]
    given = given_to(item, choice)
    right = scoring.is_right(item["kind"], item["right"], given)
    row = QuizAnswer(position=position, question_id=item["question"], given=given, is_right=right, answered_at=at)
    attempt.answers.append(row)
    if len(answered) + 1 == attempt.question_count:
        _submit(attempt, at, by)


def close_overdue(at: datetime) -> int:
    """Close the attempts whose time is over; the saved answers count, open questions count as wrong.

    Returns how many.
    """
    attempts = list(db.session.scalars(locked(queries.overdue(at))))
    for attempt in attempts:
        _submit(attempt, attempt.closes_at, None)
    return len(attempts)


@job("training.close", "到时收卷", every=timedelta(minutes=5))
def close_due(due_at: datetime) -> None:
    close_overdue(due_at)


def excuse(duty: Duty, reason: str, by: User, at: datetime) -> QuizExcuse:
    """Excuse the person on ``duty`` from that day's quiz: the streak goes on.

    Raises RuleBroken: it is oneself; the quiz is done. Source: domain §2.6.
    """
    if duty.user_id == by.id:
        raise RuleBroken("不能为本人登记免答，请由值班站长或征费室办理。")
    day = duty.shift.business_date
    if any(attempt.is_complete for attempt in db.session.scalars(queries.attempts_of_day(duty.user_id, day))):
        raise RuleBroken(f"{duty.user.name}已经答完，不用免答。")
    row = db.session.scalar(queries.excuse_of(duty.user_id, day))
    if row is None:
        row = QuizExcuse(user_id=duty.user_id, business_date=day)
        db.session.add(row)
    row.unit_id, row.reason, row.is_withdrawn = duty.shift.crew_id, reason, False
    row.excused_by_id, row.excused_at = by.id, at
    audit.record("quiz.excuse", row, by, note=reason)
    return row


def withdraw_excuse(duty: Duty, by: User) -> None:
    """Take an excuse back. Raises RuleBroken: there is none."""
    row = db.session.scalar(queries.excuse_of(duty.user_id, duty.shift.business_date))
    if row is None or row.is_withdrawn:
        raise RuleBroken("没有可以撤回的免答登记。")
    row.is_withdrawn = True
    audit.record("quiz.excuse", row, by, note="撤回")


def past_of(user_id: int, before) -> Past:
    """Return what the person's last answers on earlier days were."""
    last: dict[int, bool] = {}
    for question_id, right, _day in db.session.execute(queries.answers_before(user_id, before - PAST, before)):
        last.pop(question_id, None)  # so that the order is that of the last answer
        last[question_id] = right
    return Past([one for one, right in last.items() if not right], {one for one, right in last.items() if right})


def bank_for(unit_id: int, day) -> list[Candidate]:
    """Return what can be asked at a station on a day."""
    regions = settings.value_of("quiz.regions", unit_id=unit_id, on=day)
    known = {region.strip() for region in regions.replace("，", ",").replace("、", ",").split(",")}
    rows = db.session.execute(queries.in_use())
    return drawing.usable((Candidate(*row) for row in rows), day, known)


def lacks_questions(shift: Shift) -> bool:
    """Whether nobody on ``shift`` can be asked anything: the bank has no question in use for its place and day."""
    return not bank_for(shift.unit_id, shift.business_date)


def _one_at_a_time(user: User) -> None:
    """Let two tabs of one person begin one after the other."""
    db.session.execute(locked(select(User.id).where(User.id == user.id)))


def _open(attempt: QuizAttempt, at: datetime, without) -> QuizAttempt:
    unit_id, day = attempt.unit_id, attempt.business_date
    bank = [one for one in bank_for(unit_id, day) if one.id not in without]
    size, first = (settings.value_of(f"quiz.{name}", unit_id=unit_id, on=day) for name in ("size", "wrong_first"))
    seed = drawing.seed_of(settings.value_of("quiz.seed", on=day), attempt.user_id, day, attempt.turn)
    ids = drawing.draw(bank, size, seed, past_of(attempt.user_id, day), first)
    if not ids:
        raise RuleBroken("题库里没有其他可用的题目。" if without else "题库里还没有可用的题目，请联系征费室。")
    questions = {row.id: row for row in db.session.scalars(queries.questions_by_id(ids))}
    attempt.paper = [paper.item_of(questions[one], seed) for one in ids]
    attempt.question_count, attempt.started_at, attempt.answers = len(ids), at, []
    attempt.pass_score = settings.value_of("quiz.pass_score", unit_id=unit_id, on=day)
    db.session.add(attempt)
    db.session.flush()
    return attempt


def given_to(item: dict, choice: Sequence[str]) -> list[str]:
    """Return ``choice`` as it is kept. Raises RuleBroken at the field ``choice``: nothing chosen, or not offered."""
    if item["kind"] == "fill":
        given = [text.strip()[:LONGEST_ANSWER] for text in choice][: len(item["right"])]
        if len(given) < len(item["right"]) or not all(given):
            raise RuleBroken("请把每个空都填上。", "choice")
        return given
    given = sorted(set(choice))
    if not given or not set(given) <= set(KEYS[: len(item["options"])]):
        raise RuleBroken("请先选择答案。", "choice")
    if item["kind"] != "multiple" and len(given) > 1:
        raise RuleBroken("只能选择一个答案。", "choice")
    return given


def _submit(attempt: QuizAttempt, at: datetime, by: User | None) -> None:
    right = sum(given.is_right for given in attempt.answers)
    attempt.right_count, attempt.score = right, scoring.percent(right, attempt.question_count)
    attempt.submitted_at, attempt.is_complete = at, len(attempt.answers) == attempt.question_count
    db.session.flush()
    note = f"{right}/{attempt.question_count}，{attempt.score} 分" + ("" if by else "，到时自动交卷")
    audit.act("quiz.submit", ("quiz_attempts", attempt.id), by, note, name=attempt.name, unit_id=attempt.unit_id)
