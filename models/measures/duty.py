"""What a suspension (待岗) means for the roster: whoever has not come back is not on duty. Source: domain §2.3."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from models.accounts import Unit, User
from models.accounts.scope import holders
from models.core import clock
from models.core.db import db
from models.inbox import notify
from models.measures import queries
from models.measures.tables import Measure
from models.roster.bookings import Bar, bars
from models.roster.leaving import stand_down


@bars
def suspended(people: Sequence[int], _since: date, until: date) -> Iterable[Bar]:
    """A suspension bars its days, and every day until today as long as the return is not on record.

    Days after its end may be planned: whoever passes the re-test is back by then.
    """
    for row in db.session.scalars(queries.suspensions_of(people, until)):
        until, told = max(row.to_on, clock.today()), f"待岗至 {row.to_on}"
        yield Bar(row.person_id, row.from_on, until, f"待岗（{row.number}）", told)


def leave_the_roster(row: Measure, by: User) -> None:
    """Take the person off the shifts of a suspension that has begun."""
    stand_down(db.session.get_one(User, row.person_id), row.from_on, row.to_on, "待岗", by)


def tell_station(row: Measure, said: str, what: str, by: User | None, at: datetime) -> None:
    """Tell who plans and who leads the crew that somebody is away, or back: of the case itself they see nothing."""
    person, day = db.session.get_one(User, row.person_id), clock.local(at).date()
    unit = db.session.get_one(Unit, person.unit_id)
    who = {one for may in ("roster.plan", "roster.change") for one in db.session.scalars(holders(may, unit, day))}
    who -= {person.id, by.id if by else None}
    notify(who, "roster", f"{person.name}{said}", "/roster/", key=f"measure-{row.id}-{what}", at=at)
