"""The pages: the sheet, its saving, the steps, the lists, the prints."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest

from models.core import clock
from models.core.db import db
from models.handover import Handover, queries
from tests.handover.makers import (
    CHANGE,
    PIN,
    clean_texts,
    fill,
    full,
    make_evening,
    make_handover,
    seal,
    sign_in,
    sign_out,
)


@pytest.fixture(autouse=True)
def near_the_shift_change(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: CHANGE - timedelta(minutes=20))


@pytest.fixture
def evening(cast, units):
    return make_evening(cast, units)


@pytest.fixture
def clean(evening, cast):
    return fill(make_handover(evening[0], cast["liu"]), cast["liu"])


def signing(**more) -> dict:
    return {"agree": "1", "pin": PIN, "form_key": secrets.token_hex(16)} | more


def test_the_shift_begins_its_record_with_one_click(evening, cast, as_):
    browser = as_(cast["liu"])
    assert "开始本班记录" in browser.get("/handover/").text
    assert browser.post("/handover/open").status_code == 303
    page = browser.get("/handover/")
    assert page.status_code == 200 and "中班 → 夜班 交接" in page.text and "王倩" in page.text


def test_a_whole_shift_change_through_the_pages(evening, cast, as_):
    leader = as_(cast["liu"])
    handover = make_handover(evening[0], cast["liu"])
    here = f"/handover/{handover.id}"
    texts = clean_texts(handover) | signing(version="1", signer=str(cast["liu"].id))
    assert leader.post(f"{here}/hand-over", data=texts).status_code == 303
    assert leader.post(f"{here}/check", data={}).status_code == 303
    grades = {f"grade-{item}": "good" for item in "float goods equipment hygiene desk".split()}
    version = str(full(handover).draft.version)
    data = signing(signer=str(cast["han"].id), version=version, **grades)
    assert leader.post(f"{here}/take-over", data=data).status_code == 303
    duty = as_(cast["duo"])
    assert "检查签认" in duty.get(here).text
    grades = {f"grade-{item}": "good" for item in "post procedure service match plaza".split()}
    data = signing(signer=str(cast["duo"].id), version=version, **grades)
    assert duty.post(f"{here}/seal", data=data).status_code == 303
    assert "已锁定" in duty.get(here).text
    printed = duty.get(f"{here}/print").text
    assert all(name in printed for name in ("刘建平", "韩雪", "多国庆", "校验码", "0048214077"))
    receipts, cards = (duty.get(f"{here}/{kind}/print").text for kind in ("receipts", "cards"))
    assert all(name in receipts for name in ("票据领用缴销单", "0048214077", "票管员签字", "刘建平", "校验码"))
    assert all(name in cards for name in ("CPC 卡交接单", "账实差", "刘建平", "韩雪", "校验码"))


def test_the_draft_saves_and_answers_with_the_live_parts(clean, cast, as_):
    texts = clean_texts(clean) | {"settlements-0-cash": "8,410.00", "version": str(clean.draft.version)}
    headers = {"HX-Request": "true", "HX-Target": "handover-sheet"}
    answer = as_(cast["liu"]).post(f"/handover/{clean.id}/edit", data=texts, headers=headers)
    assert answer.status_code == 200 and "<html" not in answer.text
    assert "短 10.00 元" in answer.text and "请填写原因" in answer.text
    assert full(clean).draft.body["settlements"][0]["cash"] == "8,410.00"


def test_wrong_input_stays_in_its_cell_with_a_sentence(clean, cast, as_):
    texts = clean_texts(clean) | {"settlements-0-cash": "八千", "version": str(clean.draft.version)}
    page = as_(cast["liu"]).post(f"/handover/{clean.id}/edit", data=texts).text
    assert 'value="八千"' in page and "请填写金额" in page


def test_a_second_browser_is_told_and_overwrites_nothing(clean, cast, as_):
    typed = clean_texts(clean) | {"version": str(clean.draft.version)}
    first, second = as_(cast["liu"]), as_(cast["duo"])
    first.post(f"/handover/{clean.id}/edit", data=typed | {"head-0-work": "甲写的"})
    mine = typed | {"head-0-work": "乙写的"}
    answer = second.post(f"/handover/{clean.id}/edit", data=mine)
    assert answer.status_code == 409 and "甲写的" in answer.text and "乙写的" in answer.text
    saved = full(clean).draft
    assert saved.body["head"]["work"] == "甲写的"
    kept = mine | {"accept_version": str(saved.version)}
    assert second.post(f"/handover/{clean.id}/edit", data=kept).status_code == 200
    assert full(clean).draft.body["head"]["work"] == "乙写的"


def test_a_refused_signature_keeps_what_was_typed(evening, cast, as_):
    handover = make_handover(evening[0], cast["liu"])
    texts = {"head-0-work": "刚写的一句", "version": "1", "signer": str(cast["liu"].id)} | signing()
    answer = as_(cast["liu"]).post(f"/handover/{handover.id}/hand-over", data=texts)
    assert answer.status_code == 422 and "处需要修改" in answer.text and "刚写的一句" in answer.text
    assert full(handover).draft.body["head"]["work"] == "刚写的一句"


def test_text_of_people_is_escaped_everywhere(evening, cast, as_):
    evil = "<script>alert(1)</script>"
    changes = {"head__0__work": evil, "matters__0__sentence": evil, "settlements__0__cash": "8400"}
    changes["settlements__0__reason"] = evil
    handover = fill(make_handover(evening[0], cast["liu"]), cast["liu"], **changes)
    browser = as_(cast["duo"])
    pages = [browser.get(f"/handover/{handover.id}{end}").text for end in ("", "/print")]
    handover = seal(sign_in(sign_out(handover, cast["liu"]), cast["han"]), cast["duo"])
    row = handover.settlements[0].id
    ends = ("", "/print", f"/settlement/{row}/print", f"/settlement/{row}/shortage")
    pages += [browser.get(f"/handover/{handover.id}{end}").text for end in ends]
    pages += [browser.get(f"/handover/{name}").text for name in ("matters", "shortages", "list")]
    assert all(evil not in page for page in pages)
    assert all("&lt;script&gt;alert(1)" in page for page in pages[:-1])


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("who", "status"),
    [("liu", 200), ("han", 200), ("duo", 200), ("li", 200), ("chen", 200), ("hq", 200), ("wang", 403), ("mo", 404)],
)
def test_who_sees_the_sheet(clean, cast, as_, who, status):
    assert as_(cast[who]).get(f"/handover/{clean.id}").status_code == status


@pytest.mark.parametrize("end", ["", "/print", "/correct"])
def test_another_station_sees_nothing(clean, cast, as_, end):
    assert as_(cast["mo"]).get(f"/handover/{clean.id}{end}").status_code == 404
    assert clean.number not in as_(cast["mo"]).get("/handover/list").text


def test_the_crew_that_comes_cannot_write_into_the_record(clean, cast, as_):
    page = as_(cast["han"]).get(f"/handover/{clean.id}").text
    assert 'id="handover-form"' not in page
    answer = as_(cast["han"]).post(f"/handover/{clean.id}/edit", data={"head-0-work": "改", "version": "2"})
    assert answer.status_code == 422
    assert full(clean).draft.body["head"]["work"] == "车道运行正常。"


def test_lists_export_and_blank_form_open(clean, cast, as_):
    seal(sign_in(sign_out(clean, cast["liu"]), cast["han"]), cast["duo"])
    browser = as_(cast["duo"])
    for address in ("list", "list?state=sealed&sort=number", "matters", "shortages", "blank", "backfill", "opening"):
        assert browser.get(f"/handover/{address}").status_code == 200, address
    for address in ("export.xlsx", "matters/export.xlsx", "shortages/export.xlsx"):
        assert browser.get(f"/handover/{address}").mimetype.endswith("sheet"), address


def test_the_list_can_leave_out_the_shifts_that_still_run(clean, cast, as_, monkeypatch):
    browser = as_(cast["duo"])
    assert clean.number in browser.get("/handover/list").text
    assert clean.number not in browser.get("/handover/list?ended=y").text
    monkeypatch.setattr(clock, "now", lambda: CHANGE + timedelta(minutes=1))
    assert clean.number in browser.get("/handover/list?ended=y").text


@pytest.mark.parametrize(
    ("address", "head", "direction"),
    [("", "工班日", "descending"), ("?sort=starts", "工班日", "ascending"), ("?sort=-number", "编号", "descending")],
)
def test_the_head_that_the_list_is_sorted_by_says_so(clean, cast, as_, address, head, direction):
    heads = as_(cast["duo"]).get(f"/handover/list{address}").text.partition("<thead>")[2].partition("</thead>")[0]
    (sorted_by,) = [one for one in heads.split("<th ") if "aria-sort" in one]
    assert f'aria-sort="{direction}"' in sorted_by and head in sorted_by and "<svg" in sorted_by


def test_a_sealed_record_takes_corrections_only(clean, cast, as_):
    handover = seal(sign_in(sign_out(clean, cast["liu"]), cast["han"]), cast["duo"])
    data = {"section": "cards", "sentence": "实存应为 1468", "reason": "漏点 1 张", "form_key": "ef" * 16}
    assert as_(cast["liu"]).post(f"/handover/{handover.id}/correct", data=data).status_code == 303
    page = as_(cast["liu"]).get(f"/handover/{handover.id}").text
    assert "更正：实存应为 1468" in page
    assert full(handover).cards[0].closing == 1469


def test_the_list_asks_as_much_for_one_row_as_for_many(evening, cast, units, as_, count_queries):
    handover = fill(make_handover(evening[0], cast["liu"]), cast["liu"])
    sign_in(sign_out(handover, cast["liu"]), cast["han"])
    browser = as_(cast["duo"])
    browser.get("/handover/list")
    with count_queries() as two:
        browser.get("/handover/list")
    db.session.execute(db.delete(Handover).where(Handover.id == -1))
    with count_queries() as again:
        browser.get("/handover/list")
    assert len(two) == len(again) <= 12
    assert db.session.scalars(queries.latest_of(units["qinglan"].id)).one().shift_id == evening[1].id
