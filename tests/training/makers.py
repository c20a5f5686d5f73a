"""Makers of questions, shifts under way and attempts; every maker commits."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.accounts import Unit, User
from models.core import clock
from models.core.db import db
from models.roster import Duty, DutyPost, Shift
from models.training import Question, QuestionKind, QuizAttempt, bank, rules
from models.training.tables import Difficulty
from tests.roster.makers import make_shift

DAY = date(2026, 11, 18)  # a Wednesday
BEGINS, NOON, ENDS = time(7, 30), time(12), time(15, 30)  # of the early shift


def at(clock_time: time | str, day: date = DAY) -> datetime:
    wall = time.fromisoformat(clock_time) if isinstance(clock_time, str) else clock_time
    return clock.at(day, wall)


def make_question(number: int = 1, active: bool = True, **fields) -> Question:
    """Make a single choice question whose right answer is 对的-number, unless ``fields`` say otherwise."""
    given = {
        "kind": QuestionKind.SINGLE,
        "stem": f"第 {number} 题的题干",
        "options": [f"对的-{number}", f"错甲-{number}", f"错乙-{number}", f"错丙-{number}"],
        "answer": "A",
        "topic": "文明服务",
        "difficulty": Difficulty.MEDIUM,
        "explanation": f"解析-{number}",
        "basis": f"依据-{number}",
        "region": "全国",
    } | fields
    question = bank.create(None, **given)
    db.session.commit()
    if active:
        bank.activate(question, None)
        db.session.commit()
    return question


def make_bank(count: int = 12) -> list[Question]:
    return [make_question(number) for number in range(1, count + 1)]


def make_early(units: dict[str, Unit], *people: User, day: date = DAY, crew: str = "crew1") -> Shift:
    """Make the early shift of a crew; the first person leads it."""
    posts = {one: (DutyPost.LEADER if n == 0 else DutyPost.COLLECTOR, None) for n, one in enumerate(people)}
    station = units["meiling" if crew.startswith("m") else "qinglan"]
    return make_shift(station, day, "early", units[crew], posts)


def make_attempt(shift: Shift, person: User, right: int, when: datetime | None = None) -> QuizAttempt:
    """Make a submitted attempt of ``person`` with the first ``right`` questions answered rightly."""
    when = when or shift.starts_at
    attempt = rules.start(duty_in(shift, person), person, when)
    for position, item in enumerate(attempt.paper, 1):
        rules.answer(attempt, position, right_choice(item) if position <= right else wrong_choice(item), person, when)
    db.session.commit()
    return attempt


def duty_in(shift: Shift, person: User) -> Duty:
    """Return the duty of ``person`` in ``shift``, shift, crew and person loaded as rules want them."""
    loaded = (joinedload(Duty.shift).joinedload(Shift.crew), joinedload(Duty.user))
    return db.session.scalars(
        select(Duty).where(Duty.shift_id == shift.id, Duty.user_id == person.id).options(*loaded)
    ).one()


def right_choice(item: dict) -> list[str]:
    return [accepted[0] for accepted in item["right"]] if item["kind"] == "fill" else item["right"]


def wrong_choice(item: dict) -> list[str]:
    if item["kind"] == "fill":
        return ["不是这个"] * len(item["right"])
    return [next(key for key in "ABCDEFGH" if key not in item["right"])]


def of_ours(seen: list[str]) -> list[str]:
    """Leave out what is the session's: its settings, read every five seconds, and PostgreSQL's word for reading."""
    return [one for one in seen if "setting_values" not in one and not one.startswith("SET TRANSACTION")]
