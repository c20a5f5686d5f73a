"""The pages of talks, measures and orders: works, refuses, who may, and what stands on the papers."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from models import roster
from models.accounts import structure
from models.core import clock
from models.handover import rules
from models.inbox import todos_of
from models.measures import Directive, Measure, MeasureKind, MeasureState, Talk, TalkState, measuring
from models.notices import Notice
from models.roster import DutyPost
from models.roster.changing import Span
from tests.measures import makers
from tests.measures.makers import PIN
from tests.penalties import makers as penalties
from tests.roster.makers import make_lanes, make_shift

K, M = MeasureKind, MeasureState


def test_a_talk_from_its_plan_to_the_signature(db, cast, as_):
    office, person = as_(cast["ming"]), as_(cast["wang"])
    when = clock.local(clock.now() - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")
    told = {"kind": "meeting", "person": cast["wang"].id, "talker": cast["wu"].id, "planned_at": when}
    answer = office.post("/measures/talks/new", data=told | {"place": "征费室", "reason": "不积极", "penalty": ""})
    assert answer.status_code == 303, answer.text
    at = answer.headers["Location"]
    assert as_(cast["wu"]).post(f"{at}/hold", data={"held_at": when, **makers.RECORD}).status_code == 303
    penalties.give_pin(cast["wang"])
    assert person.post(f"{at}/sign", data={"pin": "000000"}).status_code == 422
    assert person.post(f"{at}/sign", data={"pin": PIN}).status_code == 303
    assert db.session.query(Talk).one().state is TalkState.SIGNED
    assert person.post(f"{at}/sign", data={"pin": PIN}).status_code == 409
    assert "今后改正。" in person.get(at).text and as_(cast["zhao"]).get(at).status_code == 404


def test_a_suspension_from_the_draft_to_the_return(db, cast, as_):
    office = as_(cast["ming"])
    told = {"kind": "suspension", "person": cast["wang"].id, "days": "", "facts": "脱岗", "new_post": "", "penalty": ""}
    assert "待岗请填 1 到 30 天" in office.post("/measures/new", data=told).text
    at = office.post("/measures/new", data=told | {"days": "3"}).headers["Location"]
    assert office.post(f"{at}/submit").status_code == 303
    assert as_(cast["wang"]).post(f"{at}/statement", data={"statement": "请从轻"}).status_code == 303
    for key in ("fu", "wu", "cai", "chen"):
        assert "审批意见" in as_(cast[key]).get(at).text
        assert as_(cast[key]).post(f"{at}/decide", data={"decision": "approve"}).status_code == 303, key
    today = clock.today().isoformat()
    assert office.post(f"{at}/start", data={"from_on": today}).status_code == 303
    assert office.post(f"{at}/finish", data={"ended_on": today}).status_code == 422
    assert office.post(f"{at}/retest", data={"on": today, "score": "88"}).status_code == 303
    assert "次日起才能返岗" in office.post(f"{at}/finish", data={"ended_on": today}).text
    assert "88 分，合格" in office.get(at).text
    assert as_(cast["chen"]).post(f"{at}/revoke", data={"reason": "复核"}).status_code == 303
    assert db.session.query(Measure).one().state is M.REVOKED


def test_who_may_not_take_a_step_is_told_before_anything_is_typed(db, cast, as_):
    talk, order = makers.make_held(cast), makers.make_directive(cast)
    submitted, approved = makers.make_submitted(cast), makers.make_approved(cast)
    db.session.commit()
    for at, said in {
        f"talks/{talk.id}/sign": "只有当事人本人可以签认",
        f"directives/{order.id}/answer": "只有责任人可以报告办理情况",
        f"{submitted.id}/statement": "只有当事人本人可以陈述",
        f"{approved.id}/reply": "只有辞退建议由公司批复",
    }.items():
        answer = as_(cast["ming"]).get(f"/measures/{at}")
        assert answer.status_code == 409 and said in answer.text and 'name="form_key"' not in answer.text, at
        assert "不能办理" in answer.text, "nothing was tried yet"


def test_the_return_of_a_suspended_person_opens_when_it_can_be_booked(db, cast, as_):
    row, office = makers.make_suspended(cast, days=3, since=2), as_(cast["ming"])
    db.session.commit()
    here = f"/measures/{row.id}"
    assert "请先登记复考成绩" in office.get(f"{here}/finish").text
    for score, passed in (("50", False), ("88", True)):
        told = {"on": clock.today().isoformat(), "score": score}
        assert office.post(f"{here}/retest", data=told).status_code == 303
        assert f"{score} 分，{'合格' if passed else '不合格'}" in office.get(here).text, score
    assert "次日起才能返岗" in office.get(f"{here}/finish").text, "the last of the three days is today"
    assert f'href="{here}/finish"' not in office.get(here).text
    past = makers.make_suspended(cast, days=3, since=3, person="zhao")
    measuring.retest(past, score=90, on=clock.today(), by=cast["ming"], at=clock.now())
    db.session.commit()
    here = f"/measures/{past.id}"
    assert f'href="{here}/finish"' in office.get(here).text
    assert office.get(f"{here}/finish").status_code == 200
    assert office.post(f"{here}/finish", data={"ended_on": clock.today().isoformat()}).status_code == 303


def test_a_passed_re_test_is_corrected_with_a_reason_and_not_booked_again(db, cast, as_):
    row, office = makers.make_suspended(cast, days=3, since=2), as_(cast["ming"])
    db.session.commit()
    here, told = f"/measures/{row.id}", {"on": clock.today().isoformat(), "score": "88"}
    assert office.get(f"{here}/correct-retest").status_code == 409
    assert office.post(f"{here}/retest", data=told).status_code == 303
    shown = office.get(here).text
    assert f'href="{here}/retest"' not in shown and f'href="{here}/correct-retest"' in shown
    opened = office.get(f"{here}/retest")
    assert opened.status_code == 409 and "88 分，已经合格" in opened.text
    assert "已经合格" in office.post(f"{here}/retest", data=told | {"score": "60"}).text
    assert "88 分，合格" in office.get(here).text
    wrong = told | {"score": "68"}
    assert "请写明更正的理由" in office.post(f"{here}/correct-retest", data=wrong | {"reason": ""}).text
    assert "没有变" in office.post(f"{here}/correct-retest", data=told | {"reason": "再登记"}).text
    assert office.post(f"{here}/correct-retest", data=wrong | {"reason": "试卷登分有误"}).status_code == 303
    shown = office.get(here).text
    assert "68 分，不合格" in shown and "原 88 分，更正为 68 分，不合格：试卷登分有误" in shown
    assert f'href="{here}/finish"' not in shown and f'href="{here}/retest"' in shown
    assert "复考成绩更正为 68 分" in as_(cast["wang"]).get("/inbox/").text


@pytest.mark.one_engine
def test_a_suspended_person_and_the_station_are_told_of_the_way_back(db, cast, as_):
    """The person reads what is missing, whoever plans and leads the crew when they are away and back."""
    row, office = makers.make_suspended(cast, days=3, since=3), as_(cast["ming"])
    db.session.commit()
    here, today = f"/measures/{row.id}", clock.today().isoformat()
    own = as_(cast["wang"])
    assert "复考满 80 分合格" in own.get(here).text and "登记以前不能上岗" in own.get(here).text
    opened = office.get(f"{here}/retest").text
    assert f'value="{today}"' in opened and "满 80 分合格" in opened
    for score in ("50", "88"):
        assert office.post(f"{here}/retest", data={"on": today, "score": score}).status_code == 303
    course = own.get(here).text.split('id="course" ')[1]
    assert "50 分，不合格" in course and "88 分，合格" in course, "what was not passed stays on record"
    assert "复考已合格" in own.get(here).text
    assert office.post(f"{here}/finish", data={"ended_on": today}).status_code == 303
    for key in ("duo", "liu"):
        told = as_(cast[key]).get("/inbox/").text
        assert f"{cast['wang'].name}自" in told and f"{cast['wang'].name}待岗已结束" in told, key
    assert "待岗" not in as_(cast["han"]).get("/inbox/").text, "of another crew"


@pytest.mark.one_engine
def test_the_suspensions_that_are_over_open_as_they_are_counted(db, cast, as_):
    over, going = makers.make_suspended(cast, days=3, since=4), makers.make_suspended(cast, days=9, person="zhao")
    db.session.commit()
    ask = next(one for one in todos_of(cast["ming"], clock.now()) if "待岗期满" in one.title)
    listed = as_(cast["ming"]).get(ask.href).text
    assert ask.count == 1 and over.number in listed and going.number not in listed


def test_it_goes_back_to_any_earlier_step_from_the_page(cast, as_):
    row = makers.make_submitted(cast)
    makers.decide(row, cast["wu"])
    leader, at = as_(cast["chen"]), f"/measures/{row.id}"
    assert "退回征费室主任审核" in leader.get(at).text
    assert leader.post(f"{at}/decide", data={"decision": "step-1"}).status_code == 422
    assert leader.post(f"{at}/decide", data={"decision": "step-9", "opinion": "x"}).status_code == 422
    assert leader.post(f"{at}/decide", data={"decision": "step-1", "opinion": "请复核"}).status_code == 303
    assert "审批意见" in as_(cast["wu"]).get(at).text


@pytest.mark.one_engine
def test_a_penalty_goes_back_to_an_earlier_step_too(cast, as_):
    penalty = penalties.make_submitted(cast)
    penalties.decide(penalty, cast["wu"])
    leader, at = as_(cast["chen"]), f"/penalties/{penalty.id}"
    assert "退回征费室主任审核" in leader.get(at).text
    assert leader.post(f"{at}/decide", data={"decision": "step-1", "opinion": "请复核"}).status_code == 303
    assert "审批意见" in as_(cast["wu"]).get(at).text


def test_an_order_is_answered_and_accepted(db, cast, as_):
    due = (clock.today() + timedelta(days=2)).isoformat()
    told = {"responsible": cast["duo"].id, "order": "核查班前布置", "due_on": due, "penalty": ""}
    at = as_(cast["wu"]).post("/measures/directives/new", data=told).headers["Location"]
    assert any("责令处理" in one.title for one in todos_of(cast["duo"], clock.now()))
    assert as_(cast["duo"]).post(f"{at}/answer", data={"answer": "已办"}).status_code == 303
    assert as_(cast["wu"]).post(f"{at}/reopen", data={"opinion": "补充", "due_on": due}).status_code == 303
    assert as_(cast["duo"]).post(f"{at}/answer", data={"answer": "已补充"}).status_code == 303
    assert as_(cast["wu"]).post(f"{at}/close", data={"opinion": "同意"}).status_code == 303
    course = as_(cast["duo"]).get(at).text.split('id="course" ')[1]
    said = [course.index(words) for words in ("下达", "已办<", "补充<", "已补充<", "同意<")]
    assert said == sorted(said) and course.count(cast["duo"].name) == 2
    assert db.session.query(Directive).one().closed_at
    assert as_(cast["han"]).get(at).status_code == 404


def test_a_penalty_leads_to_its_talk_measure_and_order(cast, as_):
    penalty = penalties.make_due(cast)
    office = as_(cast["ming"])
    assert f"/measures/new?penalty={penalty.id}" in office.get(f"/penalties/{penalty.id}").text
    shown = office.get(f"/measures/new?penalty={penalty.id}").text
    assert f'<option selected value="{penalty.id}"' in shown or f'value="{penalty.id}" selected' in shown


@pytest.mark.one_engine
@pytest.mark.parametrize("kind", list(MeasureKind))
def test_the_papers_say_what_was_decided(cast, as_, kind):
    row = makers.make_approved(cast, kind, penalty=penalties.make_due(cast))
    leader = as_(cast["chen"])
    paper = leader.get(f"/measures/{row.id}/print").text
    assert ("通报批评" if kind is K.CRITICISM else f"{kind.label}决定书") in paper and "《服务准则》5.1" in paper
    word = Document(BytesIO(leader.get(f"/measures/{row.id}/decision.docx").data))
    said = [one.text for one in word.paragraphs]
    said += [cell.text for table in word.tables for line in table.rows for cell in line.cells]
    assert any("两次有责投诉" in text for text in said)


@pytest.mark.one_engine
def test_the_record_of_a_talk_prints(cast, as_):
    talk = makers.make_held(cast)
    browser = as_(cast["wu"])
    assert "尚未签认" in browser.get(f"/measures/talks/{talk.id}/print").text
    word = Document(BytesIO(browser.get(f"/measures/talks/{talk.id}/talk.docx").data))
    assert "今后改正。" in [cell.text for table in word.tables for line in table.rows for cell in line.cells]


@pytest.mark.one_engine
def test_the_record_of_a_talk_says_who_wrote_it_down(cast, as_):
    """The office may record what the head said; page and papers tell the two apart."""
    talk = makers.make_talk(cast)
    when = clock.local(clock.now() - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")
    at, office = f"/measures/talks/{talk.id}", as_(cast["ming"])
    assert office.post(f"{at}/hold", data={"held_at": when, **makers.RECORD}).status_code == 303
    assert f"{cast['ming'].name} 记录" in office.get(at).text
    assert f'记录人</th><td colspan="5">{cast["ming"].name}' in office.get(f"{at}/print").text
    word = Document(BytesIO(office.get(f"{at}/talk.docx").data))
    assert cast["ming"].name in [cell.text for table in word.tables for line in table.rows for cell in line.cells]


@pytest.mark.one_engine
def test_a_crew_that_is_ordered_is_named_with_its_station(cast, as_):
    order = makers.make_directive(cast, "liu")
    crew, head = structure.full_name(cast["liu"].unit), as_(cast["wu"])
    assert crew != cast["liu"].unit.name
    assert crew in head.get(f"/measures/directives/{order.id}").text
    assert crew in head.get("/measures/directives").text
    rows = load_workbook(BytesIO(head.get("/measures/directives/export.xlsx").data)).active
    assert crew in [cell.value for row in rows.iter_rows() for cell in row]


@pytest.mark.one_engine
def test_what_ended_or_went_back_says_when_and_by_whom(cast, as_):
    office, head = as_(cast["ming"]), as_(cast["wu"])
    talk, row, order = makers.make_talk(cast), makers.make_draft(cast), makers.make_directive(cast)
    assert office.post(f"/measures/talks/{talk.id}/cancel", data={"reason": "改期另约"}).status_code == 303
    assert office.post(f"/measures/{row.id}/withdraw", data={"reason": "事实不清"}).status_code == 303
    assert head.post(f"/measures/directives/{order.id}/withdraw", data={"reason": "已自行整改"}).status_code == 303
    today = f"{clock.today():%m-%d}"
    said = office.get(f"/measures/talks/{talk.id}").text.split("谈话已取消")[1]
    assert cast["ming"].name in said and today in said
    said = office.get(f"/measures/{row.id}").text.split('id="course" ')[1].split("已撤回")[1]
    assert cast["ming"].name in said and today in said and "事实不清" in said
    assert "（拟，已撤回）</h1>" in office.get(f"/measures/{row.id}/print").text
    assert "记录（已取消）</h1>" in office.get(f"/measures/talks/{talk.id}/print").text
    said = head.get(f"/measures/directives/{order.id}").text.split("撤回理由")[1]
    assert cast["wu"].name in said and today in said


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("listed", "make"),
    [("", makers.make_draft), ("talks", makers.make_talk), ("directives", makers.make_directive)],
)
def test_lists_filter_export_and_ask_the_same_for_many(cast, as_, count_queries, listed, make):
    leader, at = as_(cast["chen"]), f"/measures/{listed}"
    make(cast)
    leader.get(at)
    with count_queries() as one:
        leader.get(at)
    for _time in range(4):
        make(cast)
    leader.get(at)
    with count_queries() as many:
        leader.get(at)
    assert len(_own(one)) == len(_own(many))
    sheet = leader.get(f"/measures/{f'{listed}/' if listed else ''}export.xlsx")
    rows = list(load_workbook(BytesIO(sheet.data)).active.values)
    assert rows[0][0] == "编号" and len(rows) == 6


@pytest.mark.one_engine
def test_ones_own_and_nobody_elses(cast, as_):
    row = makers.make_submitted(cast)
    assert row.number in as_(cast["wang"]).get("/measures/mine").text
    assert row.number not in as_(cast["zhao"]).get("/measures/mine").text
    makers.make_talk(cast)
    sheet = load_workbook(BytesIO(as_(cast["wang"]).get("/measures/mine/export.xlsx").data)).active
    assert [line[0][:2] for line in list(sheet.values)[1:]] == ["TH", "CS"]
    for key, status in (("wang", 200), ("zhao", 404), ("liu", 404), ("mo", 404), ("hq", 200), ("cai", 404)):
        assert as_(cast[key]).get(f"/measures/{row.id}").status_code == status, key


def test_a_talk_that_was_held_stands_at_the_time_it_was_held(cast, as_):
    planned = clock.now() + timedelta(days=3)
    makers.make_held(cast, planned_at=planned)
    browser = as_(cast["wang"])
    text = browser.get("/measures/mine").text
    assert f"{clock.local(clock.now()):%m-%d}" in text and f"{clock.local(planned):%m-%d}" not in text
    sheet = load_workbook(BytesIO(browser.get("/measures/mine/export.xlsx").data)).active
    assert sheet["D2"].value.date() == clock.today()


def test_whoever_is_late_is_told(cast, as_):
    row = makers.make_suspended(cast)
    measuring.revoke(row, reason="复核", by=cast["chen"], at=clock.now())
    answer = as_(cast["ming"]).post(f"/measures/{row.id}/retest", data={"on": clock.today(), "score": "90"})
    assert answer.status_code == 409


def test_a_public_criticism_becomes_a_notice_once(db, cast, as_):
    row = makers.make_approved(cast, penalty=penalties.make_due(cast))
    office, at = as_(cast["ming"]), f"/measures/{row.id}"
    assert "起草通报" in office.get(at).text
    answer = office.post(f"{at}/notice")
    assert answer.status_code == 303 and answer.headers["Location"].endswith("/edit")
    notice = db.session.query(Notice).one()
    assert notice.title == "关于对王倩通报批评的决定" and "《服务准则》5.1" in notice.body
    assert (notice.source_href, notice.concerned) == (at, [cast["wang"].id])
    assert office.post(f"{at}/notice").status_code == 409
    assert as_(cast["ming"]).post(f"/measures/{makers.make_draft(cast).id}/notice").status_code == 409


def _own(statements: list[str]) -> list[str]:
    """Leave out what a slow machine asks anew: the settings are kept for five seconds."""
    return [one for one in statements if "setting_values" not in one]


def test_the_place_of_a_suspended_person_is_marked_in_the_roster_and_at_the_handover(db, cast, units, as_):
    """Until somebody takes it; what the measure is about stays with those who handle it."""
    lanes, day = make_lanes(units["qinglan"]), clock.today() + timedelta(days=1)
    people = {cast["liu"]: (DutyPost.LEADER, None), cast["wang"]: (DutyPost.COLLECTOR, lanes["X01"])}
    before = make_shift(units["qinglan"], day, "night", units["crew2"], {cast["han"]: (DutyPost.LEADER, None)})
    shift = make_shift(units["qinglan"], day, "early", units["crew1"], people)
    row = makers.make_suspended(cast, days=5)
    db.session.commit()
    said, here = f"缺岗：王倩 待岗至 {row.to_on}", f"/roster/day/{day}"
    shown = as_(cast["duo"]).get(here).text
    assert shown.count(said) == 2 and row.number not in shown, "in the table and at the shift"
    assert said in as_(cast["duo"]).get(f"{here}/print").text
    book = load_workbook(BytesIO(as_(cast["duo"]).get(f"{here}/export.xlsx").data)).active
    assert any(said in str(cell) for line in book.values for cell in line)
    for one, leader in ((before, "han"), (shift, "liu")):
        handover = rules.open_draft(one, cast[leader], one.ends_at)
        db.session.commit()
        sheet = as_(cast[leader]).get(f"/handover/{handover.id}").text
        assert said in sheet and lanes["X01"].name in sheet, leader
    roster.rules.call_up(
        shift, cast["zhao"], DutyPost.COLLECTOR, lanes["X01"], Span(shift.starts_at, shift.ends_at), "顶班", cast["duo"]
    )
    db.session.commit()
    assert "缺岗" not in as_(cast["duo"]).get(here).text, "the place is taken"
    assert "缺岗" not in as_(cast["liu"]).get(f"/handover/{handover.id}").text
