"""大写金额: the examples of the payment rules, the zeros, and a reader that reads every amount back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.core.capital import DIGITS, LIMIT, capital


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角整"),
        (15, "壹角伍分"),
        (100, "壹元整"),
        (1000, "壹拾元整"),
        (20000, "贰佰元整"),
        (32504, "叁佰贰拾伍元零肆分"),
        (140950, "壹仟肆佰零玖元伍角整"),
        (168032, "壹仟陆佰捌拾元叁角贰分"),
        (600714, "陆仟零柒元壹角肆分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (10700053, "壹拾万柒仟元伍角叁分"),
        (1035005, "壹万零叁佰伍拾元零伍分"),
        (10000000, "壹拾万元整"),
        (100000100, "壹佰万零壹元整"),
        (1_0000_0001_00, "壹亿零壹元整"),
        (1_0000_5000_00, "壹亿零伍仟元整"),
        (1_0010_0000_00, "壹亿零壹拾万元整"),
        (1_5000_0000_00, "壹亿伍仟万元整"),
        (LIMIT - 1, "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_it_reads_as_the_payment_rules_say(cents, words):
    assert capital(cents) == words


@pytest.mark.parametrize("cents", [-1, LIMIT])
def test_it_refuses_amounts_out_of_range(cents):
    with pytest.raises(ValueError, match="超出范围"):
        capital(cents)


@pytest.mark.parametrize("cents", [1.0, "100", True, None])
def test_it_refuses_anything_but_whole_cents(cents):
    with pytest.raises(TypeError):
        capital(cents)


@given(st.integers(min_value=0, max_value=LIMIT - 1))
def test_every_amount_reads_back(cents):
    words = capital(cents)
    assert _read(words) == cents
    assert "零零" not in words
    assert words.endswith("整") == (cents % 10 == 0)


def _read(words: str) -> int:
    """Add up what the words say, independently of how they were made."""
    total = section = digit = 0
    for sign in words:
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        elif sign in "拾佰仟":
            section, digit = section + digit * 10 ** ("拾佰仟".index(sign) + 1), 0
        elif sign in "万亿元":
            worth = {"万": 10**4, "亿": 10**8, "元": 1}[sign]
            total, section, digit = total + (section + digit) * worth * 100, 0, 0
        elif sign in "角分":
            total, digit = total + digit * {"角": 10, "分": 1}[sign], 0
    return total
