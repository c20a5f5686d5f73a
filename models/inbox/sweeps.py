"""Old messages go."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from models.core.jobs import job
from models.inbox import rules

KEPT = timedelta(days=180)


@job("inbox.messages", "清理半年前的消息", daily_at=time(3, 25))
def forget_messages(due_at: datetime) -> None:
    rules.sweep(due_at - KEPT)
