"""The clock of a decision: until the day it is due. The chair is told by ``sweeps``, once."""

from __future__ import annotations

from datetime import date, datetime, time

from models import deadlines
from models.accounts import Unit, User
from models.core import clock
from models.core.db import db
from models.deadlines import Step, TimeUnit, declare_kind, default_rule
from models.meetings.tables import Decision

DUE = "meeting.decision"
DAY = 24 * 60  # minutes

declare_kind(DUE, "会议决定", "/meetings/decisions/{owner_id}", owner=Decision)
default_rule(
    DUE,
    amount=10,
    unit=TimeUnit.WORKDAYS,
    source="会议确定的完成期限",
    ladder=[Step(1, -2 * DAY), Step(2, -8 * 60)],
)


def end_of(day: date) -> datetime:
    """Return the last minute of a day: what is due on it may be done until then."""
    return clock.at(day, time(23, 59))


def begin(row: Decision, by: User, at: datetime) -> None:
    unit, due_at = db.session.get_one(Unit, row.unit_id), end_of(row.due_on)
    deadlines.start(DUE, row, unit=unit, at=at, by=by, responsible_id=row.owner_id, due_at=due_at)


def begin_anew(row: Decision, by: User, at: datetime) -> None:
    """Take back the clock of what the minutes said first: neither met nor missed."""
    drop(row, "会议决定已修改", by, at)
    begin(row, by, at)


def end(row: Decision, by: User, at: datetime) -> None:
    deadlines.stop(row, DUE, by=by, at=at)


def drop(row: Decision, reason: str, by: User, at: datetime) -> None:
    deadlines.void(row, DUE, reason=reason, by=by, at=at)


def extend_to(row: Decision, reason: str, by: User, at: datetime) -> None:
    deadlines.extend(row, DUE, until=end_of(row.due_on), reason=reason, by=by, at=at)


def hand_over(row: Decision, reason: str, by: User, at: datetime) -> None:
    deadlines.hand_over(row, row.owner_id, by=by, at=at, reason=reason)
