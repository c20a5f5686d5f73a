"""What becomes of the meetings and decisions of a person who moves, is lent or leaves: they go to the successor."""

from __future__ import annotations

from sqlalchemy import Select, func, select

from models.accounts import Move, User
from models.accounts.people import counts_open_work, on_move
from models.core import audit, clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.meetings import deciding, queries
from models.meetings.tables import Decision, Meeting


@counts_open_work("会议决定")
def open_decisions(person: User) -> int:
    return _count(queries.carried_by(person), Decision)


@counts_open_work("督办的会议决定")
def open_oversight(person: User) -> int:
    return _count(queries.overseen_by(person), Decision)


@counts_open_work("主持或记录的会议")
def open_meetings(person: User) -> int:
    return _count(queries.in_hand_of(person), Meeting)


@on_move
def follow(move: Move, by: User) -> None:
    """Make the successor carry on. Raises RuleBroken(successor): one person would hold both parts of a matter."""
    if move.successor_id is None:
        return
    person, successor = (db.session.get_one(User, one) for one in (move.user_id, move.successor_id))
    note = f"{person.name}{move.kind.label}，由{successor.name}接手"
    for row in db.session.scalars(queries.carried_by(person)).all():
        _require_two(row.number, successor, row.overseer_id)
        deciding.pass_on(row, successor, as_owner=True, note=note, by=by, at=clock.now())
    for row in db.session.scalars(queries.overseen_by(person)).all():
        _require_two(row.number, successor, row.owner_id)
        deciding.pass_on(row, successor, as_owner=False, note=note, by=by, at=clock.now())
    for meeting in db.session.scalars(queries.in_hand_of(person)).all():
        _pass_on(meeting, person, successor, note, by)


def _pass_on(meeting: Meeting, person: User, successor: User, note: str, by: User) -> None:
    other = meeting.recorder_id if meeting.chair_id == person.id else meeting.chair_id
    _require_two(meeting.number, successor, other)
    if meeting.chair_id == person.id:
        meeting.chair_id = successor.id
    else:
        meeting.recorder_id = successor.id
    audit.record("meeting.pass_on", meeting, by, note=note)


def _require_two(number: str, successor: User, other_id: int) -> None:
    if successor.id == other_id:
        raise RuleBroken(f"{successor.name}在 {number} 中已是另一方，请另选接手人。", field="successor")


def _count(rows: Select, table: type) -> int:
    inner = rows.with_only_columns(table.id).order_by(None)
    return db.session.scalar(select(func.count()).select_from(inner.subquery())) or 0
