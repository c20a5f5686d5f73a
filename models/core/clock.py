"""The one place that reads the clock. Rules take dates and moments as arguments; views, jobs and commands ask here."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from time import monotonic
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")  # the zone of every working day; stored moments are UTC

_pinned: date | None = None


def pin(day: date | None) -> None:
    """Make ``today()`` answer ``day`` from now on, the time of day running on; None lets go. For demo and test only."""
    global _pinned
    _pinned = day


def now() -> datetime:
    """Return the current moment in UTC."""
    moment = datetime.now(UTC)
    if _pinned is None:
        return moment
    return datetime.combine(_pinned, moment.astimezone(ZONE).time(), ZONE).astimezone(UTC)


def today() -> date:
    """Return the calendar day in China. A shift's business date is the roster's matter, not the clock's."""
    return local(now()).date()


def uptime() -> float:
    """Return seconds that only ever run forward, whoever sets the clock: evidence of how much time has really gone."""
    return monotonic()


def local(moment: datetime) -> datetime:
    """Return ``moment`` on the station's wall clock."""
    return moment.astimezone(ZONE)


def short_day(day: date) -> str:
    """``11-22`` for a page that is read today; a day of another year with its year.

    A text that is kept is read in other years too, and always carries it: ``f"{day:%Y-%m-%d}"``.
    """
    return f"{day:%m-%d}" if day.year == today().year else f"{day:%Y-%m-%d}"


def short_moment(moment: datetime) -> str:
    """``11-22 21:52`` on the station's wall clock; of another year with its year."""
    there = local(moment)
    return f"{short_day(there)} {there:%H:%M}"


def at(day: date, clock_time: time) -> datetime:
    """Return the UTC moment of ``clock_time`` on ``day`` at the station."""
    return datetime.combine(day, clock_time, ZONE).astimezone(UTC)
