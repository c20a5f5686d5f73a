"""How far a case has come, as rows for a timeline."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.accounts import User
from models.approvals import chains, queries, steps
from models.approvals.tables import Approval, ApprovalChainStep, ApprovalState, ApprovalTask, TaskState
from models.core import clock
from models.core.db import db


def progress(approval: Approval, at: datetime | None = None) -> list[dict[str, str]]:
    """Return ``{state, title, time, who, said}`` of all that was done, waits, and follows."""
    people = [joinedload(getattr(ApprovalTask, name)) for name in ("decided_by", "stands_for", "delegated_to")]
    rows = select(ApprovalTask).where(ApprovalTask.approval_id == approval.id).options(*people)
    tasks = db.session.scalars(rows.order_by(ApprovalTask.id)).all()
    done = sorted((task for task in tasks if task.decided_at), key=lambda task: (task.decided_at, task.id))
    waiting = [task for task in tasks if task.state is TaskState.WAITING]
    begun = _row("done", "提交审批", approval.started_at, db.session.get_one(User, approval.drafted_by_id).name)
    return [
        begun,
        *(_decided(task) for task in done if task.decided_by or task.opinion),
        *(_waiting(approval, task, at or clock.now()) for task in waiting),
        *_following(approval, waiting),
    ]


class Consent(NamedTuple):
    """Who consented at one step of a case, as papers show it; of a body the last of its members gives ``at``."""

    step: str
    who: str
    at: datetime


def consents(subject) -> list[Consent]:
    """Return the consents that stand of the latest approval of ``subject``, step by step."""
    people = [joinedload(ApprovalTask.decided_by), joinedload(ApprovalTask.stands_for)]
    approval = queries.latest_of(subject)
    if approval is None:
        return []
    here = (ApprovalTask.approval_id == approval.id, ApprovalTask.state == TaskState.APPROVED, ApprovalTask.stands)
    rows = select(ApprovalTask).where(*here).options(*people).order_by(ApprovalTask.position, ApprovalTask.decided_at)
    found: dict[int, Consent] = {}
    for task in db.session.scalars(rows):
        before = found.get(task.position)
        who = f"{before.who}、{_decider(task)}" if before else _decider(task)
        found[task.position] = Consent(task.name, who, task.decided_at)
    return list(found.values())


def _decider(task: ApprovalTask) -> str:
    who = task.decided_by.name if task.decided_by else "系统"
    return f"{who}（代 {task.stands_for.name}）" if task.stands_for else who


def _row(state: str, title: str, time: datetime | None, who: str, said: str = "") -> dict[str, str]:
    shown = clock.short_moment(time) if time else ""
    return {"state": state, "title": title, "time": shown, "who": who, "said": said}


def _decided(task: ApprovalTask) -> dict[str, str]:
    who = _decider(task)
    if task.state is TaskState.DELEGATED and task.delegated_to:
        who = f"{task.decided_by.name if task.decided_by else '系统'}，转 {task.delegated_to.name}"
    return _row("done", f"{task.name}：{task.state.label}", task.decided_at, who, task.opinion)


def _waiting(approval: Approval, task: ApprovalTask, at: datetime) -> dict[str, str]:
    names = "、".join(one.name for one in steps.asked_now(approval, task, at))
    limit = f"，{clock.short_moment(task.due_at)} 前" if task.due_at else ""
    return _row("now", task.name, None, f"待 {names} 办理{limit}")


def _following(approval: Approval, waiting: list[ApprovalTask]) -> list[dict[str, str]]:
    if approval.state is not ApprovalState.RUNNING or not waiting:
        return []
    behind = ApprovalChainStep.position > max(task.position for task in waiting)
    later = db.session.scalars(chains.steps_of(approval.chain_id).where(behind))
    return [_row("todo", step.name, None, "尚未开始") for step in later]
