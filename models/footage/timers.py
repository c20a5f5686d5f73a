"""The clock of a recording: it ends when the camera overwrites it, and nothing can put that off."""

from __future__ import annotations

from datetime import datetime

from models.accounts import Unit, User
from models.core.db import db
from models.deadlines import Step, StepMeasure, TimeUnit, Whom, declare_kind, default_rule, start, stop, void
from models.footage.tables import Preservation

SAVE = "footage.save"
HOUR = 60  # minutes

declare_kind(SAVE, "录像覆盖", "/footage/{owner_id}", owner=Preservation)
default_rule(
    SAVE,
    amount=24,
    unit=TimeUnit.HOURS,
    source="摄像机组的保存时间；覆盖时间由录像起点推算",
    ladder=[
        Step(1, 50, Whom.ROLE, "monitor", StepMeasure.PERCENT, is_urgent=True),
        Step(2, -24 * HOUR, Whom.ROLE, "monitor", is_urgent=True),
        Step(3, -4 * HOUR, Whom.ROLE, "duty_leader", is_urgent=True),
        Step(4, -1 * HOUR, Whom.ROLE, "leader", is_urgent=True),
    ],
)


def begin(row: Preservation, by: User | None, at: datetime) -> None:
    unit = db.session.get_one(Unit, row.unit_id)
    start(SAVE, row, unit=unit, at=at, by=by, due_at=row.overwritten_at)


def move(row: Preservation, by: User | None, at: datetime) -> None:
    """Begin anew after the range has grown to an earlier moment."""
    void(row, SAVE, reason="保全范围提前，重新计时", by=by, at=at)
    begin(row, by, at)


def end(row: Preservation, by: User | None, at: datetime) -> None:
    """The recording is saved, or it is gone: met or missed follows from the moment."""
    stop(row, SAVE, by=by, at=at)


def drop(row: Preservation, reason: str, by: User | None, at: datetime) -> None:
    void(row, SAVE, reason=reason, by=by, at=at)
