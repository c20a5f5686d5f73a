"""Whom a notice is for, and until when each of them has to sign.

The audience is everybody in the chosen units (none chosen: the issuing unit) who holds one of the chosen roles (none
chosen: any), and besides the people who are named. Who only names people reaches nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, false, func, or_, select

from models.accounts import Role, RoleGrant, RolePermission, Unit, UnitKind, User, UserState, structure
from models.accounts.scope import granted, in_force, units_under
from models.core import clock, settings
from models.core.db import db
from models.core.holidays import calendar
from models.core.workdays import add_workdays
from models.notices.tables import Notice
from models.roster import Duty, Shift
from models.roster.queries import HOLDS, LIVE

OFFICE_ENDS = time(18)  # until when those without a roster sign on their last day


def people_of(notice: Notice, on: date) -> Select[tuple[int, int]]:
    """Return ``(person, home unit)`` of the audience on a day; targets and their units must be loaded."""
    reads = granted("notice.sign", on)
    rows = select(User.id, User.unit_id).where(User.state != UserState.LEFT, User.id.in_(reads))
    named = [one.user_id for one in notice.targets if one.user_id]
    return rows.where(or_(User.id.in_(named), _in_groups(notice, on)))


def _in_groups(notice: Notice, on: date):
    """Return the condition of units and roles."""
    units = [one.unit for one in notice.targets if one.unit_id]
    roles = [one.role_id for one in notice.targets if one.role_id]
    if not units and not roles and notice.targets:
        return false()
    here = or_(*(User.unit_id.in_(units_under(unit.path)) for unit in units or [notice.unit]))
    if not roles:
        return here
    return here & User.id.in_(select(RoleGrant.user_id).where(RoleGrant.role_id.in_(roles), in_force(on)))


def roles_that_read() -> Select[tuple[Role]]:
    """Return the roles whose holders get notices."""
    reads = select(RolePermission.role_id).where(RolePermission.permission == "notice.sign")
    return select(Role).where(Role.id.in_(reads)).order_by(Role.sort)


def in_words(notice: Notice) -> str:
    """Say whom a notice is for, as the line 主送 of a paper does; targets must be loaded."""
    units = [structure.full_name(one.unit) for one in notice.targets if one.unit_id]
    roles = [one.role.name for one in notice.targets if one.role_id]
    people = [one.user.name for one in notice.targets if one.user_id]
    groups = "、".join(units) or ("" if people and not roles else f"{notice.unit.name}各部门、各班组")
    if roles:
        groups = f"{groups}（{'、'.join(roles)}）"
    return "，".join(part for part in (groups, "、".join(people)) if part)


def due_of(notice: Notice, people: Iterable[tuple[int, int]], at: datetime) -> dict[int, datetime | None]:
    """Return until when each of ``(person, home unit)`` has to sign what reached them at ``at``.

    ``sign_hours`` after the beginning of their next published shift; people of the office, who are on no roster,
    some working days; None for people of a crew whose next roster is not out yet.
    """
    people = list(people)
    begins = _next_shifts([person for person, _unit in people], at)
    crews = set(db.session.scalars(select(Unit.id).where(Unit.kind == UnitKind.CREW)))
    days = settings.value_of("notice.office_days", unit_id=notice.unit_id)
    last = clock.at(add_workdays(clock.local(at).date(), days, calendar()), OFFICE_ENDS)
    hours = timedelta(hours=notice.sign_hours)
    return {
        person: begins[person] + hours if person in begins else None if unit in crews else last
        for person, unit in people
    }


def _next_shifts(people: list[int], at: datetime) -> dict[int, datetime]:
    """Return when each person's next duty after ``at`` begins; a duty under way is not the next one."""
    ahead = (Duty.user_id.in_(people), *HOLDS, Shift.state.in_(LIVE), Duty.starts_at >= at)
    rows = select(Duty.user_id, func.min(Duty.starts_at)).join(Shift).where(*ahead).group_by(Duty.user_id)
    return dict(db.session.execute(rows).all())
