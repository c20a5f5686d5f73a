"""What the page of a shared terminal shows: the crews at its place, and the people of one of them to choose from."""

from __future__ import annotations

from flask import request

from models.accounts import Terminal, Unit, terminals
from models.core.db import db


def booth(terminal: Terminal, staff_no: str) -> dict:
    """Return terminal, crews, the crew shown (asked for, else the last at this PC), its people and who is chosen."""
    crews = list(db.session.scalars(terminals.crews_at(db.session.get_one(Unit, terminal.unit_id))))
    crew = _crew(crews, terminal)
    people = list(db.session.scalars(terminals.people_of(crew.id))) if crew else []
    chosen = next((person for person in people if person.staff_no == staff_no), None)
    return {"terminal": terminal, "crews": crews, "crew": crew, "people": people, "chosen": chosen}


def _crew(crews: list[Unit], terminal: Terminal) -> Unit | None:
    by_id = {str(crew.id): crew for crew in crews}
    last = db.session.scalar(terminals.last_crew_at(terminal))
    return by_id.get(request.args.get("crew", "")) or by_id.get(str(last)) or next(iter(crews), None)
