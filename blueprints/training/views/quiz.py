"""The daily quiz: one question per page, each answer final and saved at once, then the result."""

from __future__ import annotations

from datetime import datetime

from flask import abort, url_for
from flask_login import current_user

from blueprints.core.access import requires
from blueprints.core.respond import go, keep, page, updated
from blueprints.training import bp
from blueprints.training.forms import AnswerForm, PracticeFilter
from models.core import clock
from models.core.db import db, locked
from models.training import QuizAttempt, paper, practice, queries, rules, scoring
from models.training import today as now_of


@bp.get("/today")
@requires("quiz.take")
def today():
    """Go on where the person stopped: begin, the next question, the result, or why there is none."""
    at = clock.now()
    now = now_of.of(current_user, at)
    if now.is_open_at(at):
        position = next_position(now.attempt)
        return page("training/quiz.html", form=AnswerForm(), **question(now.attempt, position))
    if now.attempt is not None and now.duty is None:
        return page("training/result.html", now=now, at=at, **result(now.attempt, at))
    day = now.duty.shift.business_date if now.duty else clock.local(at).date()
    marks, lacks = now_of.marks(current_user.id, day), now.duty and rules.lacks_questions(now.duty.shift)
    return page("training/start.html", now=now, marks=marks, lacks_questions=lacks)


@bp.post("/today/start")
@requires("quiz.take")
def start():
    at = clock.now()
    now = now_of.of(current_user, at)
    if now.duty is not None:
        rules.start(now.duty, current_user, at)
        keep()
    return go(url_for(".today"))


@bp.post("/today/<int:attempt_id>/retry")
@requires("quiz.take")
def retry(attempt_id: int):
    rules.retry(_locked_attempt(attempt_id), current_user, clock.now())
    keep()
    return go(url_for(".today"))


@bp.get("/today/<int:attempt_id>/<int:position>")
@requires("quiz.take")
def answered(attempt_id: int, position: int):
    """Show the answer that was given; a question that has none is reached by going on."""
    attempt = db.session.scalar(queries.own_attempt(attempt_id, current_user.id)) or abort(404)
    if position not in {one.position for one in attempt.answers}:
        return go(url_for(".today"))
    return page("training/quiz.html", form=AnswerForm(), **question(attempt, position))


@bp.post("/today/<int:attempt_id>/<int:position>")
@requires("quiz.take")
def answer(attempt_id: int, position: int):
    attempt, form = _locked_attempt(attempt_id), AnswerForm()
    if not 1 <= position <= attempt.question_count:
        abort(404)
    if form.attempt(rules.answer, attempt, position, by=current_user, at=clock.now()):
        return updated("", "training/quiz.html", form=form, **question(attempt, position))
    return page("training/quiz.html", form=form, **question(attempt, position))


@bp.get("/mine")
@requires("quiz.take")
def mine():
    """One's own days, streak and wrong answers; what today's open quiz asks is left out until it is answered."""
    at = clock.now()
    marks = now_of.marks(current_user.id, clock.local(at).date())
    wrong = practice.wrong_book(current_user, at)
    return page("training/mine.html", marks=marks, wrong=wrong, score=practice.score_of(current_user, at), paper=paper)


@bp.route("/practice", methods=["GET", "POST"])
@requires("quiz.take")
def exercise():
    """One question after another without record."""
    number = max(PracticeFilter().values().get("n", 1), 1)
    item = practice.item(current_user, number, clock.now())
    form = AnswerForm()
    given = practice.given(form.choice.data, item) if item and form.validate_on_submit() else None
    if form.is_submitted() and item and given is None:
        form.refuse("请先选择或填写答案。", "choice")
    return page(
        "training/practice.html",
        form=form,
        item=item,
        given=given,
        number=number,
        paper=paper,
        right=given is not None and scoring.is_right(item["kind"], item["right"], given),
    )


def _locked_attempt(attempt_id: int) -> QuizAttempt:
    return db.session.scalar(locked(queries.own_attempt(attempt_id, current_user.id))) or abort(404)


def next_position(attempt: QuizAttempt) -> int:
    answered = {one.position for one in attempt.answers}
    return next(n for n in range(1, attempt.question_count + 1) if n not in answered)


def question(attempt: QuizAttempt, position: int) -> dict:
    """Return what the page of one question shows; the right answer only once it has been answered."""
    by_position = {one.position: one for one in attempt.answers}
    states = [state_of(by_position.get(n), n == position) for n in range(1, attempt.question_count + 1)]
    return {
        "attempt": attempt,
        "position": position,
        "item": attempt.paper[position - 1],
        "given": by_position.get(position),
        "states": states,
        "paper": paper,
    }


def state_of(given, is_here: bool) -> str:
    if given is None:
        return "now" if is_here else ""
    return "ok" if given.is_right else "bad"


def result(attempt: QuizAttempt, at: datetime) -> dict:
    given = {one.position: one for one in attempt.answers}
    items = [
        {"position": n, "item": item, "given": given.get(n), "right": n in given and given[n].is_right}
        for n, item in enumerate(attempt.paper, 1)
    ]
    may_retry = attempt.turn == 1 and attempt.score is not None and not attempt.is_passed and attempt.is_open_at(at)
    marks = now_of.marks(current_user.id, attempt.business_date)
    return {
        "attempt": attempt,
        "items": items,
        "marks": marks,
        "paper": paper,
        "may_retry": may_retry,
        "today": clock.local(at).date(),
    }
