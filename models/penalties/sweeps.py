"""Penalties take effect when their appeal window is over."""

from __future__ import annotations

from datetime import datetime, time

from models.core import clock
from models.core.jobs import job
from models.penalties import effects


@job("penalties.effect", "申诉期满的处罚生效", daily_at=time(0, 5))
def take_effect(due_at: datetime) -> None:
    effects.end_windows(clock.local(due_at).date(), due_at)
