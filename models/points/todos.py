"""What waits for people in points: good deeds to verify, grievances to sign."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from models.accounts import User
from models.inbox import Ask, todo
from models.points import deeds, grievances


@todo
def points_of(user: User, _on: date) -> Iterator[Ask]:
    if user.may("deed.verify"):
        yield Ask.count(deeds.waiting(user), "好人好事待核实", "/points/deeds?state=reported", icon="flag")
    if any(user.may(may) for may in grievances.MAY.values()):
        waiting = grievances.waiting(user)
        yield Ask.count(waiting, "委屈记录待签认", "/points/grievances?signs=y", icon="writing-sign")
