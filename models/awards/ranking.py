"""Totals and places: pure, in hundredths of a point, with the words for every figure.

Equal totals are told apart by the figures in the order of TIE; who is equal in all of them shares the place, and all
on the last place that counts win. Source: domain §2.13; the tie rule is ours, see docs/adr.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.awards.kinds import Component

TIE = (Component.SCORE, Component.MERIT, Component.INSPECTION, Component.QUIZ, Component.JURY)
FULL = 100_00  # hundredths: the most of any component
TIE_RULE = (
    "总分相同的，依次比较积分得分、加分、督查得分、每日一练、评审打分；都相同的并列，最后一个名额并列的一并入选。"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate's total and place; ``key`` is the caller's."""

    key: object
    total: int
    place: int
    is_winner: bool


def total_of(figures: Mapping[str, int], weights: Mapping[str, int]) -> int:
    """Return the weighted sum in hundredths, halves up; a component without a figure counts as nothing."""
    raw = sum(figures.get(name, 0) * weight for name, weight in weights.items())
    return (2 * raw + 100) // 200


def rank(figures: Mapping[object, Mapping[str, int]], weights: Mapping[str, int], places: int) -> list[Standing]:
    """Rank the candidates, the best first; of those equal in everything the key decides only the order shown."""
    totals = {key: total_of(found, weights) for key, found in figures.items()}

    def worth(key):
        return (totals[key], *(figures[key].get(one.value, 0) for one in TIE))

    ordered = sorted(figures, key=lambda key: (tuple(-part for part in worth(key)), str(key)))
    found: list[Standing] = []
    for index, key in enumerate(ordered):
        same = bool(found) and worth(found[-1].key) == worth(key)
        place = found[-1].place if same else index + 1
        found.append(Standing(key, totals[key], place, place <= places))
    return found


def contributions(figures: Mapping[str, int], weights: Mapping[str, int]) -> list[tuple[Component, int, int, int]]:
    """Return ``(component, figure, weight, contribution)``, figure and contribution in hundredths, in table order."""
    rows = []
    for component in Component:
        if weight := weights.get(component.value, 0):
            figure = figures.get(component.value, 0)
            rows.append((component, figure, weight, (2 * figure * weight + 100) // 200))
    return rows


def share(value: int, most: int) -> int:
    """Return ``value`` as hundredths of ``most``, never below 0 or above FULL."""
    return 0 if most <= 0 else max(0, min(FULL, (2 * value * FULL + most) // (2 * most)))


def mean(values: Sequence[int]) -> int:
    """Return the mean in whole units, halves up; 0 of none."""
    return (2 * sum(values) + len(values)) // (2 * len(values)) if values else 0


def said(hundredths: int | None) -> str:
    """Return hundredths as a page shows them: 9850 → 98.50."""
    if hundredths is None:
        return "—"
    return f"{'−' if hundredths < 0 else ''}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"
