"""What becomes of matters and shortages when somebody moves, is lent or leaves.

A matter goes to the successor by name; a debt stays with whom it is owed by, and those who take repayments are told.
Source: domain §2.7; that a debt does not pass on is assumed, see docs/adr/0007.
"""

from __future__ import annotations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from models.accounts import Move, Unit, UnitKind, User
from models.accounts.people import counts_open_work, on_move
from models.core import audit, clock
from models.core.db import db
from models.handover import queries
from models.handover.followups import Difference, Matter
from models.handover.kinds import DifferenceKind, DifferenceState, MatterState
from models.inbox import notify


@counts_open_work("遗留事项")
def open_matters(person: User) -> int:
    """Count the open matters of the person's station that name them as owner."""
    return db.session.scalar(select(func.count()).select_from(matters_of(person.station_id, person.name).subquery()))


@on_move
def pass_matters_on(move: Move, by: User) -> None:
    """Name the successor in the open matters of the station that is left."""
    person, successor = db.session.get_one(User, move.user_id), _successor(move)
    if successor is None:
        return
    for matter in db.session.scalars(matters_of(_station_left(move), person.name)).all():
        matter.owner = successor.name
        audit.record("matter.pass_on", matter, by, note=f"{person.name}{move.kind.label}，由{successor.name}接手")


@on_move
def tell_of_debts(move: Move, by: User) -> None:
    """Tell those who take repayments that somebody who owes one has gone."""
    person, now = db.session.get_one(User, move.user_id), clock.now()
    for shortage in db.session.scalars(debts_of(person)).all():
        desk = db.session.scalars(queries.people_with("shortage.repay", shortage.unit)).all()
        title = f"{person.name}{move.kind.label}，{shortage.subject} {shortage.on:%Y-%m-%d} 的短款还没有还清"
        key = f"shortage-{shortage.id}-move-{move.id}"
        notify([one.id for one in desk if one.id != by.id], "handover", title, "/handover/shortages", key=key, at=now)


def matters_of(station_id: int | None, owner: str) -> Select[tuple[Matter]]:
    return select(Matter).where(Matter.unit_id == station_id, Matter.owner == owner, Matter.state == MatterState.OPEN)


def debts_of(person: User) -> Select[tuple[Difference]]:
    here = (Difference.user_id == person.id, Difference.state == DifferenceState.OPEN)
    rows = select(Difference).where(*here, Difference.kind == DifferenceKind.SHORT)
    return rows.options(joinedload(Difference.unit)).order_by(Difference.id)


def _successor(move: Move) -> User | None:
    return db.session.get(User, move.successor_id) if move.successor_id else None


def _station_left(move: Move) -> int | None:
    unit = db.session.get_one(Unit, move.from_unit_id)
    return unit.parent_id if unit.kind is UnitKind.CREW else unit.id
