"""Data a house starts with. Areas register what they need; both kinds can be run again without harm."""

from __future__ import annotations

from collections.abc import Callable

BASE: list[tuple[int, Callable[[], None]]] = []
DEMO: list[tuple[int, Callable[[], None]]] = []


def base_data(order: int) -> Callable:
    """Register what every new house needs (roles, clauses, shift kinds …); lower ``order`` runs first."""
    return _register(BASE, order)


def demo_data(order: int) -> Callable:
    """Register a part of the demonstration station; never run in production."""
    return _register(DEMO, order)


def _register(into: list, order: int) -> Callable:
    def register(fill: Callable[[], None]) -> Callable[[], None]:
        into.append((order, fill))
        into.sort(key=lambda entry: entry[0])
        return fill

    return register


def run(kind: list[tuple[int, Callable[[], None]]]) -> None:
    """Run every registered part in order; each commits for itself."""
    for _order, fill in list(kind):
        fill()
