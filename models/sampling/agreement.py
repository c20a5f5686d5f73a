"""How far two who score the same clip agree: Cohen's kappa, pure. Source: Cohen 1960; bands of Landis and Koch 1977."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

LEAST = 20  # judgements of both; fewer say nothing
BANDS = ((0.8, "几乎一致"), (0.6, "高度一致"), (0.4, "中等一致"), (0.2, "一致性一般"), (0.0, "一致性低"))


@dataclass(frozen=True, slots=True)
class Agreement:
    """``pairs`` judgements of two people; ``same`` of them alike; ``kappa`` None when there are too few to say."""

    pairs: int
    same: int
    kappa: float | None

    @property
    def percent(self) -> float | None:
        """How many per cent were alike, one decimal."""
        return round(100 * self.same / self.pairs, 1) if self.pairs else None

    @property
    def in_words(self) -> str:
        if self.kappa is None:
            return f"数据不足（n={self.pairs}）"
        return next((words for least, words in BANDS if self.kappa >= least), "低于随机")


def agreement(judgements: Iterable[tuple[Hashable, Hashable]], least: int = LEAST) -> Agreement:
    """Return how far pairs of judgements of the same things agree beyond chance.

    Two who always say one and the same word agree wholly: kappa is then 1, where the formula divides nought by nought.
    """
    pairs = list(judgements)
    same = sum(one == other for one, other in pairs)
    return Agreement(len(pairs), same, _kappa(pairs, same) if len(pairs) >= max(1, least) else None)


def _kappa(pairs: list[tuple[Hashable, Hashable]], same: int) -> float:
    n = len(pairs)
    ones, others = Counter(one for one, _other in pairs), Counter(other for _one, other in pairs)
    by_chance = sum(ones[word] * others[word] for word in ones) / (n * n)
    return 1.0 if by_chance == 1 else round((same / n - by_chance) / (1 - by_chance), 3)
