"""The draw is fair, reproducible and independent of the order of its list; kappa is the book's."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.sampling.agreement import agreement
from models.sampling.drawing import GRID, MARGIN, Candidate, as_rows, draw, fingerprint, from_rows, shares

START = datetime(2026, 11, 1, 23, 30, tzinfo=UTC)


def duties(people: int, each: int = 12, hours: int = 8) -> list[Candidate]:
    """``each`` duties of ``people`` persons, a day apart."""
    return [
        Candidate(100 * person + n, person, n % 3, START + timedelta(days=n), START + timedelta(days=n, hours=hours))
        for person in range(1, people + 1)
        for n in range(each)
    ]


def drawn(candidates, total, seed="seed", **more):
    given = {"minutes": 15, "double_percent": 20, "earlier": {}} | more
    return draw(candidates, total, seed=seed, **given)


def per_person(picks) -> Counter:
    return Counter(pick.candidate.person_id for pick in picks)


@settings(max_examples=30)
@given(st.integers(1, 14), st.integers(0, 60), st.text("0123456789abcdef", min_size=8, max_size=8))
def test_the_spread_is_never_more_than_one(people, total, seed):
    counts = per_person(drawn(duties(people), total, seed))
    of_all = [counts[person] for person in range(1, people + 1)]
    assert sum(of_all) == total and max(of_all) - min(of_all) <= 1


@settings(max_examples=15)
@given(st.randoms(use_true_random=False), st.text("0123456789abcdef", min_size=8, max_size=8))
def test_the_order_of_the_list_changes_nothing(dice: Random, seed):
    candidates = duties(7)
    mixed = list(candidates)
    dice.shuffle(mixed)
    assert drawn(mixed, 20, seed) == drawn(candidates, 20, seed) and fingerprint(mixed) == fingerprint(candidates)


def test_the_kept_list_gives_the_same_draw_again():
    candidates = duties(5)
    assert from_rows(as_rows(candidates)) == candidates
    assert drawn(from_rows(as_rows(candidates)), 13) == drawn(candidates, 13)
    assert drawn(candidates, 13, "another") != drawn(candidates, 13)


def test_clips_lie_within_the_duty_on_the_grid_and_do_not_repeat():
    picks = drawn(duties(4, each=2), 24)
    assert len({(pick.candidate.duty_id, pick.from_at) for pick in picks}) == 24
    for pick in picks:
        one, minutes = pick.candidate, (pick.from_at - pick.candidate.starts_at) / timedelta(minutes=1)
        assert one.starts_at + MARGIN <= pick.from_at <= one.ends_at - MARGIN - timedelta(minutes=15)
        assert (minutes - MARGIN / timedelta(minutes=1)) % GRID == 0


def test_a_duty_too_short_for_a_clip_is_left_out():
    short = [Candidate(1, 1, 1, START, START + timedelta(minutes=30))]
    assert drawn(short, 3) == [] and len(drawn(short, 3, minutes=10)) == 3


def test_who_was_drawn_least_earlier_gets_the_one_more():
    assert shares([1, 2, 3], 4, {1: 2, 2: 1, 3: 2}, "s") == {2: 2, 1: 1, 3: 1}


def test_a_year_of_draws_stays_within_one_for_everybody():
    earlier: Counter = Counter()
    for month in range(12):
        earlier.update(per_person(drawn(duties(9), 20, f"month {month}", earlier=dict(earlier))))
        assert max(earlier.values()) - min(earlier.values()) <= 1


def test_minutes_of_a_duty_have_about_equal_chances():
    night = duties(1, each=1)
    hours = Counter((drawn(night, 1, f"{n}")[0].from_at - START) // timedelta(hours=1) for n in range(1600))
    inner = [hours[hour] for hour in range(1, 7)]  # the first and the last hour have a margin
    assert set(hours) == set(range(8)) and max(inner) < 1.5 * min(inner)


@pytest.mark.parametrize(("percent", "doubled"), [(0, 0), (10, 2), (25, 5), (100, 20)])
def test_the_wanted_share_is_scored_twice(percent, doubled):
    assert sum(pick.is_double for pick in drawn(duties(5), 20, double_percent=percent)) == doubled


@pytest.mark.parametrize(
    ("both", "one", "other", "neither", "kappa"),
    [(20, 5, 10, 15, 0.4), (45, 15, 25, 15, 0.130), (25, 35, 5, 35, 0.259), (30, 0, 0, 20, 1.0), (50, 0, 0, 0, 1.0)],
)
def test_kappa_is_the_books(both, one, other, neither, kappa):
    pairs = [("f", "f")] * both + [("f", "p")] * one + [("p", "f")] * other + [("p", "p")] * neither
    assert agreement(pairs).kappa == pytest.approx(kappa, abs=0.001)


def test_too_few_judgements_say_nothing():
    few = agreement([("p", "p")] * 19)
    assert (few.kappa, few.in_words, few.percent) == (None, "数据不足（n=19）", 100.0)
    assert agreement([]).percent is None
    assert agreement([("p", "f"), ("f", "p")] * 10).in_words == "低于随机"
    assert agreement([("p", "p"), ("f", "f")] * 10).in_words == "几乎一致"
