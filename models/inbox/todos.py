"""What waits for a person. Rooms register what they know; the inbox, home and the leaders' page show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from models.accounts import User

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Todo:
    """A matter, or ``count`` matters under one address; ``due_at`` is the earliest deadline among them."""

    title: str
    href: str
    detail: str = ""
    count: int = 1
    due_at: datetime | None = None
    icon: str = "circle-check"


PROVIDERS: list[Callable[[User, datetime], Iterable[Todo]]] = []


def todo(provider: Callable[[User, datetime], Iterable[Todo]]) -> Callable:
    """Register ``provider(user, at)``, which returns what waits for ``user``; entries with count 0 are left out."""
    if provider not in PROVIDERS:
        PROVIDERS.append(provider)
    return provider


def todos_of(user: User, at: datetime) -> list[Todo]:
    """Return what waits for ``user``, the nearest deadline first, what has none last."""
    found = [one for provider in PROVIDERS for one in provider(user, at) if one.count]
    return sorted(found, key=lambda one: one.due_at or NEVER)
