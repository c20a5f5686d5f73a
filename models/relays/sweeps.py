"""Old records of what left the house go, as the messages they repeat do."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import delete

from models.core.db import db
from models.core.jobs import job
from models.inbox.sweeps import KEPT
from models.relays.tables import DeliveryState, RelayDelivery


@job("relays.deliveries", "清理半年前的发送记录", daily_at=time(3, 30))
def forget_deliveries(due_at: datetime) -> None:
    """Delete what was sent or given up; what still waits is kept, however old it is."""
    settled = RelayDelivery.state != DeliveryState.WAITING
    db.session.execute(delete(RelayDelivery).where(settled, RelayDelivery.created_at < due_at - KEPT))
