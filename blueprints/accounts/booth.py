"""What the page of a shared terminal shows: who is on duty now and next, the crews, and whom to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import request
from flask_login import current_user

from models.accounts import Terminal, Unit, terminals
from models.accounts.terminals import Seat
from models.core.db import db


@dataclass(frozen=True, slots=True)
class Group:
    """People to choose from; ``key`` names it in the address, ``link`` on the way to it."""

    key: str
    name: str
    link: str


def booth(terminal: Terminal, staff_no: str, now: datetime) -> dict:
    """Return the groups, the one shown (asked for, else on duty, else last at this PC), its people, who is chosen."""
    unit = db.session.get_one(Unit, terminal.unit_id)
    watches = {watch.key: watch for watch in terminals.watches_at(unit, now) if watch.seats}
    links = {"now": "当班的", "next": "接班的"}
    groups = [Group(w.key, f"{w.title} {w.hours}", f"{links[w.key]}{w.title.split()[0]}") for w in watches.values()]
    crews = list(db.session.scalars(terminals.crews_at(unit)))
    groups += [Group(str(crew.id), crew.name, crew.name) for crew in crews]
    group = _shown(groups, terminal)
    seats = _seats(group, watches)
    chosen = next((seat.person for seat in seats if seat.person.staff_no == staff_no), None)
    found = {"group": group, "others": [one for one in groups if one is not group], "seats": seats, "chosen": chosen}
    return {"terminal": terminal, **found, "lane": _lane_of_current(watches)}


def _shown(groups: list[Group], terminal: Terminal) -> Group | None:
    by_key = {group.key: group for group in groups}
    last = db.session.scalar(terminals.last_crew_at(terminal)) if "now" not in by_key else None
    wanted = (request.args.get("crew", ""), "now", str(last))
    return next((by_key[key] for key in wanted if key in by_key), next(iter(groups), None))


def _seats(group: Group | None, watches: dict) -> list[Seat]:
    if group is None:
        return []
    if group.key in watches:
        return watches[group.key].seats
    people = db.session.scalars(terminals.people_of(int(group.key)))
    return [Seat(person, person.post_title) for person in people]


def _lane_of_current(watches: dict) -> str:
    """Return where the person signed in here is on duty now, "" for nobody."""
    seats = watches["now"].seats if "now" in watches and current_user.is_authenticated else []
    return next((seat.place for seat in seats if seat.person.id == current_user.id), "")
