"""One person's day: the quiz, the duty of now and the next one, the newest messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.accounts import User
from models.core import clock
from models.core.db import db
from models.inbox import Message
from models.inbox.queries import unread_of
from models.roster import Duty
from models.roster.queries import duties_near
from models.training import today as training

MESSAGES = 3


@dataclass(frozen=True, slots=True)
class OwnDay:
    """``quiz`` and ``marks`` are None for people who do not take it."""

    quiz: training.Today | None
    marks: training.Marks | None
    now: Duty | None
    next: Duty | None
    messages: list[Message]


def own_day(user: User, at: datetime) -> OwnDay:
    """Return what ``user`` needs to know first; at most five statements."""
    takes = user.may("quiz.take")
    day = clock.local(at).date()
    coming = duties_near(user.id, at)
    on_duty = next((duty for duty in coming if duty.starts_at <= at < duty.ends_at), None)
    newest = unread_of(user).order_by(Message.at.desc(), Message.id.desc()).limit(MESSAGES)
    return OwnDay(
        training.of(user, at) if takes else None,
        training.marks(user.id, day) if takes else None,
        on_duty,
        next((duty for duty in coming if duty.starts_at > at), None),
        list(db.session.scalars(newest)),
    )
