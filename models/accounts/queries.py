"""Lists of people, grants and moves, as statements that a page orders and counts."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from models.accounts.password_policy import normal
from models.accounts.scope import in_force, units_under
from models.accounts.tables import Move, RequestState, Role, RoleGrant, RoleRequest, Unit, User, UserState
from models.core import clock
from models.core.audit import AuditEntry
from models.core.scope import visible
from models.core.wording import acts_called


def people(user: User, *, text: str = "", unit: Unit | None = None, role: Role | None = None, **more) -> Select:
    """Return the people ``user`` may see whose name or number holds ``text``, at or below ``unit``, with ``role``.

    ``more``: ``state``; without it those who left are not shown.
    """
    rows = visible(User, user)
    if text:
        rows = rows.where(User.id.in_(called(text)))
    if unit is not None:
        rows = rows.where(User.unit_id.in_(units_under(unit.path)))
    if role is not None:
        rows = rows.where(User.id.in_(holders_of(role, clock.today())))
    state = more.get("state")
    return rows.where(User.state == state) if state else rows.where(User.state != UserState.LEFT)


def called(text: str) -> Select[tuple[int]]:
    """Return the ids of the people whose name or staff number holds ``text``."""
    holds = (column.contains(text, autoescape=True) for column in (User.name, User.staff_no))
    return select(User.id).where(or_(*holds))


def holders_of(role: Role, on: date) -> Select[tuple[int]]:
    """Return the ids of the people who hold ``role`` on a day."""
    return select(RoleGrant.user_id).where(RoleGrant.role_id == role.id, in_force(on))


def role_names(user_ids: list[int], on: date) -> Select:
    """Return ``(user_id, role name)`` of the grants that people hold on a day."""
    rows = select(RoleGrant.user_id, Role.name).join(Role, Role.id == RoleGrant.role_id)
    return rows.where(RoleGrant.user_id.in_(user_ids), in_force(on)).order_by(Role.sort)


def moves_of(person: User) -> Select[tuple[Move]]:
    """Return a person's moves with who took over, the newest first."""
    rows = select(Move).where(Move.user_id == person.id).options(joinedload(Move.successor))
    return rows.order_by(Move.on.desc(), Move.id.desc())


def colleagues(user: User) -> Select[tuple[User]]:
    """Return the people in service whom ``user`` may see, by unit and number."""
    return visible(User, user).where(User.state != UserState.LEFT).order_by(User.unit_id, User.staff_key)


def grants(user: User, *, text: str = "", role: Role | None = None, unit: Unit | None = None) -> Select:
    """Return the grants in force or to come that ``user`` may read."""
    lasts = or_(RoleGrant.to_on.is_(None), RoleGrant.to_on >= clock.today())
    rows = visible(RoleGrant, user).where(lasts)
    if text:
        rows = rows.where(RoleGrant.user_id.in_(called(text)))
    if role is not None:
        rows = rows.where(RoleGrant.role_id == role.id)
    if unit is not None:
        rows = rows.where(RoleGrant.unit_id.in_(units_under(unit.path)))
    return rows


def entries(user: User, *, text: str = "", action: str = "", table: str = "") -> Select[tuple[AuditEntry]]:
    """Return the entries of the trail ``user`` may read.

    ``text`` is part of whoever acted or of what it was about, ``action`` of the words for what was done.
    """
    rows = visible(AuditEntry, user)
    if text:
        holds = (column.contains(text, autoescape=True) for column in (AuditEntry.actor_name, AuditEntry.subject_name))
        rows = rows.where(or_(*holds))
    if action:
        rows = rows.where(AuditEntry.action.in_(acts_called(action)))
    return rows.where(AuditEntry.subject_type == table) if table else rows


def roles() -> Select[tuple[Role]]:
    return select(Role).order_by(Role.sort, Role.id)


def filtered_roles(rows: Select, *, text: str = "", kind: str = "") -> Select[tuple[Role]]:
    """Narrow to a word of name or duties, and to the three administrators or the roles of the business."""
    if text:
        rows = rows.where(or_(Role.name.contains(text, autoescape=True), Role.duties.contains(text, autoescape=True)))
    return rows.where(Role.is_administrator.is_(kind == "administrators")) if kind else rows


def units() -> Select[tuple[Unit]]:
    return select(Unit).order_by(Unit.path)


def headcounts() -> Select:
    """Return ``(unit_id, people in service)`` of the units that have any."""
    serving = select(User.unit_id, func.count()).where(User.state != UserState.LEFT)
    return serving.group_by(User.unit_id)


def holder_counts() -> Select:
    """Return ``(role_id, holders today)``."""
    on = clock.today()
    counted = select(RoleGrant.role_id, func.count(RoleGrant.user_id.distinct())).where(in_force(on))
    return counted.group_by(RoleGrant.role_id)


def waiting(user: User, *, text: str = "", role: Role | None = None) -> Select[tuple[RoleRequest]]:
    """Return the role requests that wait, within the reach of ``role.read``, of people called ``text``."""
    rows = visible(RoleRequest, user).where(RoleRequest.state == RequestState.WAITING)
    if text:
        rows = rows.where(RoleRequest.user_id.in_(called(text)))
    return rows if role is None else rows.where(RoleRequest.role_id == role.id)


def waiting_count(user: User) -> Select[tuple[int]]:
    asked = waiting(user).with_only_columns(RoleRequest.id).order_by(None).subquery()
    return select(func.count()).select_from(asked)


def numbered(staff_no: str) -> Select[tuple[User]]:
    """Return the person with a staff number, twins of its spelling included."""
    return select(User).where(User.staff_key == normal(staff_no))
