"""Who sits at the station's booths now and who comes next: for the page of a shared terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from models.accounts import Unit, terminals
from models.accounts.terminals import Seat, Watch
from models.core.db import db
from models.roster import queries
from models.roster.tables import Duty, DutyPost, Shift

ORDER = {post: place for place, post in enumerate(DutyPost)}


@terminals.watches
def watches_at(station: Unit, at: datetime) -> list[Watch]:
    """Return the shift that runs at ``at`` and the next one, as far as they are published."""
    now = db.session.scalars(queries.shift_at(station.id, at)).first()
    coming = db.session.scalars(queries.shift_from(station.id, now.ends_at if now else at)).first()
    return [_watch(key, shift, at) for key, shift in (("now", now), ("next", coming)) if shift is not None]


def _watch(key: str, shift: Shift, at: datetime) -> Watch:
    duties = db.session.scalars(queries.duties_of(shift)).all()
    seats = [seat for _place, seat in sorted(_seats(duties, at), key=lambda pair: pair[0])]
    return Watch(key, f"{shift.crew_name} {shift.kind_name}", shift.span, seats)


def _seats(duties: list[Duty], at: datetime) -> Iterator[tuple[tuple, Seat]]:
    """Yield each person once, with where they are now, or else where they will be first; lanes come first."""
    stretches: dict[int, list[Duty]] = {}
    for duty in sorted(duties, key=lambda duty: duty.starts_at):
        stretches.setdefault(duty.user_id, []).append(duty)
    for mine in stretches.values():
        duty = next((one for one in mine if one.ends_at > at), mine[-1])
        hours = f" {duty.span}" if duty.is_partial else ""
        place = (duty.lane is None, duty.where, ORDER[duty.post], duty.user.staff_key)
        yield place, Seat(duty.user, f"{duty.where or duty.post.label}{hours}")
