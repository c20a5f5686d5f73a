"""Months that are over and not closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from models.accounts import User
from models.closings import queries
from models.closings.houses import next_month
from models.core import clock, settings
from models.inbox import Todo, todo


@todo
def months_to_close(user: User, at: datetime) -> Iterator[Todo]:
    """From the day of the setting on, for whoever may close; a house that never closed a month is left alone."""
    if not user.may("closing.close"):
        return
    today = clock.local(at).date()
    for unit, closed in queries.standings(user, "closing.close"):
        if closed is None:
            continue
        month = next_month(closed.replace(day=1))
        remind = settings.value_of("closing.remind_day", unit_id=unit.id)
        if next_month(month).replace(day=remind) <= today:
            href = f"/closings/units/{unit.id}/close"
            yield Todo(f"{unit.name} {month.month} 月未结账", href, "处罚、积分、考勤一起冻结", icon="lock")
