"""The machinery of a chain: opening steps, settling tasks, finding what comes next."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from models.accounts import Unit, User
from models.approvals import chains, people
from models.approvals.people import Pool
from models.approvals.tables import (
    Approval,
    ApprovalChainStep,
    ApprovalState,
    ApprovalTask,
    StepMode,
    TaskState,
)
from models.core import clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.flow import Flow, Step
from models.inbox import notify

MAY = "approval.decide"
RUNNING, WAITING = frozenset({ApprovalState.RUNNING}), frozenset({TaskState.WAITING})

CASE = Flow(
    [
        Step("finish", RUNNING, ApprovalState.APPROVED, MAY, "批准", tone="p"),
        Step("send_back", RUNNING, ApprovalState.RETURNED, MAY, "退回", tone="d"),
        Step("withdraw", RUNNING, ApprovalState.WITHDRAWN, MAY, "撤回"),
    ]
)
TASK = Flow(
    [
        Step("approve", WAITING, TaskState.APPROVED, MAY, "同意", tone="p"),
        Step("send_back", WAITING, TaskState.RETURNED, MAY, "退回", tone="d"),
        Step("delegate", WAITING, TaskState.DELEGATED, MAY, "转办"),
        Step("skip", WAITING, TaskState.SKIPPED, MAY, "略过"),
    ]
)


def settle(task: ApprovalTask, step: str, by: User | None, opinion: str, at: datetime) -> None:
    """Decide ``task`` by one conditional UPDATE. Raises Overtaken."""
    TASK.take(task, step)
    task.decided_by_id, task.opinion, task.decided_at = by.id if by else None, opinion, at


def open_after(approval: Approval, position: int, at: datetime) -> bool:
    """Ask the people of the step behind ``position``; False when there is none. Raises RuleBroken: nobody to ask."""
    later = chains.steps_of(approval.chain_id).where(ApprovalChainStep.position > position).limit(1)
    step = db.session.scalars(later).first()
    if step is not None:
        _open(approval, step, at)
    return step is not None


def _open(approval: Approval, step: ApprovalChainStep, at: datetime) -> None:
    """Ask those the step names; if all of them have to keep out, the role it escalates to."""
    on = clock.local(at).date()
    pool = pool_at(_unit(approval.unit_id), step)
    asked = people.eligible(approval, pool, step.position, on)
    mode = step.mode
    if not asked and step.escalate_to:
        pool, mode = Pool(_unit(approval.unit_id), step.escalate_to), StepMode.ANY
        asked = people.eligible(approval, pool, step.position, on)
    if not asked:
        raise RuleBroken(f"“{step.name}”没有可以办理的人，请由安全管理员授权后再提交。")
    for assignee in {StepMode.ANY: [None], StepMode.ALL: asked, StepMode.SEQUENTIAL: asked[:1]}[mode]:
        task = _task(approval, step, pool, assignee, at)
        task.mode = mode
        _tell(approval, task, [assignee] if assignee else asked, at)


def pool_at(unit: Unit, step: ApprovalChainStep) -> Pool:
    """Return those whom ``step`` asks about a matter of ``unit``: at the unit of its level above, if it names one."""
    if step.level is not None:
        above = select(Unit).where(Unit.id.in_(unit.ancestry), Unit.kind == step.level)
        unit = db.session.scalars(above.order_by(Unit.path.desc()).limit(1)).first() or unit
    return Pool(unit, step.role_code, step.body_code, step.posts)


def _task(approval: Approval, step: ApprovalChainStep, pool: Pool, assignee: User | None, at: datetime) -> ApprovalTask:
    task = ApprovalTask(approval_id=approval.id, position=step.position, name=step.name, mode=step.mode, opened_at=at)
    task.unit_id, task.role_code, task.body_code, task.posts = pool.unit.id, *pool[1:]
    task.assignee_id = assignee.id if assignee else None
    task.escalate_to = step.escalate_to if step.escalate_to != pool.role_code else ""
    task.due_at = at + timedelta(hours=step.timeout_hours) if step.timeout_hours else None
    db.session.add(task)
    db.session.flush()
    return task


def _tell(approval: Approval, task: ApprovalTask, asked: list[User], at: datetime) -> None:
    key = f"approval-{approval.id}-task-{task.id}"
    notify([one.id for one in asked], "approval", f"{approval.name} 待您审批", approval.href, key=key, at=at)


def go_on(approval: Approval, task: ApprovalTask, at: datetime) -> bool:
    """After a consent: wait for the others of the step, ask its next person, or open the next step; False at the end.

    Raises RuleBroken: nobody may decide what comes next.
    """
    if others_wait(approval):
        return True
    if task.mode is StepMode.SEQUENTIAL and (following := _following(approval, task, at)):
        step = db.session.scalars(
            chains.steps_of(approval.chain_id).where(ApprovalChainStep.position == task.position)
        ).one()
        fresh = _task(approval, step, _pool_of(task), following, at)
        _tell(approval, fresh, [following], at)
        return True
    return open_after(approval, task.position, at)


def others_wait(approval: Approval) -> bool:
    return db.session.scalar(_open_tasks(approval).with_only_columns(ApprovalTask.id).limit(1)) is not None


def _following(approval: Approval, task: ApprovalTask, at: datetime) -> User | None:
    """The next in order of those who decide a step one after another."""
    done = select(ApprovalTask.decided_by_id, ApprovalTask.for_id).where(
        ApprovalTask.approval_id == approval.id,
        ApprovalTask.position == task.position,
        ApprovalTask.state == TaskState.APPROVED,
        ApprovalTask.stands,
    )
    seen = {one for pair in db.session.execute(done) for one in pair}
    asked = people.eligible(approval, _pool_of(task), task.position, clock.local(at).date())
    return next((one for one in asked if one.id not in seen), None)


def _pool_of(task: ApprovalTask) -> Pool:
    return Pool(_unit(task.unit_id), task.role_code, task.body_code, task.posts)


def close_others(approval: Approval, at: datetime) -> None:
    """Take the case from everybody who has not decided yet."""
    for task in db.session.scalars(_open_tasks(approval)).all():
        settle(task, "skip", None, "", at)


def undo_from(approval: Approval, position: int) -> None:
    """Let nothing decided at ``position`` or later count any more; it stays on record."""
    here = (ApprovalTask.approval_id == approval.id, ApprovalTask.position >= position, ApprovalTask.stands)
    for task in db.session.scalars(select(ApprovalTask).where(*here)).all():
        task.stands = False


def pass_on(task: ApprovalTask, giver: User, to: User, reason: str, at: datetime) -> ApprovalTask:
    """Close ``task`` and open the same one for ``to``, in the place of ``giver``, with the same deadline."""
    settle(task, "delegate", giver, reason, at)
    task.delegated_to_id = to.id
    copied = ("approval_id", "position", "name", "mode", "unit_id", "role_code", "body_code", "posts", "escalate_to")
    fresh = ApprovalTask(**{name: getattr(task, name) for name in copied}, opened_at=at, due_at=task.due_at)
    fresh.assignee_id, fresh.for_id = to.id, task.for_id or giver.id
    db.session.add(fresh)
    db.session.flush()
    _tell(db.session.get_one(Approval, task.approval_id), fresh, [to], at)
    return fresh


def escalate(approval: Approval, task: ApprovalTask, at: datetime) -> bool:
    """Ask the role above, whose time is as long again; False when nobody there may decide."""
    pool = Pool(_unit(approval.unit_id), task.escalate_to)
    asked = people.eligible(approval, pool, task.position, clock.local(at).date()) if task.escalate_to else []
    if not asked:
        return False
    late = task.due_at is not None and task.due_at <= at
    settle(task, "skip", None, "超时，转由上级办理" if late else "无人可办，转由上级办理", at)
    fresh = ApprovalTask(approval_id=approval.id, position=task.position, name=task.name, mode=StepMode.ANY)
    fresh.unit_id, fresh.role_code, fresh.opened_at = pool.unit.id, pool.role_code, at
    fresh.due_at = at + (task.due_at - task.opened_at) if task.due_at else None
    db.session.add(fresh)
    db.session.flush()
    _tell(approval, fresh, asked, at)
    return True


def is_kept_out(approval: Approval, task: ApprovalTask, user: User, at: datetime) -> bool:
    """Whether ``user`` has to keep out of ``task``, or lacks the seat that a body's decision needs."""
    here = select(ApprovalTask.id).join(Approval).where(ApprovalTask.id == task.id, people.kept_out(user.id))
    if db.session.scalar(here) is not None:
        return True
    if not task.body_code:
        return False
    seated = people.people_of(Pool(_unit(task.unit_id), "", task.body_code, task.posts), clock.local(at).date())
    return db.session.scalar(seated.where(User.id == user.id).with_only_columns(User.id).order_by(None)) is None


def asked_now(approval: Approval, task: ApprovalTask, at: datetime) -> list[User]:
    """Return the people a waiting task asks today: its assignee, or everybody of its role or body; [] if nobody may."""
    on = clock.local(at).date()
    if task.assignee_id is None:
        return people.eligible(approval, _pool_of(task), task.position, on)
    assignee = db.session.get_one(User, task.assignee_id)
    if task.for_id and not task.body_code:
        return [assignee] if assignee.is_active else []
    return [one for one in db.session.scalars(people.people_of(_pool_of(task), on)) if one.id == assignee.id]


def _open_tasks(approval: Approval):
    here = (ApprovalTask.approval_id == approval.id, ApprovalTask.state == TaskState.WAITING)
    return select(ApprovalTask).where(*here).order_by(ApprovalTask.id)


def _unit(unit_id: int) -> Unit:
    return db.session.get_one(Unit, unit_id)
