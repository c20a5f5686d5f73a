"""What is promised on the telephone when something cannot be solved on the spot. Source: S3 §2.1, §5.3."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from models.core import clock, settings
from models.core.db import Labelled
from models.core.errors import RuleBroken
from models.core.holidays import calendar
from models.core.workdays import add_workdays
from models.deadlines.options import read_hours


class Promise(Labelled):
    NONE = ("none", "未承诺")
    TWO_HOURS = ("two_hours", "2 小时内")
    TODAY = ("today", "下班前")
    WORKDAY = ("workday", "1 个工作日")
    OTHER = ("other", "另约时间")


def moment_of(promise: Promise, said: datetime | None, at: datetime, unit_id: int) -> datetime | None:
    """Return until when an answer was promised; the end of a day is when the office closes.

    Raises RuleBroken: another time was agreed but not written down, or the office is closed for today.
    """
    if promise is Promise.OTHER or said is not None:
        if said is None:
            raise RuleBroken("另约时间的，请填写约定的时间。", field="promised_at")
        return said
    today = clock.local(at).date()
    match promise:
        case Promise.TWO_HOURS:
            return at + timedelta(hours=2)
        case Promise.TODAY:
            return _before_closing(at, unit_id)
        case Promise.WORKDAY:
            return clock.at(add_workdays(today, 1, calendar()), closing(unit_id))
        case _:
            return None


def closing(unit_id: int) -> time:
    """Return when the office closes."""
    return read_hours(settings.value_of("deadline.office_hours", unit_id=unit_id))[-1][1]


def _before_closing(at: datetime, unit_id: int) -> datetime:
    end = clock.at(clock.local(at).date(), closing(unit_id))
    if end <= at:
        raise RuleBroken("已经过了今日下班时间，请选择其他时间。", field="promise")
    return end
