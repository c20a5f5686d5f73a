"""What must always hold among recordings."""

from __future__ import annotations

from sqlalchemy import select

from models.core.checks import invariant
from models.core.db import db
from models.deadlines import DeadlineTimer
from models.footage.kinds import FootageState
from models.footage.tables import Preservation, PreservationRequest


@invariant("每件录像保全都有申请；没有办完的才计时", order=66)
def recordings():
    asked = select(PreservationRequest.preservation_id)
    for number in db.session.scalars(select(Preservation.number).where(Preservation.id.not_in(asked))):
        yield f"{number} 没有申请"
    open_clocks = (DeadlineTimer.owner_type == "preservations", DeadlineTimer.stopped_at.is_(None))
    ticking = select(DeadlineTimer.owner_id).where(*open_clocks)
    done = select(Preservation.number).where(Preservation.state != FootageState.WAITING, Preservation.id.in_(ticking))
    for number in db.session.scalars(done):
        yield f"{number} 已经办完，但还在计时"
