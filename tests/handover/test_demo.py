"""The demonstration's handovers are as sound as those that people signed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.core import checks, clock
from models.core.db import db
from models.handover import Handover, demo
from models.handover.kinds import HandoverState
from models.roster import DutyPost
from tests.handover.makers import CHANGE, DAY, make_evening, make_handover
from tests.roster.makers import make_shift


@pytest.fixture
def day(cast, units):
    """Three shifts in a row: liu leads the first and the last, han the one between."""
    crew = {cast["liu"]: (DutyPost.LEADER, None), cast["wang"]: (DutyPost.COLLECTOR, None)}
    evening = make_evening(cast, units)
    return *evening, make_shift(units["qinglan"], DAY + timedelta(days=1), "early", units["crew1"], crew)


def test_it_seals_what_is_over_and_opens_what_runs(day, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: CHANGE + timedelta(hours=9))
    for _ in range(2):
        demo.fill()
    rows = db.session.scalars(db.select(Handover).order_by(Handover.starts_at)).all()
    assert [row.shift_id for row in rows] == [shift.id for shift in day]
    assert [row.state for row in rows] == [HandoverState.SEALED, HandoverState.TAKEN_OVER, HandoverState.DRAFT]
    assert [line for _, broken in checks.run() for line in broken] == []


def test_what_is_written_afterwards_gets_fresh_ids(day, cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: CHANGE + timedelta(minutes=1))
    demo.fill()
    assert make_handover(day[2], cast["liu"]).draft.body["cards"][0]["opening"]
    assert db.session.query(Handover).count() == 3
