"""What is written as a phone, a plate or an identity number, and how little of it is left."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.core import masking

DIGITS = st.text("0123456789", min_size=9, max_size=9)
GAPS = st.sampled_from(["", " ", "-", ".", "·", "\u3000"])


@pytest.mark.parametrize(
    ("typed", "masked"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138****5678"),
        ("+86 138-1234-5678", "138****5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("0791-88123456", "0791-******56"),
        ("(0791) 8812345", "0791-*****45"),
        ("010 88123456转801", "010-******56"),
        ("0791-88123456-801", "0791-******56"),
        ("400-812-3456", "400*****56"),
        ("88123456", "****56"),
        ("8016", "****16"),
        ("12", "****"),
        ("无", "****"),
        ("1381234567*", "****"),
        ("138****5678", "138****5678"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_phone(typed, masked):
    assert masking.phone(typed) == masked


@pytest.mark.parametrize(
    ("typed", "masked"),
    [
        ("京A12345", "京A***45"),
        ("赣c·12345", "赣C***45"),
        ("赣 AD1 2345", "赣A****45"),
        ("赣A1234警", "赣A***4警"),
        ("沪A0023领", "沪A***3领"),
        ("使014578", "使0***78"),
        ("WJ赣1234A", "WJ****4A"),
        ("赣C", "***"),
        ("京A***45", "京A***45"),
        ("", ""),
    ],
)
def test_a_plate(typed, masked):
    assert masking.plate(typed) == masked


@pytest.mark.parametrize(
    ("typed", "masked"),
    [
        ("110101199001010088", "110*************88"),
        ("110101900101088", "110**********88"),
        ("11010119900101001x", "110*************1X"),
        ("E12345678", "*******78"),
        ("1234", "***"),
        ("110*************88", "110*************88"),
        (None, ""),
    ],
)
def test_an_identity_number(typed, masked):
    assert masking.id_no(typed) == masked


def test_running_text_keeps_everything_else():
    said = "司机 138 1234 5678 驾 赣 C·1234Ａ 于 2026-11-28 13:05 反映，订单 202611250001234，案号 LX-2026-0001。"
    kept = "司机 138****5678 驾 赣C***4A 于 2026-11-28 13:05 反映，订单 202611250001234，案号 LX-2026-0001。"
    assert masking.scrub(said) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("身份证110101 19900101 001X", "身份证110*************1X"),
        ("座机：88123456", "座机：****56"),
        ("请拨0791-88123456转801", "请拨0791-******56"),
        ("打了 400 812 3456 没人接", "打了 400*****56 没人接"),
        ("我的号是１３８１２３４５６７８", "我的号是138****5678"),
        ("使 014 578 和赣AD12345", "使0***78 和赣A****45"),
        ("道口 13 14 15 16 17 18 排队", "道口 13 14 15 16 17 18 排队"),
        ("金额 1,234.50 元，发票 00317", "金额 1,234.50 元，发票 00317"),
        (None, ""),
    ],
)
def test_what_people_type(said, kept):
    assert masking.scrub(said) == kept


@given(st.sampled_from("3456789"), DIGITS, GAPS)
def test_no_mask_of_a_phone_lets_more_than_seven_digits_through(second, rest, gap):
    number = f"1{second}{rest}"
    written = gap.join((number[:3], number[3:7], number[7:]))
    for masked in (masking.phone(written), masking.scrub(f"电话{written}，谢谢")):
        assert number not in masked and sum(sign.isdigit() for sign in masked) <= 7
    assert masking.phone(masking.phone(written)) == masking.phone(written)


@given(st.text(string.digits + string.ascii_letters + "赣京WJ警学使挂-·. *", max_size=24))
def test_no_mask_lets_more_through_than_it_may(typed):
    assert len(masking.plate(typed).replace("*", "")) <= 4 or masking.plate(typed) == typed.strip()
    assert len(masking.id_no(typed).replace("*", "")) <= 5 or masking.id_no(typed) == typed.strip()
    assert sum(sign.isdigit() for sign in masking.phone(typed)) <= 8


@given(st.sampled_from(masking.PROVINCES), st.text("ABCDEFGH0123456789", min_size=5, max_size=6), GAPS)
def test_every_plate_in_a_text_is_hidden(province, signs, gap):
    written = f"{province}A{gap}{signs}"
    assert signs not in masking.scrub(f"当时是{written}这辆车").upper()
    assert masking.is_plate(written) is None


@pytest.mark.parametrize("good", ["13812345678", "0791-88123456", "88123456", "400-812-3456", "010 8812 3456转9"])
def test_it_takes_every_way_to_write_a_phone(good):
    assert masking.is_phone(good) is None


@pytest.mark.parametrize("bad", ["", "12", "1381234567", "138123456789", "无", "12012345678"])
def test_it_refuses_what_is_no_phone(bad):
    assert "手机号" in masking.is_phone(bad)


@pytest.mark.parametrize(
    "good", ["赣C12345", "赣AD12345", "赣A1234学", "沪A0023领", "使014578", "WJ赣1234A", "KA12345"]
)
def test_it_takes_every_plate(good):
    assert masking.is_plate(good) is None


@pytest.mark.parametrize("bad", ["", "赣C", "C12345", "赣I12345", "赣C123O5", "赣C1234567", "天C12345"])
def test_it_refuses_what_is_no_plate(bad):
    assert "车牌" in masking.is_plate(bad)


def test_the_check_digit_of_an_identity_number():
    assert masking.is_id_no("11010519491231002X") is None
    assert "最后一位" in masking.is_id_no("110105194912310021")
    assert "18 位" in masking.is_id_no("1101051949")


def test_the_same_phone_is_found_however_it_was_written():
    written = ("13812345678", "138-1234-5678", "+86 138 1234 5678", "８６１３８１２３４５６７８")
    assert {masking.normalise_phone(one) for one in written} == {"13812345678"}
    assert masking.normalise_plate("赣ｃ·12 3.45") == "赣C12345"
