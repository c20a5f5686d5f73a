"""What waits for a person. Rooms register what they know; the inbox, home and the leaders' page show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, func, select

from models.accounts import User
from models.core.asking import any_of, beside
from models.core.db import db

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


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that one row answers, e.g. ``(count, earliest)``; ``say`` makes a Todo of the row's values.

    The questions of all rooms go to the database as one statement.
    """

    rows: Select
    say: Callable[..., Todo]

    @classmethod
    def count(cls, rows: Select, title: str, href: str, **more) -> Ask:
        """Ask how many ``rows`` there are; ``more`` is what Todo takes beyond title and address."""
        counted = rows.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
        return cls(counted, lambda count: Todo(title, href, count=count, **more))

    @property
    def question(self) -> Select:
        return self.rows

    def told(self, *answer: Any) -> list[Todo]:
        return [self.say(*answer)]


@dataclass(frozen=True, slots=True)
class Each:
    """Rows each of which makes a Todo. They are read only where the common statement says that there are any."""

    rows: Select
    say: Callable[..., Todo]

    @property
    def question(self) -> Select:
        return select(any_of(self.rows))

    def told(self, are_there: bool) -> list[Todo]:
        return [self.say(*row) for row in db.session.execute(self.rows).unique()] if are_there else []


Provider = Callable[[User, datetime], Iterable[Todo | Ask | Each]]
PROVIDERS: list[Provider] = []


def todo(provider: Provider) -> Provider:
    """Register ``provider(user, at)``, which returns what waits for ``user``; entries with count 0 are left out.

    What is only counted should be an Ask: it costs no statement of its own; what is told row by row an Each: it costs
    one only for those whom something waits for.
    """
    if provider not in PROVIDERS:
        PROVIDERS.append(provider)
    return provider


def todos_of(user: User, at: datetime) -> list[Todo]:
    """Return what waits for ``user``, the nearest deadline first, what has none last."""
    said = [one for provider in PROVIDERS for one in provider(user, at)]
    asked = [one for one in said if not isinstance(one, Todo)]
    found = [one for one in said if isinstance(one, Todo)]
    for one, answer in zip(asked, beside(one.question for one in asked), strict=True):
        found += one.told(*answer)
    return sorted((one for one in found if one.count), key=lambda one: one.due_at or NEVER)
