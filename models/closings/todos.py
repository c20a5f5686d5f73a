"""Months that are over and not closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import Date, Select, bindparam

from models.accounts import Unit, User
from models.closings import queries
from models.core import clock, months, settings
from models.inbox import Ask, todo

WANTED = bindparam("wanted", type_=Date)


@todo
def months_to_close(user: User, _on: date) -> Iterator[Ask]:
    """From the day of the setting on, for whoever may close; a house that never closed a month is left alone."""
    if user.may("closing.close"):
        behind = queries.behind(user, "closing.close", WANTED)
        words = {"detail": "处罚、积分、考勤一起冻结", "icon": "lock"}
        yield Ask.count(behind, "月度未结账", "/closings/", lambda at: {"wanted": wanted_at(at)}, **words)


def behind_of(user: User, at: datetime) -> Select[tuple[Unit]]:
    """Return the houses that the person should have closed a month of by now."""
    return queries.behind(user, "closing.close", wanted_at(at))


def wanted_at(at: datetime) -> date:
    """Return the month that should be closed by now: the last one, or before the day of reminding the one before."""
    today = clock.local(at).date()
    return months.before(today, 1 if today.day >= settings.value_of("closing.remind_day") else 2)
