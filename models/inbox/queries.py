"""Reading of messages: everybody sees their own."""

from __future__ import annotations

from datetime import date, time
from functools import cache

from sqlalchemy import Select, bindparam, func, select

from models.accounts import User
from models.core import clock
from models.core.scope import scope_of
from models.inbox.tables import Message


@scope_of(Message)
def messages_of(user: User) -> Select[tuple[Message]]:
    return select(Message).where(Message.user_id == user.id)


def filtered(rows: Select, *, text: str = "", show: str = "", **days: date) -> Select[tuple[Message]]:
    """Narrow messages to a word, to the ``unread`` or ``read`` ones, and to days from ``first`` to ``last``."""
    if text:
        rows = rows.where(Message.title.contains(text, autoescape=True))
    if show:
        rows = rows.where(Message.read_at.is_(None) if show == "unread" else Message.read_at.is_not(None))
    if first := days.get("first"):
        rows = rows.where(Message.at >= clock.at(first, time()))
    if last := days.get("last"):
        rows = rows.where(Message.at <= clock.at(last, time.max))
    return rows


def unread_of(user: User) -> Select[tuple[Message]]:
    return messages_of(user).where(Message.read_at.is_(None))


@cache
def counting_unread() -> Select[tuple[int]]:
    """Return the statement that counts what ``reader`` has not read; every page executes it."""
    return select(func.count(Message.id)).where(Message.user_id == bindparam("reader"), Message.read_at.is_(None))
