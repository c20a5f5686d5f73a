"""The clock of an order: until the day it is due."""

from __future__ import annotations

from datetime import date, datetime, time

from models.accounts import Unit, User
from models.core import clock
from models.core.db import db
from models.deadlines import Step, TimeUnit, Whom, declare_kind, default_rule, start, stop, void
from models.measures.tables import Directive

DUE = "directive.due"
DAY = 24 * 60  # minutes

declare_kind(DUE, "责令处理", "/measures/directives/{owner_id}", owner=Directive)
default_rule(
    DUE,
    amount=5,
    unit=TimeUnit.WORKDAYS,
    source="下达时确定的期限",
    ladder=[Step(1, -DAY), Step(2, 0, Whom.ROLE, "office_head"), Step(3, 2 * DAY, Whom.ROLE, "leader")],
)


def end_of(day: date) -> datetime:
    """Return the last minute of a day: what is due on it may be done until then."""
    return clock.at(day, time(23, 59))


def begin(row: Directive, by: User, at: datetime) -> None:
    unit = db.session.get_one(Unit, row.unit_id)
    start(DUE, row, unit=unit, at=at, by=by, responsible_id=row.responsible_id, due_at=end_of(row.due_on))


def end(row: Directive, by: User, at: datetime) -> None:
    stop(row, DUE, by=by, at=at)


def drop(row: Directive, reason: str, by: User, at: datetime) -> None:
    void(row, DUE, reason=reason, by=by, at=at)
