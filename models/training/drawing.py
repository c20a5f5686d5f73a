"""Which questions a person gets, and in which order their options stand. Pure, and the same for the same seed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from random import Random

WRONG, FRESH, KNOWN = 3, 2, 1  # weights: answered wrong last time, not asked lately, answered right lately
# Source of WRONG: domain §2.6; FRESH before KNOWN is assumed: without it 5 of 90 come back within a week.
REFERS_TO_OTHERS = re.compile(r"以上|上述|[A-H]\s*(?:和|与|、|及|或)\s*[A-H]|^[A-H]{2,}$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What drawing needs to know of a question in use."""

    id: int
    region: str = "全国"
    valid_from: date | None = None
    valid_to: date | None = None

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Past:
    """What the person did before: questions whose last answer was wrong (longest ago first) or right, lately."""

    wrong: Sequence[int] = ()
    right: Collection[int] = field(default_factory=frozenset)


def seed_of(house: str, user_id: int, business_date: date, turn: int) -> str:
    """Return the seed of one paper: anyone who knows the house's seed can draw it again."""
    return f"{house}|{user_id}|{business_date.isoformat()}|{turn}"


def usable(bank: Iterable[Candidate], day: date, regions: Collection[str]) -> list[Candidate]:
    """Return the questions valid on ``day`` in ``regions``, in the order of their ids."""
    fitting = (one for one in bank if one.is_valid_on(day) and one.region in regions)
    return sorted(fitting, key=lambda one: one.id)


def draw(bank: Sequence[Candidate], count: int, seed: str, past: Past, wrong_first: int) -> list[int]:
    """Return the ids of ``count`` different questions, fewer only when ``bank`` has fewer.

    The person's own wrong ones come first, at most ``wrong_first``, longest ago first; the other places are drawn
    by weight. ``bank`` is what ``usable`` returned.
    """
    known = {one.id for one in bank}
    first = [one for one in dict.fromkeys(past.wrong) if one in known][: min(count, wrong_first)]
    wrong, dice = set(past.wrong), _dice(seed)
    keyed = [(dice.random() ** (1 / _weight(one.id, wrong, past.right)), one.id) for one in bank]
    others = [one for _key, one in sorted(keyed, reverse=True) if one not in first]
    return first + others[: count - len(first)]


def order(options: Sequence[str], seed: str) -> list[int]:
    """Return the places of ``options`` as this person sees them; options that speak of others keep their place."""
    places = list(range(len(options)))
    if any(REFERS_TO_OTHERS.search(text) for text in options):
        return places
    dice = _dice(seed)
    return [place for _key, place in sorted((dice.random(), place) for place in places)]


def _weight(question_id: int, wrong: Collection[int], right: Collection[int]) -> int:
    if question_id in wrong:
        return WRONG
    return KNOWN if question_id in right else FRESH


def _dice(seed: str) -> Random:
    """Only ``random()`` of it is used: its sequence is the same in every version of Python."""
    return Random(int.from_bytes(sha256(seed.encode()).digest()[:8], "big"))
