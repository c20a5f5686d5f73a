"""The pages of notices: they work, refuse, hide what is not one's own, and cost the same for one row and for fifty."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from PIL import Image

from models.accounts import structure
from models.core import attachments, clock
from models.notices import Notice, NoticeState, drafting, papers, queries
from tests.notices import makers
from tests.notices.makers import RIGHT, WRONG


def typed(house, **more) -> dict:
    given = {
        "kind": makers.kind().id,
        "unit": house["office"].id,
        "title": "关于冬季保畅的通知",
        "body": "一、备足物资。",
    }
    given |= {"effective_on": "2026-11-28", "expires_on": "", "people": "", "addressed_to": "", "sign_hours": "8"}
    given |= {"is_must_read": "y", "question": "先做什么？", "choice_1": "备物资", "choice_2": "休息", "answer": "0"}
    return given | more


def test_an_officer_drafts_submits_and_the_leader_publishes(as_, cast, units, db):
    ming = as_(cast["ming"])
    assert ming.post("/notices/new", data=typed(units, units=[units["crew1"].id])).status_code == 303
    notice = db.session.scalars(db.select(Notice)).one()
    assert ming.post(f"/notices/{notice.id}/submit").status_code == 303
    chen = as_(cast["chen"])
    assert "报请签发" not in chen.get(f"/notices/{notice.id}").text
    assert chen.post(f"/notices/{notice.id}/decide", data={"decision": "approve"}).status_code == 303
    db.session.expire_all()
    assert notice.state is NoticeState.PUBLISHED
    assert "站务通〔" in as_(cast["wang"]).get(f"/notices/{notice.id}").text


def test_what_is_missing_is_said_at_the_field_and_nothing_typed_is_lost(as_, cast, units):
    answer = as_(cast["ming"]).post("/notices/new", data=typed(units, question="", people="99999"))
    assert answer.status_code == 422
    assert "没有这些工号" in answer.text or "请出一道题" in answer.text
    assert "一、备足物资。" in answer.text


def test_a_reader_answers_and_signs(as_, cast, units, db):
    notice = makers.make_published(cast, units["office"])
    wang = as_(cast["wang"])
    assert "照片最少几张？" in wang.get(f"/notices/{notice.id}").text
    wrong = wang.post(f"/notices/{notice.id}/sign", data={"answer": WRONG})
    assert (wrong.status_code, "答案不对" in wrong.text) == (422, True)
    assert wang.post(f"/notices/{notice.id}/sign", data={"answer": RIGHT}).status_code == 303
    db.session.expire_all()
    assert makers.receipt(notice, cast["wang"]).tries == 1
    assert "此前答错 1 次" in wang.get(f"/notices/{notice.id}").text


@pytest.mark.one_engine
@pytest.mark.parametrize(("who", "status"), [("wang", 200), ("ming", 200), ("chen", 200), ("mei", 404), ("cai", 404)])
def test_who_sees_a_notice_of_one_station(as_, cast, units, who, status):
    notice = makers.make_published(cast, units["office"], units=[units["qinglan"]])
    assert as_(cast[who]).get(f"/notices/{notice.id}").status_code == status


def test_a_draft_is_nobody_elses(as_, cast, units):
    notice = makers.make_draft(cast, units["office"])
    assert as_(cast["ming"]).get(f"/notices/{notice.id}/edit").status_code == 200
    for who in ("wu", "chen", "wang"):
        assert as_(cast[who]).get(f"/notices/{notice.id}").status_code == 404


def test_a_leader_of_a_crew_sees_the_receipts_of_the_crew_only(as_, cast, units):
    notice = makers.make_published(cast, units["office"])
    page = as_(cast["liu"]).get(f"/notices/{notice.id}/receipts").text
    assert "王倩" in page and "孙晓梅" not in page
    assert "孙晓梅" in as_(cast["ming"]).get(f"/notices/{notice.id}/receipts?state=unsigned").text


def test_files_come_with_the_draft_and_stay_after(as_, cast, units, db):
    notice = makers.make_draft(cast, units["office"])
    out = BytesIO()
    Image.new("RGB", (64, 48), (9, 90, 9)).save(out, "PNG")
    given = {"paper": (BytesIO(out.getvalue()), "附.png"), "caption": "查验照片样式"}
    ming = as_(cast["ming"])
    assert ming.post(f"/notices/{notice.id}/papers", data=given).status_code == 303
    assert "查验照片样式" in ming.get(f"/notices/{notice.id}/print").text
    file = db.session.scalars(attachments.of(notice)).one()
    db.session.scalars(db.select(Notice).options(*queries.WHOLE)).unique().all()
    drafting.submit(notice, by=cast["ming"], at=clock.now())
    makers.approve(notice, cast)
    assert ming.post(f"/notices/{notice.id}/papers/{file.id}/remove").status_code == 409
    assert as_(cast["wang"]).get(f"/files/{file.id}").status_code == 200
    assert papers.MOST == 10


def test_it_prints_and_downloads_like_an_official_paper(as_, cast, units):
    notice = makers.make_published(cast, units["office"], is_red=True)
    wang = as_(cast["wang"])
    paper = wang.get(f"/notices/{notice.id}/print").text
    for part in ("昌南收费所文件", notice.number, "昌南收费所各部门、各班组：", "照片不少于三张。"):
        assert part in paper
    word = wang.get(f"/notices/{notice.id}/notice.docx").data
    text = zipfile.ZipFile(BytesIO(word)).read("word/document.xml").decode()
    assert notice.number in text and "昌南收费所文件" in text


@pytest.mark.one_engine
def test_lists_cost_the_same_for_one_row_and_for_many(as_, cast, units, db, count_queries):
    one = makers.make_published(cast, units["office"])
    ming, counted = as_(cast["ming"]), {}
    ming.get("/me")  # the first page of a sign-in asks for the numbers of the menu by itself
    addresses = ("/notices/", f"/notices/{one.id}/receipts", "/notices/export.xlsx", f"/notices/{one.id}/receipts.xlsx")
    for more in (0, 6):
        for _ in range(more):
            makers.make_published(cast, units["office"])
        db.session.commit()
        for address in addresses:
            with count_queries() as seen:
                assert ming.get(address).status_code == 200
            counted.setdefault(address, []).append(len(seen))
    assert all(first == second for first, second in counted.values()), counted


@pytest.mark.one_engine
def test_a_kind_is_changed_for_papers_to_come(as_, cast, db):
    wu, kind = as_(cast["wu"]), makers.kind("praise")
    given = {"name": "通报表扬", "word": "通", "is_red": "y", "is_open": "y", "version": kind.version}
    assert "已用于通知" in wu.post(f"/notices/kinds/{kind.id}", data=given).text
    assert wu.post(f"/notices/kinds/{kind.id}", data=given | {"word": "表"}).status_code == 303
    db.session.expire_all()
    assert makers.kind("praise").name == "通报表扬"


def test_who_approves_reads_the_question_and_its_answer_and_no_reader_does(as_, cast, units):
    """Nobody can consent to what they have not read; whoever is to answer finds the answer nowhere."""
    notice = makers.make_submitted(cast, units["office"])
    for key in ("ming", "chen"):
        shown = as_(cast[key]).get(f"/notices/{notice.id}").text
        assert makers.QUESTION["question"] in shown and shown.index("C. 三张") < shown.index("正确答案"), key
    makers.approve(notice, cast)
    assert "正确答案" not in as_(cast["wang"]).get(f"/notices/{notice.id}").text


@pytest.mark.one_engine
def test_a_crew_is_addressed_with_its_station_and_the_course_says_who_withdrew(as_, cast, units, db):
    notice = makers.make_published(cast, units["office"], units=[cast["wang"].unit])
    crew = structure.full_name(cast["wang"].unit)
    assert crew != cast["wang"].unit.name
    db.session.commit()
    head = as_(cast["chen"])
    assert f"{crew}：" in head.get(f"/notices/{notice.id}").text
    assert head.post(f"/notices/{notice.id}/withdraw", data={"reason": "时间有变"}).status_code == 303
    course = head.get(f"/notices/{notice.id}").text.split('id="course" ')[1].split("已撤回")[1]
    assert cast["chen"].name in course and "时间有变" in course
    assert f"{notice.title}（已撤回）</h1>" in head.get(f"/notices/{notice.id}/print").text
    paper = zipfile.ZipFile(BytesIO(head.get(f"/notices/{notice.id}/notice.docx").data))
    assert f"{notice.title}（已撤回）" in paper.read("word/document.xml").decode()
    listed = head.get(f"/notices/{notice.id}/receipts").text
    assert "没有签收" in listed and 'badge warn">' not in listed.split("receipt-table")[-1]


@pytest.mark.one_engine
def test_a_draft_is_changed_by_who_wrote_it_alone(db, cast, units, as_):
    """Who approved it once still finds it after it came back, and is told that it is not theirs to change."""
    notice = makers.make_submitted(cast, units["office"])
    drafting.decide(notice, decision="return", opinion="补充依据", by=cast["chen"], at=clock.now())
    db.session.commit()
    refused = as_(cast["chen"]).get(f"/notices/{notice.id}/edit")
    assert refused.status_code == 409 and "只有起草人" in refused.text and 'name="form_key"' not in refused.text
    assert as_(cast["ming"]).get(f"/notices/{notice.id}/edit").status_code == 200
