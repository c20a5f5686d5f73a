"""Many people at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from tests.stories.visitor import Visitor


def signed_in(server, numbers: Sequence[str]) -> list[Visitor]:
    """Return a browser per staff number, each signed in; all sign in at once, as at a shift change."""
    return together([lambda number=number: Visitor(server).sign_in(number) for number in numbers])


def together(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Let every act begin at the same moment, each in a thread of its own; return what each returned, in order.

    Raises the first exception of any.
    """
    ready = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> Any:
        ready.wait(timeout=60)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def share(seconds: Sequence[float], part: float) -> float:
    """Return the value that ``part`` of ``seconds`` do not exceed."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]
