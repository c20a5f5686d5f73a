"""Random sequences of events: what is displayed = the sum of the entries = what a reckoning from scratch finds.

A few hundred steps against both databases here; ten thousand sequences in the pure form below.
"""

from __future__ import annotations

from random import Random

import pytest

from models import points
from models.points import invariants, ledger, reckoning
from models.points.kinds import MERIT, SCORE, Side
from models.points.reckoning import Terms
from tests.points.makers import AT, DAY, figures, origin

KINDS = ("praise", "good_deed", "quiz", "inspection", "penalty")
SEQUENCES, STEPS = 10_000, 12
TERMS = {
    "praise": Terms(Side.MERIT, 200, True),
    "quiz": Terms(Side.MERIT, 40),
    "inspection": Terms(Side.DEDUCT, 120, True),
    "penalty": Terms(Side.DEDUCT),
}


def test_random_events_on_the_database(db, cast, units):
    luck, live = Random(20261128), []
    holders = [cast["wang"], cast["zhao"], units["crew1"]]
    expected: dict[str, list[tuple[str, int]]] = {points.accounts.of(one).key: [] for one in holders}
    for _step in range(120):
        if live and luck.random() < 0.35:
            source, key, claim = live.pop(luck.randrange(len(live)))
            points.reverse(source, "撤销", None, AT)
            expected[key].remove(claim)
        else:
            holder, kind, source = luck.choice(holders), luck.choice(KINDS), origin()
            entry = points.post(kind, holder, source, tenths=luck.randint(1, 60), on=DAY, by=None, at=AT)
            live.append((source, entry.holder, (kind, entry.claimed)))
            expected[entry.holder].append((kind, entry.claimed))
    terms, cap = ledger.terms_of(DAY.replace(day=1))
    for holder in holders:
        found = reckoning.reckon(expected[points.accounts.of(holder).key], terms, cap)
        assert figures(holder) == (1000 + found.score, found.merit)
    assert invariants.broken() == []


class Book:
    """The ledger in memory: the same moves as ``models.points.ledger``, without a database."""

    def __init__(self, terms, cap):
        self.terms, self.cap, self.entries, self.live, self.settled = terms, cap, [], [], {}

    def post(self, kind: str, tenths: int) -> None:
        self.live.append((kind, tenths))
        self._book(ledger.sides_of(self.terms[kind].side, kind, tenths))

    def reverse(self, index: int) -> None:
        kind, tenths = self.live.pop(index)
        self._book([(a, -t) for a, t in ledger.sides_of(self.terms[kind].side, kind, tenths)])

    def settle(self) -> None:
        found = reckoning.reckon(self.live, self.terms, self.cap)
        for kind in {*found.excess, *self.settled} - {"offset"}:
            change = found.excess.get(kind, 0) - self.settled.get(kind, 0)
            self._book(ledger.sides_of(self.terms[kind].side, kind, -change))
            self.settled[kind] = found.excess.get(kind, 0)
        change = found.offset - self.settled.get("offset", 0)
        self._book([(SCORE, change), (MERIT, -change)])
        self.settled["offset"] = found.offset

    def _book(self, sides) -> None:
        assert sum(tenths for _account, tenths in sides) == 0
        self.entries.append(sides)

    def sum_of(self, account: str) -> int:
        return sum(tenths for sides in self.entries for name, tenths in sides if name == account)


@pytest.mark.parametrize("part", range(4))
def test_ten_thousand_random_sequences(part):
    luck = Random(part)
    for _sequence in range(SEQUENCES // 4):
        book = Book(TERMS, luck.choice((0, 30, 50, 1000)))
        for _step in range(luck.randint(1, STEPS)):
            if book.live and luck.random() < 0.4:
                book.reverse(luck.randrange(len(book.live)))
            else:
                book.post(luck.choice(tuple(TERMS)), luck.randint(0, 150))
            book.settle()
        fresh = reckoning.reckon(book.live, TERMS, book.cap)
        assert (book.sum_of(SCORE), book.sum_of(MERIT)) == (fresh.score, fresh.merit)
