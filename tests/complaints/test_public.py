"""Without a sign-in: what is said arrives, what is asked says no more than it must; channels and paper."""

from __future__ import annotations

import io
import re

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import select

from blueprints.core.filters import day_print
from models.complaints import Channel, Complaint, ComplaintChannel, merging
from models.core import audit, clock
from tests.complaints import makers

DIGITS = "零一二三四五六七八九"


@pytest.fixture
def kept(db, cast, units):
    row = ComplaintChannel(unit_id=units["qinglan"].id, channel=Channel.ONLINE, address="扫码", method="自助页面")
    row.keeper_id, row.deputy_id = cast["nei"].id, cast["duo"].id
    db.session.add(row)
    audit.record("complaint.keep_channels", row, None)
    db.session.commit()
    return row


def answered(page: str, **more) -> dict:
    one, other = re.search(r"([零一二三四五六七八九])加([零一二三四五六七八九])等于几", page).groups()
    key = re.search(r'name="sum_key"[^>]*value="([^"]+)"', page).group(1)
    when = clock.local(clock.now()).strftime("%Y-%m-%dT%H:%M")
    given = {"kind": "complaint", "content": "排队太久", "phone": "13800004127", "occurred_at": when}
    return given | {"sum": DIGITS.index(one) + DIGITS.index(other), "sum_key": key} | more


def test_what_is_said_at_the_kiosk_is_the_keepers(db, cast, client, kept):
    page = client.get("/complaints/say/qinglan").text
    answer = client.post("/complaints/say/qinglan", data=answered(page))
    case = db.session.scalars(select(Complaint)).one()
    assert answer.status_code == 303 and answer.location.endswith(case.number)
    assert (case.responsible_id, case.is_public, case.channel) == (cast["nei"].id, True, Channel.ONLINE)
    told = client.get(answer.location).text
    assert case.number in told and "我们会尽快联系您" in told
    status = re.search(r'href="(/complaints/status[^"]*)"', told).group(1)
    assert f'value="{case.number}"' in client.get(status).text


def test_who_leaves_no_number_says_so(db, cast, client, kept):
    page = client.get("/complaints/say/qinglan").text
    assert "联系电话<span" not in page
    refused = client.post("/complaints/say/qinglan", data=answered(page, phone=""))
    assert refused.status_code == 422 and "请勾选“不留电话”" in refused.text
    both = client.post("/complaints/say/qinglan", data=answered(page, is_anonymous="y"))
    assert "我们会尽快联系您" in client.get(both.location).text


def test_nobody_promises_an_answer_to_who_left_no_number(db, cast, client, kept):
    page = client.get("/complaints/say/qinglan").text
    answer = client.post("/complaints/say/qinglan", data=answered(page, phone="", is_anonymous="y"))
    told = client.get(answer.location).text
    assert "无法回复您" in told and "联系您" not in told and "/complaints/status" not in told


def test_the_mistakes_of_a_few_do_not_shut_the_kiosk_to_the_next(db, cast, client, kept):
    page = client.get("/complaints/say/qinglan").text
    for _ in range(12):
        assert client.post("/complaints/say/qinglan", data=answered(page, content="")).status_code == 422
    assert client.post("/complaints/say/qinglan", data=answered(page)).status_code == 303


def test_a_wrong_sum_and_the_trap_are_refused(db, cast, client, kept):
    page = client.get("/complaints/say/qinglan").text
    for bad, said in (({"sum": "99"}, "答案不对"), ({"sum": ""}, "请填写答案"), ({"website": "http://x"}, "")):
        answer = client.post("/complaints/say/qinglan", data=answered(page, **bad))
        assert answer.status_code == 422 and said in answer.text
    assert db.session.scalars(select(Complaint)).all() == []
    assert client.get("/complaints/say/meiling").status_code == 404


def test_the_state_needs_number_and_tail_and_unknown_ones_look_the_same(db, cast, client, kept):
    case = makers.make_case(cast)
    db.session.commit()
    good = client.post("/complaints/status", data={"number": case.number, "tail": "4127"})
    assert "已登记" in good.text and "态度" not in good.text
    wrong = client.post("/complaints/status", data={"number": case.number, "tail": "0000"})
    unknown = client.post("/complaints/status", data={"number": "TS-20200101-001", "tail": "4127"})
    for one in (wrong, unknown):
        assert one.status_code == 422 and "没有找到这个编号和电话尾号" in one.text


def look_up(client, number, tail):
    return client.post("/complaints/status", data={"number": number, "tail": tail})


def test_right_look_ups_and_slips_of_a_shared_address_cost_nothing(db, cast, client, kept):
    case = makers.make_case(cast)
    db.session.commit()
    for _ in range(11):
        assert "已登记" in look_up(client, case.number, "4127").text
        assert "请填写 4 位数字" in look_up(client, case.number, "412").text
    assert "没有找到" in look_up(client, case.number, "0000").text


def test_who_guesses_at_one_case_is_stopped_there_and_shuts_out_nobody_else(db, cast, client, kept):
    """Five wrong ones at a case, however the number is written; then not even the right one is told, of that case."""
    case, other = makers.make_case(cast), makers.make_case(cast)
    db.session.commit()
    for n in range(5):
        assert "没有找到" in look_up(client, case.number.lower() if n % 2 else f" {case.number}", f"{n:04}").text
        if n < 4:
            assert "已登记" in look_up(client, case.number, "4127").text, "a right one between them clears nothing"
    for _ in range(2):
        shut = look_up(client, case.number, "4127")
        assert shut.status_code == 422 and "试错的次数过多" in shut.text and "已登记" not in shut.text
    for _ in range(12):
        assert "已登记" in look_up(client, other.number, "4127").text, "others on the same Wi-Fi go on"
    for n in range(5):
        assert "没有找到" in look_up(client, "TS-20200101-001", f"{n:04}").text
    assert "试错的次数过多" in look_up(client, "TS-20200101-001", "0009").text, "a number of no case is shut alike"


@pytest.mark.one_engine
def test_guessing_at_many_cases_is_stopped_by_address(db, cast, client, kept):
    """Forty wrong ones of an address; after them not even the right one is told until the time is over."""
    case = makers.make_case(cast)
    db.session.commit()
    for n in range(40):
        assert "没有找到" in look_up(client, f"TS-20200101-{n:03}", "4127").text
    for _ in range(2):
        shut = look_up(client, case.number, "4127")
        assert shut.status_code == 422 and "过于频繁" in shut.text and "已登记" not in shut.text


def test_who_called_twice_is_told_how_the_joined_case_stands(db, cast, client, kept):
    joined = makers.make_merged(cast)
    db.session.commit()
    told = look_up(client, joined.number, joined.phone[-4:]).text
    assert "合并到一件里办理" in told and "正在办理" in told
    into, late = makers.make_replied(cast), makers.make_accepted(cast)
    merging.merge(late, into=into, reason="同一来电", by=cast["ming"], at=clock.now())
    db.session.commit()
    told = look_up(client, late.number, late.phone[-4:]).text
    assert "已回复" in told and "正在办理" not in told


def test_channels_are_kept_printed_and_change(db, cast, as_, kept):
    assert "倪文" in as_(cast["wang"]).get("/complaints/channels").text
    assert "<svg" in as_(cast["wang"]).get("/complaints/poster/qinglan").text
    head = as_(cast["wu"])
    assert "投诉方式公布" in head.get("/complaints/channels/print").text
    told = {"address": "扫码", "method": "自助", "keeper": cast["duo"].id, "deputy": cast["duo"].id, "version": 1}
    assert head.post(f"/complaints/channels/{kept.id}/edit", data=told).status_code == 422
    told["deputy"] = cast["nei"].id
    assert head.post(f"/complaints/channels/{kept.id}/edit", data=told).status_code == 303


def test_the_paper_forms(db, cast, as_):
    case = makers.make_closed(cast)
    browser = as_(cast["duo"])
    for where in ("print", "letter"):
        assert case.number in browser.get(f"/complaints/{case.id}/{where}").text
        assert browser.get(f"/complaints/{case.id}/{where}.docx").data[:2] == b"PK"


def test_the_page_asks_for_what_the_poster_promises(client, cast, as_, kept):
    assert "时间、车道和经过" in as_(cast["wang"]).get("/complaints/poster/qinglan").text
    page = client.get("/complaints/say/qinglan").text
    assert "哪条车道" in page and "发生时间" in page and "请写下经过" in page


def test_a_letter_is_dated_as_letters_are(db, cast, as_):
    """With the year, without the weekday or the second; on the page and in Word alike."""
    case, browser = makers.make_closed(cast), as_(cast["duo"])
    dates = [day_print(case.registered_at), day_print(case.replied_at)]
    shown = browser.get(f"/complaints/{case.id}/letter").text
    word = Document(io.BytesIO(browser.get(f"/complaints/{case.id}/letter.docx").data))
    letter = shown.partition("letter-body")[2].partition("sheet-foot")[0]
    for text in (letter, "".join(one.text for one in word.paragraphs)):
        assert f"您于 {dates[0]}反映" in text and dates[1] in text.partition("反映")[2] and "星期" not in text


@pytest.mark.one_engine
def test_a_channel_is_added_once_and_lists_leave_as_sheets(db, cast, units, as_, kept):
    head = as_(cast["wu"])
    told = {"unit": units["qinglan"].id, "channel": "box", "address": "广场意见箱", "method": "每周开箱"}
    told |= {"keeper": cast["nei"].id, "deputy": cast["duo"].id, "is_published": "y"}
    assert as_(cast["duo"]).get("/complaints/channels/new").status_code == 403
    assert head.post("/complaints/channels/new", data=told).status_code == 303
    again = head.post("/complaints/channels/new", data=told)
    assert again.status_code == 422 and "已经有“意见箱”" in again.text
    assert "广场意见箱" not in head.get("/complaints/channels?published=no").text
    poster = head.get(f"/complaints/channels/print?unit={units['qinglan'].id}").text
    assert "广场意见箱" in poster and "<svg" in poster
    month = {"unit": units["qinglan"].id, "month": "2026-10", "vehicles": "186400"}
    assert head.post("/complaints/traffic", data=month).status_code == 303
    for where in ("channels/export.xlsx?channel=box", "traffic/export.xlsx?year=2026"):
        sheet = load_workbook(io.BytesIO(head.get(f"/complaints/{where}").data)).active
        assert sheet.max_row == 2
