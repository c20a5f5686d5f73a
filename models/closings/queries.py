"""Questions to the closed months."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from models.accounts import Unit, User
from models.accounts.scope import in_reach
from models.closings.houses import KINDS
from models.closings.tables import MonthClosing
from models.core.db import db
from models.core.months import first_of, last_of, next_of
from models.core.scope import scope_of, visible

WHOLE = (joinedload(MonthClosing.unit), joinedload(MonthClosing.closed_by))


@scope_of(MonthClosing)
def closings_visible_to(user: User) -> Select[tuple[MonthClosing]]:
    return select(MonthClosing).where(in_reach(user, "closing.read", MonthClosing.unit_id))


def filtered(rows: Select, *, unit: Unit | None = None, year: int | None = None) -> Select[tuple[MonthClosing]]:
    if unit is not None:
        rows = rows.where(MonthClosing.unit_id == unit.id)
    if year:
        rows = rows.where(MonthClosing.month >= date(year, 1, 1), MonthClosing.month <= date(year, 12, 31))
    return rows.options(*WHOLE)


def houses_of(user: User, permission: str = "closing.read") -> Select[tuple[Unit]]:
    """Return the stations and 收费所 within reach of ``permission``."""
    return select(Unit).where(in_reach(user, permission, Unit.id), _is_house(), Unit.is_open).order_by(Unit.path)


def standings(user: User) -> list[tuple[Unit, date | None]]:
    """Return every house with the last day that is closed there; one statement."""
    latest = _latest()
    rows = houses_of(user).outerjoin(latest, latest.c.unit_id == Unit.id).add_columns(latest.c.month)
    return [(unit, last_of(month) if month else None) for unit, month in db.session.execute(rows)]


def behind(user: User, permission: str, wanted: date) -> Select[tuple[Unit]]:
    """Return the houses that have begun to close months and have not come to the month ``wanted``."""
    latest = _latest()
    return houses_of(user, permission).join(latest, latest.c.unit_id == Unit.id).where(latest.c.month < wanted)


def _latest():
    rows = select(MonthClosing.unit_id, func.max(MonthClosing.month).label("month"))
    return rows.group_by(MonthClosing.unit_id).subquery()


def open_months(closed: date | None, today: date) -> list[date]:
    """Return the months that may be closed next, the latest first: the one after ``closed``, else any of a year."""
    this = first_of(today)
    if closed:
        following = next_of(closed)
        return [following] if following < this else []
    months, month = [], this.replace(year=this.year - 1)
    while month < this:
        months.append(month)
        month = next_of(month)
    return months[::-1]


def latest_of(house: Unit, viewer: User) -> Select[tuple[MonthClosing]]:
    rows = visible(MonthClosing, viewer).where(MonthClosing.unit_id == house.id)
    return rows.options(*WHOLE).order_by(MonthClosing.month.desc())


def _is_house() -> ColumnElement[bool]:
    return Unit.kind.in_(KINDS)
