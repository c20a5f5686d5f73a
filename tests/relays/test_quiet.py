"""Nobody who sleeps is woken, unless it is urgent."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from models.core import clock
from models.relays.quiet import Habits, wakes_at

HABITS = Habits(22, 7, timedelta(hours=8))


def on(day: int, hour: int, minute: int = 0) -> datetime:
    return clock.at(date(2026, 11, day), time(hour, minute))


NIGHT = (on(26, 23, 30), on(27, 7, 30))
LATE = (on(27, 16), on(27, 23, 30))


@pytest.mark.parametrize(
    ("at", "duties", "wakes"),
    [
        (on(27, 12), [], on(27, 12)),
        (on(27, 22), [], on(28, 7)),
        (on(27, 3), [], on(27, 7)),
        (on(27, 7), [], on(27, 7)),
        (on(27, 3), [NIGHT], on(27, 3)),  # on duty: awake
        (on(27, 8), [NIGHT], on(27, 15, 30)),  # sleeps after the night
        (on(27, 15, 30), [NIGHT], on(27, 15, 30)),
        (on(26, 22, 30), [NIGHT], on(26, 23, 30)),  # woken by the shift itself
        (on(27, 23, 45), [LATE], on(28, 7)),  # a late shift is no night
    ],
)
def test_when_somebody_wakes(at, duties, wakes):
    assert wakes_at(at, duties, HABITS) == wakes


def test_without_quiet_hours_everything_goes_at_once():
    assert wakes_at(on(27, 3), [], Habits(0, 0, timedelta())) == on(27, 3)
