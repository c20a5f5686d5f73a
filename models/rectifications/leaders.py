"""Who leads a unit, and who stands one step higher: reissues and extensions follow the organisation tree."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from models.accounts import Role, RoleGrant, RolePermission, Unit, User, UserState
from models.accounts.scope import in_force
from models.core import clock
from models.core.db import db
from models.core.errors import RuleBroken


class Level(NamedTuple):
    """A unit and the people who lead it, the highest role first."""

    unit: Unit
    heads: list[User]


def heads_of(units: list[Unit]) -> dict[int, list[User]]:
    """Return by unit the people in service at home there who may work on rectifications: 班长, 值班站长, heads."""
    on = clock.today()
    rows = select(User).join(RoleGrant, RoleGrant.user_id == User.id).join(Role, Role.id == RoleGrant.role_id)
    rows = rows.join(RolePermission, RolePermission.role_id == Role.id)
    held = (RolePermission.permission == "rectification.work", in_force(on), User.state != UserState.LEFT)
    rows = rows.where(*held, User.unit_id.in_([unit.id for unit in units]))
    found: dict[int, dict[int, User]] = {unit.id: {} for unit in units}
    for person in db.session.scalars(rows.order_by(Role.sort, User.staff_key)):
        found[person.unit_id].setdefault(person.id, person)  # by id: people of no sign-in all compare equal
    return {unit_id: list(people.values()) for unit_id, people in found.items()}


def level_of(unit: Unit) -> Level:
    """Return the unit that answers for what happens in ``unit``: itself, or the nearest above that has a head.

    Raises RuleBroken: nobody leads it at any level.
    """
    found = _levels(unit)
    if not found:
        raise RuleBroken(f"{unit.name}及上级单位都没有可以负责整改的人，请先授予角色。", field="unit")
    return found[0]


def level_above(unit: Unit) -> Level | None:
    """Return the level above ``unit`` that has a head, None at the top."""
    return next((level for level in _levels(unit) if level.unit.id != unit.id), None)


def leaders_over(person: User | None, unit: Unit) -> list[User]:
    """Return who leads ``person``: the heads of their unit, or of the next above, without themselves.

    Without a person (issued by the system) those over ``unit``. Somebody at the very top has their peers there.
    """
    if person is None:
        above = level_above(unit)
        return above.heads if above else []
    for level in _levels(person.unit):
        if others := [head for head in level.heads if head.id != person.id]:
            return others
    return []


def _levels(unit: Unit) -> list[Level]:
    """Return the units from ``unit`` upwards that have a head."""
    rows = db.session.scalars(select(Unit).where(Unit.id.in_(unit.ancestry)))
    upwards = sorted(rows, key=lambda one: len(one.path.split("/")), reverse=True)
    heads = heads_of(upwards)
    return [Level(one, heads[one.id]) for one in upwards if heads[one.id]]
