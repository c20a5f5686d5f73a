"""The 优先窗口: a check per turn, gaps followed until restored. Source: seed 1-40."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.core import clock
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken, RulesBroken
from models.inbox import todos_of
from models.service import GapState, ItemState, WindowCheck, WindowGap, overview, setup, windows
from tests.service import makers

MISSING = (ItemState.MISSING, "被借走未还")


def gaps() -> list[WindowGap]:
    return list(db.session.scalars(select(WindowGap).order_by(WindowGap.id)))


def test_what_is_missing_is_followed_until_a_check_finds_it_again(cast, units):
    makers.make_check(cast, units, when=makers.at(9), 轮椅=MISSING)
    makers.make_check(cast, units, when=makers.at(9, day=makers.DAY.replace(day=26)), 轮椅=MISSING)
    assert [gap.state for gap in gaps()] == [GapState.OPEN]
    makers.make_check(cast, units, when=makers.at(9, day=makers.DAY.replace(day=27)))
    assert [(gap.state, gap.restored_by_id) for gap in gaps()] == [(GapState.RESTORED, cast["huang"].id)]


def test_one_turn_is_checked_once(cast, units):
    makers.make_check(cast, units, when=makers.at(9))
    with pytest.raises(RuleBroken, match="已由黄涛在 09:00 检查过"):
        makers.make_check(cast, units, when=makers.at(17), by="wang")


def test_every_item_needs_a_state_and_what_is_wrong_needs_words(cast, units):
    station, at = units["qinglan"], makers.at(9)
    found = makers.found(station.id, 放大镜=(None, ""), 轮椅=(ItemState.DAMAGED, ""))
    with pytest.raises(RulesBroken) as refused:
        windows.check(station.id, found=found, note="", by=cast["huang"], at=at)
    assert sorted(refused.value.refusals.values()) == ["“轮椅”损坏，请写明情况。", "请选择“放大镜”的状态。"]


def test_nobody_checks_the_window_of_another_station(cast, units):
    with pytest.raises(RuleBroken, match="不是您负责的收费站"):
        makers.make_check(cast, units, by="mei")


def test_a_gap_is_restored_once(cast, units):
    makers.make_check(cast, units, 轮椅=MISSING)
    windows.restore(gaps()[0], words="已补领", by=cast["wang"], at=clock.now())
    with pytest.raises(Overtaken):
        windows.restore(gaps()[0], words="又补领", by=cast["duo"], at=clock.now())


def test_an_overdue_check_is_seen(cast, units):
    before, late = overview.turns([units["qinglan"]], makers.at(9)), overview.turns([units["qinglan"]], makers.at(11))
    assert (before[0].is_late, late[0].is_late) == (False, True)
    makers.make_check(cast, units, when=makers.at(11))
    assert overview.turns([units["qinglan"]], makers.at(12))[0].check is not None


def test_missing_items_wait_for_the_leader(cast, units):
    makers.make_check(cast, units, 轮椅=MISSING)
    waiting = [one.title for one in todos_of(cast["duo"], clock.now())]
    assert "优先窗口物品待恢复" in waiting


def test_a_station_adds_to_the_list_but_leaves_the_house_s_alone(cast, units):
    told = {"name": "助听器", "standard": "有电", "sort": 60, "is_open": True}
    setup.keep_item(None, unit=units["qinglan"], by=cast["duo"], **told)
    names = [item.name for item in windows.items_of(units["qinglan"].id)]
    assert "助听器" in names and "助听器" not in [item.name for item in windows.items_of(units["meiling"].id)]
    with pytest.raises(RuleBroken, match="同名"):
        setup.keep_item(None, unit=units["qinglan"], by=cast["duo"], **told)
    with pytest.raises(RuleBroken, match="由征费室维护"):
        setup.keep_item(None, unit=None, by=cast["duo"], **told | {"name": "扩音器"})


def test_the_form_shows_each_refusal_at_its_item(cast, units, as_):
    items = windows.items_of(units["qinglan"].id)
    sent = {f"state_{item.id}": "good" for item in items[1:]} | {f"state_{items[0].id}": "missing"}
    browser = as_(cast["huang"])
    answer = browser.post("/service/checks/new", data=sent)
    assert answer.status_code == 422 and f"“{items[0].name}”缺失，请写明情况。" in answer.text
    assert browser.post("/service/checks/new", data=sent | {f"words_{items[0].id}": "丢失"}).status_code == 303
    assert db.session.scalars(select(WindowCheck)).one().bad_count == 1
    assert "本班已经检查过" in browser.get("/service/checks/new").text
