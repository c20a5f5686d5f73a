"""What becomes of the open work of a person who moves, is lent or leaves: it goes to the successor."""

from __future__ import annotations

from sqlalchemy import func, select

from models import deadlines
from models.accounts import Move, User
from models.accounts.people import counts_open_work, on_move
from models.core import audit, clock
from models.core.db import db
from models.rectifications import queries
from models.rectifications.kinds import OPEN
from models.rectifications.tables import Rectification


@counts_open_work("整改责任")
def open_orders(person: User) -> int:
    """Count the open orders this person answers for."""
    mine = (Rectification.responsible_id == person.id, Rectification.state.in_(OPEN))
    return db.session.scalar(select(func.count(Rectification.id)).where(*mine)) or 0


@counts_open_work("整改措施")
def open_measures(person: User) -> int:
    return queries.count_of(queries.measures_of(person))


@counts_open_work("待决定的延期")
def open_extensions(person: User) -> int:
    return queries.count_of(queries.extensions_for(person))


@on_move
def follow(move: Move, by: User) -> None:
    """Make the successor answer for orders, own measures and decide extensions in the person's place."""
    if move.successor_id is None:
        return
    person, successor = (db.session.get_one(User, one) for one in (move.user_id, move.successor_id))
    note = f"{person.name}{move.kind.label}，由{successor.name}接手"
    for row in db.session.scalars(queries.answered_by(person)).all():
        row.responsible_id = successor.id
        audit.record("rectification.pass_on", row, by, note=note)
        deadlines.hand_over(row, successor.id, by=by, at=clock.now(), reason=note)
    for measure, row in db.session.execute(queries.measures_of(person)).all():
        measure.owner_id = successor.id
        audit.record("rectification.pass_on", row, by, note=note)
    for extension in db.session.scalars(queries.extensions_for(person)).all():
        extension.leader_id = successor.id
        audit.record("rectification.pass_on", extension, by, note=note)
