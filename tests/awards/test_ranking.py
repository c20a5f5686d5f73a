"""Figures, totals, places and ties. Pure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.accounts import Unit
from models.awards import screening
from models.awards.facts import Facts
from models.awards.ranking import FULL, TIE, contributions, mean, rank, said, share, total_of

WEIGHTS = {"score": 50, "merit": 15, "quiz": 15, "jury": 20}


def figures(score=0, merit=0, quiz=0, jury=0) -> dict[str, int]:
    return {"score": score, "merit": merit, "quiz": quiz, "jury": jury}


def test_a_total_is_the_weighted_sum():
    assert total_of(figures(10_000, 5_000, 8_000, 9_000), WEIGHTS) == 5_000 + 750 + 1_200 + 1_800


def test_the_best_come_first_and_places_win():
    found = rank({"a": figures(9_000), "b": figures(9_500), "c": figures(8_000)}, WEIGHTS, 2)
    assert [(one.key, one.place, one.is_winner) for one in found] == [("b", 1, True), ("a", 2, True), ("c", 3, False)]


def test_equal_totals_are_told_apart_by_the_tie_rule():
    same = {"a": figures(score=9_000, quiz=1_000), "b": figures(score=9_300)}
    assert total_of(same["a"], WEIGHTS) == total_of(same["b"], WEIGHTS)
    assert [one.key for one in rank(same, WEIGHTS, 1)] == ["b", "a"]


def test_equals_in_everything_share_the_last_place_that_counts():
    found = rank({"a": figures(9_000), "b": figures(9_000), "c": figures(8_000)}, WEIGHTS, 1)
    assert [(one.place, one.is_winner) for one in found] == [(1, True), (1, True), (3, False)]


@given(
    st.dictionaries(st.integers(0, 30), st.builds(figures, *[st.integers(0, FULL)] * 4), min_size=1), st.integers(1, 5)
)
def test_no_one_stands_before_a_better_one(found, places):
    ranked = rank(found, WEIGHTS, places)
    totals = [one.total for one in ranked]
    assert totals == sorted(totals, reverse=True) and ranked[0].place == 1
    assert all(one.is_winner == (one.place <= places) for one in ranked)


def test_the_parts_that_are_shown_make_the_total():
    parts = contributions(figures(9_850, 4_000, 8_000, 9_100), WEIGHTS)
    assert sum(part for *_rest, part in parts) == total_of(figures(9_850, 4_000, 8_000, 9_100), WEIGHTS)


@pytest.mark.parametrize(("value", "most", "found"), [(985, 1000, 9_850), (-5, 1000, 0), (5, 0, 0), (2, 1, FULL)])
def test_a_share_stays_between_nothing_and_all(value, most, found):
    assert share(value, most) == found


def test_whose_crew_was_never_inspected_is_not_worse_off():
    unit = Unit(name="一班")
    people = [
        Facts("p1", None, unit, inspection=90_00, inspections=2),
        Facts("p2", None, unit, inspection=80_00, inspections=1),
        Facts("p3", None, unit),
    ]
    found = screening.figures(people, {})
    assert [found[key]["inspection"]["value"] for key in ("p1", "p2", "p3")] == [9000, 8000, 8500]
    assert found["p3"]["inspection"]["words"] == "期间没有督查，按候选的平均得分计"
    assert found["p3"]["quiz"]["value"] == 0, "a quiz not taken was in one's own hands"


def test_means_and_words():
    assert (mean([]), mean([1, 2]), said(9_850), said(None), said(-5)) == (0, 2, "98.50", "—", "−0.05")
    assert len(set(TIE)) == len(TIE)
