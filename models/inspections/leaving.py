"""What becomes of a person's open inspections and answers when they move, are lent or leave."""

from __future__ import annotations

from models.accounts import Move, User
from models.accounts.people import counts_open_work, on_move
from models.core import audit
from models.core.db import db
from models.inspections import opening, queries
from models.inspections.tables import Inspector


@counts_open_work("未提交的督查")
def open_drafts(person: User) -> int:
    """Count the inspections under way in which the person takes part."""
    return len(db.session.scalars(queries.own_drafts(person)).all())


@on_move
def follow(move: Move, by: User) -> None:
    """Put the successor into the inspections under way, unless they inspect already or belong to the unit."""
    if move.successor_id is None:
        return
    person, successor = (db.session.get_one(User, one) for one in (move.user_id, move.successor_id))
    for inspection in db.session.scalars(queries.own_drafts(person)).unique().all():
        team = {row.user_id: row for row in inspection.inspectors}
        barred = opening.refusal_of(successor, inspection.kind, inspection.unit, inspection.station_id)
        if successor.id in team or barred:
            continue
        lead = team[person.id].is_lead
        inspection.inspectors.append(Inspector(user_id=successor.id, user=successor, is_lead=lead))
        inspection.inspectors.remove(team[person.id])
        audit.record("inspection.start", inspection, by, note=f"{person.name}{move.kind.label}，由{successor.name}接手")
