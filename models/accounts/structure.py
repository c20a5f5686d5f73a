"""Rules about the organisation tree: every unit under one that may hold it, and every path in step with the tree.

Source: domain §1.1.
"""

from __future__ import annotations

from sqlalchemy import Select, or_, select
from sqlalchemy.orm.util import identity_key

from models.accounts.tables import Unit, UnitKind, User, UserState
from models.core import audit
from models.core.db import db, once
from models.core.errors import RuleBroken

UNDER = {
    UnitKind.COMPANY: frozenset(),
    UnitKind.OFFICE: frozenset({UnitKind.COMPANY}),
    UnitKind.STATION: frozenset({UnitKind.OFFICE, UnitKind.COMPANY}),
    UnitKind.CREW: frozenset({UnitKind.STATION}),
    UnitKind.DEPARTMENT: frozenset({UnitKind.COMPANY, UnitKind.OFFICE, UnitKind.STATION}),
}


STATION_NAMES = select(Unit.id, Unit.name).where(Unit.kind == UnitKind.STATION)


def create(unit: Unit, *, name: str, kind: UnitKind, parent: Unit | None, code: str, by: User | None) -> None:
    """Fill and keep the new ``unit``. Raises RuleBroken: a wrong place for its kind, a code or name that is taken."""
    _check_place(kind, parent)
    _check_code(code, None)
    _check_name(name, parent, None)
    unit.name, unit.kind, unit.code, unit.parent_id = name, kind, code, parent.id if parent else None
    db.session.add(unit)
    db.session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    audit.record("unit.create", unit, by)


def edit(unit: Unit, *, name: str, parent: Unit | None, by: User) -> None:
    """Rename ``unit`` or hang it elsewhere; the paths of all below follow.

    Raises RuleBroken: a wrong place for its kind, under itself, or a name that is taken there.
    """
    _check_place(unit.kind, parent)
    _check_name(name, parent, unit.id)
    if parent is not None and parent.path.startswith(unit.path):
        raise RuleBroken("不能放到自己或下级单位之下。", field="parent")
    unit.name = name
    if parent is not None and parent.id != unit.parent_id:
        _hang(unit, parent, by)
    audit.record("unit.edit", unit, by)


def close(unit: Unit, by: User) -> None:
    """Take an empty unit out of use. Raises RuleBroken: people work there, or units below are open."""
    if not unit.is_open:
        raise RuleBroken(f"{unit.name} 已撤销。")
    if db.session.scalar(select(User.id).where(User.unit_id == unit.id, User.state != UserState.LEFT).limit(1)):
        raise RuleBroken(f"{unit.name} 还有在职人员，请先调动。")
    if db.session.scalar(select(Unit.id).where(Unit.parent_id == unit.id, Unit.is_open).limit(1)):
        raise RuleBroken(f"{unit.name} 还有下级单位，请先撤销下级。")
    unit.is_open = False
    audit.record("unit.close", unit, by)


def reopen(unit: Unit, by: User) -> None:
    if unit.is_open:
        raise RuleBroken(f"{unit.name} 正在使用。")
    unit.is_open = True
    audit.record("unit.reopen", unit, by)


def in_tree_order(units: list[Unit]) -> list[tuple[int, Unit]]:
    """Return ``(depth, unit)`` from the root down, brothers by ``sort`` and id; whose parent is missing is a root."""
    known = {unit.id for unit in units}
    children: dict[int | None, list[Unit]] = {}
    for unit in sorted(units, key=lambda u: (u.sort, u.id)):
        children.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)

    def walk(parent_id: int | None, depth: int):
        for unit in children.get(parent_id, ()):
            yield depth, unit
            yield from walk(unit.id, depth + 1)

    return list(walk(None, 0))


def open_units() -> Select[tuple[Unit]]:
    return select(Unit).where(Unit.is_open).order_by(Unit.path)


def units_near(unit: Unit, viewer: User) -> Select[tuple[int]]:
    """Return the ids of the units of the 收费所 of ``unit``; who works at a station is not told of the others."""
    office = unit.ancestry[1:2] or unit.ancestry
    near = select(Unit.id).where(or_(*(Unit.path.contains(f"/{one}/") for one in office)))
    if viewer.station_id is None:
        return near
    own = {viewer.station_id, unit.id}
    others = select(Unit.id).where(Unit.kind == UnitKind.STATION, Unit.id.not_in(own))
    return near.where(*(Unit.path.not_like(f"%/{one}/%") for one in db.session.scalars(others)))


def full_name(unit: Unit) -> str:
    """Return the name people call a unit by: a crew has its station before it, as every station has a 一班."""
    if unit.kind is not UnitKind.CREW or unit.parent_id is None:
        return unit.name
    return crew_at(_station_called(unit.parent_id), unit.name)


def _station_called(station_id: int) -> str:
    """Return the name of a station: as it was read with others, as filters do that offer both; else all are read."""
    known = db.session.identity_map.get(identity_key(Unit, station_id))
    if known is not None and "name" in vars(known):  # not to be read anew
        return known.name
    return once(("station names",), lambda: dict(db.session.execute(STATION_NAMES).all()))[station_id]


def crew_at(station: str, crew: str) -> str:
    """Return the full name of a crew whose two names are known, such as those a frozen roster kept."""
    return crew if crew.startswith(station[:2]) else f"{station}{crew}"


def full_names(units: list[Unit]) -> dict[int, str]:
    """Return for each unit id its name with those above it, the root left out: ``青岚收费站 / 一班``."""
    names = {unit.id: unit.name for unit in units}
    return {unit.id: " / ".join(names[i] for i in (unit.ancestry[1:] or unit.ancestry) if i in names) for unit in units}


def _hang(unit: Unit, parent: Unit, by: User) -> None:
    old, new = unit.path, f"{parent.path}{unit.id}/"
    below = select(Unit).where(Unit.path.startswith(old, autoescape=True), Unit.id != unit.id)
    unit.parent_id, unit.path = parent.id, new
    for row in db.session.scalars(below).all():
        row.path = new + row.path.removeprefix(old)
        audit.record("unit.edit", row, by, note=f"随 {unit.name} 调整")


def _check_place(kind: UnitKind, parent: Unit | None) -> None:
    if parent is None:
        if UNDER[kind]:
            raise RuleBroken(f"{kind.label}必须有上级单位。", field="parent")
        return
    if parent.kind not in UNDER[kind]:
        raise RuleBroken(f"{kind.label}不能放在{parent.kind.label}下。", field="parent")


def _check_code(code: str, own_id: int | None) -> None:
    if db.session.scalar(select(Unit.id).where(Unit.code == code, Unit.id != (own_id or 0))):
        raise RuleBroken(f"代码 {code} 已使用。", field="code")


def _check_name(name: str, parent: Unit | None, own_id: int | None) -> None:
    here = (Unit.parent_id == (parent.id if parent else None), Unit.name == name, Unit.id != (own_id or 0))
    if db.session.scalar(select(Unit.id).where(*here)):
        raise RuleBroken(f"同一上级下已有“{name}”。", field="name")
