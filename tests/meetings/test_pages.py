"""The pages of meetings and decisions: works, refuses, who may, and what stands on the papers."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook
from PIL import Image

from models.core import clock
from models.meetings import AgendaItem, Decision, Meeting, MeetingState, pack
from models.meetings.sections import SECTIONS
from models.notices import Notice
from tests.awards import makers as awards
from tests.complaints import makers as complaints
from tests.measures import makers as measures
from tests.meetings import makers
from tests.penalties import makers as penalties
from tests.points.makers import make_deed
from tests.rectifications import makers as rectifying

TOTAL = re.compile(r"共 ([\d,]+) 条")
LATER = timedelta(days=3)


def form_of(cast, units, **told) -> dict:
    """Return what the browser sends for a new meeting."""
    given = makers.call_of(cast)
    when = clock.local(clock.now()).strftime("%Y-%m-%dT%H:%M")
    sent = {name: given[name].isoformat() for name in ("since", "until")}
    sent |= {"unit": units["office"].id, "title": "", "planned_at": when, "place": "三楼", "chair": cast["chen"].id}
    sent |= {"recorder": cast["ming"].id, "called": [cast["wu"].id, cast["duo"].id], "agenda": "督查\n\n投诉\n"}
    return sent | told


def test_a_meeting_from_the_call_to_the_signature(db, cast, units, as_):
    office, chair = as_(cast["ming"]), as_(cast["chen"])
    assert "上次会议决定落实情况" in office.get("/meetings/new").text
    refused = office.post("/meetings/new", data=form_of(cast, units, recorder=cast["chen"].id))
    assert refused.status_code == 422 and "请从列表中选择" not in refused.text and "不能是同一个人" in refused.text
    answer = office.post("/meetings/new", data=form_of(cast, units))
    assert answer.status_code == 303, answer.text
    at = answer.headers["Location"]
    assert [item.title for item in db.session.query(AgendaItem)] == ["督查", "投诉"]
    when = clock.local(clock.now()).strftime("%Y-%m-%dT%H:%M")
    held = {"held_at": when, f"absent_{cast['duo'].id}": "值班"}
    assert "实时" in chair.get(f"{at}/pack").text
    assert office.post(f"{at}/hold", data=held).status_code == 303
    assert office.post(f"{at}/hold", data=held).status_code == 409
    assert "已封存" in chair.get(f"{at}/pack").text and "值班" in chair.get(at).text
    assert office.post(f"{at}/submit").status_code == 409
    for item in db.session.query(AgendaItem).all():
        wrote = office.post(
            f"/meetings/agenda/{item.id}/write", data={"title": item.title, "words": "已研究", "version": 1}
        )
        assert wrote.status_code == 303, wrote.text
    assert office.post(f"{at}/agenda/new", data={"title": "其他", "words": "无"}).status_code == 303
    assert office.post(f"{at}/submit").status_code == 303
    assert chair.post(f"{at}/send_back", data={"reason": ""}).status_code == 422
    assert "签发纪要" in chair.get(at).text and "签发纪要</button>" not in office.get(at).text
    assert chair.post(f"{at}/sign").status_code == 303
    assert office.post(f"{at}/remarks", data={"words": "补记一条"}).status_code == 303
    assert "补记一条" in as_(cast["duo"]).get(at).text
    notice = office.post(f"{at}/notice")
    assert "/notices/" in notice.headers["Location"] and db.session.query(Notice).one().kind_id
    assert db.session.query(Meeting).one().state is MeetingState.SIGNED


def test_two_who_write_at_once_both_keep_their_words(db, cast, units, as_):
    meeting = makers.make_held(cast, units["office"])
    db.session.commit()
    at = f"/meetings/agenda/{meeting.agenda[0].id}/write"
    told = {"title": "督查和整改情况", "version": 1}
    assert as_(cast["ming"]).post(at, data=told | {"words": "明月写的"}).status_code == 303
    late = as_(cast["wu"]).post(at, data=told | {"words": "吴静写的"})
    assert late.status_code == 409 and "明月写的" in late.text and "吴静写的" in late.text


def test_a_decision_on_the_pages(db, cast, units, as_):
    meeting = makers.make_held(cast, units["office"])
    db.session.commit()
    office, owner = as_(cast["ming"]), as_(cast["duo"])
    due = (clock.today() + LATER).isoformat()
    told = {"text": "核查班前布置", "agenda": meeting.agenda[0].id, "department": units["qinglan"].id, "due_on": due}
    told |= {"owner": cast["duo"].id, "overseer": cast["ming"].id}
    assert office.post(f"/meetings/{meeting.id}/decisions/new", data=told).status_code == 303
    at = f"/meetings/decisions/{db.session.query(Decision).one().id}"
    assert office.post(f"{at}/edit", data=told | {"text": "核查交接班", "version": 1}).status_code == 303
    assert "核查交接班" in owner.get("/meetings/mine").text and "报告办结" in owner.get(at).text
    assert owner.post(f"{at}/progress", data={"words": "办了一半"}).status_code == 303
    assert owner.post(f"{at}/report", data={"words": "办完了"}).status_code == 303
    assert owner.post(f"{at}/report", data={"words": "办完了"}).status_code == 409
    assert office.post(f"{at}/send_back", data={"opinion": "补照片", "due_on": due}).status_code == 303
    later = (clock.today() + 2 * LATER).isoformat()
    assert office.post(f"{at}/extend", data={"due_on": later, "reason": "缺料"}).status_code == 303
    assert office.post(f"{at}/extend", data={"due_on": later, "reason": "缺料"}).status_code in (409, 422)
    assert owner.post(f"{at}/report", data={"words": "照片已补"}).status_code == 303
    assert office.post(f"{at}/confirm", data={"opinion": "同意"}).status_code == 303
    shown = owner.get(at).text
    assert "已办结" in shown and "补照片" in shown and "缺料" in shown
    assert as_(cast["han"]).get(at).status_code == 404


def test_who_may_not_take_a_step_is_told_before_anything_is_typed(db, cast, units, as_):
    meeting = makers.make_held(cast, units["office"])
    row = makers.make_decision(cast, units, meeting)
    db.session.commit()
    for person, at, said in (
        ("ming", f"{meeting.id}/remarks", "纪要签发之前请直接修改"),
        ("chen", f"{meeting.id}/take_over", "只有本单位的其他所领导可以接替签发"),
        ("ming", f"decisions/{row.id}/report", "办理情况由责任人报告"),
        ("ming", f"decisions/{row.id}/progress", "办理情况由责任人报告"),
    ):
        answer = as_(cast[person]).get(f"/meetings/{at}")
        assert answer.status_code == 409 and said in answer.text and 'name="form_key"' not in answer.text, at


def test_a_meeting_may_be_changed_or_called_off(db, cast, units, as_):
    meeting, office = makers.make_meeting(cast, units["office"]), as_(cast["ming"])
    db.session.commit()
    at, told = f"/meetings/{meeting.id}", form_of(cast, units)
    assert office.get(f"{at}/edit").status_code == 200
    assert office.post(f"{at}/edit", data=told | {"version": 1, "place": "四楼"}).status_code == 303
    assert office.post(f"{at}/edit", data=told | {"version": 1}).status_code == 409
    assert "四楼" in as_(cast["wu"]).get(at).text
    assert office.post(f"{at}/cancel", data={"reason": "改期"}).status_code == 303
    assert "改期" in as_(cast["duo"]).get(at).text and office.get(f"{at}/edit").status_code == 409


def test_another_leader_signs_for_a_chair_who_cannot(db, cast, units, as_):
    meeting = makers.make_written(cast, units["office"])
    db.session.commit()
    at, deputy = f"/meetings/{meeting.id}", as_(cast["fu"])
    assert "接替签发" in deputy.get(at).text and "接替签发" not in as_(cast["chen"]).get(at).text
    assert deputy.post(f"{at}/take_over", data={"reason": ""}).status_code == 422
    assert deputy.post(f"{at}/take_over", data={"reason": "所长住院"}).status_code == 303
    assert as_(cast["ming"]).post(f"{at}/submit").status_code == 303
    assert as_(cast["chen"]).post(f"{at}/sign").status_code == 409
    assert deputy.post(f"{at}/sign").status_code == 303
    assert as_(cast["chen"]).post(f"{at}/take_over", data={"reason": "x"}).status_code == 409


def test_a_file_is_kept_with_the_meeting(db, cast, units, as_):
    meeting, picture = makers.make_meeting(cast, units["office"]), BytesIO()
    db.session.commit()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    picture.seek(0)
    told = {"file": (picture, "签到表.png"), "caption": "签到表"}
    sent = as_(cast["ming"]).post(f"/meetings/{meeting.id}/files", data=told, content_type="multipart/form-data")
    assert sent.status_code == 303, sent.text
    shown = as_(cast["duo"]).get(f"/meetings/{meeting.id}").text
    address = re.search(r'href="(/files/\d+)"', shown).group(1)
    assert as_(cast["duo"]).get(address).status_code == 200 and as_(cast["du"]).get(address).status_code == 404


def test_who_sees_what(db, cast, units, as_):
    """Those called, and those within reach: nobody of another station."""
    meeting = makers.make_meeting(cast, units["qinglan"])
    row = makers.make_decision(cast, units, makers.make_held(cast, units["qinglan"]))
    db.session.commit()
    for key, status in (("duo", 200), ("wu", 200), ("fu", 200), ("han", 404), ("du", 404), ("mo", 404)):
        for at in (f"/meetings/{meeting.id}", f"/meetings/{meeting.id}/pack", f"/meetings/decisions/{row.id}"):
            assert as_(cast[key]).get(at).status_code == status, (key, at)
    assert as_(cast["wang"]).get("/meetings/").status_code == 403


def test_every_figure_opens_the_list_it_is_made_of(db, cast, units, as_):
    """The chair clicks every number of the pack and counts what the list shows."""
    _a_busy_month(cast, units)
    meeting = makers.make_meeting(cast, units["office"], **makers.this_month())
    db.session.commit()
    chair = as_(cast["chen"])
    found = pack.compose(meeting, clock.now())
    assert [one["code"] for one in found["sections"]] == [one.code for one in SECTIONS]
    seen = 0
    for section in found["sections"]:
        for figure in section["figures"]:
            answer = chair.get(figure["href"])
            assert answer.status_code == 200, figure
            if figure["kind"] == "count":
                said = TOTAL.search(answer.text)
                assert int(said.group(1).replace(",", "") if said else 0) == figure["value"], figure
                seen += bool(figure["value"])
            elif figure["kind"] == "cents" and figure["value"]:
                assert f'合计 <b class="num">{figure["value"] / 100:,.2f}</b> 元' in answer.text, figure
    assert seen >= 9


def _a_busy_month(cast, units) -> None:
    awards.make_notice(cast, units)  # before the penalties: whoever is banned is nobody's candidate
    penalties.make_due(cast)
    penalties.make_submitted(cast, "zhao")
    penalties.make_collected(cast, "sun", receipt_no="SK-1")
    complaints.make_accepted(cast, "wang", unit=units["qinglan"], content="解释不耐心")
    complaints.make_decided(cast)
    complaints.make_withdrawn(cast)
    complaints.make_merged(cast)
    rectifying.make_working(cast, who="liu", owners=("liu",), unit="crew1")
    measures.make_talk(cast, planned_at=clock.now() + timedelta(minutes=1))
    measures.make_directive(cast, due_on=clock.today())
    measures.make_submitted(cast)
    make_deed(cast["zhao"], cast["wang"])


def test_awards_are_those_of_the_unit_and_of_the_period(db, cast, units, as_):
    """青岚's round of this month is no figure of 梅岭's meeting, nor of a meeting about last month."""
    award = awards.make_notice(cast, units)
    for unit, told, number in (
        ("qinglan", makers.this_month(), 1),
        ("meiling", makers.this_month(), 0),
        ("qinglan", {}, 0),
    ):
        meeting = makers.make_meeting(cast, units[unit], **told)
        db.session.commit()
        found = pack.section_of(pack.compose(meeting, clock.now()), "awards")
        assert [one["value"] for one in found["figures"]] == [number, 0, 0], unit
        assert len(found["rows"]) == number
        listed = as_(cast["chen"]).get(found["figures"][0]["href"])
        assert listed.status_code == 200 and (award.number in listed.text) == bool(number)


def test_who_may_not_open_a_list_gets_no_link(db, cast, units, as_):
    meeting = makers.make_meeting(cast, units["office"], called=[cast["duo"]])
    db.session.commit()
    assert 'href="/training/statistics' in as_(cast["chen"]).get(f"/meetings/{meeting.id}/pack").text
    assert 'href="/training/statistics' not in as_(cast["duo"]).get(f"/meetings/{meeting.id}/pack").text


def test_who_would_count_fewer_than_the_chair_gets_no_link(db, cast, units, as_):
    """A leader of 青岚 finds all of the own station's complaints, not those of the whole 收费所, and no penalties."""
    for unit, is_open in (("office", False), ("qinglan", True)):
        meeting = makers.make_meeting(cast, units[unit], called=[cast["duo"]])
        db.session.commit()
        chair, text = (as_(cast[who]).get(f"/meetings/{meeting.id}/pack").text for who in ("chen", "duo"))
        assert ('href="/complaints/?unit=' in text) is is_open and 'href="/penalties/?unit=' not in text
        assert 'href="/complaints/?unit=' in chair and 'href="/penalties/?unit=' in chair


def test_the_quiz_of_a_station_opens_the_statistics_of_that_station(db, cast, units):
    meeting = makers.make_meeting(cast, units["qinglan"])
    figure = pack.section_of(pack.compose(meeting, clock.now()), "quiz")["figures"][0]
    assert f"unit={units['qinglan'].id}" in figure["href"]


def test_the_sealed_text_has_the_hash_of_the_papers(db, cast, units, as_):
    meeting = makers.make_held(cast, units["office"])
    db.session.commit()
    browser = as_(cast["chen"])
    text = browser.get(f"/meetings/{meeting.id}/pack.json").data
    assert sha256(text).hexdigest() == meeting.pack_hash and json.loads(text)["unit"] == "昌南收费所"
    assert meeting.pack_hash in browser.get(f"/meetings/{meeting.id}/pack/print").text


@pytest.mark.one_engine
def test_the_word_files_open_and_say_the_same(db, cast, units, as_):
    meeting = makers.make_written(cast, units["office"], **makers.this_month())
    row = makers.make_decision(cast, units, meeting)
    db.session.commit()
    browser = as_(cast["chen"])
    minutes = _said(browser.get(f"/meetings/{meeting.id}/minutes.docx").data)
    assert {"投诉情况：已研究。", row.text, row.number} <= minutes
    figures = _said(browser.get(f"/meetings/{meeting.id}/pack.docx").data)
    assert any(meeting.pack_hash in text for text in figures) and "罚款收缴" in figures
    paper = browser.get(f"/meetings/{meeting.id}/minutes/print").text
    assert row.number in paper and "（未签发）" in paper and "投诉情况：已研究。" in paper


def _said(content: bytes) -> set[str]:
    word = Document(BytesIO(content))
    cells = {cell.text for table in word.tables for line in table.rows for cell in line.cells}
    return cells | {one.text for one in word.paragraphs}


def test_lists_and_their_sheets(db, cast, units, as_):
    row = makers.make_decision(cast, units, due_on=clock.today())
    makers.make_meeting(cast, units["qinglan"], planned_at=clock.now() + LATER, title="青岚站务会")
    db.session.commit()
    browser, year = as_(cast["chen"]), clock.today().year
    assert "青岚站务会" in browser.get(f"/meetings/?year={year}&unit={units['qinglan'].id}&state=planned").text
    assert "青岚站务会" not in browser.get("/meetings/?text=没有这样的").text
    assert "青岚站务会" in browser.get("/meetings/?text=投诉情况").text
    for name in ("", "/decisions"):
        book = load_workbook(BytesIO(browser.get(f"/meetings{name}/export.xlsx").data))
        assert book.active.max_row == (3 if not name else 2)
    for ask, there in (("text=多国庆", True), ("state=done", False), ("overdue=y", False), ("sort=due", True)):
        assert (row.text in browser.get(f"/meetings/decisions?{ask}").text) is there, ask


@pytest.mark.one_engine
def test_lists_cost_the_same_for_one_and_for_many(db, cast, units, as_, count_queries):
    meeting = makers.make_held(cast, units["office"])
    makers.make_decision(cast, units, meeting)
    db.session.commit()
    browser = as_(cast["chen"])

    def costs() -> list[int]:
        found = []
        for at in ("/meetings/", "/meetings/decisions", "/meetings/mine", f"/meetings/{meeting.id}"):
            with count_queries() as counted:
                browser.get(at)
            found.append(len(counted))
        return found

    costs()
    few = costs()
    for place in range(12):
        makers.make_decision(cast, units, meeting, text=f"第 {place} 项")
        makers.make_meeting(cast, units["office"], planned_at=clock.now() + LATER)
    db.session.commit()
    costs()  # settings are read anew after some seconds
    assert costs() == few


@pytest.mark.one_engine
def test_a_file_is_not_asked_for_once_the_minutes_are_signed(db, cast, units, as_):
    open_one, meeting = makers.make_held(cast, units["office"]), makers.make_signed(cast, units["office"])
    db.session.commit()
    office = as_(cast["ming"])
    assert office.get(f"/meetings/{open_one.id}/files").status_code == 200
    refused = office.get(f"/meetings/{meeting.id}/files")
    assert refused.status_code == 409 and "已签发" in refused.text and 'name="form_key"' not in refused.text
    assert f"/meetings/{meeting.id}/files" not in office.get(f"/meetings/{meeting.id}").text
