"""What the form says about itself: every cell, every rule, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from models.core import clock
from models.handover import checklist, findings, sheet
from models.handover.sections import BY_NAME, SECTIONS
from models.handover.texts import Limits, Places, write

START = datetime(2026, 10, 27, 7, 30, tzinfo=UTC)  # 15:30 at the station


def said(**body) -> list[str]:
    reading = sheet.read(body, Places(START))
    return [one.sentence for one in findings.all_of(reading) if not one.is_missing]


def booth(**texts) -> dict:
    flags = {one.name: "1" for one in BY_NAME["settlements"].fields if one.kind == "flag"}
    counted = {"n100": "5"}
    return {"user_id": 1, "lane_id": 1, "standard": 50000} | flags | counted | texts


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        ({"receivable": "100", "cash": "90"}, "短款 10.00 元，请填写原因"),
        ({"receivable": "100", "cash": "90", "reason": "找零差错"}, None),
        ({"receivable": "100", "cash": "120"}, "长款 20.00 元，请填写原因"),
        ({"receivable": "100", "cash": "120", "over": "5", "reason": "x"}, "长款至少应为 20.00 元"),
        ({"receivable": "100", "cash": "100", "n100": "4"}, "备用金比标准少 100.00 元"),
        ({"receivable": "100", "cash": "100", "n100": "4", "float_reason": "借出"}, None),
        ({"receivable": "1e3", "cash": "100"}, "应缴：请填写金额"),
        ({"receivable": "100.555", "cash": "100"}, "应缴：请填写金额"),
        ({"receivable": "－5", "cash": "100"}, "应缴：请填写金额"),
        ({"receivable": "１００", "cash": "100"}, None),
        ({"receivable": "100", "cash": "100", "has_seal": ""}, "缺印章，请写明去向"),
    ],
)
def test_a_booth(texts, sentence):
    found = said(settlements=[booth(**texts)])
    assert (found == []) if sentence is None else (len(found) == 1 and sentence in found[0])


def test_a_void_receipt_lies_within_the_shifts_numbers():
    rolls = [{"kind": "machine", "start_no": "0010", "end_no": "0020"}]
    void = {"kind": "machine", "serial": "0015", "reason": "卡纸"}
    assert said(rolls=rolls, voids=[void]) == []
    assert said(rolls=rolls, voids=[void | {"serial": "0021"}]) == ["作废号码 0021 不在本班机打票的号段内"]
    assert said(rolls=rolls, voids=[void, void]) == ["作废号码 0015 重复"]


def test_a_gap_is_recorded_with_its_reason_and_never_made_to_match():
    roll = {"kind": "machine", "expected_no": "0010", "start_no": "0012", "end_no": "0020"}
    assert said(rolls=[roll]) == ["机打票：起号应为 0010，跳过 2 张，请说明"]
    assert said(rolls=[roll | {"reason": "撕坏 2 张"}]) == []


def test_the_system_may_count_otherwise_but_not_unexplained():
    roll = {"kind": "machine", "start_no": "0010", "end_no": "0020", "system_count": "10"}
    assert said(rolls=[roll]) == ["机打票：用 11 张，系统 10 张，请说明"]


def test_a_long_absence_needs_a_reason():
    places = Places(START, people={1: None})
    absence = {"user_id": "1", "kind": "booth", "left_at": "18:00", "back_at": "18:26"}
    found = findings.all_of(sheet.read({"absences": [absence]}, places))
    assert "离开 26 分钟，超过 25 分钟，请写明原因" in [one.sentence for one in found]


def test_a_time_after_midnight_is_of_the_next_day():
    reading = sheet.read({"head": {"left_at": "00:05", "lined_up_at": "15:20"}}, Places(START))
    assert clock.local(reading.head.left_at).isoformat() == "2026-10-28T00:05:00+08:00"
    assert clock.local(reading.head.lined_up_at).day == 27


def test_what_is_posted_is_merged_and_nothing_else_is_taken():
    body = {"settlements": [booth()], "rolls": [{"kind": "machine", "_fixed": ["kind"], "start_no": "1"}], "head": {}}
    posted = {"settlements-0-cash": " 90 ", "settlements-0-standard": "1", "settlements-0-user_id": "9"}
    posted |= {"rolls-0-kind": "fixed_5", "rolls-0-end_no": "2", "settlements-9-cash": "1", "evil": "x", "pin": "1"}
    merged = sheet.merged(body, posted)
    assert merged["settlements"] == [booth(cash="90")]
    assert merged["rolls"] == [{"kind": "machine", "_fixed": ["kind"], "start_no": "1", "end_no": "2"}]
    assert "evil" not in merged and "pin" not in merged


def test_boxes_are_off_only_when_the_page_had_boxes():
    body = {"settlements": [booth()]}
    assert sheet.merged(body, {"settlements-0-cash": "1"})["settlements"][0]["has_seal"] == "1"
    unticked = sheet.merged(body, {"settlements-0-cash": "1", "settlements-flags": "1"})
    assert unticked["settlements"][0]["has_seal"] == ""


def test_every_text_a_value_is_written_as_is_read_back():
    for section in SECTIONS:
        for one in section.fields:
            value = {"money": 123456, "count": 7, "signed": -7, "serial": "007", "flag": True, "text": "字"}.get(
                one.kind
            )
            if value is not None:
                line = sheet.read({section.name: [{one.name: write(one, value)}]}, Places(START))[section.name][0]
                assert line.values[one.name] == value, one


def test_the_check_list_tells_differences_from_what_is_missing():
    reading = sheet.read({"settlements": [booth(receivable="100", cash="90")], "cards": [{}]}, Places(START))
    rows = {row["title"]: row for row in checklist.rows(reading, findings.all_of(reading), 2)}
    assert rows["现金"] == {"state": "bad", "href": "#cash", "title": "现金", "note": "短 10.00 元"}
    assert rows["CPC 卡"]["state"] == "no" and rows["遗留事项"]["note"] == "2 条"
    assert checklist.differences(reading).count == 1


LIMITS = Limits(line_up=10, log_in=3, leaving=5, card_stock=1300)


@pytest.mark.parametrize(
    ("field", "time", "sentence"),
    [
        ("lined_up_at", "15:20", None),
        ("lined_up_at", "15:21", "列队时间晚于接班前 10 分钟的要求"),
        ("logged_in_at", "15:33", None),
        ("logged_in_at", "15:34", "登录时间晚于接班后 3 分钟内的要求"),
        ("left_at", "23:35", None),
        ("left_at", "23:36", "离岗时间晚于交班后 5 分钟内的要求"),
    ],
)
def test_a_late_time_asks_for_a_remark_and_refuses_nothing(field, time, sentence):
    places = Places(START, START + timedelta(hours=8), limits=LIMITS)
    said = [f for f in findings.all_of(sheet.read({"head": {field: time}}, places)) if field in f.target]
    assert [f.sentence.partition("，")[0] for f in said] == ([sentence] if sentence else [])
    assert not any(f.blocks for f in said)
    remarked = sheet.read({"head": {field: time, "remark": "路上堵车"}}, places)
    assert [f for f in findings.all_of(remarked) if field in f.target] == []


@pytest.mark.parametrize(("stock", "told"), [("1299", True), ("1300", False)])
def test_a_low_stock_of_cards_is_a_hint(stock, told):
    reading = sheet.read({"cards": [{"opening": stock, "closing": stock}]}, Places(START, limits=LIMITS))
    said = [f for f in findings.all_of(reading) if "库存下限 1300 张" in f.sentence]
    assert [f.blocks for f in said] == ([False] if told else [])
