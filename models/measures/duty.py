"""What a suspension (待岗) means for the roster: whoever has not come back is not on duty. Source: domain §2.3."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from models.accounts import User
from models.core import clock
from models.core.db import db
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
        yield Bar(row.person_id, row.from_on, max(row.to_on, clock.today()), f"待岗（{row.number}）")


def leave_the_roster(row: Measure, by: User) -> None:
    """Take the person off the shifts of a suspension that has begun."""
    stand_down(db.session.get_one(User, row.person_id), row.from_on, row.to_on, "待岗", by)
