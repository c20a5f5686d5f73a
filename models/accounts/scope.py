"""What a person's grants reach, as conditions for queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true

from models.accounts.tables import (
    Body,
    BodyPost,
    Held,
    Reach,
    Role,
    RoleGrant,
    RolePermission,
    Unit,
    UnitKind,
    User,
    UserState,
)
from models.core.scope import scope_of


def in_reach(user: User, permission: str, unit, owner=None) -> ColumnElement[bool]:
    """Return the condition under which a row is within ``user``'s reach for ``permission``.

    ``unit`` is the row's unit-id column; ``owner`` its person-id column, without which a grant with reach *self*
    gives nothing.
    """
    parts = [_part(held, user, unit, owner) for held in user.held.get(permission, ())]
    return or_(*parts) if parts else false()


def _part(held: Held, user: User, unit, owner) -> ColumnElement[bool]:
    match held.reach:
        case Reach.ALL:
            return true()
        case Reach.SUBTREE:
            return unit.in_(units_under(held.path))
        case Reach.UNIT:
            return unit == held.unit_id
        case _:
            return owner == user.id if owner is not None else false()


def reaches(user: User, permission: str, unit: Unit, owner_id: int | None = None) -> bool:
    """Whether ``user`` holds ``permission`` over a thing of ``unit`` that belongs to the person ``owner_id``."""
    return any(_covers(held, user, unit, owner_id) for held in user.held.get(permission, ()))


def _covers(held: Held, user: User, unit: Unit, owner_id: int | None) -> bool:
    match held.reach:
        case Reach.ALL:
            return True
        case Reach.SUBTREE:
            return unit.path.startswith(held.path)
        case Reach.UNIT:
            return unit.id == held.unit_id
        case _:
            return owner_id == user.id


def in_force(on: date) -> ColumnElement[bool]:
    """Return the condition that a role grant holds on a day."""
    begun = or_(RoleGrant.from_on.is_(None), RoleGrant.from_on <= on)
    return and_(begun, or_(RoleGrant.to_on.is_(None), RoleGrant.to_on >= on))


def granted(permission: str, on: date) -> Select[tuple[int]]:
    """Return the ids of the people who hold ``permission`` on a day by a grant at whatever unit.

    Whatever offers people by what they may do begins here; the caller says which units, homes and states count.
    """
    rows = select(RoleGrant.user_id).join(RolePermission, RolePermission.role_id == RoleGrant.role_id)
    return rows.where(RolePermission.permission == permission, in_force(on)).distinct()


def named(text: str) -> Select[tuple[int]]:
    """Return the ids of the people whose name holds ``text``, or whose 工号 it is."""
    return select(User.id).where(or_(User.name.contains(text, autoescape=True), User.staff_no == text))


def in_roles(codes: Iterable[str], on: date) -> Select[tuple[int]]:
    """Return the ids of the people who hold one of the roles ``codes`` on a day at whatever unit."""
    rows = select(RoleGrant.user_id).join(Role, Role.id == RoleGrant.role_id)
    return rows.where(Role.code.in_(codes), in_force(on)).distinct()


def known(on: date) -> ColumnElement[bool]:
    """Return the condition that people may be named to colleagues: who comes for mystery visits is not. §2.2."""
    return User.id.not_in(in_roles(("mystery",), on))


def holders(permission: str, unit: Unit, on: date) -> Select[tuple[int]]:
    """Return the ids of the people in service who hold ``permission`` at ``unit`` or above it on a day."""
    rows = granted(permission, on).join(User, User.id == RoleGrant.user_id)
    return rows.where(User.state != UserState.LEFT, RoleGrant.unit_id.in_(unit.ancestry))


def units_under(path: str) -> Select[tuple[int]]:
    """Return the ids of the unit with ``path`` and of all below it."""
    return select(Unit.id).where(Unit.path.startswith(path, autoescape=True))


def stations_seen_by(user: User, permission: str) -> ColumnElement[bool]:
    """Return the condition on ``Unit.id`` for the stations that ``user`` reaches, or works at, for ``permission``.

    A grant that reaches only a crew or the person reaches the station they belong to: rosters and notices of
    one's own station are seen by everybody who works there.
    """
    homes = [u for u in user.unit.ancestry if user.may(permission)]
    return or_(Unit.id.in_(homes), *_station_parts(user.held.get(permission, ())))


def stations_for(user: User, permission: str) -> Select[tuple[Unit]]:
    """Return the open stations that ``user`` reaches, or works at, for ``permission``; their own first."""
    here = (Unit.kind == UnitKind.STATION, Unit.is_open.is_(True), stations_seen_by(user, permission))
    return select(Unit).where(*here).order_by((Unit.id != (user.station_id or 0)), Unit.sort, Unit.id)


def _station_parts(grants: Iterable[Held]) -> list[ColumnElement[bool]]:
    """Return one condition for each place that the grants reach: a role gives dozens of permissions at the same one."""
    return [_station_part(reach, path) for reach, path in dict.fromkeys((held.reach, held.path) for held in grants)]


def _station_part(reach: Reach, path: str) -> ColumnElement[bool]:
    if reach is Reach.ALL:
        return true()
    if reach is Reach.SUBTREE:
        return Unit.path.startswith(path, autoescape=True)
    return Unit.id.in_([int(part) for part in path.split("/") if part])


def sits_on(user: User, body_code: str, on: date, posts: tuple[str, ...] = ()) -> Select[tuple[int]]:
    """Return the ids of ``user``'s posts in a body on a day. Deciding for a body needs one. Source: domain §1.1."""
    held = (
        select(BodyPost.id)
        .join(Body)
        .where(
            Body.code == body_code,
            BodyPost.user_id == user.id,
            BodyPost.from_on <= on,
            or_(BodyPost.to_on.is_(None), BodyPost.to_on >= on),
        )
    )
    return held.where(BodyPost.post.in_(posts)) if posts else held


@scope_of(Unit)
def units_visible_to(user: User) -> Select[tuple[Unit]]:
    """The units under every unit that one of the person's grants reaches, and their own."""
    everywhere = (held for reaching in user.held.values() for held in reaching)
    return select(Unit).where(or_(Unit.id.in_(user.unit.ancestry), *_station_parts(everywhere)))


@scope_of(User)
def people_visible_to(user: User) -> Select[tuple[User]]:
    """Oneself, and the people within reach of ``user.read``; unit loaded."""
    return select(User).where(or_(User.id == user.id, in_reach(user, "user.read", User.unit_id, User.id)))
