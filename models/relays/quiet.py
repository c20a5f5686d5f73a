"""When somebody sleeps. Pure: the spans of duty are arguments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from models.core import clock

DEEP = time(3)  # whoever is on duty at this hour has worked the night


@dataclass(frozen=True, slots=True)
class Habits:
    """Night from hour ``begins`` to ``ends``; ``rest`` is how long one sleeps after a night on duty."""

    begins: int
    ends: int
    rest: timedelta


def wakes_at(at: datetime, duties: Iterable[tuple[datetime, datetime]], habits: Habits) -> datetime:
    """Return the first moment from ``at`` on that is not quiet: ``at`` itself for somebody awake or on duty."""
    duties = sorted(duties)
    moment = at
    for _ in range(len(duties) + 3):
        if any(begins <= moment < ends for begins, ends in duties):
            return moment
        later = max(_after_rest(moment, duties, habits), _after_night(moment, habits))
        if later <= moment:
            return moment
        begun = [begins for begins, _ends in duties if moment < begins < later]
        moment = min(begun, default=later)
    return moment


def _after_rest(at: datetime, duties: list[tuple[datetime, datetime]], habits: Habits) -> datetime:
    """Return the end of the rest after a night on duty, ``at`` if there is none now."""
    rests = [
        ends + habits.rest for begins, ends in duties if ends <= at < ends + habits.rest and _is_night(begins, ends)
    ]
    return max(rests, default=at)


def _is_night(begins: datetime, ends: datetime) -> bool:
    first = clock.at(clock.local(begins).date(), DEEP)
    return any(begins <= first + timedelta(days=days) < ends for days in (0, 1))


def _after_night(at: datetime, habits: Habits) -> datetime:
    local = clock.local(at)
    if habits.begins > habits.ends and local.hour >= habits.begins:
        return clock.at(local.date() + timedelta(days=1), time(habits.ends))
    low = 0 if habits.begins > habits.ends else habits.begins
    return clock.at(local.date(), time(habits.ends)) if low <= local.hour < habits.ends else at
