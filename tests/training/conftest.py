from __future__ import annotations

import pytest

from models.core import clock
from tests.training.makers import DAY, at


@pytest.fixture
def set_clock(monkeypatch):
    """``set_clock("12:00")`` makes it noon of the early shift's day."""

    def pin(wall: str, day=DAY) -> None:
        moment = at(wall, day)
        monkeypatch.setattr(clock, "now", lambda: moment)
        monkeypatch.setattr(clock, "today", lambda: day)

    return pin
