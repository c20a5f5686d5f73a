"""Which handover a person has to do with now, and what waits at a station."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select

from models.accounts import User
from models.core.db import db
from models.handover import queries
from models.handover.kinds import HandoverState
from models.handover.tables import EDITABLE, Handover
from models.roster import Duty, DutyPost, Shift
from models.roster.queries import LIVE, OPENED, shift_at

BEFORE, AFTER = timedelta(hours=1), timedelta(hours=12)


def shift_for(user: User, station_id: int, now: datetime) -> Shift | None:
    """Return the shift whose handover ``user`` means: one's own as leader while it is not signed, else the current."""
    return meant_by(user, station_id, now)[0]


def meant_by(user: User, station_id: int, now: datetime) -> tuple[Shift | None, Handover | None]:
    """Return that shift with its handover, as far as there are any."""
    own = db.session.scalars(_led_by(user, now)).unique().all()
    for shift in own:
        handover = db.session.scalar(queries.of_shift(shift.id))
        if handover is None or handover.state in EDITABLE:
            return shift, handover
    current = db.session.scalar(shift_at(station_id, now))
    return current, db.session.scalar(queries.of_shift(current.id)) if current else None


def _led_by(user: User, now: datetime) -> Select[tuple[Shift]]:
    """The shifts a person leads about now, the oldest first: what is not handed over comes before what has begun."""
    mine = (Duty.user_id == user.id, Duty.post == DutyPost.LEADER, Duty.is_void.is_(False))
    span = (Shift.starts_at <= now + BEFORE, Shift.ends_at >= now - AFTER, Shift.state.in_(LIVE))
    return select(Shift).join(Duty).where(*mine, *span).options(*OPENED).order_by(Shift.starts_at)


def waiting_at(station_id: int, now: datetime) -> Select[tuple[Handover]]:
    """The handovers of a station that somebody has to sign: overdue ones and those the duty leader has to check."""
    unsigned = Handover.state.in_((*EDITABLE, HandoverState.HANDED_OVER, HandoverState.CHECKING))
    here = or_(unsigned & (Handover.due_at <= now), Handover.state == HandoverState.TAKEN_OVER)
    found = select(Handover).where(Handover.unit_id == station_id, here).options(*queries.SHIFT)
    return found.order_by(Handover.starts_at)
