"""Roles and their permissions, who holds them where and when, and the separation of the three administrators.

The security administrator grants; nobody grants to themselves; an administrator of one kind holds nothing else.
Source: security.md 4.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Select, false, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from models.accounts.scope import in_reach
from models.accounts.tables import Reach, Role, RoleGrant, RolePermission, Unit, User, UserState
from models.core import audit
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.permissions import CATALOGUE
from models.core.scope import scope_of

SEPARATED = "三员分立：{name} 担任或将担任{role}，不能同时持有其他角色。"


def grant(user: User, role: Role, unit: Unit, reach: Reach, by: User, **period: date | None) -> RoleGrant:
    """Give ``role`` to ``user`` at ``unit``; ``period`` is ``from_on`` and ``to_on``, both included, None = open.

    Raises RuleBroken: to oneself, to someone who left, twice, or against the separation of administrators.
    """
    from_on, to_on = period.get("from_on"), period.get("to_on")
    if user.id == by.id:
        raise RuleBroken("不能给自己授权，请由另一位安全管理员办理。", field="user")
    if user.state is UserState.LEFT:
        raise RuleBroken(f"{user.name} 已离职，不能授权。", field="user")
    if from_on and to_on and to_on < from_on:
        raise RuleBroken("截止日期不能早于开始日期。", field="to_on")
    return _give(user, role, unit, reach, by, from_on, to_on)


def _give(user: User, role: Role, unit: Unit, reach: Reach, by: User | None, from_on, to_on) -> RoleGrant:
    held = list(db.session.scalars(not_ended_of(user.id, from_on)))
    if any(other.role_id == role.id and other.unit_id == unit.id for other in held):
        raise RuleBroken(f"{user.name} 在 {unit.name} 已有角色“{role.name}”。", field="role")
    refuse_mixture(user, [*(other.role for other in held), role])
    row = RoleGrant(user_id=user.id, role_id=role.id, unit_id=unit.id, reach=reach, from_on=from_on, to_on=to_on)
    db.session.add(row)
    audit.record("role.grant", row, by, note=f"{user.name}：{role.name}，{unit.name}（{reach.label}）")
    return row


def revoke(row: RoleGrant, by: User, on: date, reason: str) -> None:
    """End a grant with the day before ``on``, so that it gives nothing from now on.

    Raises RuleBroken: one's own grant, or it has ended before.
    """
    if row.user_id == by.id:
        raise RuleBroken("不能收回自己的角色，请由另一位安全管理员办理。")
    if row.to_on and row.to_on < on:
        raise RuleBroken("这项授权已经结束。")
    row.to_on = on - timedelta(days=1)
    audit.record("role.revoke", row, by, note=reason)


def end_rows(rows: list[RoleGrant], by: User | None, on: date, reason: str) -> None:
    """End the grants of a person who moves or leaves, from ``on`` on."""
    for row in rows:
        row.to_on = on - timedelta(days=1)
        audit.record("role.revoke", row, by, note=reason)


def refuse_mixture(user: User, roles: list[Role]) -> None:
    """Raise RuleBroken when an administrator's role would stand beside any other. Source: security.md 4."""
    administrator = next((role for role in roles if role.is_administrator), None)
    if administrator and any(role.id != administrator.id for role in roles):
        raise RuleBroken(SEPARATED.format(name=user.name, role=administrator.name), field="role")


def set_permissions(role: Role, names: list[str], by: User) -> None:
    """Give ``role`` exactly the permissions ``names``; the role's permissions must be loaded.

    Raises RuleBroken: a role of the business would administer, or an administrator would do business.
    """
    wrong = [name for name in names if not fits(role, name)]
    if wrong:
        labels = "、".join(CATALOGUE[name].label for name in wrong)
        raise RuleBroken(f"三员分立：“{role.name}”不能持有：{labels}。", field="names")
    held = {row.permission: row for row in role.permissions}
    for name in sorted(held.keys() - set(names)):
        role.permissions.remove(held[name])
    role.permissions += [RolePermission(permission=name) for name in sorted(set(names) - held.keys())]
    audit.record("role.edit", role, by)


def fits(role: Role, name: str) -> bool:
    """Whether ``role`` may hold ``name``: what only administrators hold in a new house stays with that one of them."""
    usual = set(CATALOGUE[name].roles)
    of_administrators = usual & {"admin", "security", "auditor"}
    if role.is_administrator:
        return role.code in usual
    return not of_administrators or bool(usual - of_administrators)


def in_force_of(user_id: int, on: date) -> Select[tuple[RoleGrant]]:
    """Return a person's grants in force on a day, with role and unit."""
    begun = or_(RoleGrant.from_on.is_(None), RoleGrant.from_on <= on)
    return not_ended_of(user_id, on).where(begun)


def not_ended_of(user_id: int, on: date | None) -> Select[tuple[RoleGrant]]:
    """Return a person's grants that still run on or start after ``on`` (None: from ever), with role and unit."""
    lasts = RoleGrant.to_on.is_(None) if on is None else or_(RoleGrant.to_on.is_(None), RoleGrant.to_on >= on)
    rows = select(RoleGrant).where(RoleGrant.user_id == user_id, lasts)
    return rows.options(joinedload(RoleGrant.role), joinedload(RoleGrant.unit)).order_by(RoleGrant.id)


def roles_in_order() -> Select[tuple[Role]]:
    return select(Role).options(selectinload(Role.permissions)).order_by(Role.sort, Role.id)


@scope_of(Role)
def roles_visible_to(user: User) -> Select[tuple[Role]]:
    """All roles, to whoever may read them."""
    return roles_in_order().where(true() if user.may("role.read") else false())


@scope_of(RoleGrant)
def grants_visible_to(user: User) -> Select[tuple[RoleGrant]]:
    """The grants at units within reach of ``role.read``."""
    rows = select(RoleGrant).where(in_reach(user, "role.read", RoleGrant.unit_id))
    return rows.options(joinedload(RoleGrant.user), joinedload(RoleGrant.role), joinedload(RoleGrant.unit))
