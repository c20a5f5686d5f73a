"""The demonstration: the real questions in use, two months of answers, today's quiz left for the visitor."""

from __future__ import annotations

import time
from datetime import date

import pytest
from sqlalchemy import delete, func, select

from models.accounts import demo as people
from models.core import clock, seeds
from models.core.db import db as _db
from models.training import Question, QuestionState, QuizAttempt, demo
from tests.training.makers import at


@pytest.fixture
def station(app, monkeypatch):
    """The demonstration station on a Wednesday at noon, in a house without the cast."""
    with app.app_context():
        _db.drop_all()
        _db.create_all()
        monkeypatch.setattr(clock, "now", lambda: at("12:00"))
        monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 18))
        seeds.run(seeds.BASE)
        for order, fill in seeds.DEMO:
            if order < 40:
                fill()
        yield _db
        _db.session.rollback()


def test_two_months_of_answers_in_seconds(station):
    begun = time.monotonic()
    demo.fill()
    assert time.monotonic() - begun < 10
    in_use = select(func.count()).select_from(Question).where(Question.state == QuestionState.ACTIVE)
    assert station.session.scalar(in_use) == 106
    scores = station.session.scalars(select(QuizAttempt.score)).all()
    assert len(scores) > 1500 and 70 < sum(scores) / len(scores) < 95


def test_it_is_the_same_each_time_and_filled_once(station):
    demo.fill()
    demo.fill()
    rows = select(QuizAttempt.user_id, QuizAttempt.business_date, QuizAttempt.score).order_by(QuizAttempt.id)
    once = station.session.execute(rows).all()
    for table in ("quiz_answers", "quiz_attempts", "quiz_excuses", "questions", "question_imports"):
        station.session.execute(delete(_db.metadata.tables[table]))
    station.session.commit()
    demo.fill()
    assert station.session.execute(rows).all() == once


def test_most_of_the_running_shift_have_it_before_them(station):
    from models.accounts import User
    from models.roster import Duty, Shift

    demo.fill()
    running = select(Shift.id).where(Shift.starts_at <= at("12:00"), Shift.ends_at > at("12:00"))
    on_duty = set(station.session.scalars(select(Duty.user_id).where(Duty.shift_id.in_(running))))
    done = set(station.session.scalars(select(QuizAttempt.user_id).where(QuizAttempt.shift_id.in_(running))))
    assert len(on_duty) >= 12 and len(done) <= 4
    assert people.PASSWORD and station.session.scalar(select(func.count()).select_from(User)) > 60
