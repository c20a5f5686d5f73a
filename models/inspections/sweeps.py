"""Silence becomes consent when the time of the inspected is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from models.core.jobs import job
from models.inspections import confirming


@job("inspections.lapse", "当事人逾期未答复的检查事项视为认可", every=timedelta(minutes=10))
def lapse(due_at: datetime) -> None:
    confirming.lapse(due_at)
