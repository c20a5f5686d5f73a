"""What must always hold in the data: each area registers its sentences, ``flask check`` says them aloud."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Invariant:
    """``broken()`` yields one sentence for every row against which ``sentence`` does not hold."""

    sentence: str
    order: int
    broken: Callable[[], Iterable[str]]


_INVARIANTS: list[Invariant] = []


def invariant(sentence: str, order: int = 50) -> Callable:
    """Register the decorated function as the search for rows that break ``sentence``; lower ``order`` runs first."""

    def register(broken: Callable[[], Iterable[str]]) -> Callable[[], Iterable[str]]:
        _INVARIANTS.append(Invariant(sentence, order, broken))
        _INVARIANTS.sort(key=lambda each: each.order)
        return broken

    return register


def run() -> Iterator[tuple[str, list[str]]]:
    """Yield every invariant with the sentences about the rows that break it."""
    for each in list(_INVARIANTS):
        yield each.sentence, list(each.broken())
