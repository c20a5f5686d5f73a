"""What other rooms tell a shift in its handover. A room registers a feed; the handover asks all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from models.roster import Shift


@dataclass(frozen=True, slots=True)
class ToPass:
    """A notice the crew must be told of; ``key`` is the same each time, so that it is passed on once per crew."""

    key: str
    title: str
    href: str = ""


FEEDS: list[Callable[[Shift], Iterable[ToPass]]] = []


def feed(ask: Callable[[Shift], Iterable[ToPass]]) -> Callable[[Shift], Iterable[ToPass]]:
    """Register ``ask(shift)``: the notices that the crew of a shift has not been told of."""
    FEEDS.append(ask)
    return ask


def notices_for(shift: Shift) -> list[ToPass]:
    return [notice for ask in FEEDS for notice in ask(shift)]
