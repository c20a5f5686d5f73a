"""Every move of a case: start, consent, send back, delegate, withdraw.

The case's row is locked first, so that of decisions made at the same time exactly one wins and the last consent of
several is not overlooked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from models.accounts import Unit, User
from models.accounts.scope import reaches
from models.approvals import chains, people, steps
from models.approvals.kinds import KINDS
from models.approvals.queries import may_decide, open_work_of, task_of
from models.approvals.tables import Approval, ApprovalConcern, ApprovalState, ApprovalTask
from models.core import audit, clock
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.inbox import notify

OPINION = 500  # characters


def start(
    kind: str,
    subject,
    unit: Unit,
    drafted_by: User,
    at: datetime,
    concerned: Iterable[int] = (),
    facts: Mapping[str, Any] | None = None,
) -> Approval:
    """Send ``subject`` on its way and ask the first step's people; the chain is chosen by ``facts``.

    ``concerned`` are the ids of people the matter is about. Raises RuleBroken: it is on its way already, no chain
    fits, or nobody may decide a step.
    """
    if _is_running(kind, subject):
        raise RuleBroken("这件正在审批，不能重复提交。")
    chain = chains.fitting(kind, facts or {}, clock.local(at).date())
    approval = Approval(kind=kind, subject_type=subject.__tablename__, subject_id=subject.id, chain=chain)
    approval.subject_name = str(getattr(subject, "number", None) or getattr(subject, "name", "") or subject.id)
    approval.unit_id, approval.drafted_by_id, approval.started_at = unit.id, drafted_by.id, at
    approval.state = ApprovalState.RUNNING
    db.session.add(approval)
    db.session.flush()
    db.session.add_all(ApprovalConcern(approval_id=approval.id, user_id=one) for one in sorted(set(concerned)))
    steps.open_after(approval, 0, at)
    audit.record("approval.start", approval, drafted_by)
    return approval


def approve(approval: Approval, by: User, opinion: str, at: datetime) -> None:
    """Consent to the step that waits for ``by``; the last consent ends the case and tells the room.

    Raises RuleBroken: ``by`` may not decide now; Overtaken: somebody else has.
    """
    task = _my_task(approval, by, at)
    steps.settle(task, "approve", by, opinion[:OPINION], at)
    goes_on = steps.go_on(approval, task, at)
    audit.record("approval.approve", approval, by, note=opinion)
    if not goes_on:
        _finish(approval, by, at)


def send_back(approval: Approval, by: User, opinion: str, to_step: int | None, at: datetime) -> None:
    """Return the case to who drafted it, or to an earlier step (its position), with a reason.

    Raises RuleBroken: no reason, no such earlier step, or ``by`` may not decide now.
    """
    if not opinion.strip():
        raise RuleBroken("请写明退回原因。", field="opinion")
    task = _my_task(approval, by, at)
    if to_step is not None and not 1 <= to_step < task.position:
        raise RuleBroken("只能退回到前面的环节。", field="to_step")
    steps.settle(task, "send_back", by, opinion[:OPINION], at)
    steps.close_others(approval, at)
    if to_step is None:
        _return(approval, by, opinion, at)
        return
    steps.undo_from(approval, to_step)
    steps.open_after(approval, to_step - 1, at)
    audit.record("approval.send_back", approval, by, note=opinion)


def withdraw(approval: Approval, by: User, reason: str, at: datetime) -> None:
    """Take the case back before it is decided. Raises RuleBroken: only who drafted it may."""
    lock(approval)
    if approval.drafted_by_id != by.id:
        raise RuleBroken("只有提交人可以撤回。")
    cancel(approval, by, reason, at)


def cancel(approval: Approval, by: User, reason: str, at: datetime) -> None:
    """End a case whose subject is gone, whoever drafted it; the area that asks has decided that it may."""
    lock(approval)
    steps.CASE.take(approval, "withdraw")
    approval.ended_at = at
    steps.close_others(approval, at)
    audit.record("approval.withdraw", approval, by, note=reason)


def delegate(task: ApprovalTask, to: User, by: User, reason: str, at: datetime) -> ApprovalTask:
    """Let ``to`` decide in the place of ``by``, with a reason; both names stay on the case.

    Raises RuleBroken: no reason, not ``by``'s to decide, or ``to`` has to keep out or has no part in such decisions.
    """
    approval = db.session.get_one(Approval, task.approval_id)
    mine = _my_task(approval, by, at)
    if mine.id != task.id:
        raise RuleBroken("本件现在不由您办理。")
    return _pass_on(approval, mine, by, to, by, reason, at)


def hand_over(absent: User, to: User, by: User | None, reason: str, at: datetime) -> list[str]:
    """Let ``to`` decide everything that waits for ``absent``; return a sentence for each case that could not be moved.

    What any holder of the role may decide is moved too: ``to`` can hand it on.
    """
    tasks = db.session.scalars(open_work_of(absent, clock.local(at).date())).all()
    return pass_all_on(tasks, absent, to, by, reason, at)


def cover_absence(absent: User, to: User, by: User, reason: str, at: datetime) -> list[str]:
    """Like ``hand_over``, by the person themselves or by who answers for them.

    Raises RuleBroken: ``absent`` is out of reach, or ``by`` would give somebody else's decisions to themselves.
    """
    if absent.id != by.id and not reaches(by, "approval.hand_over", absent.unit):
        raise RuleBroken(f"{absent.name} 的审批不能由您交出。", field="to")
    if absent.id != by.id and to.id == by.id:
        raise RuleBroken("替他人交出审批时，不能交给自己。", field="to")
    if not reason.strip():
        raise RuleBroken("请写明原因。", field="reason")
    return hand_over(absent, to, by, reason, at)


def pass_all_on(
    tasks: Iterable[ApprovalTask], absent: User, to: User, by: User | None, reason: str, at: datetime
) -> list[str]:
    """Let ``to`` decide ``tasks`` in the place of ``absent``; return a sentence for each that could not be moved."""
    left = []
    for task in tasks:
        lock(task.approval)
        try:
            _pass_on(task.approval, task, absent, to, by, reason, at)
        except RuleBroken as refusal:
            left.append(f"{task.approval.name}：{refusal}")
    return left


def _pass_on(
    approval: Approval, task: ApprovalTask, giver: User, to: User, by: User | None, reason: str, at: datetime
) -> ApprovalTask:
    if not reason.strip():
        raise RuleBroken("请写明转办原因。", field="reason")
    unit = db.session.get_one(Unit, task.unit_id)
    named = to.id in set(db.session.scalars(people.named_by(approval.chain_id, clock.local(at).date())))
    if to.id == giver.id or not to.is_active or not named or not reaches(to, "approval.decide", unit):
        raise RuleBroken(f"{to.name} 不能受托办理本件，请选择有审批权限的同事。", field="to")
    if steps.is_kept_out(approval, task, to, at):
        raise RuleBroken(f"{to.name} 提交、涉及或已办理过本件，不能受托办理。", field="to")
    passed = steps.pass_on(task, giver, to, reason[:OPINION], at)
    audit.record("approval.delegate", approval, by, note=f"{giver.name} → {to.name}：{reason}")
    return passed


def lock(approval: Approval) -> None:
    """Wait for decisions under way and read the case as they left it."""
    here = select(Approval).where(Approval.id == approval.id)
    db.session.scalars(here.with_for_update(of=Approval), execution_options={"populate_existing": True}).one()


def _my_task(approval: Approval, by: User, at: datetime) -> ApprovalTask:
    lock(approval)
    on = clock.local(at).date()
    task = task_of(approval, by, on)
    if task is None:
        raise Overtaken(may_decide(approval, by, on) or "本件刚刚被办理，请刷新页面。")
    return task


def _is_running(kind: str, subject) -> bool:
    same = (Approval.subject_type == subject.__tablename__, Approval.subject_id == subject.id)
    running = (Approval.kind == kind, Approval.state == ApprovalState.RUNNING)
    return db.session.scalar(select(Approval.id).where(*running, *same).limit(1)) is not None


def _finish(approval: Approval, by: User, at: datetime) -> None:
    steps.CASE.take(approval, "finish")
    approval.ended_at = at
    audit.record("approval.finish", approval, by)
    _tell_drafter(approval, "已批准", at)
    for callback in KINDS[approval.kind].finished:
        callback(approval, by, at)


def _return(approval: Approval, by: User, opinion: str, at: datetime) -> None:
    steps.CASE.take(approval, "send_back")
    approval.ended_at = at
    audit.record("approval.send_back", approval, by, note=opinion)
    _tell_drafter(approval, "被退回", at)
    for callback in KINDS[approval.kind].returned:
        callback(approval, by, opinion, at)


def _tell_drafter(approval: Approval, outcome: str, at: datetime) -> None:
    key = f"approval-{approval.id}-end"
    notify([approval.drafted_by_id], "approval", f"{approval.name} {outcome}", approval.href, key=key, at=at)
