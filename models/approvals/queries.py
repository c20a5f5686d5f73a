"""What waits for whom, and why somebody may not decide."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Date, Integer, Select, bindparam, false, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload

from models.accounts import User
from models.approvals import people
from models.approvals.tables import Approval, ApprovalChain, ApprovalState, ApprovalTask, TaskState
from models.core import clock
from models.core.db import db
from models.core.scope import scope_of

DECIDED = (TaskState.APPROVED, TaskState.RETURNED)
# What the statements built once are executed with; they are long, and every page asks one of them.
DECIDER, ON, APPROVAL = (
    bindparam("decider", type_=Integer),
    bindparam("on", type_=Date),
    bindparam("approval", type_=Integer),
)


def waiting_for(user: User, on: date | None = None) -> Select[tuple[ApprovalTask]]:
    """Return the tasks that ``user`` may decide on a day (default: today), their approvals loaded."""
    return _decided_by(user.id, on or clock.today())


@cache
def counting() -> Select[tuple[int]]:
    """Return the statement that counts the tasks that ``decider`` may decide ``on`` a day; every page executes it."""
    return _waiting().with_only_columns(func.count(ApprovalTask.id), maintain_column_froms=True)


def nearest(user: User, on: date, most: int) -> Select[tuple[ApprovalTask]]:
    """Return the first ``most`` tasks that ``user`` may decide on a day, nearest deadline first."""
    order = (ApprovalTask.due_at.is_(None), ApprovalTask.due_at, ApprovalTask.id)
    return _decided_by(user.id, on).order_by(*order).limit(most)


def _waiting() -> Select[tuple[ApprovalTask]]:
    """Return ``waiting_for`` of any ``decider`` ``on`` any day."""
    return _decided_by(DECIDER, ON)


def _decided_by(user_id: people.Bound[int], on: people.Bound[date]) -> Select[tuple[ApprovalTask]]:
    return open_tasks().where(people.may_decide(user_id, on)).order_by(None)


def open_work_of(user: User, on: date) -> Select[tuple[ApprovalTask]]:
    """Return what waits for ``user``, also what was given to them by name when they may no longer decide it."""
    theirs = or_(people.may_decide(user.id, on), ApprovalTask.assignee_id == user.id)
    return open_tasks().where(theirs)


def barred(task: ApprovalTask, user: User) -> str | None:
    """Return why ``user`` may not decide ``task`` now, as a sentence, or None; its approval must be loaded."""
    mine = task_of(task.approval, user)
    if mine is not None and mine.id == task.id:
        return None
    return may_decide(task.approval, user) or "本件现在不由您办理。"


def open_tasks() -> Select[tuple[ApprovalTask]]:
    """Return every waiting task of a running case, oldest first, the case loaded."""
    waiting = (Approval.state == ApprovalState.RUNNING, ApprovalTask.state == TaskState.WAITING)
    rows = select(ApprovalTask).join(Approval).where(*waiting).order_by(ApprovalTask.id)
    return rows.options(contains_eager(ApprovalTask.approval))


def task_of(approval: Approval, user: User, on: date | None = None) -> ApprovalTask | None:
    """Return the task of ``approval`` that ``user`` may decide, the earliest if there are several."""
    if approval.state is not ApprovalState.RUNNING:
        return None
    given = {"approval": approval.id, "decider": user.id, "on": on or clock.today()}
    return db.session.scalars(_earliest(), given).first()


@cache
def _earliest() -> Select[tuple[ApprovalTask]]:
    mine = _waiting().where(ApprovalTask.approval_id == APPROVAL)
    return mine.order_by(ApprovalTask.position, ApprovalTask.id).limit(1)


def latest_of(subject) -> Approval | None:
    """Return the newest approval of a row, whatever became of it."""
    return db.session.scalars(newest(), subject_of(subject)).first()


@cache
def newest() -> Select[tuple[Approval]]:
    """Return the newest approval of the row that ``subject_of`` names, for a statement that is built once."""
    here = (Approval.subject_type == bindparam("subject_type"), Approval.subject_id == bindparam("subject_id"))
    return select(Approval).where(Approval.id == select(func.max(Approval.id)).where(*here).scalar_subquery())


def subject_of(row) -> dict[str, Any]:
    return {"subject_type": row.__tablename__, "subject_id": row.id}


def may_decide(approval: Approval, user: User, on: date | None = None) -> str | None:
    """Return why ``user`` may not decide on ``approval`` now, as a sentence, or None if they may."""
    on = on or clock.today()
    if task_of(approval, user, on):
        return None
    if faster := decided_before(approval, user, on):
        return faster
    if approval.state is not ApprovalState.RUNNING:
        return f"本件{approval.state.label}，不能再办理。"
    return _must_keep_out(approval, user) or "本件现在不由您办理。"


def decided_before(approval: Approval, user: User, on: date) -> str | None:
    """Say who else decided what ``user`` might have decided; None if nobody did."""
    last = db.session.scalars(_newest_decided(), {"approval": approval.id, "decider": user.id, "on": on}).first()
    if last is None:
        return None
    return f"{last.decided_by.name} 已于 {clock.short_moment(last.decided_at)} 办理（{last.state.label}）。"


@cache
def _newest_decided() -> Select[tuple[ApprovalTask]]:
    """Return the last task that somebody else decided and that the ``decider`` might have decided."""
    rows = select(ApprovalTask).join(Approval).where(people.may_decide(DECIDER, ON), ApprovalTask.stands)
    rows = rows.where(ApprovalTask.approval_id == APPROVAL, ApprovalTask.state.in_(DECIDED))
    rows = rows.where(ApprovalTask.decided_by_id != DECIDER).options(joinedload(ApprovalTask.decided_by))
    return rows.order_by(ApprovalTask.decided_at.desc()).limit(1)


def _must_keep_out(approval: Approval, user: User) -> str | None:
    if approval.drafted_by_id == user.id:
        return "本件由您提交，须由他人审批。"
    if user.id in db.session.scalars(people.concerned_in(approval.id)).all():
        return "本件与您有关，请回避。"
    mine = (ApprovalTask.decided_by_id == user.id, ApprovalTask.state == TaskState.APPROVED, ApprovalTask.stands)
    if db.session.scalar(select(ApprovalTask.id).where(ApprovalTask.approval_id == approval.id, *mine).limit(1)):
        return "您已办理过本件的一个环节，其余环节须由他人办理。"
    return None


@scope_of(Approval)
def approvals_of(user: User) -> Select[tuple[Approval]]:
    """What a person submitted, decided, or is asked to decide. The matter itself has its own scope."""
    taken_part = select(ApprovalTask.approval_id).where(
        or_(ApprovalTask.decided_by_id == user.id, people.in_pool(user.id, clock.today()))
    )
    return select(Approval).where(or_(Approval.drafted_by_id == user.id, Approval.id.in_(taken_part)))


@scope_of(ApprovalTask)
def tasks_of(user: User) -> Select[tuple[ApprovalTask]]:
    """What a person decided, and what they are or were among those to be asked."""
    asked = people.may_decide(user.id, clock.today())
    return select(ApprovalTask).join(Approval).where(or_(ApprovalTask.decided_by_id == user.id, asked))


@scope_of(ApprovalChain)
def chains_of(user: User) -> Select[tuple[ApprovalChain]]:
    """Chains hold for the whole house; those who lay them down see them."""
    return select(ApprovalChain).where(true() if user.may("approval.plan") else false())
