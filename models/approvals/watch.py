"""The clock of approvals: what is late goes up or is reminded of; and what waits for a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from models.accounts import User
from models.approvals import queries, steps
from models.approvals.rules import lock
from models.approvals.tables import Approval, ApprovalState, ApprovalTask, TaskState
from models.core import audit, clock
from models.core.db import db
from models.core.jobs import job
from models.inbox import Todo, notify, todo

SHOWN = 50


@job("approvals.time_out", "审批超时提醒和上转", every=timedelta(minutes=10))
def time_out(at: datetime) -> int:
    """Give what is late to the role its step names, or remind once where there is none; return how many moved up."""
    late = (ApprovalTask.state == TaskState.WAITING, ApprovalTask.due_at <= at, ApprovalTask.reminded_at.is_(None))
    rows = select(ApprovalTask).join(Approval).where(*late, Approval.state == ApprovalState.RUNNING)
    tasks = db.session.scalars(rows.order_by(ApprovalTask.id).options(contains_eager(ApprovalTask.approval))).all()
    return sum(_press(task, at) for task in tasks)


def _press(task: ApprovalTask, at: datetime) -> bool:
    approval = task.approval
    lock(approval)
    db.session.refresh(task)
    if task.state is not TaskState.WAITING:
        return False
    if steps.escalate(approval, task, at):
        audit.record("approval.escalate", approval, None, note=f"{task.name}超时")
        return True
    task.reminded_at = at
    asked = [one.id for one in steps.asked_now(approval, task, at)]
    key = f"approval-{approval.id}-late-{task.id}"
    notify(asked, "approval", f"{approval.name} 审批已超时", approval.href, key=key, at=at)
    audit.record("approval.remind", approval, None)
    return False


@todo
def waiting(user: User, at: datetime) -> Iterator[Todo]:
    """The approvals that wait for ``user``, nearest deadline first."""
    rows = queries.waiting_for(user, clock.local(at).date())
    rows = rows.order_by(ApprovalTask.due_at.is_(None), ApprovalTask.due_at, ApprovalTask.id).limit(SHOWN)
    for task in db.session.scalars(rows):
        yield Todo(task.approval.name, task.approval.href, task.name, due_at=task.due_at, icon="gavel")
