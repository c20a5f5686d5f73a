"""What a new release adds to the roles of a house: every permission once, when the house first learns of it.

The roles of the seed get the permissions that name them in the catalogue, as a new house does. A permission that was
offered before is never offered again, so that what an administrator took away stays away. Source: docs/adr/0031.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from models.accounts.grants import fits
from models.accounts.tables import OfferedPermission, Role, RolePermission
from models.core import audit, clock
from models.core.db import db
from models.core.permissions import CATALOGUE, Permission

AT_FIRST = 0  # the round of what was known when the house began, or when it began to keep count


@dataclass(frozen=True, slots=True)
class Round:
    """One upgrade: ``added`` are the names of the permissions that each role was given, by its code."""

    number: int
    at: datetime
    added: dict[str, tuple[str, ...]]

    @property
    def count(self) -> int:
        """How many permissions are new to some role."""
        return len({name for names in self.added.values() for name in names})


LISTENERS: list[Callable[[Round], None]] = []


def on_upgrade(listen: Callable[[Round], None]) -> Callable[[Round], None]:
    """Call ``listen(round)`` in the transaction of an upgrade that gave roles something new."""
    LISTENERS.append(listen)
    return listen


def offer(existing: Iterable[str]) -> None:
    """Give the roles ``existing`` (codes) what they should hold of the permissions this house has not met yet.

    Roles that are made in the same breath have it already; a new house only takes note of what there is.
    """
    met = set(db.session.scalars(select(OfferedPermission.permission)))
    new = [one for one in CATALOGUE.values() if one.name not in met]
    if not new:
        return
    last = db.session.scalar(select(func.max(OfferedPermission.round)))
    number, at = AT_FIRST if last is None else last + 1, clock.now()
    added = {} if last is None else _give(new, set(existing))
    db.session.add_all(OfferedPermission(permission=one.name, round=number, offered_at=at) for one in new)
    if added:
        for listen in LISTENERS:
            listen(Round(number, at, added))


def _give(new: list[Permission], codes: set[str]) -> dict[str, tuple[str, ...]]:
    rows = select(Role).where(Role.code.in_(codes)).options(selectinload(Role.permissions)).order_by(Role.sort)
    added = {}
    for role in db.session.scalars(rows).all():
        held = {row.permission for row in role.permissions}
        fitting = [one for one in new if role.code in one.roles and one.name not in held and fits(role, one.name)]
        if fitting:
            role.permissions += [RolePermission(permission=one.name) for one in fitting]
            audit.record("role.upgrade", role, None, note=f"升级新增：{'、'.join(one.label for one in fitting)}")
            added[role.code] = tuple(one.name for one in fitting)
    return added


def newest(roles: Iterable[Role]) -> Round | None:
    """Return what the last upgrade added and ``roles`` still hold, None where there was no upgrade; one statement."""
    last = select(func.max(OfferedPermission.round)).scalar_subquery()
    rows = db.session.scalars(select(OfferedPermission).where(OfferedPermission.round == last)).all()
    if not rows or rows[0].round == AT_FIRST:
        return None
    names = {row.permission for row in rows} & CATALOGUE.keys()
    added = {role.code: _kept(role, names) for role in roles}
    return Round(rows[0].round, rows[0].offered_at, {code: kept for code, kept in added.items() if kept})


def _kept(role: Role, names: set[str]) -> tuple[str, ...]:
    held = {row.permission for row in role.permissions}
    return tuple(sorted(name for name in names & held if role.code in CATALOGUE[name].roles))
