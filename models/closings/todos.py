"""Months that are over and not closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import Select

from models.accounts import Unit, User
from models.closings import queries
from models.core import clock, months, settings
from models.inbox import Ask, todo


@todo
def months_to_close(user: User, at: datetime) -> Iterator[Ask]:
    """From the day of the setting on, for whoever may close; a house that never closed a month is left alone."""
    if user.may("closing.close"):
        yield Ask.count(behind_of(user, at), "月度未结账", "/closings/", detail="处罚、积分、考勤一起冻结", icon="lock")


def behind_of(user: User, at: datetime) -> Select[tuple[Unit]]:
    """Return the houses that the person should have closed a month of by now."""
    wanted = _wanted(clock.local(at).date(), settings.value_of("closing.remind_day"))
    return queries.behind(user, "closing.close", wanted)


def _wanted(today: date, remind_day: int) -> date:
    """Return the month that should be closed by now: the last one, or before the day of reminding the one before."""
    return months.before(today, 1 if today.day >= remind_day else 2)
