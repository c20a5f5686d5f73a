"""How far a case has come: as rows for a timeline, and as its papers say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from models.accounts import User
from models.approvals import queries, steps
from models.approvals.tables import Approval, ApprovalChain, ApprovalState, ApprovalTask, TaskState
from models.core import clock
from models.core.db import db
from models.core.gathered import gather, rows_of

WHOLE = (
    joinedload(Approval.drafted_by),
    rows_of(
        Approval.tasks,
        inside=[joinedload(getattr(ApprovalTask, name)) for name in ("decided_by", "stands_for", "delegated_to")],
    ),
    rows_of(Approval.chain, ApprovalChain.steps),
)


@dataclass(frozen=True)
class Course:
    """How the newest approval of a row stands at a moment for who looks at it; ``mine`` is the task they may decide."""

    approval: Approval | None
    mine: ApprovalTask | None
    at: datetime

    @cached_property
    def rows(self) -> list[dict[str, str]]:
        """``{state, title, time, who, said}`` of all that was done, waits, and follows."""
        return _rows(self.approval, self.at) if self.approval else []

    @property
    def steps_back(self) -> list[tuple[int, str]]:
        """Position and name of the steps to which the reader may send it back; none when it is not theirs."""
        if self.mine is None:
            return []
        return [(step.position, step.name) for step in self.approval.chain.steps if step.position < self.mine.position]

    @property
    def returned(self) -> str:
        """Why it came back to its drafter, "" if it did not."""
        if self.approval is None or self.approval.state is not ApprovalState.RETURNED:
            return ""
        said = [row["said"] for row in self.rows if row["state"] == "done" and row["said"]]
        return said[-1] if said else ""


def course_of(subject, reader: User, at: datetime) -> Course:
    """Return how the newest approval of ``subject`` stands; an empty course if there was none."""
    approval = db.session.scalars(_newest_whole(), queries.subject_of(subject)).unique().one_or_none()
    mine = queries.task_of(approval, reader, clock.local(at).date()) if approval else None
    return Course(approval, mine, at)


@cache
def _newest_whole() -> Select[tuple[Approval]]:
    return gather(queries.newest(), WHOLE)


def _rows(approval: Approval, at: datetime) -> list[dict[str, str]]:
    done = sorted((task for task in approval.tasks if task.decided_at), key=lambda task: (task.decided_at, task.id))
    waiting = [task for task in approval.tasks if task.state is TaskState.WAITING]
    return [
        _row("done", "提交审批", approval.started_at, approval.drafted_by.name),
        *(_decided(task) for task in done if task.decided_by or task.opinion),
        *(_waiting(approval, task, at) for task in waiting),
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
    last = max(task.position for task in waiting)
    return [_row("todo", step.name, None, "尚未开始") for step in approval.chain.steps if step.position > last]
