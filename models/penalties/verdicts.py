"""Who decided which penalties, and how: what the figures of equal treatment open. Source: domain §2.3."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Select, select

from models.accounts import User
from models.approvals import Approval, ApprovalTask, TaskState
from models.core.scope import visible
from models.penalties.kinds import Outcome
from models.penalties.tables import Appeal, Penalty

DECIDED = (TaskState.APPROVED, TaskState.RETURNED)
STATES = {"approved": (TaskState.APPROVED,), "changed": (TaskState.APPROVED,), "returned": (TaskState.RETURNED,)}


def decided(approver: User | None, verdict: str = "") -> Iterator[ColumnElement[bool]]:
    """Yield the conditions that an approver, or anybody, decided a case.

    ``verdict``: approved, returned, or changed, which is approved and then changed by an appeal; "" for any.
    """
    tasks = _tasks(Approval.subject_id).where(ApprovalTask.state.in_(STATES.get(verdict, DECIDED)))
    yield Penalty.id.in_(tasks.where(ApprovalTask.decided_by_id == approver.id) if approver else tasks)
    if verdict == "changed":
        yield Penalty.id.in_(select(Appeal.penalty_id).where(Appeal.outcome != Outcome.UPHELD))


def approvers(user: User) -> Select[tuple[User]]:
    """Return who decided a step of the penalties that ``user`` sees."""
    seen = visible(Penalty, user).with_only_columns(Penalty.id)
    tasks = _tasks(ApprovalTask.decided_by_id).where(Approval.subject_id.in_(seen), ApprovalTask.state.in_(DECIDED))
    return select(User).where(User.id.in_(tasks)).order_by(User.staff_key)


def _tasks(column) -> Select:
    tasks = select(column).select_from(ApprovalTask).join(Approval, Approval.id == ApprovalTask.approval_id)
    return tasks.where(Approval.subject_type == Penalty.__tablename__)
