"""The demonstration bank and what the people on the demonstration roster answered, up to the shift that is running."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import joinedload

from models.accounts import User
from models.core import audit, clock, settings
from models.core.db import db
from models.core.seeds import demo_data
from models.roster import Duty, DutyPost, Shift
from models.roster.queries import LIVE
from models.training import bank, drawing, imports, paper, rules, scoring
from models.training.drawing import Candidate, Past
from models.training.tables import Question, QuestionState, QuizAnswer, QuizAttempt, QuizExcuse

QUESTIONS = Path(__file__).with_name("questions.json")
TRAINER = "00021"
BATCH = 500
MISSED, EXCUSED = 0.03, 0.045  # of a hundred rostered days three are missed, one and a half excused
EARLY_BIRDS = 2  # people of the running shift who have done it already


@demo_data(order=40)
def fill() -> None:
    """Fill the bank with the real questions, put them in use, and invent the answers; nothing when there is a bank."""
    if db.session.scalar(select(Question.id).limit(1)):
        return
    trainer = db.session.scalars(select(User).where(User.staff_no == TRAINER)).one()
    objects = json.loads(QUESTIONS.read_text(encoding="utf-8"))["questions"]
    rows = ((number, imports.row_of_object(one)) for number, one in enumerate(objects, 1))
    found = bank.check_file(QUESTIONS.name, imports.read(rows, QuestionState.ACTIVE), trainer)
    bank.import_rows(found, trainer)
    _answer_everything(clock.now())
    db.session.commit()


def _answer_everything(at: datetime) -> None:
    invented = list(_invented(at))
    for start in range(0, len(invented), BATCH):
        part = invented[start : start + BATCH]
        ids = db.session.scalars(
            insert(QuizAttempt).returning(QuizAttempt.id, sort_by_parameter_order=True), [row for row, _answers in part]
        ).all()
        answers = [a | {"attempt_id": i} for i, (_row, rows) in zip(ids, part, strict=True) for a in rows]
        db.session.execute(insert(QuizAnswer), answers)
    audit.act("quiz.submit", ("quiz_attempts", None), None, f"演示数据 {len(invented)} 份")


def _invented(at: datetime) -> Iterator[tuple[dict, list[dict]]]:
    """Yield ``(attempt, answers)`` as rows, in the order of the days, so that wrong answers come back."""
    questions = {row.id: row for row in db.session.scalars(select(Question))}
    past: dict[int, dict[int, bool]] = {}
    leaders: dict[int, int] = {}
    banks: dict[tuple, list[Candidate]] = {}
    for duty, place in _duties(at):
        if duty.post is DutyPost.LEADER:
            leaders[duty.shift_id] = duty.user_id
        running, luck = duty.shift.ends_at > at, Random(f"{duty.user_id} {duty.shift.business_date}")
        chance = luck.random()
        if (running and place >= EARLY_BIRDS) or chance < MISSED:
            continue
        if chance < EXCUSED and leaders.get(duty.shift_id, duty.user_id) != duty.user_id:
            _excuse(duty, leaders[duty.shift_id])
            continue
        key = (duty.shift.unit_id, duty.shift.business_date)
        if key not in banks:
            banks[key] = rules.bank_for(*key)
        yield _attempt(duty, banks[key], questions, past.setdefault(duty.user_id, {}), luck)


def _duties(at: datetime) -> Iterable[tuple[Duty, int]]:
    """Yield each person's first duty of a business date that has begun, and their place in the shift."""
    rows = (
        select(Duty)
        .join(Shift)
        .where(Shift.state.in_(LIVE), Shift.starts_at <= at - timedelta(minutes=30), Duty.is_void.is_(False))
        .options(joinedload(Duty.shift), joinedload(Duty.user))
        .order_by(Shift.starts_at, Shift.id, Duty.id)
    )
    seen: set[tuple] = set()
    places: dict[int, int] = {}
    for duty in db.session.scalars(rows):
        if (key := (duty.user_id, duty.shift.business_date)) not in seen:
            seen.add(key)
            places[duty.shift_id] = places.get(duty.shift_id, -1) + 1
            yield duty, places[duty.shift_id]


def _attempt(
    duty: Duty, candidates: list[Candidate], questions: dict[int, Question], last: dict[int, bool], luck: Random
):
    shift, day = duty.shift, duty.shift.business_date
    seed = drawing.seed_of(settings.value_of("quiz.seed"), duty.user_id, day, 1)
    past = Past([one for one, right in last.items() if not right], {one for one, right in last.items() if right})
    drawn = drawing.draw(candidates, settings.value_of("quiz.size"), seed, past, settings.value_of("quiz.wrong_first"))
    items = [paper.item_of(questions[one], seed) for one in drawn]
    started = shift.starts_at + timedelta(minutes=2 + luck.random() * 26)
    answers = list(_answers(items, started, duty.user_id, last, luck))
    return _row(duty, items, started, answers), answers


def _answers(items: list[dict[str, Any]], at: datetime, user_id: int, last: dict[int, bool], luck: Random):
    skill = 0.84 + 0.12 * Random(f"skill {user_id}").random()
    for position, item in enumerate(items, 1):
        hard = 0.35 * (Random(f"hard {item['stem']}").random() < 0.12)
        right = luck.random() < skill - hard
        at += timedelta(seconds=4 + luck.random() * 10)
        last.pop(item["question"], None)
        last[item["question"]] = right
        yield {
            "position": position,
            "question_id": item["question"],
            "given": _given(item, right),
            "is_right": right,
            "answered_at": at,
        }


def _given(item: dict[str, Any], right: bool) -> list[str]:
    if item["kind"] == "fill":
        return [accepted[0] if right else "记不清" for accepted in item["right"]]
    if right:
        return item["right"]
    others = [key for key, _text in paper.keys_of(item) if key not in item["right"]]
    return others[:1] or item["right"][:-1]


def _row(duty: Duty, items: list[dict[str, Any]], started: datetime, answers: list[dict]) -> dict[str, Any]:
    right, margin = sum(one["is_right"] for one in answers), timedelta(minutes=settings.value_of("quiz.margin_minutes"))
    return {
        "user_id": duty.user_id,
        "unit_id": duty.shift.unit_id,
        "crew_id": duty.shift.crew_id,
        "shift_id": duty.shift_id,
        "business_date": duty.shift.business_date,
        "turn": 1,
        "opens_at": duty.shift.starts_at - margin,
        "closes_at": duty.shift.ends_at + margin,
        "paper": items,
        "question_count": len(items),
        "pass_score": settings.value_of("quiz.pass_score"),
        "started_at": started,
        "submitted_at": answers[-1]["answered_at"],
        "is_complete": True,
        "right_count": right,
        "score": scoring.percent(right, len(items)),
    }


def _excuse(duty: Duty, leader_id: int) -> None:
    row = QuizExcuse(user_id=duty.user_id, business_date=duty.shift.business_date, unit_id=duty.shift.crew_id)
    row.reason, row.excused_by_id, row.excused_at = "临时任务", leader_id, duty.shift.starts_at
    db.session.add(row)
    audit.record("quiz.excuse", row, None, note=row.reason)
