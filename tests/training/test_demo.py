"""The demonstration: the real questions in use, two months of answers, today's quiz left for the visitor."""

from __future__ import annotations

import time
from datetime import date

import pytest
from sqlalchemy import delete, func, select

from models.accounts import User
from models.accounts import demo as people
from models.core import clock, seeds
from models.core.db import db as _db
from models.roster import Duty, Shift
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


ATTEMPTS = select(QuizAttempt.user_id, QuizAttempt.business_date, QuizAttempt.score).order_by(QuizAttempt.id)


def test_it_fills_in_seconds_once_and_the_same_each_time(station):
    """One house for all that is asked of it: laying its first two months takes longer than all these questions."""
    begun = time.monotonic()
    demo.fill()
    assert time.monotonic() - begun < 10
    assert_two_months_of_answers(station.session)
    assert_most_of_the_running_shift_have_it_before_them(station.session)
    once = station.session.execute(ATTEMPTS).all()
    demo.fill()
    assert station.session.execute(ATTEMPTS).all() == once
    for table in ("quiz_answers", "quiz_attempts", "quiz_excuses", "questions", "question_imports"):
        station.session.execute(delete(_db.metadata.tables[table]))
    station.session.commit()
    demo.fill()
    assert station.session.execute(ATTEMPTS).all() == once


def assert_two_months_of_answers(session):
    in_use = select(func.count()).select_from(Question).where(Question.state == QuestionState.ACTIVE)
    assert session.scalar(in_use) == 106
    scores = session.scalars(select(QuizAttempt.score)).all()
    assert len(scores) > 1500 and 70 < sum(scores) / len(scores) < 95


def assert_most_of_the_running_shift_have_it_before_them(session):
    running = select(Shift.id).where(Shift.starts_at <= at("12:00"), Shift.ends_at > at("12:00"))
    on_duty = set(session.scalars(select(Duty.user_id).where(Duty.shift_id.in_(running))))
    done = set(session.scalars(select(QuizAttempt.user_id).where(QuizAttempt.shift_id.in_(running))))
    assert len(on_duty) >= 12 and len(done) <= 4
    assert people.PASSWORD and session.scalar(select(func.count()).select_from(User)) > 60
