"""Rates that are fair: small samples say so, and nobody is set apart by what chance alone explains. Pure.

Two kinds: a share (27 of 30 satisfied) and a rate of events over an exposure (complaints per 10,000 vehicles or per
shift). Who is compared stands above or below the others only when an exact test says that equals would hardly ever
come out so; everybody else shares one place. Source: assumed levels, see docs/adr/0007.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import exp, lgamma, log, sqrt
from typing import TypeVar

from models.core.db import Labelled

Key = TypeVar("Key", bound=Hashable)

LEAST = 5  # below so many answers a share is not shown
LEAST_EXPECTED = 1.0  # below so many events to be expected, few or none of them say nothing
FALSE_ALARM = 0.001  # chance that among equals anybody at all is set apart
Z = 1.96  # of the 95 % interval that is shown


class Verdict(Labelled):
    TOO_FEW = ("too_few", "数据不足")
    BELOW = ("below", "明显低于平均")
    USUAL = ("usual", "与平均无明显差别")
    ABOVE = ("above", "明显高于平均")


@dataclass(frozen=True, slots=True)
class Share:
    """``good`` of ``total``; ``least`` answers are needed before a percentage is shown. n always stands beside it."""

    good: int
    total: int
    least: int = LEAST

    @property
    def is_enough(self) -> bool:
        return self.total >= max(self.least, 1)

    @property
    def percent(self) -> float | None:
        """The share in per cent, one decimal; None when there are too few to say."""
        return round(100 * self.good / self.total, 1) if self.is_enough else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval in per cent (Wilson): what the share could be with more answers."""
        if not self.total:
            return 0.0, 100.0
        n, p = self.total, self.good / self.total
        middle, half = p + Z * Z / (2 * n), Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        whole = 1 + Z * Z / n
        return round(100 * max(0.0, (middle - half) / whole), 1), round(100 * min(1.0, (middle + half) / whole), 1)

    def reaches(self, goal: float) -> bool | None:
        """Whether the share meets ``goal`` per cent; None when there are too few to say."""
        return None if self.percent is None else 100 * self.good >= goal * self.total

    def __str__(self) -> str:
        return f"{self.percent:.1f} %（n={self.total}）" if self.is_enough else f"数据不足（n={self.total}）"


@dataclass(frozen=True, slots=True)
class Rate:
    """``value`` events per ``per`` of exposure; ``shrunk`` is drawn towards all together, the more the less it saw.

    ``place`` is 1 for those with clearly more than the others; equals share a place; None when there is too little.
    """

    count: int
    exposure: float
    per: float
    value: float
    shrunk: float
    verdict: Verdict
    place: int | None

    def __str__(self) -> str:
        if self.verdict is Verdict.TOO_FEW:
            return f"数据不足（{self.count} 件）"
        return f"{self.value:.2f}（{self.count} 件）"


def compare(observed: Mapping[Key, tuple[int, float]], *, per: float = 10_000) -> dict[Key, Rate]:
    """Compare ``{who: (events, exposure)}``; exposures are vehicles, shifts or checks, those of zero say nothing.

    Raises ValueError: a negative count or exposure.
    """
    if any(count < 0 or exposure < 0 for count, exposure in observed.values()):
        raise ValueError("counts and exposures are never negative")
    events, exposed = sum(c for c, _e in observed.values()), sum(e for _c, e in observed.values())
    mean = events / exposed if exposed else 0.0
    drawn = _shrunk(observed, mean)
    level = FALSE_ALARM / (2 * max(1, len(observed)))
    verdicts = {who: _verdict(c, events, e, exposed, level) for who, (c, e) in observed.items()}
    return {
        who: Rate(c, e, per, per * c / e if e else 0.0, per * drawn[who], verdicts[who], _place(verdicts, who))
        for who, (c, e) in observed.items()
    }


def _verdict(count: int, events: int, exposure: float, exposed: float, level: float) -> Verdict:
    """Judge one against all: of ``events`` in all, each had the chance ``exposure / exposed`` to be theirs."""
    chance = exposure / exposed if exposed else 0.0
    if not events or not 0 < chance < 1:
        return Verdict.USUAL if chance == 1 else Verdict.TOO_FEW
    if tail_from(count, events, chance) < level:
        return Verdict.ABOVE
    if tail_to(count, events, chance) < level:
        return Verdict.BELOW
    return Verdict.USUAL if events * chance >= LEAST_EXPECTED else Verdict.TOO_FEW


def _place(verdicts: Mapping[Key, Verdict], who: Key) -> int | None:
    order = [Verdict.ABOVE, Verdict.USUAL, Verdict.BELOW]
    if verdicts[who] is Verdict.TOO_FEW:
        return None
    worse = order[: order.index(verdicts[who])]
    return 1 + sum(verdict in worse for verdict in verdicts.values())


def _shrunk(observed: Mapping[Key, tuple[int, float]], mean: float) -> dict[Key, float]:
    """Draw each rate towards the mean by the spread that chance does not explain (Marshall's empirical Bayes)."""
    seen = {who: (c / e, e) for who, (c, e) in observed.items() if e}
    if not seen or not mean:
        return dict.fromkeys(observed, mean)
    exposed = sum(e for _r, e in seen.values())
    spread = sum(e * (r - mean) ** 2 for r, e in seen.values()) / exposed
    real = max(0.0, spread - mean / (exposed / len(seen)))
    weight = {who: real / (real + mean / e) for who, (_r, e) in seen.items()}
    return {who: mean + weight[who] * (seen[who][0] - mean) if who in seen else mean for who in observed}


def tail_from(count: int, of: int, chance: float) -> float:
    """Return the chance of ``count`` or more of ``of`` when each has ``chance``; exact."""
    return min(1.0, sum(_binomial(k, of, chance) for k in range(count, of + 1))) if count > 0 else 1.0


def tail_to(count: int, of: int, chance: float) -> float:
    """Return the chance of ``count`` or fewer."""
    return min(1.0, sum(_binomial(k, of, chance) for k in range(count + 1)))


def _binomial(k: int, n: int, chance: float) -> float:
    ways = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    return exp(ways + k * log(chance) + (n - k) * log(1 - chance))
