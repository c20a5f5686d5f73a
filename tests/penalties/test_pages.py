"""What people see and may open."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from PIL import Image
from sqlalchemy import select

from models.core import clock
from models.penalties import (
    PaymentMethod,
    Penalty,
    PenaltyState,
    Source,
    Violation,
    ViolationState,
    appeals,
    collecting,
    drafting,
    effects,
    service,
)
from tests.penalties import makers
from tests.penalties.makers import PIN

BAD = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def test_the_thin_path_through_the_browser(db, cast, as_):
    """Report → confirm → draft → two approvals → sign → waive → collect → archive."""
    makers.give_pin(cast["wang"])
    db.session.commit()
    office, when = as_(cast["ming"]), clock.local(clock.now() - timedelta(hours=3))
    sent = {"person": cast["wang"].id, "occurred_at": f"{when:%Y-%m-%dT%H:%M}", "place": "X04 车道"}
    sent |= {"source": "inspection", "facts": "未唱收唱付。", "clauses": [makers.clause().id]}
    answer = office.post("/penalties/new", data=sent)
    assert answer.status_code == 303, answer.text
    violation = db.session.scalars(select(Violation)).one()
    here = f"/penalties/violations/{violation.id}"
    assert office.post(f"{here}/confirm", data={"finding": "录像属实"}).status_code == 303
    assert office.post(f"{here}/draft", data={"path": "clauses"}).status_code == 303
    penalty = db.session.scalars(select(Penalty)).one()
    case = f"/penalties/{penalty.id}"
    assert office.post(f"{case}/submit").status_code == 303
    for key in ("wu", "chen"):
        assert as_(cast[key]).post(f"{case}/decide", data={"decision": "approve"}).status_code == 303
    person = as_(cast["wang"])
    assert person.post(f"{case}/sign", data={"pin": PIN}).status_code == 303
    assert person.post(f"{case}/waive", data={"pin": PIN}).status_code == 303
    paid = {"receipt_no": "SK-0007", "amount": "200", "method": "cash", "collected_on": clock.today().isoformat()}
    assert as_(cast["cai"]).post(f"{case}/collect", data=paid).status_code == 303
    assert office.post(f"{case}/archive").status_code == 303
    db.session.expire_all()
    assert db.session.get(Penalty, penalty.id).state is PenaltyState.ARCHIVED
    assert "SK-0007" in office.get(case).text


PAGES = (
    "/penalties/",
    "/penalties/violations",
    "/penalties/new",
    "/penalties/mine",
    "/penalties/import",
    "/rulebook/",
    "/rulebook/new",
)


@pytest.mark.one_engine
@pytest.mark.parametrize("address", PAGES)
def test_pages_open_empty_and_filled(cast, as_, address):
    assert as_(cast["wu"]).get(address).status_code == 200
    makers.make_due(cast)
    answer = as_(cast["wu"]).get(address)
    assert answer.status_code == 200 and answer.text.count("<h1") == 1


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("make", "steps"),
    [
        (makers.make_draft, ("edit", "withdraw", "overlap", "print")),
        (makers.make_submitted, ("statement", "print")),
        (makers.make_approved, ("serve", "sign", "reverse", "print")),
        (makers.make_served, ("waive", "appeal", "print")),
        (makers.make_appealed, ("decide_appeal", "print")),
        (makers.make_due, ("collect", "print")),
        (makers.make_collected, ("print",)),
    ],
)
def test_every_stage_shows_its_case_and_its_forms(cast, as_, make, steps):
    penalty, opened = make(cast), set()
    for key in ("ming", "chen", "cai", "wang"):
        browser = as_(cast[key])
        if browser.get(f"/penalties/{penalty.id}").status_code == 404:
            continue
        answers = {step: browser.get(f"/penalties/{penalty.id}/{step}").status_code for step in steps}
        assert set(answers.values()) <= {200, 403, 409}, answers
        opened |= {step for step, status in answers.items() if status == 200}
    assert opened == set(steps), "each of its forms opens for somebody"
    assert as_(cast["ming"]).get(f"/penalties/violations/{penalty.violation_id}").status_code == 200


def test_markup_in_facts_stays_text(cast, as_):
    penalty = makers.make_submitted(cast, facts=BAD, place="<b>x</b>")
    drafting.state_case(penalty, statement=BAD, by=cast["wang"], at=clock.now())
    pages = (f"/penalties/{penalty.id}", f"/penalties/violations/{penalty.violation_id}", "/penalties/")
    for address in (*pages, "/penalties/violations", f"/penalties/{penalty.id}/print"):
        text = as_(cast["chen"]).get(address).text
        assert "<script>alert" not in text and "<img src=x" not in text
        assert "&lt;" in text


def test_evidence_is_seen_by_the_person_and_no_colleague(db, cast, as_):
    violation = makers.make_violation(cast)
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "gray").save(picture, "PNG")
    picture.seek(0)
    sent = {"photo": (picture, "x.png"), "caption": "车道全景"}
    here = f"/penalties/violations/{violation.id}"
    assert as_(cast["ming"]).post(f"{here}/evidence", data=sent).status_code == 303
    shown = as_(cast["wang"]).get(here).text
    assert "车道全景" in shown and "/files/1/small" in shown
    assert as_(cast["wang"]).get("/files/1").status_code == 200
    for key in ("zhao", "liu", "mei", "du"):
        assert as_(cast[key]).get("/files/1").status_code == 404


def test_a_bad_upload_is_answered_at_the_field(cast, as_):
    violation = makers.make_violation(cast)
    sent = {"photo": (io.BytesIO(b"MZ\x90 not a picture"), "x.png"), "caption": "车道"}
    answer = as_(cast["ming"]).post(f"/penalties/violations/{violation.id}/evidence", data=sent)
    assert answer.status_code == 422 and "只能上传" in answer.text


def test_one_s_own_case_and_nobody_else_s(cast, as_):
    penalty = makers.make_submitted(cast)
    assert as_(cast["wang"]).get(f"/penalties/{penalty.id}").status_code == 200
    assert penalty.number in as_(cast["wang"]).get("/penalties/mine").text
    for key in ("zhao", "liu", "mei", "du", "cai", "xi", "mystery"):
        assert as_(cast[key]).get(f"/penalties/{penalty.id}").status_code == 404


def test_a_draft_is_not_shown_to_the_person(cast, as_):
    penalty = makers.make_draft(cast)
    assert as_(cast["wang"]).get(f"/penalties/{penalty.id}").status_code == 404
    assert penalty.number not in as_(cast["wang"]).get("/penalties/mine").text


def test_one_station_does_not_see_the_other(cast, as_):
    here, there = makers.make_approved(cast, "wang"), makers.make_approved(cast, "mei")
    for key, seen, unseen in (("duo", here, there), ("du", there, here)):
        browser = as_(cast[key])
        assert seen.number in browser.get("/penalties/").text
        assert unseen.number not in browser.get("/penalties/").text
        assert browser.get(f"/penalties/{unseen.id}").status_code == 404
        assert browser.post(f"/penalties/{unseen.id}/serve", data={"pin": PIN}).status_code == 404


@pytest.mark.one_engine
def test_lists_ask_the_same_for_one_and_for_fifty(db, cast, as_, count_queries):
    people = ("wang", "zhao", "sun", "zhou", "huang")
    makers.make_submitted(cast)
    asked = {}
    for count in (1, 50):
        while len(db.session.scalars(select(Penalty)).all()) < count:
            number = len(db.session.scalars(select(Penalty)).all())
            when = clock.now() - timedelta(days=370 * (number // 5 + 1))
            clauses = makers.clauses("5.1")
            for clause in clauses:
                clause.valid_from = when.date() - timedelta(days=2)
            from models.core import audit

            for clause in clauses:
                audit.record("clause.edit", clause, None)
            makers.make_draft(cast, people[number % 5], occurred_at=when, clauses=clauses)
        for address in ("/penalties/", "/penalties/violations"):
            browser = as_(cast["chen"])
            with count_queries() as seen:
                assert browser.get(address).status_code == 200
            asked[address, count] = len(seen)
    assert asked["/penalties/", 1] == asked["/penalties/", 50]
    assert asked["/penalties/violations", 1] == asked["/penalties/violations", 50]


def test_filters_narrow_and_the_export_follows(cast, as_):
    first, second = makers.make_due(cast, "wang"), makers.make_submitted(cast, "sun")
    text = as_(cast["chen"]).get("/penalties/?state=due").text
    assert first.number in text and second.number not in text
    text = as_(cast["chen"]).get("/penalties/?text=孙晓梅").text
    assert second.number in text and first.number not in text
    paid = makers.make_collected(cast, "zhao")
    text = as_(cast["chen"]).get("/penalties/?under_way=y").text
    assert first.number in text and second.number in text and paid.number not in text
    answer = as_(cast["chen"]).get("/penalties/export.xlsx?state=due")
    assert answer.status_code == 200 and answer.data[:2] == b"PK"


def test_the_list_says_what_it_comes_to(cast, as_):
    """What was taken back is listed and not summed; the sum is that of all pages."""
    makers.make_due(cast, "wang")
    makers.make_due(cast, "zhao")
    effects.reverse(makers.make_due(cast, "sun"), reason="新证据", by=cast["chen"], at=clock.now())
    text = as_(cast["chen"]).get("/penalties/?mode=fine").text
    assert "共 3 条" in text and '罚款应收合计 <b class="num">400.00</b> 元' in text
    assert "应收合计" not in as_(cast["chen"]).get("/penalties/?state=revoked").text


@pytest.mark.parametrize("query", ["?state=nope", "?unit=999999", "?since=x", "?sort=zzz", "?after=zzz"])
def test_a_bad_filter_is_no_error(cast, as_, query):
    assert as_(cast["chen"]).get(f"/penalties/{query}").status_code in (200, 400, 422)


def test_a_return_needs_a_reason_and_nothing_is_preselected(cast, as_):
    penalty = makers.make_submitted(cast)
    head = as_(cast["wu"])
    page = head.get(f"/penalties/{penalty.id}").text
    assert 'value="approve"' in page and "checked" not in page.split('class="approval"')[1].split("</form>")[0]
    answer = head.post(f"/penalties/{penalty.id}/decide", data={"decision": "return", "opinion": ""})
    assert answer.status_code == 422 and "退回请写明原因" in answer.text
    answer = head.post(f"/penalties/{penalty.id}/decide", data={"opinion": "同意"})
    assert answer.status_code == 422
    answer = head.post(f"/penalties/{penalty.id}/decide", data={"decision": "return", "opinion": "请补充录像"})
    assert answer.status_code == 303
    assert "请补充录像" in as_(cast["ming"]).get(f"/penalties/{penalty.id}").text


def test_who_comes_too_late_hears_who_was_faster(cast, as_):
    penalty = makers.make_submitted(cast)
    head = as_(cast["wu"])
    assert head.post(f"/penalties/{penalty.id}/decide", data={"decision": "approve"}).status_code == 303
    answer = head.post(f"/penalties/{penalty.id}/decide", data={"decision": "approve"})
    assert answer.status_code == 409
    leader = as_(cast["chen"])
    leader.post(f"/penalties/{penalty.id}/decide", data={"decision": "approve"})
    answer = leader.post(f"/penalties/{penalty.id}/decide", data={"decision": "approve"})
    assert answer.status_code == 409 and "已批准" in answer.text


def test_after_a_decision_the_next_case_follows(cast, as_):
    first, second = makers.make_submitted(cast, "wang"), makers.make_submitted(cast, "sun")
    head = as_(cast["wu"])
    assert f'href="/penalties/{second.id}"' in head.get(f"/penalties/{first.id}").text
    answer = head.post(f"/penalties/{first.id}/decide", data={"decision": "approve"})
    assert answer.location == f"/penalties/{second.id}"


def test_the_approver_sees_what_was_decided_before(cast, as_):
    makers.make_approved(cast, "sun", clauses=makers.clauses("5.1", "6.1"))
    makers.make_approved(cast, "zhou")
    text = as_(cast["wu"]).get(f"/penalties/{makers.make_submitted(cast).id}").text
    part = text.split('id="precedent-table"')[1].split("</table>")[0]
    assert "300.00" in part and "至 400.00" in part and "2 件" in part


def test_only_finance_collects(cast, as_):
    penalty = makers.make_due(cast)
    paid = {"receipt_no": "SK-1", "amount": "200", "method": "cash", "collected_on": clock.today().isoformat()}
    for key in ("ming", "wu", "chen", "fu", "min", "wang", "duo", "hq", "xi"):
        assert as_(cast[key]).post(f"/penalties/{penalty.id}/collect", data=paid).status_code == 403
    wrong = as_(cast["cai"]).post(f"/penalties/{penalty.id}/collect", data=paid | {"amount": "100"})
    assert wrong.status_code == 422 and "等于应收金额" in wrong.text
    assert as_(cast["cai"]).post(f"/penalties/{penalty.id}/collect", data=paid).status_code == 303


def test_the_day_s_total_is_the_sum_of_its_receipts(cast, as_):
    makers.make_collected(cast, "wang", "SK-1")
    makers.make_collected(cast, "sun", "SK-2", clauses=makers.clauses("5.1", "6.1"))
    text = as_(cast["cai"]).get("/penalties/collection").text
    assert "600.00" in text and "SK-1" in text and "SK-2" in text
    earlier = as_(cast["cai"]).get("/penalties/collection?month=2001-01").text.split("今日实收")[1]
    assert "600.00" in earlier and "2 笔" in earlier, "today is today also beside another month"
    way = re.search(r'href="(/penalties/collection\?day=[^"#]*)', text)[1]
    clock.pin(clock.today() + timedelta(days=1))
    opened = as_(cast["cai"]).get(way).text.split('id="ledger"')[1]
    assert "SK-1" in opened and "SK-2" in opened and "600.00" in opened
    tomorrow = as_(cast["cai"]).get(f"/penalties/collection?day={clock.today()}").text.split('id="ledger"')[1]
    assert "SK-1" not in tomorrow and "这一天没有收缴" in tomorrow
    clock.pin(None)
    printed = as_(cast["cai"]).get("/penalties/collection/print").text
    assert "陆佰元整" in printed
    assert as_(cast["cai"]).get("/penalties/collection/export.xlsx").status_code == 200


def test_the_refusal_form_names_its_errors(cast, as_):
    penalty = makers.make_approved(cast)
    makers.give_pin(cast["zhao"])
    told = {"note": "拒绝签字", "witness": cast["zhao"].id, "witness_pin": "111112"}
    answer = as_(cast["ming"]).post(f"/penalties/{penalty.id}/refuse", data=told)
    assert answer.status_code == 422 and "PIN" in answer.text and "拒绝签字" in answer.text
    answer = as_(cast["ming"]).post(f"/penalties/{penalty.id}/refuse", data=told | {"witness_pin": PIN})
    assert answer.status_code == 303
    assert "赵磊" in as_(cast["ming"]).get(f"/penalties/{penalty.id}/print").text


def test_a_stale_edit_shows_both_texts(db, cast, as_):
    violation = makers.make_violation(cast, confirmed=False)
    when = clock.local(violation.occurred_at)
    sent = {"occurred_at": f"{when:%Y-%m-%dT%H:%M}", "place": "X01", "source": "inspection", "facts": "我的说法"}
    sent |= {"clauses": [makers.clause().id], "version": "99"}
    answer = as_(cast["ming"]).post(f"/penalties/violations/{violation.id}/edit", data=sent)
    assert answer.status_code == 409 and "我的说法" in answer.text and "未使用文明用语" in answer.text
    assert db.session.get(Violation, violation.id).state is ViolationState.REPORTED


def test_a_report_can_be_corrected_until_it_is_confirmed(db, cast, as_):
    violation = makers.make_violation(cast, confirmed=False, clauses=makers.clauses("5.1", "5.2"))
    when = clock.local(violation.occurred_at)
    sent = {"occurred_at": f"{when:%Y-%m-%dT%H:%M}", "place": "X09", "source": "monitor", "facts": "更正后的事实"}
    sent |= {"clauses": [makers.clause("5.2").id, makers.clause("6.1").id]}
    here = f"/penalties/violations/{violation.id}"
    assert as_(cast["ming"]).get(f"{here}/edit").status_code == 200
    answer = as_(cast["ming"]).post(f"{here}/edit", data=sent | {"version": violation.version})
    assert answer.status_code == 303, answer.text
    text = as_(cast["ming"]).get(here).text
    assert "更正后的事实" in text and "《服务准则》6.1" in text and "《服务准则》5.1" not in text
    as_(cast["min"]).post(f"{here}/confirm", data={"finding": "属实"})
    db.session.expire_all()
    version = db.session.get(Violation, violation.id).version
    assert as_(cast["ming"]).post(f"{here}/edit", data=sent | {"version": version}).status_code == 409


def test_refused_forms_keep_what_was_typed(cast, as_):
    answer = as_(cast["ming"]).post("/penalties/new", data={"facts": "已经写了很多", "place": "X01"})
    assert answer.status_code == 422 and "已经写了很多" in answer.text and "请至少选择一条" in answer.text


def test_the_drafter_is_shown_why_repetition_needs_the_ten(cast, as_):
    makers.make_violation(cast, occurred_at=makers.days_ago(30))
    violation = makers.make_violation(cast)
    here = f"/penalties/violations/{violation.id}/draft"
    assert f"{cast['wang'].name}期间内第 2 次违规" in as_(cast["ming"]).get(here).text
    answer = as_(cast["ming"]).post(here, data={"path": "clauses"})
    assert answer.status_code == 422 and "请选择适用的十不准条款" in answer.text
    answer = as_(cast["ming"]).post(here, data={"path": "clauses", "ten_clause": makers.ten().id})
    assert answer.status_code == 303


def test_one_s_own_cases_are_narrowed_by_state_and_year_and_taken_along(cast, as_):
    served = makers.make_served(cast)
    browser, year = as_(cast["wang"]), clock.today().year
    for narrow, is_there in (("state=served", True), (f"year={year}", True), ("state=archived", False)):
        assert (served.number in browser.get(f"/penalties/mine?{narrow}").text) is is_there
        taken = load_workbook(io.BytesIO(browser.get(f"/penalties/mine/export.xlsx?{narrow}").data)).active
        assert (served.number in [row[0] for row in taken.iter_rows(min_row=2, values_only=True)]) is is_there
    assert browser.get("/penalties/mine?year=1999").status_code == 422


def test_the_course_of_a_revoked_case_tells_what_was_done_and_by_whom(cast, as_):
    """The finding stays a finding; the revocation has its own moment, person and reason, before the refund."""
    penalty = makers.make_collected(cast)
    effects.reverse(penalty, reason="复核录像后不属实", by=cast["chen"], at=clock.now())
    told = {"method": PaymentMethod.CASH, "collected_on": clock.today(), "reason": ""}
    collecting.pay_back(penalty, receipt_no="TK-1", by=cast["cai"], at=clock.now(), **told)
    for address in (f"/penalties/{penalty.id}", f"/penalties/violations/{penalty.violation_id}"):
        course = as_(cast["ming"]).get(address).text.split('id="course" ')[1].split("</section>")[0]
        assert course.count("已认定") == 1 and course.count("已撤销") == 1, address
        assert course.index("已认定") < course.index("已撤销") < course.index("复核录像后不属实")
        assert cast["chen"].name in course.split("已撤销")[1]
    course = as_(cast["ming"]).get(f"/penalties/{penalty.id}").text.split('id="course" ')[1]
    assert course.index("复核录像后不属实") < course.index("凭证 TK-1")


@pytest.mark.one_engine
def test_the_course_of_a_case_that_was_taken_back_or_filed_says_when_and_by_whom(cast, as_):
    office, draft, paid = as_(cast["ming"]), makers.make_draft(cast), makers.make_collected(cast, "zhao")
    assert office.post(f"/penalties/{draft.id}/withdraw", data={"reason": "事实不清"}).status_code == 303
    assert office.post(f"/penalties/{paid.id}/archive").status_code == 303
    assert "处罚拟办单（已撤回）</h1>" in office.get(f"/penalties/{draft.id}/print").text
    for penalty, label, said in ((draft, "已撤回", "事实不清"), (paid, "已归档", "")):
        course = office.get(f"/penalties/{penalty.id}").text.split('id="course" ')[1].split("</section>")[0]
        last = course.split(label)[1]
        assert f"{clock.today():%m-%d}" in last and cast["ming"].name in last and said in last, label


@pytest.mark.one_engine
def test_only_a_complaint_asks_for_a_responsible_leader(cast, as_):
    """Of what an inspection found nobody else is liable by this form, and no amount is named."""
    office = as_(cast["ming"])
    found, told = makers.make_violation(cast), makers.make_violation(cast, "zhao", source=Source.COMPLAINT)
    at = f"/penalties/violations/{found.id}/draft"
    assert "责任领导" not in office.get(at).text and "处置不当" not in office.get(at).text
    assert office.post(at, data={"path": "clauses", "measures": ""}).status_code == 303
    at = f"/penalties/violations/{told.id}/draft"
    assert "责任领导" in office.get(at).text
    given = {"path": "clauses", "amount": "", "ten_clause": "", "leader": cast["liu"].id, "measures": ""}
    refused = office.post(at, data=given)
    assert refused.status_code == 422 and "不在这里追究责任领导" in refused.text


@pytest.mark.one_engine
def test_whoever_may_not_decide_an_appeal_is_told_before_typing(cast, as_):
    penalty = makers.make_submitted(cast, by="wu")
    makers.decide(penalty, cast["fu"], cast["chen"])
    makers.give_pin(cast["wang"])
    service.sign(penalty, pin=PIN, by=cast["wang"], at=clock.now())
    appeals.file(penalty, grounds="不服", by=cast["wang"], at=clock.now())
    at = f"/penalties/{penalty.id}/decide_appeal"
    refused = as_(cast["fu"]).get(at)
    assert refused.status_code == 409 and "第一步由您审批" in refused.text
    assert as_(cast["chen"]).get(at).status_code == 200


def test_a_proposal_that_ends_with_a_full_stop_is_printed_with_one(cast, as_):
    penalty = makers.make_submitted(cast, measures="批评教育。")
    assert "批评教育。取消" in as_(cast["ming"]).get(f"/penalties/{penalty.id}/print").text


@pytest.mark.one_engine
def test_the_person_is_told_at_the_top_what_the_case_means_now(db, cast, as_):
    """And nobody else: to the office it is a case, to them it is theirs."""
    cases = [
        (makers.make_submitted, "wang", "处罚还没有决定"),
        (makers.make_approved, "zhao", "决定书等您签收"),
        (makers.make_served, "sun", "您可以申诉到"),
        (makers.make_appealed, "huang", "您的申诉等待决定"),
        (makers.make_due, "liu", "等财务室收缴 200.00 元"),
    ]
    for make, who, said in cases:
        penalty = make(cast, who)
        db.session.commit()
        shown = as_(cast[who]).get(f"/penalties/{penalty.id}").text
        assert shown.index(said) < shown.index('id="proposal"'), said
        assert said not in as_(cast["ming"]).get(f"/penalties/{penalty.id}").text, said
        if make is makers.make_served:
            assert f"申诉到 {penalty.appeal_until:%m-%d}（含当日）" in shown
            assert shown.index(f"/penalties/{penalty.id}/appeal") < shown.index(f"/penalties/{penalty.id}/waive")


@pytest.mark.one_engine
def test_who_decides_reads_first_by_when_and_about_what(db, cast, as_):
    waiting, contested = makers.make_submitted(cast), makers.make_appealed(cast, "zhao")
    db.session.commit()
    head = as_(cast["wu"]).get(f"/penalties/{waiting.id}").text.split('id="proposal"')[0]
    assert " 前审批，剩 " in head and " 前审批，" not in as_(cast["ming"]).get(f"/penalties/{waiting.id}").text
    shown = as_(cast["chen"]).get(f"/penalties/{contested.id}").text
    assert shown.index('id="appeal"') < shown.index('id="proposal"'), "the appeal is what is decided"
