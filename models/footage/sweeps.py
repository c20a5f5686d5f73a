"""What was overwritten unsaved is marked so, within minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

from models.core.jobs import job
from models.footage import rules


@job("footage.give_up", "录像到期未保全的登记为已覆盖", every=timedelta(minutes=5))
def give_up(due_at: datetime) -> None:
    rules.give_up(due_at)
