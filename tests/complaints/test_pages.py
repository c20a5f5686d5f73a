"""The pages: who sees what, what they refuse, what they hide. Source: security.md 1, 2, 28."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import select

from models import deadlines
from models.complaints import (
    Channel,
    Complaint,
    ComplaintState,
    Satisfaction,
    chain,
    clocks,
    exits,
    handling,
    queries,
)
from models.complaints.kinds import Severity
from models.core import audit, clock
from models.core.audit import AuditEntry
from models.inbox import todos_of
from tests.complaints import makers

DATA = {
    "phone": "138 0000 4127",
    "plate": "赣C·3K0D8",
    "kind": "complaint",
    "channel": "call",
    "type": "toll",
    "severity": "ordinary",
    "promise": "two_hours",
    "content": "少找 10 元，要求查录像。",
}


def sent(units, **more) -> dict:
    when = clock.local(clock.now() - timedelta(minutes=30)).strftime("%Y-%m-%dT%H:%M")
    return DATA | {"occurred_at": when, "unit": units["qinglan"].id} | more


def test_one_page_registers(db, cast, units, as_):
    answer = as_(cast["wang"]).post("/complaints/new", data=sent(units))
    assert answer.status_code == 303
    case = db.session.scalars(select(Complaint)).one()
    assert answer.location == f"/complaints/{case.id}"
    assert (case.phone, case.plate, case.first_receiver_id) == ("13800004127", "赣C3K0D8", cast["wang"].id)
    assert case.promised_reply_at


def test_what_is_missing_stays_on_the_page(db, cast, units, as_):
    answer = as_(cast["wang"]).post("/complaints/new", data=sent(units, phone=""))
    assert answer.status_code == 422
    assert "请填写联系电话" in answer.text and "少找 10 元" in answer.text
    assert db.session.scalars(select(Complaint)).all() == []


def test_a_link_of_another_room_fills_in_channel_and_number(db, cast, units, as_):
    browser = as_(cast["wang"])
    page = browser.get("/complaints/new?channel=revisit&reference=HF-2026-0012").text
    assert re.search(r'<option selected value="revisit"', page) and 'value="HF-2026-0012"' in page
    assert 'selected value="nonsense"' not in browser.get("/complaints/new?channel=nonsense").text
    told = sent(units, channel="revisit", reference="HF-2026-0012")
    where = browser.post("/complaints/new", data=told).location
    assert "HF-2026-0012" in browser.get(where).text


def test_the_channel_is_remembered(db, cast, as_):
    makers.make_case(cast, "wang", channel=Channel.ON_SITE)
    page = as_(cast["wang"]).get("/complaints/new").text
    assert re.search(r'<option selected value="on_site"', page)


def test_earlier_cases_appear_while_the_number_is_typed_and_never_in_an_address(db, cast, as_):
    case = makers.make_case(cast, "duo")
    browser, asked = as_(cast["duo"]), {"HX-Request": "true", "HX-Target": "complaint-earlier"}
    found = browser.post("/complaints/look-up", data={"phone": "1380000"}, headers=asked)
    assert case.number in found.text and "<html" not in found.text
    assert makers.PHONE not in found.text
    assert case.number not in browser.post("/complaints/look-up", data={"phone": "138"}, headers=asked).text
    assert case.number not in browser.get("/complaints/look-up?phone=13800004127").text


def test_whoever_takes_a_call_hears_that_the_matter_is_known(db, cast, as_):
    """A collector sees their own cases only, but must not tell a caller that nothing is known."""
    case = makers.make_case(cast, "duo", content="少找 10 元。")
    browser, asked = as_(cast["zhao"]), {"HX-Request": "true", "HX-Target": "complaint-earlier"}
    told = browser.post("/complaints/look-up", data={"phone": makers.PHONE}, headers=asked).text
    assert case.number in told and case.responsible.name in told and case.state.label in told
    assert "少找" not in told and f"/complaints/{case.id}" not in told and makers.PHONE not in told
    part = browser.post("/complaints/look-up", data={"phone": makers.PHONE[:-1]}, headers=asked).text
    assert case.number not in part and "输完整" in part
    elsewhere = as_(cast["mei"]).post("/complaints/look-up", data={"phone": makers.PHONE}, headers=asked).text
    assert case.number not in elsewhere and "没有查到" in elsewhere


# a person of the cast, and whether a case of 青岚站 that Wang Qian received is theirs to see
SIGHT = {"wang": 200, "zhao": 404, "liu": 200, "han": 200, "duo": 200, "ming": 200, "wu": 200, "chen": 200, "hq": 200}
SIGHT |= {"mei": 404, "mo": 404, "du": 404, "nei": 404, "jian": 404, "cai": 404, "mystery": 404, "xi": 404, "shen": 404}


@pytest.mark.one_engine
def test_who_sees_a_case(db, cast, as_):
    case = makers.make_accepted(cast, "wang")
    db.session.commit()
    seen = {key: as_(cast[key]).get(f"/complaints/{case.id}").status_code for key in SIGHT}
    assert seen == SIGHT


def test_an_offer_shows_the_case_to_who_is_asked(db, cast, as_):
    case = makers.make_accepted(cast, "wang")
    makers.offer(case, cast["zhao"], cast["wang"])
    browser = as_(cast["zhao"])
    asked = browser.get(f"/complaints/{case.id}").text
    assert 0 < asked.find("接受，由我负责") < asked.find("登记内容"), "what is asked stands first, on a phone as well"
    assert browser.post(f"/complaints/{case.id}/take").status_code == 303
    assert makers.whole(case).responsible_id == cast["zhao"].id


@pytest.mark.one_engine
def test_no_number_or_plate_stands_unmasked_anywhere(db, cast, as_):
    """Source: security.md 28: every page and export of this room, every role."""
    told = {"plate": makers.PLATE, "content": "我的电话 13800004127，车牌赣C·3K0D8，请回电。"}
    case = makers.make_closed(cast, **told)
    live = makers.make_judging(cast, **told)
    db.session.commit()
    secret = re.compile(r"138[\s-]?0000[\s-]?4127|赣\s?C[·\s]?3K0D8")
    for key in ("wang", "liu", "duo", "ming", "wu", "chen", "hq", "nei", "min"):
        browser = as_(cast[key])
        for one in (case, live):
            for where in ("", "/decide", "/revisit", "/report", "/merge", "/print", "/letter"):
                assert not secret.search(browser.get(f"/complaints/{one.id}{where}").text), (key, where)
        assert not secret.search(browser.get("/complaints/").text)
        exported = browser.get("/complaints/export.xlsx")
        if exported.status_code == 200:
            cells = load_workbook(io.BytesIO(exported.data)).active.iter_rows(values_only=True)
            assert not any(secret.search(str(cell)) for row in cells for cell in row)


def test_looking_behind_the_mask_asks_why_and_is_recorded(db, cast, as_):
    case = makers.make_accepted(cast)
    browser = as_(cast["duo"])
    page = browser.get(f"/complaints/{case.id}").text
    href = re.search(r'action="(/personal[^"]*phone[^"]*)"', page).group(1)
    assert browser.post(href, data={"reason": ""}).status_code == 422
    assert makers.PHONE in browser.post(href, data={"reason": "回访联系"}).text
    assert as_(cast["hq"]).post(href, data={"reason": "回访联系"}).status_code in (403, 404)


def test_the_form_of_a_correction_is_no_way_round_the_mask(db, cast, as_):
    """Only who may correct opens it, and that they did is on record. Source: security.md 28."""
    case = makers.make_accepted(cast, "wang")
    looks = db.select(AuditEntry.actor_id).where(AuditEntry.action == "complaint.reveal")
    refused = as_(cast["liu"]).get(f"/complaints/{case.id}/edit")
    assert refused.status_code == 409 and makers.PHONE not in refused.text
    assert db.session.scalars(looks).all() == []
    for key in ("wang", "ming"):
        assert makers.PHONE in as_(cast[key]).get(f"/complaints/{case.id}/edit").text
    assert db.session.scalars(looks.order_by(AuditEntry.id)).all() == [cast["wang"].id, cast["ming"].id]


@pytest.mark.one_engine
def test_the_list_asks_the_same_for_one_and_for_many(db, cast, as_, count_queries):
    browser = as_(cast["ming"])
    makers.make_accepted(cast, plate=makers.PLATE)
    browser.get("/complaints/")
    with count_queries() as few:
        browser.get("/complaints/")
    for _ in range(12):
        makers.make_case(cast)
    db.session.commit()
    with count_queries() as many:
        assert browser.get("/complaints/").status_code == 200
    assert len(many) == len(few)


def test_a_number_that_is_looked_for_stands_in_no_address(db, cast, as_):
    """Source: S3 §5.1: it would stay in logs and in the browser's history."""
    case, other = makers.make_accepted(cast), makers.make_case(cast, phone="13900001234")
    browser = as_(cast["ming"])
    for typed in ("138 0000 4127", "13800004127"):
        answer = browser.post("/complaints/find", data={"text": typed, "state": "accepted", "csrf_token": "x"})
        assert answer.status_code == 303 and "4127" not in answer.location and "state=accepted" in answer.location
    page = browser.get(answer.location).text
    assert case.number in page and other.number not in page
    assert all(link.count("4127") == 0 for link in re.findall(r'(?:href|action)="([^"]*)"', page))
    export = answer.location.replace("/complaints/?", "/complaints/export.xlsx?")
    cells = list(load_workbook(io.BytesIO(browser.get(export).data)).active.iter_rows(values_only=True))
    assert [row[0] for row in cells[1:]] == [case.number]
    noted = db.session.scalars(select(AuditEntry.note).where(AuditEntry.action == "complaint.export")).one()
    assert "4127" not in noted and "（号码）" in noted
    assert as_(cast["wu"]).get(answer.location).status_code == 422
    assert browser.get("/complaints/?text=13800004127").status_code == 422


def test_words_and_numbers_of_cases_may_stand_in_the_address(cast, as_):
    browser = as_(cast["ming"])
    for typed in ("态度 生硬", "TS-20261128-001"):
        assert "text=" in browser.post("/complaints/find", data={"text": typed}).location


def test_the_filter_narrows_and_the_export_follows(db, cast, units, as_):
    case, other = makers.make_accepted(cast), makers.make_case(cast, content="发票开错了")
    browser = as_(cast["ming"])
    for query in ("state=accepted", "text=态度", f"unit={units['qinglan'].id}&state=accepted", "group=open&text=态度"):
        page = browser.get(f"/complaints/?{query}")
        assert page.status_code == 200 and case.number in page.text and other.number not in page.text, query
    book = load_workbook(io.BytesIO(browser.get("/complaints/export.xlsx?text=发票").data)).active
    assert [row[0] for row in book.iter_rows(min_row=2, values_only=True)] == [other.number]
    assert browser.get("/complaints/?overdue=1").text.count("TS-") == 0


def test_a_full_export_needs_permission_and_a_reason(db, cast, as_):
    makers.make_case(cast)
    assert as_(cast["ming"]).post("/complaints/export-full", data={"reason": "上级调取"}).status_code == 403
    assert as_(cast["wu"]).post("/complaints/export-full", data={"reason": ""}).status_code == 409
    full = as_(cast["wu"]).post("/complaints/export-full", data={"reason": "上级机关调取"})
    cells = [
        str(cell) for row in load_workbook(io.BytesIO(full.data)).active.iter_rows(values_only=True) for cell in row
    ]
    assert makers.PHONE in cells


STEPS = {
    "investigate": ("ming", makers.make_accepted, lambda c: {"person": c["duo"].id}, ComplaintState.INVESTIGATING),
    "report": ("duo", makers.make_investigated, lambda c: {"investigation": "属实"}, ComplaintState.JUDGING),
    "decide": (
        "wu",
        makers.make_judging,
        lambda _c: {"liability": "none", "verdict": "no", "finding": "查无实据"},
        ComplaintState.HANDLING,
    ),
    "send-back": ("wu", makers.make_judging, lambda _c: {"reason": "补录像"}, ComplaintState.INVESTIGATING),
    "revisit": ("ming", makers.make_replied, lambda _c: {"said": "satisfied"}, ComplaintState.REVISITED),
    "close": ("ming", makers.make_revisited, lambda _c: {}, ComplaintState.CLOSED),
    "refuse": ("ming", makers.make_case, lambda _c: {"reason": "无关"}, ComplaintState.REFUSED),
    "withdraw": ("ming", makers.make_accepted, lambda _c: {"reason": "撤回"}, ComplaintState.WITHDRAWN),
    "transfer": (
        "ming",
        makers.make_accepted,
        lambda _c: {"transferred_to": "交警", "reason": "事故"},
        ComplaintState.TRANSFERRED,
    ),
    "resume": ("ming", makers.make_transferred, lambda _c: {"words": "已处理"}, ComplaintState.INVESTIGATING),
    "reopen": ("wu", makers.make_closed, lambda _c: {"reason": "新情况"}, ComplaintState.INVESTIGATING),
    "overturn": ("wu", makers.make_decided, lambda _c: {"reason": "证据有误"}, ComplaintState.JUDGING),
}


@pytest.mark.one_engine
@pytest.mark.parametrize("step", STEPS)
def test_each_step_by_its_page(db, cast, as_, step):
    who, make, fields, target = STEPS[step]
    case = make(cast)
    browser, address = as_(cast[who]), f"/complaints/{case.id}/{step}"
    if step != "close":
        assert browser.get(address).status_code == 200
    assert browser.post(address, data=fields(cast)).status_code == 303
    assert makers.whole(case).state is target
    assert browser.post(address, data=fields(cast)).status_code in (404, 409)


def test_joining_and_parting_by_their_pages(db, cast, as_):
    into, case = makers.make_accepted(cast), makers.make_accepted(cast)
    browser = as_(cast["ming"])
    page = browser.get(f"/complaints/{case.id}/merge").text
    assert re.search(rf"{into.number}[^<]*{re.escape(into.content[:10])}", page), "one chooses by the matter"
    assert browser.post(f"/complaints/{case.id}/merge", data={"into": into.id, "reason": "同一来电"}).status_code == 303
    assert "已并入" in browser.get(f"/complaints/{case.id}").text
    course = {one: browser.get(f"/complaints/{one.id}").text.partition('id="course"')[2] for one in (case, into)}
    assert f"并入 {into.number}" in course[case] and f"{case.number} 并入本件" in course[into]
    assert "另外来过 1 次" in browser.get(f"/complaints/{into.id}").text, "the other one came later, not before"
    for one, told in ((case, f"已并入 {into.number}，一并办理和回复"), (into, f"{case.number} 并入本件")):
        assert told in browser.get(f"/complaints/{one.id}/print").text
        word = Document(io.BytesIO(browser.get(f"/complaints/{one.id}/print.docx").data))
        assert told in "".join(cell.text for row in word.tables[0].rows for cell in row.cells)
    assert all("同一来电" in text and cast["ming"].name in text for text in course.values())
    assert browser.post(f"/complaints/{case.id}/part", data={"reason": "不是一件"}).status_code == 303
    for one in (case, into):
        course = browser.get(f"/complaints/{one.id}").text.partition('id="course"')[2]
        assert "并案</th>" not in browser.get(f"/complaints/{one.id}/print").text
        assert "取消并案" in course and "不是一件" in course and "同一来电" in course
    assert makers.whole(case).state is ComplaintState.ACCEPTED


def test_a_reading_page_tells_the_dissatisfied_round(db, cast, as_):
    case = makers.make_revisited(cast, Satisfaction.DISSATISFIED, "还没解决")
    page = as_(cast["ming"]).get(f"/complaints/{case.id}").text
    assert "第 2 次办理" in page and "还没解决" in page and "无人负责 0 分钟" in page


def test_what_is_sent_too_late_is_answered_and_stays(db, cast, as_):
    """Somebody else was faster: the page says so, and what was typed still stands in its box."""
    case = makers.make_accepted(cast, "wang")
    makers.offer(case, cast["liu"], cast["wang"])
    chain.lapse(clock.now() + timedelta(hours=1))
    late = as_(cast["liu"]).post(f"/complaints/{case.id}/decline", data={"reason": "不归我办"})
    assert late.status_code == 409 and "这次移交已经处理过了" in late.text
    closed = makers.make_closed(cast)
    late = as_(cast["ming"]).post(f"/complaints/{closed.id}/note", data={"rung": "progress", "words": "又来电催问"})
    assert late.status_code in (409, 422) and "又来电催问" in late.text and "需要修改" in late.text


def test_a_decision_at_odds_with_itself_is_answered_at_its_field(db, cast, as_):
    case = makers.make_judging(cast)
    sent = {"liability": "ours", "verdict": "no", "finding": "录像为证"}
    page = as_(cast["wu"]).post(f"/complaints/{case.id}/decide", data=sent)
    assert page.status_code == 422 and page.text.count("应认定为属实") == 2  # above the form and at the field


def test_an_offer_is_not_made_to_who_has_the_case(db, cast, as_):
    case = makers.make_accepted(cast, "wang")
    page = as_(cast["wang"]).get(f"/complaints/{case.id}/offer").text
    choices = page[page.index('name="person"') :].partition("</select>")[0]
    assert cast["liu"].name in choices and cast["wang"].name not in choices


def test_a_lapsed_offer_is_answered_too_late(db, cast, as_):
    case = makers.make_accepted(cast, "wang")
    makers.offer(case, cast["liu"], cast["wang"])
    chain.lapse(clock.now() + timedelta(hours=1))
    assert as_(cast["liu"]).post(f"/complaints/{case.id}/take").status_code == 409


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("address", "shown"), [("", False), ("?state=closed", False), ("?more=1", True), ("?responsible=王", True)]
)
def test_the_rarer_conditions_come_when_they_are_asked_for_or_set(cast, as_, address, shown):
    """By a click that fetches their part, by a link without script, and with a filter that is among them."""
    page = as_(cast["ming"]).get(f"/complaints/{address}").text
    assert ('name="responsible"' in page) is shown and 'name="state"' in page
    part = {"HX-Request": "true", "HX-Target": "more-conditions"}
    assert 'name="responsible"' in as_(cast["ming"]).get("/complaints/?more=1", headers=part).text


def test_who_may_not_reply_is_told_before_anything_is_typed(as_, cast, db):
    case = makers.make_decided(cast)
    db.session.commit()
    here = f"/complaints/{case.id}/reply"
    refused = as_(cast["liu"]).get(here)
    assert refused.status_code == 409 and cast["duo"].name in refused.text
    too_early = as_(cast["duo"]).get(here)
    assert too_early.status_code == 409 and "请先登记致歉人" in too_early.text, "our fault, and nobody apologised yet"
    handling.apologise(case, people=[cast["zhao"]], apology="当面致歉", by=cast["duo"], at=clock.now())
    db.session.commit()
    assert as_(cast["duo"]).get(here).status_code == 200


def test_the_page_to_pause_asks_for_the_clock_without_holding_it(as_, cast, db):
    case = makers.make_accepted(cast)
    assert deadlines.pausable(case, clocks.DUE)
    db.session.commit()
    assert as_(cast["ming"]).get(f"/complaints/{case.id}/pause").status_code == 200


@pytest.mark.parametrize("step", ["escalate", "footage", "grade", "offer", "part", "pause"])
def test_a_step_of_a_case_that_is_over_says_so_and_asks_for_nothing(as_, cast, db, step):
    case = makers.make_closed(cast)
    db.session.commit()
    answer = as_(cast["ming"]).get(f"/complaints/{case.id}/{step}")
    assert answer.status_code == 409 and case.number in answer.text and 'name="form_key"' not in answer.text


@pytest.mark.parametrize("step", ["decide", "send-back"])
def test_who_may_not_decide_a_serious_case_is_told_before_anything_is_typed(as_, cast, db, step):
    case = makers.make_judging(cast)
    exits.grade(case, severity=Severity.SERIOUS, reason="影响较大", by=cast["ming"], at=clock.now())
    db.session.commit()
    answer = as_(cast["wu"]).get(f"/complaints/{case.id}/{step}")
    assert answer.status_code == 409 and "由所长、副所长认定" in answer.text and "<textarea" not in answer.text


def test_the_bar_is_one_row_and_folds_on_a_phone(cast, as_):
    """Seven usual conditions fit 1366 pixels; a phone shows the box of words and opens the others."""
    bar = as_(cast["ming"]).get("/complaints/").text.split('<form class="filters"')
    usual = re.findall(r'name="(\w+)"', bar[1].split("<details")[0])
    assert usual == ["csrf_token", "text", "group", "state", "unit", "sort", "mine", "overdue"]
    assert 'class="filter-toggle"' in bar[0] and "checked" not in bar[0].split("filter-toggle")[1]
    asked = as_(cast["ming"]).get("/complaints/?channel=nowhere").text
    assert 'name="channel"' in asked and "checked" in asked.split("filter-toggle")[1].split(">")[0]


@pytest.mark.one_engine
def test_who_comes_for_mystery_visits_is_named_in_no_list_of_colleagues(db, cast, units):
    """Source: domain §2.2: teams do not learn who looks at them unannounced."""
    hidden = cast["mystery"].id
    near = [user.id for user in db.session.scalars(queries.staff_of(units["qinglan"], cast["duo"])).unique()]
    assert cast["wang"].id in near and hidden not in near


def test_who_is_to_ask_afterwards_finds_just_those_cases(db, cast, as_):
    """The to-do, its list and the form ask the same: not one's own cases, not those about oneself."""
    one, two = makers.make_replied(cast), makers.make_replied(cast)
    two.investigator_id = cast["ming"].id
    audit.record("complaint.report", two, cast["ming"])
    db.session.commit()
    for key, count in {"ming": 1, "wu": 2}.items():
        (waits,) = [todo for todo in todos_of(cast[key], clock.now()) if todo.title == "投诉待回访"]
        browser = as_(cast[key])
        assert waits.count == count and f"共 {count} 条" in browser.get(waits.href).text, key
        for case in (one, two):
            may = case is one or key == "wu"
            here = f"/complaints/{case.id}"
            assert (f'"{here}"' in browser.get(waits.href).text) is may
            assert (f"{here}/revisit" in browser.get(here).text) is may
            assert browser.get(f"{here}/revisit").status_code == (200 if may else 409)
    assert all(todo.title != "投诉待回访" for todo in todos_of(cast["duo"], clock.now())), "duo handled both"
    assert "to_revisit" not in as_(cast["cai"]).get("/complaints/?more=1").text
