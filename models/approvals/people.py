"""Who decides: the people behind a role at a unit or a post in a body, and who has to keep out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from models.accounts import Body, BodyPost, Reach, Role, RoleGrant, RolePermission, Unit, User, UserState
from models.approvals.tables import (
    Approval,
    ApprovalChain,
    ApprovalChainStep,
    ApprovalConcern,
    ApprovalTask,
    TaskState,
)
from models.core.db import another, db

Value = TypeVar("Value")
Bound = Value | ColumnElement[Value]  # a value, or a parameter that takes it later


class Pool(NamedTuple):
    """Those who may decide: holders of ``role_code`` whose grant reaches ``unit``, or posts of a body."""

    unit: Unit
    role_code: str = ""
    body_code: str = ""
    posts: str = ""


def in_force(table: type, on: Bound[date]) -> ColumnElement[bool]:
    """Return the condition that a grant or post with ``from_on`` and ``to_on`` holds on a day."""
    return and_(
        or_(table.from_on.is_(None), table.from_on <= on),
        or_(table.to_on.is_(None), table.to_on >= on),
    )


def people_of(pool: Pool, on: date) -> Select[tuple[User]]:
    """Return the people of ``pool`` on a day, in the order of their staff numbers."""
    members = _holders(pool, on) if pool.role_code else _seated(pool, on)
    return select(User).where(User.id.in_(members), User.state != UserState.LEFT).order_by(User.staff_no)


def _holders(pool: Pool, on: date) -> Select[tuple[int]]:
    reaching = or_(
        RoleGrant.reach == Reach.ALL,
        (RoleGrant.reach == Reach.SUBTREE) & RoleGrant.unit_id.in_(pool.unit.ancestry),
        RoleGrant.unit_id == pool.unit.id,
    )
    return select(RoleGrant.user_id).join(Role).where(Role.code == pool.role_code, reaching, in_force(RoleGrant, on))


def _seated(pool: Pool, on: date) -> Select[tuple[int]]:
    seated = select(BodyPost.user_id).join(Body).where(Body.code == pool.body_code, in_force(BodyPost, on))
    return seated.where(BodyPost.post.in_(pool.posts.split(","))) if pool.posts else seated


def eligible(approval: Approval, pool: Pool, position: int, on: date) -> list[User]:
    """Return the people of ``pool`` who need not keep out of ``approval`` at the step ``position``."""
    return list(db.session.scalars(_impartial(people_of(pool, on), approval, position)))


def _impartial(people: Select[tuple[User]], approval: Approval, position: int) -> Select[tuple[User]]:
    people = people.where(User.id != approval.drafted_by_id, User.id.not_in(concerned_in(approval.id)))
    if approval.chain.allows_repeat:
        return people
    return people.where(User.id.not_in(_deciders_elsewhere(approval.id, position)))


def stand_ins(task: ApprovalTask, giver: User, on: date) -> Select[tuple[User]]:
    """Return the people whom ``giver`` may ask to decide ``task``; its approval must be loaded."""
    people = deciders_at([task.unit_id], on).where(
        User.id != giver.id, User.id.in_(named_by(task.approval.chain_id, on))
    )
    if task.body_code:
        seated = _seated(Pool(task.approval.unit, "", task.body_code, task.posts), on)
        people = people.where(User.id.in_(seated))
    return _impartial(people, task.approval, task.position)


def deciders_at(unit_ids: Iterable[int], on: date) -> Select[tuple[User]]:
    """Return the people who may decide in somebody's place at one of the units, in the order of staff numbers."""
    units = db.session.scalars(select(Unit).where(Unit.id.in_(unit_ids))).all()
    reaching = or_(
        RoleGrant.reach == Reach.ALL,
        (RoleGrant.reach == Reach.SUBTREE) & RoleGrant.unit_id.in_({one for unit in units for one in unit.ancestry}),
        (RoleGrant.reach == Reach.UNIT) & RoleGrant.unit_id.in_([unit.id for unit in units]),
    )
    holders = entitled(on).where(reaching)
    return select(User).where(User.id.in_(holders), User.state != UserState.LEFT).order_by(User.staff_no)


def entitled(on: date) -> Select[tuple[int]]:
    """Return the ids of the people whose grants let them decide in somebody's place, wherever."""
    roles = select(RolePermission.role_id).where(RolePermission.permission == "approval.decide")
    return select(RoleGrant.user_id).where(RoleGrant.role_id.in_(roles), in_force(RoleGrant, on))


def named_by(chain_id: int, on: date) -> Select[tuple[int]]:
    """Return the ids of those a chain may be handed to: whom it names, and who answers for others.

    So a penalty is not handed down to a shift leader.
    """
    steps = select(ApprovalChainStep).where(ApprovalChainStep.chain_id == chain_id).subquery()
    codes = select(steps.c.role_code).union(select(steps.c.escalate_to))
    roles = select(RoleGrant.user_id).join(Role).where(Role.code.in_(codes), in_force(RoleGrant, on))
    bodies = select(Body.id).where(Body.code.in_(select(steps.c.body_code)))
    seats = select(BodyPost.user_id).where(BodyPost.body_id.in_(bodies), in_force(BodyPost, on))
    seniors = select(RolePermission.role_id).where(RolePermission.permission == "approval.hand_over")
    senior = select(RoleGrant.user_id).where(RoleGrant.role_id.in_(seniors), in_force(RoleGrant, on))
    return roles.union(seats, senior)


def concerned_in(approval_id: int) -> Select[tuple[int]]:
    return select(ApprovalConcern.user_id).where(ApprovalConcern.approval_id == approval_id)


def _deciders_elsewhere(approval_id: int, position: int) -> Select[tuple[int]]:
    return select(ApprovalTask.decided_by_id).where(
        ApprovalTask.approval_id == approval_id,
        ApprovalTask.position != position,
        ApprovalTask.state == TaskState.APPROVED,
        ApprovalTask.stands,
    )


def may_decide(user_id: Bound[int], on: Bound[date]) -> ColumnElement[bool]:
    """Return the condition on ``Approval`` joined with ``ApprovalTask`` under which a person decides it on a day."""
    return in_pool(user_id, on) & ~kept_out(user_id)


def in_pool(user_id: Bound[int], on: Bound[date]) -> ColumnElement[bool]:
    """Return the condition on ``ApprovalTask`` that a person is one of those who may decide it on a day.

    A task given to one person asks that person alone, who must still hold the role or the seat; who stands in for
    another needs the seat of a body, but not the role. Id and day may be bound when the statement is executed.
    """
    qualified = or_(_holds_the_role(user_id, on), _has_the_seat(user_id, on))
    stands_in = and_(ApprovalTask.for_id.is_not(None), ApprovalTask.body_code == "")
    mine = ApprovalTask.assignee_id == user_id
    return and_(or_(ApprovalTask.assignee_id.is_(None), mine), or_(qualified, and_(mine, stands_in)))


def _holds_the_role(user_id: Bound[int], on: Bound[date]) -> ColumnElement[bool]:
    """As ``_holders``, asked of the tasks: which of them does a grant of this person reach?"""
    asked = another(Unit, "asked")
    path = select(asked.path).where(asked.id == ApprovalTask.unit_id).correlate(ApprovalTask).scalar_subquery()
    reaching = or_(
        RoleGrant.reach == Reach.ALL,
        RoleGrant.unit_id == ApprovalTask.unit_id,
        and_(RoleGrant.reach == Reach.SUBTREE, path.startswith(Unit.path)),
    )
    grants = select(RoleGrant.id).join(Role, Role.id == RoleGrant.role_id).join(Unit, Unit.id == RoleGrant.unit_id)
    held = (RoleGrant.user_id == user_id, in_force(RoleGrant, on), Role.code == ApprovalTask.role_code)
    return grants.where(*held, reaching).correlate(ApprovalTask).exists()


def _has_the_seat(user_id: Bound[int], on: Bound[date]) -> ColumnElement[bool]:
    """As ``_seated``, asked of the tasks; ``posts`` lists the posts that may decide, "" all of the body."""
    listed, own = "," + ApprovalTask.posts + ",", "," + BodyPost.post + ","
    may = or_(ApprovalTask.posts == "", func.replace(listed, own, "") != listed)
    seats = select(BodyPost.id).join(Body, Body.id == BodyPost.body_id).where(Body.code == ApprovalTask.body_code)
    return seats.where(BodyPost.user_id == user_id, in_force(BodyPost, on), may).correlate(ApprovalTask).exists()


def kept_out(user_id: Bound[int]) -> ColumnElement[bool]:
    """Return the condition on ``Approval`` joined with ``ApprovalTask`` under which a person decides nothing there."""
    other = another(ApprovalTask, "other")
    concerned = exists().where(ApprovalConcern.approval_id == Approval.id, ApprovalConcern.user_id == user_id)
    decided = exists().where(
        other.approval_id == Approval.id,
        other.position != ApprovalTask.position,
        other.state == TaskState.APPROVED,
        other.stands,
        other.decided_by_id == user_id,
    )
    lenient = exists().where(ApprovalChain.id == Approval.chain_id, ApprovalChain.allows_repeat)
    return or_(Approval.drafted_by_id == user_id, concerned, and_(decided, ~lenient))
