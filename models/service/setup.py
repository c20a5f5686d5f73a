"""Rules of the lists that a station keeps as data: what is at the window, which services there are."""

from __future__ import annotations

from sqlalchemy import select

from models.accounts import Unit, User
from models.core import audit
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.flow import first
from models.service.reach import require_station
from models.service.tables import ServiceKind, WindowItem

NOT_YOURS = "全所共用的项目由征费室维护，您可以为本站另加。"


def _may_change(row: WindowItem | ServiceKind | None, by: User) -> None:
    if row is not None and row.unit_id is None and by.station_id is not None:
        raise RuleBroken(NOT_YOURS)


@first(_may_change)
def keep_item(item: WindowItem | None, *, unit: Unit | None, by: User, **told) -> WindowItem:
    """Add or change a thing of the check list. Raises RuleBroken: the name is taken, or the row is another's."""
    return _keep(WindowItem, item, unit, by, told)


@first(_may_change)
def keep_kind(kind: ServiceKind | None, *, unit: Unit | None, by: User, **told) -> ServiceKind:
    """Add or change a kind of service. Raises RuleBroken: the name is taken, or the row is another's."""
    return _keep(ServiceKind, kind, unit, by, told)


def _keep(table: type, row, unit: Unit | None, by: User, told: dict):
    """``unit`` None means every station; whoever works at one station keeps that station's rows only."""
    if unit is None and by.station_id is not None:
        raise RuleBroken(NOT_YOURS, field="unit" if row is None else None)
    if unit is not None:
        require_station(by, "service.setup", unit.id, field="unit")
    taken = select(table.id).where(table.name == told["name"], table.unit_id == (unit.id if unit else None))
    if row is not None:
        taken = taken.where(table.id != row.id)
    if db.session.scalar(taken) is not None:
        raise RuleBroken("已经有同名的项目，请换一个名称，或修改原来的。", field="name")
    if row is None:
        row = table(unit_id=unit.id if unit else None)
        db.session.add(row)
    for name, value in told.items():
        setattr(row, name, value)
    audit.record("service.setup", row, by)
    return row
