"""Drawing: the same for the same seed, nothing twice, own wrong answers first, nothing invalid."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.training.drawing import Candidate, Past, draw, order, seed_of, usable

TODAY = date(2026, 11, 18)
days = st.one_of(st.none(), st.integers(-40, 40).map(lambda n: TODAY + timedelta(days=n)))
candidates = st.builds(
    Candidate, st.integers(1, 60), st.sampled_from(("全国", "福建", "江西")), valid_from=days, valid_to=days
)
banks = st.lists(candidates, max_size=60, unique_by=lambda one: one.id)
ids = st.lists(st.integers(1, 60), max_size=12, unique=True)
seeds = st.text(max_size=20)


@given(banks, st.integers(1, 10), seeds, ids, ids, st.integers(0, 10))
def test_the_same_seed_draws_the_same(bank, count, seed, wrong, right, first):
    past = Past(wrong, frozenset(right))
    assert draw(bank, count, seed, past, first) == draw(bank, count, seed, past, first)


@given(banks, st.integers(1, 10), seeds, ids, ids, st.integers(0, 10))
def test_nothing_is_drawn_twice_and_the_number_is_right(bank, count, seed, wrong, right, first):
    drawn = draw(bank, count, seed, Past(wrong, frozenset(right)), first)
    assert len(drawn) == len(set(drawn)) == min(count, len(bank))
    assert set(drawn) <= {one.id for one in bank}


@given(banks, st.integers(1, 10), seeds, ids, st.integers(0, 10))
def test_own_wrong_answers_come_first_longest_ago_first(bank, count, seed, wrong, first):
    drawn = draw(bank, count, seed, Past(wrong), first)
    known = {one.id for one in bank}
    expected = [one for one in wrong if one in known][: min(count, first)]
    assert drawn[: len(expected)] == expected


@given(banks)
def test_only_valid_questions_of_the_region_are_usable(bank):
    kept = usable(bank, TODAY, {"全国", "江西"})
    for one in bank:
        valid = (one.valid_from or TODAY) <= TODAY <= (one.valid_to or TODAY) and one.region != "福建"
        assert (one in kept) == valid


@given(banks, seeds)
def test_the_order_of_the_bank_does_not_matter(bank, seed):
    one, other = usable(bank, TODAY, {"全国"}), usable(bank[::-1], TODAY, {"全国"})
    assert draw(one, 5, seed, Past(), 5) == draw(other, 5, seed, Past(), 5)


def test_a_wrong_answer_weighs_three_times_one_that_was_right():
    bank = [Candidate(number) for number in range(1, 41)]
    past = Past(range(1, 11), frozenset(range(11, 41)))
    drawn = Counter(one for n in range(4000) for one in draw(bank, 1, f"seed {n}", past, 0))
    wrong, right = sum(drawn[n] for n in range(1, 11)) / 10, sum(drawn[n] for n in range(11, 41)) / 30
    assert 2.6 < wrong / right < 3.4


def test_everybody_and_every_day_gets_other_questions():
    bank = [Candidate(number) for number in range(1, 93)]
    papers = {
        tuple(draw(bank, 5, seed_of("house", user, TODAY + timedelta(days=day), 1), Past(), 5))
        for user in range(16)
        for day in range(10)
    }
    assert len(papers) == 160


@given(st.lists(st.text("甲乙丙丁戊己", min_size=1, max_size=3), min_size=2, max_size=8, unique=True), seeds)
def test_options_are_shuffled_without_loss(options, seed):
    places = order(options, seed)
    assert sorted(places) == list(range(len(options))) and places == order(options, seed)


def test_options_that_speak_of_others_keep_their_place():
    for last in ("以上都对", "A和B", "上述都不是", "ABC"):
        options = ["甲", "乙", "丙", last]
        assert all(order(options, f"seed {n}") == [0, 1, 2, 3] for n in range(50))
    assert {tuple(order(["甲", "乙", "丙", "丁"], f"seed {n}")) for n in range(500)} > {(0, 1, 2, 3), (3, 2, 1, 0)}
