"""What a month comes to: caps, and merits against deductions only as the rule says. Pure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.points.kinds import Side
from models.points.reckoning import Terms, reckon, said, signed

TERMS = {
    "penalty": Terms(Side.DEDUCT),
    "inspection": Terms(Side.DEDUCT, is_offsetting=True),
    "late": Terms(Side.DEDUCT, cap=30, is_offsetting=True),
    "praise": Terms(Side.MERIT, cap=100, is_offsetting=True),
    "quiz": Terms(Side.MERIT, cap=20),
}


@pytest.mark.parametrize(
    ("claims", "score", "merit", "offset"),
    [
        ([], 0, 0, 0),
        ([("inspection", 20)], -20, 0, 0),
        ([("inspection", 20), ("praise", 50)], 0, 30, 20),
        ([("inspection", 80), ("praise", 100)], -30, 50, 50),
        ([("penalty", 20), ("praise", 50)], -20, 50, 0),
        ([("inspection", 20), ("quiz", 20)], -20, 20, 0),
        ([("praise", 90), ("praise", 90)], 0, 100, 0),
        ([("late", 20), ("late", 20), ("praise", 10)], -20, 0, 10),
    ],
)
def test_a_month_comes_to(claims, score, merit, offset):
    found = reckon(claims, TERMS, 50)
    assert (found.score, found.merit, found.offset) == (score, merit, offset)


def test_what_is_not_listed_is_never_offset():
    found = reckon([("penalty", 200), ("praise", 100), ("quiz", 20)], TERMS, 10_000)
    assert found.score == -200 and found.offset == 0


def test_an_event_never_claims_less_than_nothing():
    with pytest.raises(ValueError, match="less than nothing"):
        reckon([("praise", -1)], TERMS, 50)


CLAIMS = st.lists(st.tuples(st.sampled_from(sorted(TERMS)), st.integers(0, 300)), max_size=30)


@given(CLAIMS, st.integers(0, 200), st.randoms())
def test_the_order_of_events_makes_no_difference(claims, cap, luck):
    shuffled = list(claims)
    luck.shuffle(shuffled)
    assert reckon(shuffled, TERMS, cap) == reckon(claims, TERMS, cap)


@given(CLAIMS, st.integers(0, 200))
def test_merits_never_lift_a_score_beyond_the_deductions_they_may_offset(claims, cap):
    found = reckon(claims, TERMS, cap)
    firm = sum(tenths for kind, tenths in claims if kind == "penalty")
    assert found.score <= -firm and found.merit >= 0 and 0 <= found.offset <= cap


@pytest.mark.parametrize(
    ("tenths", "text"), [(985, "98.5"), (1000, "100"), (-5, "−0.5"), (0, "0"), (None, "—"), (-20, "−2")]
)
def test_tenths_are_said_as_points(tenths, text):
    assert said(tenths) == text


def test_a_gain_can_be_said_with_its_sign():
    assert signed(50) == "+5" and signed(-50) == "−5" and signed(0) == ""
