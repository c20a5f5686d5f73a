"""Practice without record, and the book of one's own wrong answers. What an open quiz asks is kept out of both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from models.accounts import User
from models.core import clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.training import drawing, paper, queries, rules, scoring
from models.training.drawing import Past
from models.training.today import latest_attempt

MONTH = timedelta(days=30)
SHOWN = 50  # wrong answers on one page


def item(user: User, number: int, at: datetime) -> dict[str, Any] | None:
    """Return the ``number``-th question of today's practice, the same each time; None when the bank has none left."""
    day, hidden = clock.local(at).date(), unanswered(user, at)
    bank = [one for one in rules.bank_for(user.station_id, day) if one.id not in hidden]
    seed = f"practice|{user.id}|{day.isoformat()}"
    ids = drawing.draw(bank, len(bank), seed, Past(), 0)
    if not ids:
        return None
    chosen = ids[(number - 1) % len(ids)]
    return paper.item_of(db.session.scalars(queries.questions_by_id([chosen])).one(), f"{seed}|{number}")


def given(choice: Sequence[str], asked: dict[str, Any]) -> list[str] | None:
    """Return the answer as it would be kept, None when it is no answer."""
    try:
        return rules.given_to(asked, choice)
    except RuleBroken:
        return None


def unanswered(user: User, at: datetime) -> frozenset[int]:
    """Return the questions of the person's open quiz that wait for an answer: their keys must show nowhere."""
    attempt = latest_attempt(user.id, clock.local(at).date() - timedelta(days=1))
    if attempt is None or attempt.submitted_at is not None:
        return frozenset()
    answered = {one.position for one in attempt.answers}
    return frozenset(asked["question"] for n, asked in enumerate(attempt.paper, 1) if n not in answered)


def wrong_book(user: User, at: datetime) -> list[dict[str, Any]]:
    """Return ``item`` and ``given`` of what the person answered wrong last time, newest first."""
    hidden = unanswered(user, at)
    rows = db.session.execute(queries.wrong_book(user.id).limit(SHOWN + len(hidden)))
    found = ({"item": asked[row.position - 1], "given": row} for row, asked in rows if row.question_id not in hidden)
    return list(found)[:SHOWN]


def score_of(user: User, at: datetime) -> tuple[int, int, int]:
    """Return ``(right, all, per cent)`` of the person's answers in the last thirty days."""
    day = clock.local(at).date()
    rows = list(db.session.execute(queries.answers_before(user.id, day - MONTH, day + timedelta(days=1))))
    right = sum(right for _question, right, _day in rows)
    return right, len(rows), scoring.percent(right, len(rows))
