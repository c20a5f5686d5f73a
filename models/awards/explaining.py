"""Why a candidate stands where it does: formula, components, neighbours, exclusions. Source: issue 4.5."""

from __future__ import annotations

from dataclasses import dataclass

from models.accounts import User
from models.awards import queries, ranking
from models.awards.kinds import Component
from models.awards.ranking import said
from models.awards.tables import Award, AwardCandidate
from models.core.db import db


@dataclass(frozen=True, slots=True)
class Part:
    """A component of the total: figure and contribution in hundredths, weight in per cent, the figure in words."""

    component: Component
    figure: int
    weight: int
    contribution: int
    words: str


@dataclass(frozen=True, slots=True)
class Why:
    """``formula`` is the sum written out; ``gaps`` compare with the neighbours, best first."""

    parts: list[Part]
    formula: str
    gaps: list[str]
    eligible: int
    excluded: int


def of(award: Award, row: AwardCandidate, viewer: User) -> Why:
    """Explain a candidate's place to ``viewer``; neighbours are named as far as ``viewer`` may see them."""
    weights = award.terms["weights"]
    plain = {name: one["value"] for name, one in row.figures.items()}
    parts = [
        Part(component, figure, weight, contribution, row.figures.get(component.value, {}).get("words", ""))
        for component, figure, weight, contribution in (ranking.contributions(plain, weights) if row.figures else [])
    ]
    formula = " + ".join(f"{part.component.label} {said(part.figure)} × {part.weight}%" for part in parts)
    total, eligible = queries.counts_of(award)
    whole = f"{formula} = {said(row.total)}" if parts else ""
    return Why(parts, whole, _gaps(award, row, viewer), eligible, total - eligible)


def _gaps(award: Award, row: AwardCandidate, viewer: User) -> list[str]:
    """Say how far the ones before and behind are away, and which component makes most of it."""
    if row.total is None:
        return []
    ranked = [one for one in db.session.scalars(queries.shown_of(award, viewer)) if one.total is not None]
    here = next((index for index, one in enumerate(ranked) if one.id == row.id), None)
    if here is None:
        return []
    near = [ranked[index] for index in (here - 1, here + 1) if 0 <= index < len(ranked)]
    return [_gap(award, row, other) for other in near]


def _gap(award: Award, row: AwardCandidate, other: AwardCandidate) -> str:
    weights = award.terms["weights"]
    widest = max(weights, key=lambda name: abs(_diff(row, other, name) * weights[name]))
    label = Component(widest).label
    if other.total == row.total:
        return f"与第 {other.place} 名{other.caption}总分相同，按并列规则排列。"
    side = "少" if other.total > row.total else "多"
    part = abs(_diff(row, other, widest)) * weights[widest] // 100
    gap = f"比第 {other.place} 名{other.caption}{side} {said(abs(other.total - row.total))} 分"
    return f"{gap}，相差最大的是{label}（{said(part)} 分）。"


def _diff(row: AwardCandidate, other: AwardCandidate, name: str) -> int:
    return row.figure(Component(name)) - other.figure(Component(name))
