"""Who sits at which desk: the people who hold a permission over the unit of a case."""

from __future__ import annotations

from sqlalchemy import Select, select

from models.accounts import RoleGrant, Unit, User, UserState, structure
from models.accounts.scope import granted, holders, in_roles
from models.complaints.kinds import Level, Severity
from models.complaints.tables import Complaint
from models.core import clock
from models.core.db import db


def in_role(codes: tuple[str, ...], unit: Unit) -> Select[tuple[int]]:
    """Return the ids of the people in service who hold one of the roles at ``unit`` or above it today."""
    rows = in_roles(codes, clock.today()).join(User, User.id == RoleGrant.user_id)
    return rows.where(User.state != UserState.LEFT, RoleGrant.unit_id.in_(unit.ancestry))


def heads_of(case: Complaint) -> set[int]:
    """Return the ids of the 征费室主任 of a case."""
    return _ids(in_role(("office_head",), _unit(case)))


def deciders_of(case: Complaint) -> set[int]:
    """Return the ids of those who decide on the liability: the 征费室主任, for serious cases the leaders."""
    wanted = "complaint.decide" if case.severity is Severity.ORDINARY else "complaint.decide_serious"
    return _ids(holders(wanted, _unit(case), clock.today()))


def level_of(case: Complaint) -> set[int]:
    """Return the ids of those whose matter a case has become."""
    codes = {Level.OFFICE: ("office_head",), Level.LEADER: ("leader", "deputy"), Level.COMPANY: ("hq",)}
    return _ids(in_role(codes[case.level], _unit(case)))


def takers_for(unit: Unit, viewer: User, permission: str = "complaint.take") -> Select[tuple[User]]:
    """Return whom ``viewer`` may offer a case of ``unit`` to: the people of its 收费所, by unit and number."""
    here = structure.units_near(unit, viewer)
    held = granted(permission, clock.today())
    rows = select(User).where(User.unit_id.in_(here), User.state != UserState.LEFT, User.id.in_(held))
    return rows.order_by(User.unit_id != unit.id, User.unit_id, User.staff_key)


def _ids(rows: Select[tuple[int]]) -> set[int]:
    return set(db.session.scalars(rows))


def _unit(case: Complaint) -> Unit:
    return db.session.get_one(Unit, case.unit_id)
