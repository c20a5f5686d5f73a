"""Sending and reading of messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, update

from models.core.db import db, upsert
from models.inbox.tables import Message

TITLE, KEY = 120, 120  # characters


@dataclass(frozen=True, slots=True)
class Told:
    """A message that is new in the inboxes of ``people`` (their ids)."""

    people: tuple[int, ...]
    kind: str
    title: str
    href: str
    key: str
    at: datetime
    is_urgent: bool


LISTENERS: list[Callable[[Told], None]] = []


def on_told(listen: Callable[[Told], None]) -> Callable[[Told], None]:
    """Call ``listen(told)`` in the transaction of every new message; the ways out of the house do."""
    LISTENERS.append(listen)
    return listen


def notify(
    person_ids: Iterable[int], kind: str, title: str, href: str, *, key: str, at: datetime, urgent: bool = False
) -> None:
    """Put a message into each person's inbox, in the caller's transaction; the same ``key`` reaches a person once.

    ``kind`` names the matter (``approval``, ``penalty``); ``href`` is a path of this site. Raises ValueError for any
    other address.
    """
    if not href.startswith("/") or href.startswith("//"):
        raise ValueError(f"not a path of this site: {href}")
    row = {"kind": kind, "title": title[:TITLE], "href": href, "key": key[:KEY], "at": at}
    rows = [{**row, "user_id": person_id} for person_id in sorted(set(person_ids))]
    if not rows:
        return
    put = upsert(db.session, Message).values(rows).on_conflict_do_nothing()
    new = tuple(sorted(db.session.scalars(put.returning(Message.user_id))))
    told = Told(new, kind, row["title"], href, row["key"], at, urgent)
    for listen in LISTENERS if new else ():
        listen(told)


def read(message: Message, at: datetime) -> None:
    """Mark as read; the first reading counts."""
    message.read_at = message.read_at or at


def read_all(user_id: int, at: datetime) -> int:
    """Mark every message of a person as read and return how many there were."""
    unread = (Message.user_id == user_id, Message.read_at.is_(None))
    return db.session.execute(update(Message).where(*unread).values(read_at=at)).rowcount


def settle(key: str, at: datetime, person_ids: Iterable[int] | None = None) -> None:
    """Mark the messages of ``key`` as read, of all or of ``person_ids``: it is done, or asked no more."""
    unread = [Message.key == key[:KEY], Message.read_at.is_(None)]
    if person_ids is not None:
        unread.append(Message.user_id.in_(person_ids))
    db.session.execute(update(Message).where(*unread).values(read_at=at))


def recall(key: str, title: str, href: str, at: datetime) -> None:
    """Let every message of ``key`` say that its matter is no more, and lead to what is left of it; nobody is asked.

    ``key`` is free again: SQLite may give the id of what was deleted to the next row, of which people must hear.
    """
    said = {"title": title[:TITLE], "href": href, "key": f"{key}-recalled-{at:%y%m%d%H%M%S}"[:KEY]}
    read_at = func.coalesce(Message.read_at, at)
    db.session.execute(update(Message).where(Message.key == key[:KEY]).values(**said, read_at=read_at))


def sweep(before: datetime) -> None:
    """Delete messages older than ``before``, read or not: the records they point to remain."""
    db.session.execute(delete(Message).where(Message.at < before))
