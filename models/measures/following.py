"""What becomes of measures when the penalty they hang on is revoked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from models.accounts import User
from models.core.db import db
from models.measures import measuring
from models.measures.kinds import ENDED
from models.measures.tables import Measure
from models.penalties import Penalty, effects


def take_back(penalty: Penalty, reason: str, by: User | None, at: datetime) -> None:
    """Withdraw or revoke every measure of ``penalty`` that has not ended. Source: domain §6.1."""
    standing = select(Measure).where(Measure.penalty_id == penalty.id, Measure.state.not_in(ENDED))
    for row in db.session.scalars(standing.order_by(Measure.id)).all():
        measuring.cancel(row, f"{penalty.number} 已撤销：{reason}", by, at)


effects.WHEN_UNDONE.append(take_back)
