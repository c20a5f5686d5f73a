"""What waits for organisers and for the group; whoever is neither is asked nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from models.accounts import User
from models.core import clock
from models.core.db import db
from models.inbox import Todo, todo
from models.mystery_visits import queries


@todo
def mystery_visits_of(user: User, at: datetime) -> Iterator[Todo]:
    """Reports to study by their day, visits that began without a code, studied ones to publish."""
    if user.may("mystery_visit.study"):
        count, due_on = db.session.execute(queries.waiting_for_the_group(user)).one()
        due_at = clock.at(due_on, time(23, 59)) if due_on else None
        yield Todo("暗访评价待研究", "/mystery-visits/study", count=count, due_at=due_at, icon="eye")
    if user.may("mystery_visit.plan"):
        begun, ready = db.session.execute(queries.waiting_for_the_organiser(user, clock.local(at).date())).one()
        yield Todo("暗访窗口已开始，未发访问码", "/mystery-visits/plans?state=planned", count=begun, icon="send")
        yield Todo("暗访评价待公布", "/mystery-visits/plans?state=studied", count=ready, icon="circle-check")
