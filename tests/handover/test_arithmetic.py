"""The reckoning: the vectors of the domain brief, and properties that hold for any figures."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.handover import arithmetic
from models.handover.arithmetic import DENOMINATIONS, cards_due, float_total, following, roll_faults, short_of, used_of

cents = st.integers(0, 10**9)
counts = st.integers(0, 10**5)


def booth(receivable, cash, over=None):
    return SimpleNamespace(receivable=receivable, cash=cash, over=over)


def roll(start, end="", expected="", is_new=False):
    return SimpleNamespace(start_no=start, end_no=end, expected_no=expected, is_new_roll=is_new)


def sentences(*rolls) -> list[str]:
    return [fault.sentence for fault in roll_faults(rolls)]


def test_over_never_offsets_short():
    """Source: domain §4, first cash vector."""
    assert short_of(booth(1010_00, 1000_00, 35_00)) == 45_00


def test_the_receivable_follows_from_cash_short_and_over():
    """Source: domain §4, second cash vector: 40 paid later and 30 more."""
    assert arithmetic.receivable_from(1000_00, 40_00 + 30_00, 75_00) == 995_00


@given(cents, cents)
def test_left_alone_over_is_what_the_cash_exceeds(receivable, cash):
    line = booth(receivable, cash)
    assert short_of(line) == max(0, receivable - cash)
    assert arithmetic.over_of(line) == max(0, cash - receivable)


@given(cents, cents, cents)
def test_short_and_receivable_are_each_others_inverse(cash, short, over):
    assert short_of(booth(arithmetic.receivable_from(cash, short, over), cash, over)) == short


def test_nothing_is_reckoned_from_what_is_not_given():
    assert short_of(booth(None, 100)) is None and arithmetic.over_of(booth(100, None)) is None


@given(st.lists(counts, min_size=8, max_size=8))
def test_the_float_is_the_sum_of_its_denominations(numbers):
    line = SimpleNamespace(**{name: n for (name, _, _), n in zip(DENOMINATIONS, numbers, strict=True)})
    assert float_total(line) == sum(n * face for (_, face, _), n in zip(DENOMINATIONS, numbers, strict=True))


def test_a_run_counts_both_its_ends():
    """Source: domain §4, receipts."""
    assert used_of(roll("00012001", "00012150")) == 150
    assert following("00012150") == "00012151"


@pytest.mark.parametrize(
    ("rolls", "sentence"),
    [
        ([roll("00012001", "00012150", "00012001")], None),
        ([roll("00012001", "", "00012001")], None),
        ([roll("00012003", "00012150", "00012001")], "起号应为 00012001，跳过 2 张"),
        ([roll("00011990", "00012150", "00012001")], "起号应为 00012001，与已用号段重叠"),
        ([roll("00012001", "00012150"), roll("00012100", "00012200", is_new=True)], "号段与前面的重叠"),
        ([roll("00012001", "00012150"), roll("00012160", "00012200")], "起号应为 00012151，跳过 9 张"),
        ([roll("00012001", "00012150"), roll("00500001", "00500100", is_new=True)], None),
        ([roll("00012150", "00012001")], "止号小于起号"),
        ([roll("00012001", "12150")], "止号应与起号一样是 8 位"),
        ([roll("0001200A", "00012150")], "号码只能是 20 位以内的数字"),
        ([roll("")], "请填写起号"),
    ],
)
def test_what_does_not_tie_is_said(rolls, sentence):
    assert sentences(*rolls) == ([sentence] if sentence else [])


@given(st.integers(1, 10**7), st.lists(st.integers(1, 500), min_size=1, max_size=6))
def test_runs_that_follow_each_other_always_tie(first, lengths):
    rolls, start = [], str(first).zfill(10)
    for length in lengths:
        end = str(int(start) + length - 1).zfill(10)
        rolls.append(roll(start, end))
        start = following(end)
    assert sentences(*rolls) == [] and sum(map(used_of, rolls)) == sum(lengths)


@given(counts, counts, counts, counts, counts, st.integers(-1000, 1000))
def test_cards_due_is_a_balance(opening, received, issued, recovered, bad, transferred):
    line = SimpleNamespace(
        opening=opening, received=received, issued=issued, recovered=recovered, bad=bad, transferred=transferred
    )
    assert cards_due(line) == opening + received - issued + recovered + transferred - bad
    line.closing = cards_due(line) - 1
    assert arithmetic.card_difference(line) == -1
