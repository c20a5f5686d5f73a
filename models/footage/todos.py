"""What waits for the monitors, and what the 值班站长 must see when it becomes urgent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import bindparam

from models.accounts import User
from models.core.db import Moment
from models.footage import queries
from models.inbox import Ask, Todo, todo

URGENT = timedelta(hours=4)  # from here on whoever oversees is told too
WAITING = "/footage/?state=waiting"
SOON = f"{WAITING}&soon=y"
URGENT_AT = bindparam("urgent_at", type_=Moment)


@todo
def recordings_of(user: User, _on: date) -> Iterator[Ask]:
    """All that waits to whoever saves; to whoever also oversees only what is nearly gone."""
    if not user.may("footage.save"):
        return
    oversees = user.may("footage.cancel")
    title, href = ("录像即将被覆盖", SOON) if oversees else ("录像待保全", WAITING)
    yield Ask(
        queries.waiting(user, URGENT_AT if oversees else None),
        lambda count, earliest: Todo(title, href, count=count, due_at=earliest, icon="camera"),
        lambda at: {URGENT_AT.key: at + URGENT},
    )
