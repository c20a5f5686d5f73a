"""What waits for people in points: good deeds to verify, grievances to sign."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select

from models.accounts import User
from models.core.db import db
from models.inbox import Todo, todo
from models.points import deeds, grievances


@todo
def points_of(user: User, _at: datetime) -> Iterator[Todo]:
    if user.may("deed.verify"):
        count = db.session.scalar(select(func.count()).select_from(deeds.waiting(user).subquery()))
        yield Todo("好人好事待核实", "/points/deeds?state=reported", count=count, icon="flag")
    if any(user.may(may) for may in grievances.MAY.values()):
        count = grievances.waiting_count(user)
        yield Todo("委屈记录待签认", "/points/grievances?state=recorded", count=count, icon="writing-sign")
