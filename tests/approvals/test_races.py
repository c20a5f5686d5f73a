"""Decisions made at the same moment: exactly one wins, and the last of several consents is not overlooked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import func, select

from models import approvals
from models.accounts import User
from models.approvals import Approval, ApprovalChain, ApprovalState, ApprovalTask, StepMode, StepPlan, TaskState, kinds
from models.core import clock
from models.core.audit import AuditEntry
from models.core.errors import RuleBroken


@pytest.fixture
def case(monkeypatch, db, cast, units):
    """``case(StepPlan…)`` starts a matter along such a chain and returns its id."""
    monkeypatch.setitem(kinds.KINDS, "matter", kinds.Kind("处罚", "/penalties/{subject_id}"))

    def start(*plans: StepPlan) -> int:
        chain = ApprovalChain(kind="matter", name="测试", valid_from=date(2026, 1, 1))
        approvals.plant(chain, plans, None)
        approval = approvals.start("matter", cast["wang"], units["crew1"], cast["ming"], clock.now())
        db.session.commit()
        return approval.id

    return start


def all_at_once(app, db, approval_id: int, people: list[int], act) -> list[str]:
    """Let every person act in a thread of their own and return "" or the refusal of each."""
    db.session.remove()
    ready = Barrier(len(people))

    def one(person_id: int) -> str:
        with app.app_context():
            approval = db.session.get(Approval, approval_id)
            person = db.session.get(User, person_id)
            db.session.rollback()
            ready.wait()
            try:
                act(approval, person)
                db.session.commit()
            except RuleBroken as refusal:
                db.session.rollback()
                return str(refusal)
        return ""

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(one, people))


def consent(approval, person) -> None:
    approvals.approve(approval, person, "同意", clock.now())


def test_of_many_consents_to_one_decision_one_wins(app, db, cast, case):
    approval_id = case(StepPlan("领导小组", body_code="lead_group"))
    members = [cast[key].id for key in ("chen", "fu", "wu", "cai")] * 3
    answers = all_at_once(app, db, approval_id, members, consent)
    assert answers.count("") == 1
    assert [one for one in answers if one and "已于" not in one and "已批准" not in one] == []
    approved = select(func.count(ApprovalTask.id)).where(ApprovalTask.state == TaskState.APPROVED)
    assert db.session.scalar(approved) == 1
    finished = select(func.count(AuditEntry.id)).where(AuditEntry.action == "approval.finish")
    assert db.session.scalar(finished) == 1


def test_consent_against_return_has_one_winner(app, db, cast, case):
    approval_id = case(StepPlan("领导小组", body_code="lead_group"))

    def decide(approval, person):
        if person.name in ("陈立新", "吴静"):
            consent(approval, person)
        else:
            approvals.send_back(approval, person, "证据不足", None, clock.now())

    members = [cast[key].id for key in ("chen", "fu", "wu", "cai")]
    assert all_at_once(app, db, approval_id, members, decide).count("") == 1
    ended = db.session.get(Approval, approval_id).state
    decided = db.session.scalars(select(ApprovalTask.state)).one()
    assert ended.value == decided.value


def test_the_last_of_all_consents_ends_the_case(app, db, cast, case):
    approval_id = case(StepPlan("会签", body_code="lead_group", mode=StepMode.ALL))
    members = [cast[key].id for key in ("chen", "fu", "wu", "cai")]
    assert all_at_once(app, db, approval_id, members, consent) == [""] * 4
    assert db.session.get(Approval, approval_id).state is ApprovalState.APPROVED
