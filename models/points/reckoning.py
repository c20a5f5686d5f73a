"""What a month of events comes to: pure, in whole tenths of a point, the same from whichever end it is reckoned.

Deductions lower the score, merits fill a balance of their own. Merits lower deductions only by the rule 功过相抵: only
merits that the rule lets offset, only deductions that it lets be offset, never more than its cap. Source: issue 4.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.points.kinds import Side


@dataclass(frozen=True, slots=True)
class Terms:
    """One rule of a month. In tenths ``cap`` is the most it gives or takes, None = no bound."""

    side: Side
    cap: int | None = None
    is_offsetting: bool = False  # of a merit: may offset; of a deduction: may be offset


@dataclass(frozen=True, slots=True)
class Reckoned:
    """``score`` and ``merit`` are what the events change, in tenths; ``excess`` by kind is what caps took back."""

    score: int
    merit: int
    excess: Mapping[str, int]
    offset: int


def reckon(claims: Iterable[tuple[str, int]], terms: Mapping[str, Terms], offset_cap: int) -> Reckoned:
    """Reckon ``(kind, tenths)`` of the events that stand. Tenths are never negative; the side is the rule's."""
    sums: dict[str, int] = {}
    for kind, tenths in claims:
        if tenths < 0:
            raise ValueError("an event never claims less than nothing")
        sums[kind] = sums.get(kind, 0) + tenths
    excess = {kind: over for kind, total in sums.items() if (over := _over(total, terms[kind].cap))}
    kept = {kind: total - excess.get(kind, 0) for kind, total in sums.items()}
    offset = min(_free(kept, terms, Side.MERIT), _free(kept, terms, Side.DEDUCT), offset_cap)
    taken = sum(total for kind, total in kept.items() if terms[kind].side is Side.DEDUCT)
    given = sum(total for kind, total in kept.items() if terms[kind].side is Side.MERIT)
    return Reckoned(offset - taken, given - offset, excess, offset)


def _over(total: int, cap: int | None) -> int:
    return 0 if cap is None else max(0, total - cap)


def _free(kept: Mapping[str, int], terms: Mapping[str, Terms], side: Side) -> int:
    """Return how many tenths of a side may take part in the offset."""
    return sum(total for kind, total in kept.items() if terms[kind].side is side and terms[kind].is_offsetting)


def said(tenths: int | None) -> str:
    """Return tenths as pages show them: 985 → 98.5, 1000 → 100, −5 → −0.5."""
    if tenths is None:
        return "—"
    whole, rest = divmod(abs(tenths), 10)
    return f"{'−' if tenths < 0 else ''}{whole}{f'.{rest}' if rest else ''}"


def signed(tenths: int | None) -> str:
    """Return tenths with their sign: 50 → +5, −5 → −0.5; nothing for no change."""
    if not tenths:
        return ""
    return f"{'+' if tenths > 0 else ''}{said(tenths)}"
