"""录像保全 from a case: prefilled, counted down on the case, linked both ways."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from models import footage
from models.complaints import recordings
from models.core import clock
from models.core.errors import Overtaken, RuleBroken
from tests.complaints import makers
from tests.footage import makers as cameras


def test_a_case_asks_for_its_recording(db, cast, units, as_):
    lane = cameras.make_lane(units)
    cameras.make_group(cast, units)
    case = makers.make_case(cast, lane=lane)
    db.session.commit()
    browser, where = as_(cast["wang"]), f"/complaints/{case.id}/footage"
    form = browser.get(where).text
    when = clock.local(case.occurred_at).strftime("%Y-%m-%dT%H:%M")
    assert f'value="{when}"' in form and re.search(rf'selected value="{lane.id}"', form)
    told = {"lane": lane.id, "around": when, "before_minutes": 5, "after_minutes": 15}
    assert browser.post(where, data=told).status_code == 303
    row = db.session.scalars(footage.of(case)).one()
    minute = case.occurred_at.replace(second=0, microsecond=0)
    assert (row.from_at, row.to_at) == (minute - timedelta(minutes=5), minute + timedelta(minutes=15))
    page = browser.get(f"/complaints/{case.id}").text
    assert row.number in page and "待保全" in page and "剩" in page and f"/footage/{row.id}" not in page
    assert f'href="/footage/{row.id}"' in as_(cast["ming"]).get(f"/complaints/{case.id}").text
    assert f'href="/complaints/{case.id}"' in as_(cast["ming"]).get(f"/footage/{row.id}").text
    assert f'href="/complaints/{case.id}"' not in as_(cast["jian"]).get(f"/footage/{row.id}").text


def test_a_case_that_is_over_or_of_the_office_asks_for_none(db, cast, units):
    told = {"lane": None, "around": clock.now(), "before_minutes": 1, "after_minutes": 1}
    with pytest.raises(Overtaken):
        recordings.ask(makers.make_refused(cast), by=cast["ming"], at=clock.now(), **told)
    office = makers.make_case(cast, "ming", unit=units["office"])
    with pytest.raises(RuleBroken, match="没有摄像机组"):
        recordings.ask(office, by=cast["ming"], at=clock.now(), **told)
