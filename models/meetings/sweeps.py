"""Decisions whose day has passed are brought before the chair."""

from __future__ import annotations

from datetime import datetime, time

from models.core import clock
from models.core.db import db
from models.core.jobs import job
from models.meetings import deciding, queries


@job("meetings.late", "会议决定超期上报主持人", daily_at=time(8, 10))
def tell_chairs(due_at: datetime) -> None:
    """Tell each chair once for each day due; what was told already is left out, so that it may run again."""
    for row in db.session.scalars(queries.to_escalate(clock.local(due_at).date())).all():
        deciding.escalate(row, due_at)
