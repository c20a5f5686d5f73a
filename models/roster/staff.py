"""Who of a station can stand on its roster, and at which post: their roles say."""

from __future__ import annotations

from datetime import date

from models.accounts import Unit
from models.core.db import db
from models.roster import queries
from models.roster.rotation import Member
from models.roster.tables import DutyPost

POST_OF_ROLE = {
    "shift_leader": DutyPost.LEADER,
    "collector": DutyPost.COLLECTOR,
    "field": DutyPost.FIELD,
    "monitor": DutyPost.MONITOR,
    "ticket": DutyPost.TICKET,
    "duty_leader": DutyPost.DUTY_LEADER,
}
ORDER = list(POST_OF_ROLE)


def members_of(station: Unit, on: date) -> tuple[dict[int, list[Member]], list[Member]]:
    """Return the members of each crew, by crew id, and of the station itself, each at the highest post they hold."""
    held: dict[int, tuple[int, str]] = {}
    for person, home, role in db.session.execute(queries.posts_held(station.id, on)):
        if role in POST_OF_ROLE and (person not in held or ORDER.index(role) < ORDER.index(held[person][1])):
            held[person] = (home, role)
    crews: dict[int, list[Member]] = {}
    for person, (home, role) in held.items():
        crews.setdefault(home, []).append(Member(person, POST_OF_ROLE[role]))
    return crews, crews.pop(station.id, [])
