"""Months that are over and not closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from models.accounts import User
from models.closings import queries
from models.core import clock, months, settings
from models.inbox import Ask, todo


@todo
def months_to_close(user: User, at: datetime) -> Iterator[Ask]:
    """From the day of the setting on, for whoever may close; a house that never closed a month is left alone."""
    if user.may("closing.close"):
        wanted = _wanted(clock.local(at).date(), settings.value_of("closing.remind_day"))
        behind = queries.behind(user, "closing.close", wanted)
        yield Ask.count(behind, "月度未结账", "/closings/", detail="处罚、积分、考勤一起冻结", icon="lock")


def _wanted(today: date, remind_day: int) -> date:
    """Return the month that should be closed by now: the last one, or before the day of reminding the one before."""
    return months.before(today, 1 if today.day >= remind_day else 2)
