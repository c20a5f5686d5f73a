"""Reading of messages: everybody sees their own."""

from __future__ import annotations

from sqlalchemy import Select, func, select

from models.accounts import User
from models.core.db import db
from models.core.scope import scope_of
from models.inbox.tables import Message


@scope_of(Message)
def messages_of(user: User) -> Select[tuple[Message]]:
    return select(Message).where(Message.user_id == user.id)


def unread_of(user: User) -> Select[tuple[Message]]:
    return messages_of(user).where(Message.read_at.is_(None))


def unread_count(user: User) -> int:
    unread = (Message.user_id == user.id, Message.read_at.is_(None))
    return db.session.scalar(select(func.count(Message.id)).where(*unread)) or 0
