"""Rates that are fair: small samples say so, equals share a place, real differences show."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.core.rates import Share, Verdict, compare, tail_from, tail_to


@pytest.mark.parametrize(
    ("good", "total", "text"),
    [(0, 0, "数据不足（n=0）"), (4, 4, "数据不足（n=4）"), (27, 30, "90.0 %（n=30）"), (2, 3, "数据不足（n=3）")],
)
def test_a_share_shows_its_n_and_says_when_it_is_too_small(good, total, text):
    assert str(Share(good, total)) == text


def test_a_goal_is_met_exactly_and_not_by_rounding():
    assert Share(27, 30).reaches(90) is True
    assert Share(8999, 10_000).percent == 90.0 and Share(8999, 10_000).reaches(90) is False
    assert Share(2, 2).reaches(90) is None


@pytest.mark.parametrize(
    ("good", "total", "low", "high"), [(27, 30, 74.4, 96.5), (0, 10, 0.0, 27.8), (10, 10, 72.2, 100)]
)
def test_the_interval_is_wilsons(good, total, low, high):
    assert Share(good, total).interval == pytest.approx((low, high), abs=0.1)


@pytest.mark.parametrize(
    ("count", "of", "chance", "tail"), [(5, 10, 0.5, 0.623), (0, 10, 0.3, 1.0), (10, 10, 0.5, 0.000977)]
)
def test_the_tails_are_those_of_the_table(count, of, chance, tail):
    assert tail_from(count, of, chance) == pytest.approx(tail, rel=1e-3)
    assert tail_from(count, of, chance) + (tail_to(count - 1, of, chance) if count else 0) == pytest.approx(1)


@pytest.mark.parametrize("mean", [0.2, 1.0, 4.0, 15.0])
def test_identical_collectors_are_never_ranked_apart(mean):
    """Forty of them over fifty years: chance alone sets nobody above or below the others."""
    dice = Random(20261128)
    for _year in range(50):
        shifts = {n: dice.randint(150, 260) for n in range(40)}
        seen = {n: (sum(dice.random() < mean / 200 for _ in range(shifts[n])), shifts[n]) for n in shifts}
        rates = compare(seen, per=100)
        assert {rate.verdict for rate in rates.values()} <= {Verdict.USUAL, Verdict.TOO_FEW}
        assert len({rate.place for rate in rates.values()} - {None}) <= 1


def test_a_real_difference_shows_and_the_others_stay_together():
    rates = compare({**dict.fromkeys(range(11), (3, 200)), "x": (19, 200)}, per=100)
    assert (rates["x"].verdict, rates["x"].place) == (Verdict.ABOVE, 1)
    assert {(rates[n].verdict, rates[n].place) for n in range(11)} == {(Verdict.USUAL, 2)}
    assert 1.5 < rates["x"].shrunk < rates["x"].value == 9.5


def test_one_complaint_in_three_shifts_is_too_little_to_say():
    rates = compare({"new": (1, 3), **dict.fromkeys(range(10), (2, 400))}, per=100)
    assert (rates["new"].verdict, rates["new"].place, str(rates["new"])) == (Verdict.TOO_FEW, None, "数据不足（1 件）")
    assert rates["new"].shrunk < 2


@pytest.mark.parametrize("seen", [{}, {"a": (0, 0)}, {"a": (0, 10), "b": (0, 20)}, {"a": (7, 10)}])
def test_nothing_to_compare_ranks_nobody(seen):
    assert {rate.place for rate in compare(seen).values()} <= {None, 1}


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="negative"):
        compare({"a": (-1, 3)})


@given(st.dictionaries(st.integers(0, 9), st.tuples(st.integers(0, 60), st.integers(0, 5000)), max_size=8))
def test_shrinking_never_leaves_the_span_between_mean_and_value(seen):
    exposed = sum(e for _c, e in seen.values())
    mean = 10_000 * sum(c for c, _e in seen.values()) / exposed if exposed else 0
    for rate in compare(seen).values():
        low, high = sorted((mean, rate.value if rate.exposure else mean))
        assert low - 1e-6 <= rate.shrunk <= high + 1e-6
