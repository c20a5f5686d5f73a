"""What waits for whom, what was decided, and giving cases to somebody else, seen in the browser."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from models import approvals
from models.accounts import BodyPost
from models.approvals import ApprovalChain, ApprovalTask, StepPlan, TaskState
from models.core import audit, clock
from models.core.audit import AuditEntry
from tests.approvals.conftest import NOW
from tests.cast import PEOPLE

ROLES = {row[4]: key for key, row in PEOPLE.items()}
EVERYBODY = set(ROLES)
PAGES = {
    "/approvals/": EVERYBODY,
    "/approvals/export.xlsx": EVERYBODY,
    "/approvals/decided": EVERYBODY,
    "/approvals/decided/export.xlsx": EVERYBODY,
    "/approvals/hand-over": EVERYBODY,
    "/approvals/chains": {"office_head", "leader"},
}


def open_task(db, approval) -> ApprovalTask:
    waiting = (ApprovalTask.approval_id == approval.id, ApprovalTask.state == TaskState.WAITING)
    return db.session.scalars(select(ApprovalTask).where(*waiting)).one()


@pytest.mark.one_engine
@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_for_whom_it_is_meant(as_, cast, address):
    assert {role for role, key in ROLES.items() if as_(cast[key]).get(address).status_code == 200} == PAGES[address]


@pytest.mark.parametrize(
    "address", [*PAGES, "/approvals/1/delegate", "/approvals/chains/1", "/approvals/chains/1/edit"]
)
def test_a_stranger_signs_in_first(client, address):
    answer = client.get(address)
    assert answer.status_code == 303 and "/sign-in" in answer.location


def test_the_list_says_what_waits_since_when_and_until_when(as_, cast, penalty_of):
    penalty_of()
    text = as_(cast["wu"]).get("/approvals/").text
    assert f'href="/penalty/{cast["wang"].id}">处罚 王倩</a>' in text
    for shown in ("征费室主任审核", "明月", "青岚收费站 / 一班", "11-20 10:00", "剩 2 天", "11-22 10:00 前", "转办"):
        assert shown in text
    assert "没有等您审批的事项" in as_(cast["chen"]).get("/approvals/").text


def test_a_station_does_not_see_what_waits_at_another(as_, cast, leave_of, db, read_sheet):
    here, there = leave_of("wang", "crew1"), leave_of("mei", "mcrew1")
    pages = {who: as_(cast[who]).get("/approvals/").text for who in ("duo", "du", "chen")}
    assert ["请假 王倩" in pages[who] for who in ("duo", "du", "chen")] == [True, False, False]
    assert ["请假 梅芳" in pages[who] for who in ("duo", "du", "chen")] == [False, True, False]
    assert [row[0] for row in read_sheet(as_(cast["duo"]).get("/approvals/export.xlsx"))[1:]] == ["请假 王倩"]
    address = f"/approvals/{open_task(db, there).id}/delegate"
    assert as_(cast["duo"]).get(address).status_code == 404
    assert as_(cast["duo"]).post(address, data={"to": cast["chen"].id, "reason": "出差"}).status_code == 404
    assert as_(cast["duo"]).get(f"/approvals/{open_task(db, here).id}/delegate").status_code == 200


def test_the_most_pressing_comes_first_and_lateness_can_be_filtered(as_, cast, leave_of, db, monkeypatch):
    late, calm = leave_of("wang", "crew1"), leave_of("zhao", "crew1")
    open_task(db, calm).due_at = None
    open_task(db, late).due_at = NOW + timedelta(minutes=5)
    audit.record("approval.remind", late, None)
    audit.record("approval.remind", calm, None)
    db.session.commit()
    browser = as_(cast["duo"])
    text = browser.get("/approvals/").text
    assert text.index("请假 王倩") < text.index("请假 赵磊") and "不限" in text
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=10))
    text = browser.get("/approvals/?late=y").text
    assert "请假 王倩" in text and "请假 赵磊" not in text and "已超时 5 分钟" in text
    assert "请假 赵磊" in browser.get("/approvals/?text=赵&kind=matter").text
    assert "请假 赵磊" not in browser.get("/approvals/?kind=penalty").text


def test_what_was_decided_is_listed_with_the_opinion_and_how_it_stands(as_, cast, penalty_of, read_sheet, db):
    approval = penalty_of()
    approvals.approve(approval, cast["wu"], "情况属实", NOW)
    db.session.commit()
    browser = as_(cast["wu"])
    text = browser.get("/approvals/decided").text
    assert "处罚 王倩" in text and "情况属实" in text and "审批中" in text and "同意" in text
    rows = read_sheet(browser.get("/approvals/decided/export.xlsx"))
    assert rows[1][1:] == (
        "处罚 王倩",
        "昌南收费所 / 青岚收费站 / 一班",
        "明月",
        "征费室主任审核",
        "同意",
        None,
        "情况属实",
        "审批中",
    )
    assert "处罚 王倩" not in browser.get("/approvals/decided?state=returned").text
    assert "处罚 王倩" not in browser.get("/approvals/decided?first=2026-11-21").text
    assert "处罚 王倩" in browser.get("/approvals/decided?first=2026-11-20&last=2026-11-20").text
    assert "处罚 王倩" not in as_(cast["chen"]).get("/approvals/decided").text


def test_an_export_is_on_record(as_, cast, penalty_of, db):
    penalty_of()
    as_(cast["wu"]).get("/approvals/export.xlsx")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "approval.export")).one()
    assert entry.actor_id == cast["wu"].id and "导出 1 行" in entry.note


def test_lists_cost_the_same_for_one_case_and_for_six(as_, cast, leave_of, count_queries, db):
    people = ("wang", "zhao", "liu", "sun", "zhou", "han")
    browser, costs = as_(cast["duo"]), []
    browser.get("/approvals/")
    for batch in (people[:1], people[1:]):
        cases = [leave_of(who, "crew1") for who in batch]
        with count_queries() as seen:
            browser.get("/approvals/")
        with count_queries() as handing:
            browser.get("/approvals/hand-over")
        costs.append((len(seen), len(handing)))
        if batch == people[:1]:
            approvals.approve(cases[0], cast["duo"], "", NOW)
            with count_queries() as seen_once:
                browser.get("/approvals/decided")
    for task in db.session.scalars(select(ApprovalTask).where(ApprovalTask.state == TaskState.WAITING)).all():
        approvals.approve(db.session.get_one(approvals.Approval, task.approval_id), cast["duo"], "", NOW)
    with count_queries() as seen_many:
        browser.get("/approvals/decided")
    assert costs[0] == costs[1] and len(seen_once) == len(seen_many)


def test_delegating_offers_only_who_may_decide(as_, cast, penalty_of, db):
    """Of the case of 王倩, drafted by 明月: neither of them, nobody of 梅岭, nobody below whom the chain asks."""
    task = open_task(db, penalty_of())
    text = as_(cast["wu"]).get(f"/approvals/{task.id}/delegate").text
    offered = {row[1] for row in PEOPLE.values() if f"{row[1]}（{row[0]}" in text}
    assert offered == {"陈立新", "傅强"}


def test_a_delegated_case_moves_with_both_names(as_, cast, penalty_of, db):
    approval = penalty_of()
    address = f"/approvals/{open_task(db, approval).id}/delegate"
    answer = as_(cast["wu"]).post(address, data={"to": cast["fu"].id, "reason": "外出培训"})
    assert (answer.status_code, answer.location) == (303, "/approvals/")
    assert (
        "处罚 王倩" in as_(cast["fu"]).get("/approvals/").text and "代 吴静" in as_(cast["fu"]).get("/approvals/").text
    )
    assert "处罚 王倩" not in as_(cast["wu"]).get("/approvals/").text
    assert "转 傅强" in as_(cast["wu"]).get("/approvals/decided").text
    history = as_(cast["wu"]).get(f"/history/approvals/{approval.id}").text
    assert (
        "转办：处罚 王倩" in history
        and "说明：吴静 → 傅强：外出培训" in history
        and "办理结果 待审批 → 转办" in history
    )


@pytest.mark.parametrize(
    ("to", "reason", "sentence"),
    [
        ("fu", "", "请写明原因。"),
        ("ming", "出差", "请从列表中选择。"),
        ("wang", "出差", "请从列表中选择。"),
        ("du", "出差", "请从列表中选择。"),
    ],
)
def test_delegating_is_refused_with_a_sentence(as_, cast, penalty_of, db, to, reason, sentence):
    approval = penalty_of()
    task_id = open_task(db, approval).id
    answer = as_(cast["wu"]).post(f"/approvals/{task_id}/delegate", data={"to": cast[to].id, "reason": reason})
    assert answer.status_code == 422 and sentence in answer.text
    assert open_task(db, approval).id == task_id


def test_who_was_slower_reads_who_decided(as_, cast, penalty_of, db):
    approval = penalty_of()
    task = open_task(db, approval)
    browser = as_(cast["wu"])
    approvals.approve(approval, cast["wu"], "属实", NOW)
    db.session.commit()
    text = browser.get(f"/approvals/{task.id}/delegate").text
    assert "不能转办" in text and "您已办理过本件的一个环节" in text and 'name="reason"' not in text
    answer = browser.post(f"/approvals/{task.id}/delegate", data={"to": cast["chen"].id, "reason": "出差"})
    assert answer.status_code == 409 and "您已办理过本件的一个环节" in answer.text


def test_the_decision_of_a_body_goes_to_members_only(as_, cast, units, matters, db):
    step = StepPlan("领导小组审定", body_code="lead_group", posts="组长")
    approvals.plant(ApprovalChain(kind="matter", name="审定", valid_from=date(2026, 1, 1)), [step], None)
    approval = approvals.start("matter", cast["wang"], units["office"], cast["ming"], NOW)
    second = db.session.scalars(select(BodyPost).where(BodyPost.user_id == cast["fu"].id)).one()
    second.post = "组长"
    audit.record("body.appoint", second, None)
    db.session.commit()
    text = as_(cast["chen"]).get(f"/approvals/{open_task(db, approval).id}/delegate").text
    assert "傅强（" in text and "吴静（" not in text


def test_one_hands_over_everything_of_ones_own(as_, cast, leave_of, db):
    leave_of("wang", "crew1")
    leave_of("sun", "crew2")
    browser = as_(cast["duo"])
    text = browser.get("/approvals/hand-over").text
    assert "2 件" in text and "请假 王倩" in text and 'name="person"' not in text
    answer = browser.post("/approvals/hand-over", data={"to": cast["fu"].id, "reason": "11-21 至 11-25 年休假"})
    assert answer.status_code == 303
    text = as_(cast["fu"]).get("/approvals/").text
    assert text.count(">代 多国庆<") == 2
    assert "2 件已交给 傅强。" in browser.get("/approvals/").text


def test_a_penalty_is_offered_to_nobody_who_could_not_take_it(as_, cast, penalty_of):
    """A shift leader decides at the crew, but no penalties: to hand one down was refused after the form was filled."""
    penalty_of("wang", "crew1")
    offered = as_(cast["wu"]).get("/approvals/hand-over").text.split('name="to"')[1].split("</select>")[0]
    assert "傅强（" in offered and "刘建平（" not in offered


def test_what_cannot_be_handed_over_is_said_case_by_case(as_, cast, leave_of, db):
    """刘建平 may stand in at his crew; his own leave he may not decide."""
    leave_of("liu", "crew1")
    leave_of("wang", "crew1")
    step = StepPlan("班长审批", "shift_leader")
    approvals.plant(ApprovalChain(kind="matter", name="班内", valid_from=date(2026, 1, 1)), [step], None)
    db.session.commit()
    answer = as_(cast["chen"]).post(
        f"/approvals/hand-over?person={cast['duo'].id}", data={"to": cast["fu"].id, "reason": "病假"}
    )
    assert answer.status_code == 303
    leave_of("fu", "qinglan")
    leave_of("zhao", "crew1")
    answer = as_(cast["chen"]).post(
        f"/approvals/hand-over?person={cast['duo'].id}", data={"to": cast["fu"].id, "reason": "病假"}
    )
    assert answer.status_code == 200
    assert (
        "以下 1 件没有交出" in answer.text and "请假 傅强：傅强 提交、涉及或已办理过本件，不能受托办理。" in answer.text
    )
    assert "1 件已交给 傅强" in answer.text


def test_only_who_answers_for_others_hands_over_for_them(as_, cast, leave_of, db):
    leave_of("wang", "crew1")
    address = f"/approvals/hand-over?person={cast['duo'].id}"
    told = {"to": cast["fu"].id, "reason": "病假"}
    assert (
        "请从列表中选择" in as_(cast["liu"]).get(address).text and "请假 王倩" not in as_(cast["liu"]).get(address).text
    )
    assert as_(cast["liu"]).post(address, data=told).status_code == 422
    assert "请假 王倩" in as_(cast["duo"]).get("/approvals/").text
    assert as_(cast["wu"]).post(address, data=told).status_code == 303
    assert "请假 王倩" in as_(cast["fu"]).get("/approvals/").text
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "approval.delegate")).one()
    assert entry.actor_id == cast["wu"].id and entry.note == "多国庆 → 傅强：病假"


def test_nobody_takes_the_decisions_of_others_for_themselves(as_, cast, leave_of, db):
    leave_of("wang", "crew1")
    address = f"/approvals/hand-over?person={cast['duo'].id}"
    assert "陈立新（" not in as_(cast["chen"]).get(address).text
    answer = as_(cast["chen"]).post(address, data={"to": cast["chen"].id, "reason": "病假"})
    assert answer.status_code == 422 and "请从列表中选择" in answer.text
    with pytest.raises(approvals.rules.RuleBroken, match="不能交给自己"):
        approvals.rules.cover_absence(cast["duo"], cast["chen"], cast["chen"], "病假", NOW)
    with pytest.raises(approvals.rules.RuleBroken, match="不能由您交出"):
        approvals.rules.cover_absence(cast["duo"], cast["fu"], cast["du"], "病假", NOW)


def test_a_wrong_person_in_the_address_moves_nothing_of_ones_own(as_, cast, leave_of):
    leave_of("wang", "crew1")
    told = {"to": cast["fu"].id, "reason": "病假"}
    answer = as_(cast["duo"]).post(f"/approvals/hand-over?person={cast['chen'].id}", data=told)
    assert answer.status_code == 422
    assert "请假 王倩" in as_(cast["duo"]).get("/approvals/").text


def test_chains_are_found_by_a_word_of_name_or_step_and_by_kind(as_, cast, db):
    browser = as_(cast["wu"])
    chain = db.session.scalars(select(ApprovalChain).where(ApprovalChain.kind == "penalty")).first()
    step = approvals.planning.steps_by_chain([chain.id])[chain.id][0]
    for narrow in (f"text={chain.name}", f"text={step.name}", "kind=penalty"):
        assert chain.name in browser.get(f"/approvals/chains?{narrow}").text.partition("<tbody")[2]
        taken = load_workbook(io.BytesIO(browser.get(f"/approvals/chains/export.xlsx?{narrow}").data)).active
        assert chain.name in [row[0] for row in taken.iter_rows(min_row=2, values_only=True)]
    assert "没有符合条件的审批流程" in browser.get("/approvals/chains?text=没有这一步").text
    assert browser.get("/approvals/chains?kind=nonsense").status_code == 422
