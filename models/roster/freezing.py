"""The freeze: a shift that is over becomes evidence, with the names as they were."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from models.accounts import Unit, User
from models.core import audit, clock, settings
from models.core.db import db
from models.core.flow import Flow, Step
from models.core.jobs import job
from models.roster.tables import Duty, Shift, ShiftKind, ShiftState

FLOW = Flow(
    [
        Step("publish", frozenset({ShiftState.PLANNED}), ShiftState.PUBLISHED, "roster.plan", "发布"),
        Step("freeze", frozenset({ShiftState.PUBLISHED}), ShiftState.FROZEN, "roster.correct", "冻结"),
    ]
)


def freeze(shift: Shift, by: User | None, at: datetime | None = None) -> None:
    """Make ``shift`` evidence: nothing of it changes any more, only corrections are added. A frozen one stays as it is.

    Raises Overtaken: it was never published. The caller is the job or the handover that was sealed.
    """
    if shift.state is ShiftState.FROZEN:
        return
    FLOW.take(shift, "freeze")
    shift.frozen_at = at or clock.now()
    shift.kind_name, shift.crew_name = names_of(shift)
    duties = select(Duty).where(Duty.shift_id == shift.id).options(joinedload(Duty.user), joinedload(Duty.lane))
    for duty in db.session.scalars(duties):
        duty.person_name, duty.lane_name = duty.user.name, duty.lane.name if duty.lane else ""
        duty.is_frozen = True
    audit.record("roster.freeze", shift, by)


def names_of(shift: Shift) -> tuple[str, str]:
    """Return what kind and crew are called now."""
    return db.session.get(ShiftKind, shift.kind_id).name, db.session.get(Unit, shift.crew_id).name


def ended_before(at: datetime) -> Select[tuple[Shift]]:
    """The published shifts that are over at ``at``, the oldest first."""
    return select(Shift).where(Shift.state == ShiftState.PUBLISHED, Shift.ends_at <= at).order_by(Shift.ends_at)


def freeze_ended(at: datetime) -> int:
    """Freeze every shift whose waiting time is over; return how many."""
    due = [shift for shift in db.session.scalars(ended_before(at)) if shift.ends_at + waiting(shift) <= at]
    for shift in due:
        freeze(shift, by=None, at=at)
    return len(due)


def waiting(shift: Shift) -> timedelta:
    return timedelta(hours=settings.value_of("roster.freeze_hours", unit_id=shift.unit_id, on=shift.business_date))


@job("roster.freeze", "冻结已结束的班次", every=timedelta(minutes=15))
def freeze_due(due_at: datetime) -> None:
    freeze_ended(due_at)
