"""What happens to people by the calendar, without anybody pressing a button."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import select

from models.accounts import people
from models.accounts.tables import Move, MoveKind, User, UserState
from models.core import clock
from models.core.db import db
from models.core.jobs import job


@job("accounts.lendings", "借调到期返回", daily_at=time(0, 5))
def bring_back_the_lent(due_at: datetime) -> None:
    """Return everybody whose lending ended before the day of ``due_at``."""
    day = clock.local(due_at).date()
    lent = select(User).where(User.state == UserState.LENT)
    for person in db.session.scalars(lent).all():
        until = select(Move.until).where(Move.user_id == person.id, Move.kind == MoveKind.LENDING)
        last = db.session.scalar(until.order_by(Move.id.desc()).limit(1))
        if last is not None and last < day:
            people.come_back(person, None, day)
