"""The appeal: filed by the person within the window, decided by somebody who had no part before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from models import approvals
from models.accounts import User
from models.approvals import ApprovalTask, TaskState
from models.core import audit, clock, settings
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.core.flow import first
from models.core.holidays import calendar
from models.core.workdays import add_workdays
from models.inbox import notify
from models.penalties import concern, effects, queries, service
from models.penalties.kinds import Outcome
from models.penalties.reckoning import YUAN
from models.penalties.states import PENALTY
from models.penalties.tables import Appeal, Penalty


@first(service.may_contest)
def file(penalty: Penalty, *, grounds: str, by: User, at: datetime) -> Appeal:
    """Object to a penalty that was served. Raises RuleBroken: somebody else's, or the window is over."""
    today = clock.local(at).date()
    PENALTY.take(penalty, "appeal")
    audit.record("penalty.appeal", penalty, by, note="申诉")
    days = settings.value_of("penalty.appeal_decision_days", unit_id=concern.station_at(penalty.unit_id))
    appeal = Appeal(penalty_id=penalty.id, unit_id=penalty.unit_id, grounds=grounds, filed_at=at)
    appeal.due_on = add_workdays(today, days, calendar())
    db.session.add(appeal)
    audit.record("penalty.appeal", appeal, by)
    deciders = set(db.session.scalars(queries.appeal_deciders(penalty, today))) - _barred(penalty)
    title = f"{penalty.number} 的申诉待决定，{appeal.due_on:%Y-%m-%d} 前"
    notify(deciders, "penalty", title, f"/penalties/{penalty.id}", key=f"appeal-{appeal.id}", at=at)
    return appeal


def decide(penalty: Penalty, *, outcome: Outcome, amount: int | None, reason: str, by: User, at: datetime) -> None:
    """Uphold, lower to ``amount`` cents, or revoke. Raises RuleBroken: ``by`` had a part in it, or no lower amount."""
    appeal = db.session.scalar(select(Appeal).where(Appeal.penalty_id == penalty.id))
    if appeal is None or appeal.outcome is not None:
        raise Overtaken("这件申诉已经决定，请刷新页面。" if appeal else "这件处罚没有申诉。")
    require_decider(penalty, by, at)
    if outcome is Outcome.ALTERED:
        _require_lower(penalty, amount)
    PENALTY.take(penalty, "revoke" if outcome is Outcome.REVOKED else "take_effect")
    audit.record("penalty.decide_appeal", penalty, by, note=reason)
    appeal.outcome, appeal.reason, appeal.decided_by_id, appeal.decided_at = outcome, reason, by.id, at
    audit.record("penalty.decide_appeal", appeal, by, note=reason)
    if outcome is Outcome.REVOKED:
        effects.undo(penalty, f"申诉成立：{reason}", by, at)
        return
    if outcome is Outcome.ALTERED:
        effects.relieve(penalty, penalty.payable - amount, f"申诉变更：{reason}", by, at)
    effects.begin(penalty, by, at)


def require_decider(penalty: Penalty, by: User, at: datetime) -> None:
    if refusal := refusal_for(penalty, by, at):
        raise RuleBroken(refusal)


def refusal_for(penalty: Penalty, by: User, at: datetime) -> str | None:
    """Return why ``by`` may not decide the appeal, or None: drafter, person, or who approved step 1 if avoidable."""
    if by.id in concern.named_in(penalty.violation_id):
        return concern.KEEP_OUT
    if by.id == penalty.drafted_by_id:
        return "本件由您拟办，申诉须由他人决定。"
    if by.id in _first_approvers(penalty):
        others = set(db.session.scalars(queries.appeal_deciders(penalty, clock.local(at).date()))) - _barred(penalty)
        if others:
            return "本件第一步由您审批，申诉由其他领导决定。"
    return None


def _barred(penalty: Penalty) -> set[int]:
    return concern.named_in(penalty.violation_id) | {penalty.drafted_by_id} | _first_approvers(penalty)


def _first_approvers(penalty: Penalty) -> set[int]:
    approval = approvals.latest_of(penalty)
    if approval is None:
        return set()
    first = (ApprovalTask.approval_id == approval.id, ApprovalTask.position == 1)
    consented = select(ApprovalTask.decided_by_id).where(*first, ApprovalTask.state == TaskState.APPROVED)
    return set(db.session.scalars(consented))


def _require_lower(penalty: Penalty, amount: int | None) -> None:
    if amount is None or not 0 < amount < penalty.payable or amount % YUAN:
        raise RuleBroken("变更后的金额应为整元，大于 0 且低于原金额。", field="amount")
