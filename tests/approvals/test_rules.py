"""The course of a case: who decides, who keeps out, what the room and the people hear."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from models import approvals
from models.accounts import BodyPost, Move, MoveKind, RoleGrant, UserState, people
from models.approvals import Approval, ApprovalChain, ApprovalState, ApprovalTask, StepMode, StepPlan, TaskState, kinds
from models.core import audit, clock
from models.core.audit import AuditEntry
from models.core.errors import Overtaken, RuleBroken
from models.inbox import Message

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
ON = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    """A kind of matter of this test: a person's own data stands for the subject."""
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setattr(kinds, "KINDS", kinds.KINDS)
    for name in ("penalty", "matter"):
        monkeypatch.setitem(kinds.KINDS, name, kinds.Kind("处罚", "/penalties/{subject_id}"))


def began(cast, units, db, kind="penalty", **given) -> Approval:
    approval = approvals.start(kind, cast["wang"], units["crew1"], cast["ming"], AT, {cast["wang"].id}, **given)
    db.session.commit()
    return approval


def chain(db, *steps, **given) -> ApprovalChain:
    planted = approvals.plant(
        ApprovalChain(kind="matter", name="测试", valid_from=date(2026, 1, 1), **given), steps, None
    )
    db.session.commit()
    return planted


def waits_for(user, db) -> list[str]:
    return [task.name for task in db.session.scalars(approvals.waiting_for(user, ON))]


def test_a_penalty_goes_from_the_office_head_to_the_leader(cast, units, db):
    heard = []
    approvals.on_finished("penalty", lambda approval, by, at: heard.append((approval.subject_id, by.name, at)))
    approval = began(cast, units, db)
    assert waits_for(cast["wu"], db) == ["征费室主任审核"]
    assert waits_for(cast["chen"], db) == waits_for(cast["fu"], db) == []
    approvals.approve(approval, cast["wu"], "情况属实", AT)
    assert waits_for(cast["wu"], db) == [] and waits_for(cast["chen"], db) == ["所长批准"]
    assert approval.state is ApprovalState.RUNNING and heard == []
    approvals.approve(approval, cast["chen"], "同意", AT)
    db.session.commit()
    assert approval.state is ApprovalState.APPROVED
    assert heard == [(cast["wang"].id, "陈立新", AT)]


def test_every_move_is_in_the_trail_with_the_opinion(cast, units, db):
    approval = began(cast, units, db)
    approvals.approve(approval, cast["wu"], "情况属实", AT)
    db.session.commit()
    rows = select(AuditEntry).where(AuditEntry.subject_type == "approvals").order_by(AuditEntry.id)
    entries = db.session.scalars(rows).all()
    assert [(one.action, one.actor_name[:2]) for one in entries] == [
        ("approval.start", "明月"),
        ("approval.approve", "吴静"),
    ]
    assert entries[1].note == "情况属实"
    assert any(pair == ["waiting", "approved"] for pair in entries[1].changes.values())


def test_people_are_told_once_and_with_an_address(cast, units, db):
    approval = began(cast, units, db)
    approvals.approve(approval, cast["wu"], "", AT)
    approvals.approve(approval, cast["chen"], "", AT)
    db.session.commit()
    told = db.session.execute(select(Message.user_id, Message.title, Message.href).order_by(Message.id)).all()
    href = f"/penalties/{cast['wang'].id}"
    assert told == [
        (cast["wu"].id, "处罚 王倩 待您审批", href),
        (cast["chen"].id, "处罚 王倩 待您审批", href),
        (cast["ming"].id, "处罚 王倩 已批准", href),
    ]


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("ming", "本件由您提交，须由他人审批。"),
        ("wang", "本件与您有关，请回避。"),
        ("chen", "本件现在不由您办理。"),
        ("du", "本件现在不由您办理。"),
    ],
)
def test_nobody_else_decides(cast, units, db, who, sentence):
    approval = began(cast, units, db)
    assert approvals.may_decide(approval, cast[who], ON) == sentence
    with pytest.raises(RuleBroken, match=sentence[:6]):
        approvals.approve(approval, cast[who], "同意", AT)
    assert approvals.may_decide(approval, cast["wu"], ON) is None


def test_who_is_concerned_is_replaced_by_the_role_above(cast, units, db):
    approval = approvals.start("penalty", cast["wu"], units["collection"], cast["ming"], AT, {cast["wu"].id})
    assert waits_for(cast["wu"], db) == []
    assert waits_for(cast["fu"], db) == ["征费室主任审核"]
    approvals.approve(approval, cast["fu"], "代为审核", AT)
    assert approvals.may_decide(approval, cast["fu"], ON) == "您已办理过本件的一个环节，其余环节须由他人办理。"


def test_a_case_nobody_may_decide_does_not_start(cast, units, db):
    with pytest.raises(RuleBroken, match=r"征费室主任审核.*没有可以办理的人"):
        approvals.start("penalty", cast["wang"], units["crew1"], cast["wu"], AT, {cast["fu"].id})


def test_a_case_runs_once_at_a_time(cast, units, db):
    approval = began(cast, units, db)
    with pytest.raises(RuleBroken, match="不能重复提交"):
        began(cast, units, db)
    approvals.withdraw(approval, cast["ming"], "写错了", AT)
    assert began(cast, units, db).id != approval.id
    assert waits_for(cast["wu"], db) == ["征费室主任审核"]


def test_only_the_drafter_withdraws(cast, units, db):
    approval = began(cast, units, db)
    with pytest.raises(RuleBroken, match="只有提交人"):
        approvals.withdraw(approval, cast["wu"], "", AT)
    approvals.withdraw(approval, cast["ming"], "写错了", AT)
    assert approval.state is ApprovalState.WITHDRAWN and waits_for(cast["wu"], db) == []


def test_sending_back_needs_a_reason_and_tells_the_room(cast, units, db):
    heard = []
    approvals.on_returned("penalty", lambda approval, by, opinion, at: heard.append(opinion))
    approval = began(cast, units, db)
    with pytest.raises(RuleBroken) as refusal:
        approvals.send_back(approval, cast["wu"], "  ", None, AT)
    assert refusal.value.field == "opinion"
    approvals.send_back(approval, cast["wu"], "证据不足", None, AT)
    db.session.commit()
    assert approval.state is ApprovalState.RETURNED and heard == ["证据不足"]
    assert approvals.may_decide(approval, cast["chen"], ON) == "本件已退回，不能再办理。"


def test_back_to_an_earlier_step_asks_its_people_again(cast, units, db):
    approval = began(cast, units, db)
    approvals.approve(approval, cast["wu"], "属实", AT)
    with pytest.raises(RuleBroken, match="前面的环节"):
        approvals.send_back(approval, cast["chen"], "金额不对", 2, AT)
    approvals.send_back(approval, cast["chen"], "金额不对", 1, AT)
    assert waits_for(cast["wu"], db) == ["征费室主任审核"] and waits_for(cast["chen"], db) == []
    approvals.approve(approval, cast["wu"], "已改", AT)
    approvals.approve(approval, cast["chen"], "同意", AT)
    db.session.commit()
    assert approval.state is ApprovalState.APPROVED


def test_one_person_in_two_roles_decides_one_step(cast, units, db):
    chain(db, StepPlan("初审", "office_head"), StepPlan("复审", "office_head"), allows_repeat=False)
    approval = began(cast, units, db, kind="matter")
    with pytest.raises(RuleBroken, match=r"复审.*没有可以办理的人"):
        approvals.approve(approval, cast["wu"], "", AT)
    db.session.rollback()
    assert waits_for(cast["wu"], db) == ["初审"]


def test_a_chain_may_allow_the_same_person_twice(cast, units, db):
    chain(db, StepPlan("初审", "office_head"), StepPlan("复审", "office_head"), allows_repeat=True)
    approval = began(cast, units, db, kind="matter")
    approvals.approve(approval, cast["wu"], "", AT)
    assert waits_for(cast["wu"], db) == ["复审"]
    approvals.approve(approval, cast["wu"], "", AT)
    assert approval.state is ApprovalState.APPROVED


def test_all_members_of_a_body_consent(cast, units, db):
    chain(db, StepPlan("领导小组", body_code="lead_group", mode=StepMode.ALL))
    approval = began(cast, units, db, kind="matter")
    for who in ("chen", "fu", "wu"):
        assert waits_for(cast[who], db) == ["领导小组"]
        approvals.approve(approval, cast[who], "", AT)
        assert approval.state is ApprovalState.RUNNING
    approvals.approve(approval, cast["cai"], "", AT)
    assert approval.state is ApprovalState.APPROVED


def test_a_body_decides_only_through_who_sits_on_it_that_day(cast, units, db):
    chain(db, StepPlan("领导小组", body_code="lead_group", posts="组长,副组长"))
    approval = began(cast, units, db, kind="matter")
    assert waits_for(cast["wu"], db) == [] and waits_for(cast["fu"], db) == ["领导小组"]
    seat = db.session.scalar(select(BodyPost).where(BodyPost.user_id == cast["fu"].id))
    seat.to_on = ON - timedelta(days=1)
    audit.record("body.dismiss", seat, None)
    db.session.commit()
    assert waits_for(cast["fu"], db) == []
    with pytest.raises(RuleBroken):
        approvals.approve(approval, cast["fu"], "", AT)


def test_in_order_each_waits_for_the_one_before(cast, units, db):
    chain(db, StepPlan("传阅", body_code="lead_group", posts="组长,副组长", mode=StepMode.SEQUENTIAL))
    approval = began(cast, units, db, kind="matter")
    assert waits_for(cast["chen"], db) == ["传阅"] and waits_for(cast["fu"], db) == []
    approvals.approve(approval, cast["chen"], "", AT)
    assert waits_for(cast["chen"], db) == [] and waits_for(cast["fu"], db) == ["传阅"]
    approvals.approve(approval, cast["fu"], "", AT)
    assert approval.state is ApprovalState.APPROVED


def test_a_role_is_sought_at_its_own_level(cast, units, db):
    chain(db, StepPlan("班长", "shift_leader"), StepPlan("值班站长", "duty_leader"))
    approval = began(cast, units, db, kind="matter")
    assert waits_for(cast["liu"], db) == ["班长"]
    assert waits_for(cast["han"], db) == waits_for(cast["mo"], db) == []
    approvals.approve(approval, cast["liu"], "", AT)
    assert waits_for(cast["duo"], db) == ["值班站长"] and waits_for(cast["du"], db) == []


def test_the_strictest_fitting_chain_is_taken(cast, units, db):
    ordinary = chain(db, StepPlan("主任", "office_head"))
    large = ApprovalChain(
        kind="matter", name="大额", valid_from=date(2026, 1, 1), condition={"amount": {"least": 50001}}
    )
    approvals.plant(large, [StepPlan("所长", "leader")], None)
    assert began(cast, units, db, kind="matter", facts={"amount": 50000}).chain_id == ordinary.id
    approval = approvals.start("matter", cast["zhao"], units["crew1"], cast["ming"], AT, (), {"amount": 50001})
    assert approval.chain_id == large.id and waits_for(cast["chen"], db) == ["所长"]


def test_delegation_names_both(cast, units, db):
    approval = began(cast, units, db)
    task = approvals.task_of(approval, cast["wu"], ON)
    with pytest.raises(RuleBroken, match="原因"):
        approvals.delegate(task, cast["fu"], cast["wu"], "", AT)
    with pytest.raises(RuleBroken, match="不能受托"):
        approvals.delegate(task, cast["zhao"], cast["wu"], "出差", AT)
    approvals.delegate(task, cast["fu"], cast["wu"], "出差", AT)
    db.session.commit()
    assert waits_for(cast["wu"], db) == [] and waits_for(cast["fu"], db) == ["征费室主任审核"]
    approvals.approve(approval, cast["fu"], "同意", AT)
    db.session.commit()
    rows = approvals.course_of(cast["wang"], cast["chen"], AT).rows
    assert [(row["state"], row["who"]) for row in rows] == [
        ("done", "明月"),
        ("done", "吴静，转 傅强"),
        ("done", "傅强（代 吴静）"),
        ("now", "待 陈立新 办理，11-23 10:00 前"),
    ]


def test_open_work_of_somebody_absent_is_handed_over(cast, units, db):
    began(cast, units, db)
    assert approvals.hand_over(cast["wu"], cast["fu"], None, "调离", AT) == []
    db.session.commit()
    assert waits_for(cast["fu"], db) == ["征费室主任审核"] and waits_for(cast["wu"], db) == []


def test_what_cannot_be_handed_over_is_said(cast, units, db):
    approvals.start("penalty", cast["wang"], units["crew1"], cast["ming"], AT, {cast["fu"].id})
    left = approvals.hand_over(cast["wu"], cast["fu"], None, "调离", AT)
    assert left == ["处罚 王倩：傅强 提交、涉及或已办理过本件，不能受托办理。"]
    assert waits_for(cast["wu"], db) == ["征费室主任审核"]


def test_who_has_left_is_not_asked(cast, units, db):
    cast["wu"].state = UserState.LEFT
    audit.record("user.leave", cast["wu"], None)
    db.session.commit()
    began(cast, units, db)
    assert waits_for(cast["fu"], db) == ["征费室主任审核"]


def test_late_work_goes_up_once(cast, units, db):
    approval = began(cast, units, db)
    assert approvals.time_out(AT + timedelta(hours=47)) == 0
    late = AT + timedelta(hours=48)
    assert approvals.time_out(late) == 1
    assert approvals.time_out(late) == 0
    db.session.commit()
    assert waits_for(cast["wu"], db) == [] and waits_for(cast["fu"], db) == ["征费室主任审核"]
    task = approvals.task_of(approval, cast["fu"], ON)
    assert task.due_at == late + timedelta(hours=48)


def test_what_nobody_may_decide_any_more_goes_up(cast, units, db):
    began(cast, units, db)
    grant = db.session.scalar(select(RoleGrant).where(RoleGrant.user_id == cast["wu"].id))
    grant.to_on = ON - timedelta(days=1)
    audit.record("role.revoke", grant, None)
    db.session.commit()
    assert approvals.time_out(AT + timedelta(minutes=10)) == 1
    db.session.commit()
    assert waits_for(cast["fu"], db) == ["征费室主任审核"]
    rows = approvals.course_of(cast["wang"], cast["chen"], AT).rows
    assert rows[1]["said"] == "无人可办，转由上级办理"


def test_who_moves_leaves_open_approvals_to_the_successor(cast, units, db):
    began(cast, units, db)
    assert ("待审批", 1) in people.open_work_of(cast["wu"])
    move = {"kind": MoveKind.TRANSFER, "on": ON, "reason": "轮岗", "to_unit": units["qinglan"]}
    with pytest.raises(RuleBroken):
        people.move(cast["wu"], Move(), by=cast["xi"], **move)
    db.session.rollback()
    people.move(cast["wu"], Move(), by=cast["xi"], successor=cast["fu"], **move)
    db.session.commit()
    assert waits_for(cast["wu"], db) == [] and waits_for(cast["fu"], db) == ["征费室主任审核"]


def test_late_work_without_a_way_up_is_reminded_of_once(cast, units, db):
    chain(db, StepPlan("所长", "leader", timeout_hours=1))
    began(cast, units, db, kind="matter")
    for hours in (1, 2, 3):
        approvals.time_out(AT + timedelta(hours=hours))
    db.session.commit()
    titles = db.session.scalars(select(Message.title).where(Message.user_id == cast["chen"].id)).all()
    assert sorted(titles) == ["处罚 王倩 审批已超时", "处罚 王倩 待您审批"]
    assert waits_for(cast["chen"], db) == ["所长"]


def test_the_second_decision_hears_who_was_faster(cast, units, db):
    chain(db, StepPlan("领导小组", body_code="lead_group"))
    approval = began(cast, units, db, kind="matter")
    approvals.approve(approval, cast["chen"], "同意", AT)
    db.session.commit()
    with pytest.raises(Overtaken, match=r"陈立新 已于 11-20 10:00 办理（同意）"):
        approvals.approve(approval, cast["fu"], "同意", AT)
    db.session.rollback()
    decided = select(ApprovalTask.id).where(ApprovalTask.state == TaskState.APPROVED)
    assert len(db.session.scalars(decided).all()) == 1


def test_a_refusing_room_undoes_the_last_consent(cast, units, db):
    def refuse(_approval, _by, _at):
        raise RuleBroken("本月评优已经公示。")

    approvals.on_finished("matter", refuse)
    chain(db, StepPlan("所长", "leader"))
    approval = began(cast, units, db, kind="matter")
    with pytest.raises(RuleBroken, match="公示"), db.session.begin_nested():
        approvals.approve(approval, cast["chen"], "", AT)
    db.session.commit()
    db.session.refresh(approval)
    assert approval.state is ApprovalState.RUNNING and waits_for(cast["chen"], db) == ["所长"]
