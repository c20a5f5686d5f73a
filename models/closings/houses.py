"""Which unit closes the books of another: the station for its crews, the 收费所 for its own departments."""

from __future__ import annotations

from sqlalchemy import Select, select

from models.accounts import Unit, UnitKind
from models.core.db import db

KINDS = (UnitKind.STATION, UnitKind.OFFICE)


def house_of(unit: Unit) -> Unit:
    """Return the nearest unit of KINDS at or above ``unit``; where there is none, the topmost."""
    if unit.kind in KINDS:
        return unit
    above = {one.id: one for one in db.session.scalars(select(Unit).where(Unit.id.in_(unit.ancestry)))}
    chain = [above[one] for one in reversed(unit.ancestry)]
    return next((one for one in chain if one.kind in KINDS), chain[-1])


def units_of(house: Unit) -> Select[tuple[int]]:
    """Return the ids of the units whose books ``house`` closes: all below it, without the stations of a 收费所."""
    below = select(Unit.id).where(Unit.path.startswith(house.path, autoescape=True))
    if house.kind is UnitKind.STATION:
        return below
    stations = select(Unit.path).where(Unit.kind == UnitKind.STATION).subquery()
    within = select(stations.c.path).where(Unit.path.startswith(stations.c.path)).exists()
    return below.where(~within)
