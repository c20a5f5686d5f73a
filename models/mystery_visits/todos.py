"""What waits for organisers and for the group; whoever is neither is asked nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

from models.accounts import User
from models.core import clock
from models.inbox import Ask, Todo, todo
from models.mystery_visits import queries


@todo
def mystery_visits_of(user: User, on: date) -> Iterator[Ask]:
    """Reports to study by their day, visits that began without a code, studied ones to publish."""
    if user.may("mystery_visit.study"):
        yield Ask(queries.waiting_for_the_group(user), _to_study)
    if user.may("mystery_visit.plan"):
        begun, ready = queries.begun(user, on), queries.ready(user)
        yield Ask.count(begun, "暗访窗口已开始，未发访问码", "/mystery-visits/plans?state=planned", icon="send")
        yield Ask.count(ready, "暗访评价待公布", "/mystery-visits/plans?state=studied", icon="circle-check")


def _to_study(count: int, due_on: date | None) -> Todo:
    due_at = clock.at(due_on, time(23, 59)) if due_on else None
    return Todo("暗访评价待研究", "/mystery-visits/study", count=count, due_at=due_at, icon="eye")
