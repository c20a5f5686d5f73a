"""The lists of one person: what waits for them, what they decided, and whose cases they may hand over."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from models.accounts import Unit, User, UserState, structure
from models.accounts.scope import in_reach
from models.approvals import people, queries
from models.approvals.tables import Approval, ApprovalTask, TaskState
from models.core import clock
from models.core.db import db

DECIDED = (TaskState.APPROVED, TaskState.RETURNED, TaskState.DELEGATED)
IN_FULL = (
    contains_eager(ApprovalTask.approval).options(joinedload(Approval.drafted_by), joinedload(Approval.unit)),
    joinedload(ApprovalTask.stands_for),
    joinedload(ApprovalTask.delegated_to),
)


def waiting(user: User, at: datetime, *, text: str = "", kind: str = "", late: bool = False) -> Select:
    """Return the tasks that wait for ``user``; ``late`` leaves those past their deadline."""
    rows = queries.waiting_for(user, clock.local(at).date()).options(*IN_FULL)
    return _about(rows.where(ApprovalTask.due_at <= at) if late else rows, text, kind)


def decided(
    user: User,
    *,
    text: str = "",
    kind: str = "",
    state: TaskState | None = None,
    first: date | None = None,
    last: date | None = None,
) -> Select[tuple[ApprovalTask]]:
    """Return what ``user`` decided or passed on, from the day ``first`` to the end of ``last``."""
    rows = select(ApprovalTask).join(Approval).options(*IN_FULL)
    rows = rows.where(ApprovalTask.decided_by_id == user.id, ApprovalTask.state.in_([state] if state else DECIDED))
    if first:
        rows = rows.where(ApprovalTask.decided_at >= clock.at(first, time()))
    if last:
        rows = rows.where(ApprovalTask.decided_at < clock.at(last + timedelta(days=1), time()))
    return _about(rows, text, kind)


def _about(rows: Select, text: str, kind: str) -> Select:
    if text:
        rows = rows.where(Approval.subject_name.icontains(text, autoescape=True))
    return rows.where(Approval.kind == kind) if kind else rows


def unit_names() -> dict[int, str]:
    """Return every unit's name with those above it: a crew's alone is the same at every station."""
    return structure.full_names(list(db.session.scalars(select(Unit))))


def open_work(person: User, on: date) -> list[ApprovalTask]:
    """Return what ``person`` would hand over, the most pressing first."""
    rows = queries.open_work_of(person, on).options(*IN_FULL).order_by(None)
    return list(db.session.scalars(rows.order_by(ApprovalTask.pressing_at, ApprovalTask.id)))


def handed_over_by(user: User) -> Select[tuple[User]]:
    """Return the people whose cases ``user`` may hand over, themselves included."""
    theirs = (User.id == user.id) | (in_reach(user, "approval.hand_over", User.unit_id) & _decides())
    return select(User).where(theirs, User.state != UserState.LEFT).order_by(User.id != user.id, User.staff_no)


def _decides():
    """The condition that a person holds a role that decides, or was given a case by name."""
    named = select(ApprovalTask.assignee_id).where(ApprovalTask.state == TaskState.WAITING)
    return User.id.in_(people.entitled(clock.today())) | User.id.in_(named)


def successors(tasks: list[ApprovalTask], absent: User, by: User, on: date) -> Select[tuple[User]]:
    """Return the people who may take over at least one of ``tasks``."""
    able = people.deciders_at({task.unit_id for task in tasks}, on)
    chains = sorted({task.approval.chain_id for task in tasks})
    named = or_(false(), *(User.id.in_(people.named_by(chain_id, on)) for chain_id in chains))
    return able.where(User.id.not_in({absent.id, by.id}), named)
