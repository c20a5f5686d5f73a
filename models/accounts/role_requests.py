"""Roles that wait for the security administrator: who makes accounts and who grants are two people.

Source: security.md 4.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from models.accounts import grants
from models.accounts.scope import in_reach
from models.accounts.tables import RequestState, Role, RoleRequest, Unit, User
from models.core import audit, clock
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.core.scope import scope_of


def ask(user: User, role: Role, unit: Unit, by: User | None, **period: date | None) -> RoleRequest:
    """Ask that ``user`` get ``role`` at ``unit`` with the role's usual reach; ``period`` as in ``grants.grant``."""
    row = RoleRequest(
        user_id=user.id, role_id=role.id, unit_id=unit.id, asked_by_id=by.id if by else None, asked_at=clock.now()
    )
    row.from_on, row.to_on = period.get("from_on"), period.get("to_on")
    db.session.add(row)
    audit.record("role.ask", row, by, note=f"{user.name}：{role.name}，{unit.name}")
    return row


def approve(row: RoleRequest, by: User) -> None:
    """Grant what was asked. Raises RuleBroken: as ``grants.grant``; Overtaken: it was decided before."""
    _still_waits(row)
    grants.grant(row.user, row.role, row.unit, row.role.default_reach, by=by, from_on=row.from_on, to_on=row.to_on)
    _decide(row, RequestState.GRANTED, by, "role.approve")


def approve_all(rows: list[RoleRequest], by: User) -> None:
    """Grant all of ``rows`` or none. Raises RuleBroken with the name of the first that cannot be granted."""
    if not rows:
        raise RuleBroken("没有待授权的角色。")
    for row in rows:
        try:
            approve(row, by)
        except RuleBroken as refusal:
            raise RuleBroken(
                f"{row.user.name}（{row.user.staff_no}）：{refusal}全部未授权，请先处理这一条。"
            ) from refusal


def refuse(row: RoleRequest, by: User, reason: str) -> None:
    """Turn the request down. Raises Overtaken: it was decided before."""
    _still_waits(row)
    _decide(row, RequestState.REFUSED, by, "role.refuse", reason)


def _still_waits(row: RoleRequest) -> None:
    if row.state is not RequestState.WAITING:
        raise Overtaken(f"这项申请已处理：{row.state.label}。")


def _decide(row: RoleRequest, state: RequestState, by: User, action: str, note: str = "") -> None:
    row.state, row.decided_by_id, row.decided_at = state, by.id, clock.now()
    audit.record(action, row, by, note=note)


@scope_of(RoleRequest)
def visible_to(user: User) -> Select[tuple[RoleRequest]]:
    """The requests for units within reach of ``role.read``, with person, role and unit."""
    rows = select(RoleRequest).where(in_reach(user, "role.read", RoleRequest.unit_id))
    return rows.options(joinedload(RoleRequest.user), joinedload(RoleRequest.role), joinedload(RoleRequest.unit))
