"""What a penalty costs in points: booked on the day it takes effect, taken back when it is revoked.

Source: domain §2.3, §6.1; issue 4.3.
"""

from __future__ import annotations

from datetime import datetime

from models import points
from models.accounts import User
from models.core import clock
from models.core.db import db
from models.penalties import effects
from models.penalties.tables import Penalty, Violation


def tenths_of(penalty: Penalty) -> int:
    """Return the points in tenths; when an appeal lowered the amount, in the same proportion, halves up."""
    tenths = penalty.points * 10
    if not penalty.amount or penalty.payable >= penalty.amount:
        return tenths
    return (2 * tenths * penalty.payable + penalty.amount) // (2 * penalty.amount)


def book(penalty: Penalty, at: datetime) -> None:
    """Post the points of the decision; what the case cost the person before is taken back (一事不再罚)."""
    person = db.session.get_one(User, penalty.person_id)
    day = clock.local(at).date()
    told = {"tenths": tenths_of(penalty), "on": day, "by": None, "at": at}
    entry = points.post(points.PENALTY, person, _origin(penalty), **told)
    href = db.session.get_one(Violation, penalty.violation_id).source_href
    if entry is not None and href:
        points.supersede(href, person, f"同一事实已按 {penalty.number} 扣分（一事不再罚）", None, at)


def take_back(penalty: Penalty, reason: str, by: User, at: datetime) -> None:
    points.reverse(_origin(penalty), reason, by, at)


def _origin(penalty: Penalty) -> points.Origin:
    return points.origin_of(penalty, penalty.number, f"/penalties/{penalty.id}", penalty.measure)


effects.WHEN_EFFECTIVE.insert(0, book)
effects.WHEN_UNDONE.append(take_back)
