"""Marks, and streaks over two simulated years of four crews with leave and swaps."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training.scoring import is_right, percent, plain, streak

FIRST = date(2025, 1, 1)
CYCLE = ("early", "early", "middle", "middle", "night", "night", "", "")  # 四班三运转
days = st.sets(st.integers(0, 60).map(lambda n: FIRST + timedelta(days=n)), max_size=40)


@pytest.mark.parametrize(
    ("given_text", "right"),
    [
        ("驶离出口收费车道", True),
        ("驶离 出口（收费）车道。", True),
        ("驶入出口收费车道", False),
        ("", False),
    ],
)
def test_a_blank_is_compared_without_spaces_and_punctuation(given_text, right):
    assert is_right("fill", [["驶离出口收费车道"]], [given_text]) is right


@pytest.mark.parametrize(
    ("one", "other"),
    [("１．５％", "1.5%"), ("ETC", "ｅｔｃ"), ("安全第一，预防为主", "安全第一、预防为主。"), ("22：30", "22:30")],
)
def test_the_same_written_differently(one, other):
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("one", "other"), [("1.5", "15"), ("-5", "5"), ("22:30", "2230"), ("2-3", "23"), ("1/3", "13")]
)
def test_signs_inside_numbers_count(one, other):
    assert plain(one) != plain(other)


def test_every_blank_has_its_own_answers_in_order():
    accepted = [["90"], ["70", "七十"]]
    assert is_right("fill", accepted, ["90", "七十"])
    assert not is_right("fill", accepted, ["70", "90"])
    assert not is_right("fill", accepted, ["90"])


def test_a_multiple_choice_wants_all_and_no_other():
    assert is_right("multiple", ["A", "C"], ["C", "A"])
    assert not is_right("multiple", ["A", "C"], ["A"])
    assert not is_right("multiple", ["A", "C"], ["A", "B", "C"])


def test_scores_round_halves_up():
    assert [percent(*pair) for pair in ((4, 5), (1, 3), (2, 3), (1, 8), (0, 5), (0, 0))] == [80, 33, 67, 13, 0, 0]


@given(days, days, days)
def test_rest_and_leave_never_break_a_streak(rostered, done, excused):
    today = FIRST + timedelta(days=61)
    kept = streak(rostered, done, excused, today)
    with_rest_done = streak(rostered, done | {today - timedelta(days=200)}, excused, today)
    assert kept == with_rest_done <= len(rostered & done)
    assert streak(rostered | excused, done, excused, today) >= min(kept, 0)
    assert streak(rostered, rostered, set(), today) == len(rostered)


@given(days, days)
def test_exactly_the_last_missed_day_ends_it(rostered, done):
    today = FIRST + timedelta(days=61)
    missed = [day for day in rostered if day not in done]
    expected = {day for day in rostered & done if not missed or day > max(missed)}
    assert streak(rostered, done, set(), today) == len(expected)


def test_today_is_open_until_it_is_missed():
    rostered = {FIRST, FIRST + timedelta(days=1)}
    assert streak(rostered, {FIRST}, set(), FIRST + timedelta(days=1)) == 1
    assert streak(rostered, {FIRST}, set(), FIRST + timedelta(days=2)) == 0


class Simulated:
    """Two years of one person in a crew of four: leave takes shifts away, swaps move them to rest days."""

    def __init__(self, crew: int, dice: Random) -> None:
        self.rostered: set[date] = set()
        span = [FIRST + timedelta(days=n) for n in range(730)]
        for n, day in enumerate(span):
            if CYCLE[(n + 2 * crew) % 8]:
                self.rostered.add(day)
        self._take_leave(dice)
        self._swap(dice, span)

    def _take_leave(self, dice: Random) -> None:
        for _time in range(20):
            start = FIRST + timedelta(days=int(dice.random() * 720))
            self.rostered -= {start + timedelta(days=n) for n in range(1 + int(dice.random() * 10))}

    def _swap(self, dice: Random, span: list[date]) -> None:
        for _time in range(48):
            worked = sorted(self.rostered)[int(dice.random() * len(self.rostered))]
            free = [day for day in span if day not in self.rostered and abs((day - worked).days) < 15]
            if free:
                self.rostered.remove(worked)
                self.rostered.add(free[int(dice.random() * len(free))])


@pytest.mark.parametrize("crew", range(4))
@pytest.mark.parametrize("person", range(8))
def test_two_years_of_four_crews(crew, person):
    """Whoever does every rostered day counts them all on every single day of two years; one miss starts anew."""
    dice = Random(f"{crew} {person}")
    rostered = Simulated(crew, dice).rostered
    worked = sorted(rostered)
    for n in range(730):
        today = FIRST + timedelta(days=n)
        assert streak(rostered, rostered, set(), today) == sum(day <= today for day in worked)
    excused = {day for day in worked if dice.random() < 0.05}
    assert streak(rostered, rostered - excused, excused, worked[-1]) == len(worked) - len(excused)
    missed = worked[len(worked) // 2]
    done = rostered - excused - {missed}
    after = [day for day in worked if day > missed and day not in excused]
    assert streak(rostered, done, excused - {missed}, worked[-1]) == len(after)
