"""The clock of approvals: what is late or orphaned goes up or is reminded of; and what waits for a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from models.accounts import Move, Role, RoleGrant, User
from models.accounts.people import counts_open_work, on_move
from models.approvals import queries, steps
from models.approvals.rules import lock, pass_all_on
from models.approvals.tables import ApprovalTask, TaskState
from models.core import audit, clock
from models.core.db import db
from models.core.jobs import job
from models.inbox import Each, Todo, notify, todo

SHOWN = 50


@job("approvals.time_out", "审批超时提醒和上转", every=timedelta(minutes=10))
def time_out(at: datetime) -> int:
    """Give what is late, or what nobody may decide any more, to the role its step names; return how many moved up.

    Where there is no such role, those who are asked are reminded once.
    """
    tasks = db.session.scalars(queries.open_tasks().where(ApprovalTask.reminded_at.is_(None))).all()
    pressing = [task for task in tasks if _is_late(task, at) or not steps.asked_now(task.approval, task, at)]
    return sum(_press(task, at) for task in pressing)


def _is_late(task: ApprovalTask, at: datetime) -> bool:
    return task.due_at is not None and task.due_at <= at


def _press(task: ApprovalTask, at: datetime) -> bool:
    approval = task.approval
    lock(approval)
    db.session.refresh(task)
    if task.state is not TaskState.WAITING:
        return False
    if steps.escalate(approval, task, at):
        audit.record(
            "approval.escalate", approval, None, note=f"{task.name}{'超时' if _is_late(task, at) else '无人可办'}"
        )
        return True
    task.reminded_at = at
    asked = [one.id for one in steps.asked_now(approval, task, at)]
    words, heirs = ("审批已超时", asked) if asked else ("没有人可以审批，请重新提交", [approval.drafted_by_id])
    key = f"approval-{approval.id}-late-{task.id}"
    notify(heirs, "approval", f"{approval.name} {words}", approval.href, key=key, at=at)
    audit.record("approval.remind", approval, None)
    return False


@on_move
def follow(move: Move, by: User) -> None:
    """Give the successor what only the person who moved or left could decide; the move has taken the roles already."""
    if move.successor_id is None:
        return
    person, successor = (db.session.get_one(User, one) for one in (move.user_id, move.successor_id))
    now = clock.now()
    held = select(Role.code).join(RoleGrant).where(RoleGrant.user_id == person.id)
    theirs = or_(ApprovalTask.assignee_id == person.id, ApprovalTask.role_code.in_(held))
    tasks = db.session.scalars(queries.open_tasks().where(theirs)).all()
    orphans = [task for task in tasks if not steps.asked_now(task.approval, task, now)]
    pass_all_on(orphans, person, successor, by, move.reason or move.kind.label, now)


@counts_open_work("待审批")
def open_work(person: User) -> int:
    """Count what only this person may decide."""
    now = clock.now()
    tasks = db.session.scalars(queries.open_work_of(person, clock.local(now).date())).all()
    return sum(len(steps.asked_now(task.approval, task, now)) < 2 for task in tasks)


@todo
def waiting(user: User, on: date) -> Iterator[Each]:
    """The approvals that wait for ``user``, nearest deadline first."""
    yield Each(queries.nearest(user, on, SHOWN), _to_decide)


def _to_decide(task: ApprovalTask) -> Todo:
    return Todo(task.approval.name, task.approval.href, task.name, due_at=task.due_at, icon="gavel")
