"""The shared PC lists who is on duty, with their lanes, and whoever relieves them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select

from models.accounts import Terminal, terminals
from models.core import clock
from models.roster import Duty, DutyPost, ShiftState
from models.roster.changing import Span, substitute
from tests.roster.makers import make_lanes, make_shift

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # 10:00 at the station, in the early shift
NAME = re.compile(r"<b>(.+?)</b><br><small>(.+?) · ")


@pytest.fixture
def booth(client, db, cast, units, monkeypatch):
    """A browser at the shared PC of booth X01."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    token = terminals.new_token()
    terminals.register(Terminal(), name="X01 岗亭", unit=units["qinglan"], is_shared=True, token=token, by=cast["xi"])
    db.session.commit()
    client.set_cookie("zw_terminal", token)
    return client


@pytest.fixture
def shifts(cast, units):
    lanes = make_lanes(units["qinglan"], "X01 X02")
    early = {
        cast["liu"]: (DutyPost.LEADER, None),
        cast["wang"]: (DutyPost.COLLECTOR, lanes["X02"]),
        cast["zhao"]: (DutyPost.COLLECTOR, lanes["X01"]),
        cast["huang"]: (DutyPost.RESERVE, None),
    }
    late = {cast["han"]: (DutyPost.LEADER, None), cast["sun"]: (DutyPost.COLLECTOR, lanes["X01"])}
    now = make_shift(units["qinglan"], DAY, "early", units["crew1"], early)
    return now, make_shift(units["qinglan"], DAY, "middle", units["crew2"], late)


def test_who_is_on_duty_stands_there_by_lane(booth, shifts):
    page = booth.get("/switch").text
    assert NAME.findall(page) == [
        ("赵磊", "X01 出口"),
        ("王倩", "X02 出口"),
        ("刘建平", "班长"),
        ("黄涛", "机动"),
    ]
    assert "一班 早班 07:30–15:30，在岗 4 人" in page


def test_the_next_crew_is_one_link_away(booth, shifts):
    assert "接班的二班" in booth.get("/switch").text
    assert NAME.findall(booth.get("/switch?crew=next").text) == [("孙晓梅", "X01 出口"), ("韩雪", "班长")]


def test_a_substitute_is_listed_for_the_hours_of_the_stretch(booth, shifts, db, cast):
    duty = db.session.scalars(select(Duty).where(Duty.user_id == cast["wang"].id)).one()
    substitute(duty, cast["sun"], Span(duty.starts_at, clock.at(DAY, time(12))), "就医", cast["liu"])
    db.session.commit()
    listed = dict(NAME.findall(booth.get("/switch").text))
    assert listed["孙晓梅"] == "X02 出口 07:30–12:00" and listed["王倩"] == "X02 出口 12:00–15:30"


def test_a_draft_is_nobody_and_then_the_crews_are_listed(booth, cast, units):
    make_shift(
        units["qinglan"], DAY, "early", units["crew1"], {cast["sun"]: (DutyPost.LEADER, None)}, ShiftState.PLANNED
    )
    assert dict(NAME.findall(booth.get("/switch").text))["王倩"] == "收费员"


def test_the_other_stations_people_are_not_listed(booth, cast, units):
    make_shift(units["meiling"], DAY, "early", units["mcrew1"], {cast["mei"]: (DutyPost.LEADER, None)})
    assert "梅芳" not in booth.get("/switch").text


def test_a_name_on_duty_opens_its_panel(booth, shifts):
    answer = booth.get("/switch?crew=now&who=00317", headers={"HX-Request": "true", "HX-Target": "pin-panel"})
    assert "登录 王倩" in answer.text and 'action="/switch?crew=now"' in answer.text
