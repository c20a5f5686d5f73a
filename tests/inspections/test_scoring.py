"""The stations' sheets, reproduced to a tenth of a point. Pure: no database."""

from __future__ import annotations

from random import Random

import pytest

from models.inspections import seed
from models.inspections.kinds import Verdict
from models.inspections.scoring import (
    Basis,
    CapMode,
    Count,
    ItemRule,
    RedLine,
    SectionRule,
    Seen,
    SheetRule,
    refusal_of,
    said,
    score,
)

PASS, FAIL, NONE = Verdict.PASS, Verdict.FAIL, Verdict.NONE


def built(
    full: int, sections, basis: Basis = Basis.FULL, ceiling: int | None = None
) -> tuple[SheetRule, dict[str, int]]:
    """Build a seeded sheet without the database; return it and the keys of its items by code."""
    keys, rules = {}, []
    for number, (title, points, checks) in enumerate(sections, 1):
        items = []
        for place, (_text, step, unit, more) in enumerate(checks, 1):
            code = f"{number}.{place}"
            keys[code] = len(keys) + 1
            told = {name: value for name, value in more.items() if name != "guidance"}
            items.append(ItemRule(keys[code], step, code=code, unit=unit, **told))
        rules.append(SectionRule(number, title, points if basis is Basis.FULL else None, tuple(items)))
    return SheetRule(full, ceiling or full, basis, tuple(rules)), keys


UNITY, UNITY_KEYS = built(1000, seed.UNITY)
SERVICE, SERVICE_KEYS = built(550, seed.SERVICE)


def reckon(sheet: SheetRule, keys: dict[str, int], **marks):
    """``marks`` are by code with _ for the point: a number of occurrences, or (number, rate), or NONE; others pass."""
    seen = {key: Seen(PASS) for key in keys.values()}
    for name, mark in marks.items():
        key = keys[name.lstrip("i").replace("_", ".")]
        if mark is NONE:
            seen[key] = Seen(NONE)
        elif isinstance(mark, tuple):
            seen[key] = Seen(FAIL, (Count("one", mark[0], mark[1]),))
        else:
            seen[key] = Seen(FAIL, (Count("one", mark),))
    return score(sheet, seen)


# The sheet of the six 统一: marks at its items, and the score that the paper gives


@pytest.mark.parametrize(
    ("marks", "total"),
    [
        ({}, "100"),
        ({"i1_1": 1}, "99"),
        ({"i1_2": 3, "i1_3": 2}, "95"),
        ({"i1_1": 3, "i1_2": 6, "i1_3": 8}, "90"),  # 17 claimed, the section has 10
        ({"i2_1": 2}, "96"),
        ({"i2_1": 6}, "90"),  # six gaps on the board are 12, the section has 10
        ({"i2_2": 1, "i2_3": 2}, "97"),
        ({"i3_1": 2, "i3_3": 1}, "96"),
        ({"i3_3": 8}, "85"),
        ({"i4_1": 1}, "98"),
        ({"i4_2": (1, 10)}, "99"),
        ({"i4_2": (2, 15)}, "97"),
        ({"i4_2": (1, 20)}, "98"),
        ({"i5_1": 4}, "96"),
        ({"i5_2": 3}, "98.5"),  # 3 of 10 vehicles at 0.5
        ({"i5_2": 10}, "95"),
        ({"i5_3": 1, "i5_4": 1}, "94"),
        ({"i5_6": 1, "i5_7": 2}, "91"),
        ({"i5_8": 1, "i5_9": 1}, "96"),  # smoker and leader
        ({"i5_10": 1}, "98"),
        ({"i5_4": 7, "i5_2": 10}, "70"),  # 28 + 5 claimed, the section has 30
        ({"i5_11": 1}, "0"),  # ★
        ({"i5_11": 1, "i1_1": 1}, "0"),
        ({"i6_1": 3}, "97"),
        ({"i6_2": 1}, "95"),
        ({"i6_2": 5}, "80"),
        ({"i6_3": 1}, "98"),
        ({"i6_3": 9}, "98"),  # once, however often
        ({"i1_1": NONE}, "100"),
        ({"i1_1": NONE, "i1_2": NONE, "i1_3": NONE}, "100"),
        ({"i1_1": NONE, "i1_2": NONE, "i1_3": NONE, "i6_2": 1}, "94.4"),  # 85 of 90
        ({"i1_1": NONE, "i1_2": NONE, "i1_3": NONE, "i5_2": 1}, "99.4"),  # 89.5 of 90
        ({"i4_1": NONE, "i4_2": NONE, "i5_4": 2, "i6_2": 1}, "84.7"),  # 72 of 85
    ],
)
def test_the_sheet_of_the_six_unities(marks, total):
    assert said(reckon(UNITY, UNITY_KEYS, **marks).total) == total


@pytest.mark.parametrize(
    ("marks", "total"),
    [
        ({}, "55"),
        ({"i1_1": 1}, "53"),
        ({"i1_1": 3}, "51"),  # 6 claimed, the item has 4
        ({"i2_1": 3}, "53.5"),
        ({"i2_1": 20}, "49"),
        ({"i3_1": 2}, "51"),
        ({"i4_1": 1}, "53"),
        ({"i5_1": 2}, "51"),
        ({"i5_1": 10}, "49"),
        ({"i6_1": 1, "i6_2": 1}, "49"),
        ({"i6_1": 2, "i6_2": 2}, "47"),
        ({"i7_1": 1}, "53"),
        ({"i8_1": 4}, "53"),
        ({"i9_1": 5}, "51"),
        ({"i10_1": 1}, "53"),
        ({"i10_2": 1}, "51"),
        ({"i10_1": 1, "i10_2": 1}, "51"),
        ({"i8_1": NONE}, "55"),
        ({"i8_1": NONE, "i1_1": 1}, "52.8"),  # 48 of 50
        ({"i3_1": NONE, "i8_1": NONE, "i2_1": 1}, "54.4"),  # 43.5 of 44
        ({f"i{n}_1": 99 for n in (1, 2, 3, 4, 6, 7, 9, 10)} | {"i5_1": 10, "i8_1": 1, "i6_2": 9, "i10_2": 9}, "3"),
    ],
)
def test_the_service_sheet_of_55_points(marks, total):
    assert said(reckon(SERVICE, SERVICE_KEYS, **marks).total) == total


# Other real scales


NINETY, NINETY_KEYS = built(900, seed.NINETY, Basis.START, 1000)
MONTH, MONTH_KEYS = built(10_000, seed.THOUSAND)


@pytest.mark.parametrize(
    ("marks", "total"),
    [
        ({}, "90"),
        ({"i1_1": 3}, "84"),
        ({"i1_3": 7}, "86.5"),  # of ten vehicles, half a point each
        ({"i1_4": 4, "i1_3": 1}, "69.5"),
        ({"i2_1": 2}, "94"),
        ({"i2_1": 5}, "96"),  # ten claimed, the item adds six
        ({"i2_1": 3, "i2_2": 2, "i2_3": 9}, "100"),  # 16 added, the sheet ends at 100
        ({"i1_7": 1, "i2_1": 1}, "82"),
        ({"i1_7": 12}, "0"),  # never below nothing
        ({"i1_8": 1, "i2_2": 2}, "0"),  # a red line undoes what was added, too
        ({"i1_5": NONE, "i2_1": NONE}, "90"),  # nothing to scale: there are no full marks
    ],
)
def test_a_sheet_that_starts_from_ninety(marks, total):
    """Source: W8; deductions W1, W2, W15."""
    assert said(reckon(NINETY, NINETY_KEYS, **marks).total) == total


@pytest.mark.parametrize(
    ("marks", "total"),
    [
        ({}, "1000"),
        ({"i1_1": 2, "i1_2": 1}, "930"),
        ({"i1_1": 15}, "900"),  # ※ the item ends at 100
        ({"i1_1": 15, "i1_2": 9}, "700"),
        ({"i1_3": 1}, "0"),
        ({"i3_2": 7}, "996.5"),
        ({"i2_1": 3, "i3_2": 3, "i4_1": 2}, "979.5"),
        ({"i1_1": NONE, "i1_2": 1}, "944.4"),  # 850 of the 900 that apply
        ({"i5_1": NONE, "i5_2": NONE, "i5_3": NONE, "i5_4": NONE, "i4_2": 3}, "996.3"),  # 797 of 800
        ({"i5_3": 20}, "940"),
    ],
)
def test_a_month_of_a_thousand_points(marks, total):
    """Source: W12, W15: justified dispute −10, unjustified −50, touching somebody costs all."""
    found = reckon(MONTH, MONTH_KEYS, **marks)
    assert said(found.total) == total and found.is_vetoed == ("i1_3" in marks)


def test_the_month_says_where_the_points_of_an_item_end():
    assert "本项最多扣 100 分" in reckon(MONTH, MONTH_KEYS, i1_1=15).item(MONTH_KEYS["1.1"]).why


def test_a_star_of_a_section_costs_the_section_only():
    """Source: the Hebei star sheet, ★ and ※."""
    items = (
        ItemRule(1, 10, code="1.1", points=30, cap=CapMode.ACCUMULATE),
        ItemRule(2, 0, code="1.2", red_line=RedLine.SECTION),
    )
    other = SectionRule(2, "其他", 600, (ItemRule(3, 10, code="2.1"),))
    sheet = SheetRule(1000, 1000, Basis.FULL, (SectionRule(1, "绿通", 400, items), other))
    assert said(score(sheet, {1: Seen(FAIL, (Count("a", 5),))}).total) == "97"
    found = score(sheet, {2: Seen(FAIL, (Count("a", 1),))})
    assert said(found.total) == "60" and not found.is_vetoed
    assert found.sections[0].why == ("★ 触犯红线（第 1.2 项），本部分 0 分",)


def test_points_of_an_item_that_does_not_apply_leave_the_total():
    items = (ItemRule(1, 10, points=40), ItemRule(2, 10, points=60, cap=CapMode.ACCUMULATE))
    sheet = SheetRule(100, 100, Basis.FULL, (SectionRule(1, "一", 100, items),))
    found = score(sheet, {1: Seen(NONE), 2: Seen(FAIL, (Count("a", 2),))})
    assert (found.applicable, said(found.total)) == (600 // 10, "6.7")  # 4 of 6
    assert found.why[-1] == "按适用的 6 分折算：4 ÷ 6 × 10 = 6.7 分"


def test_nothing_applies():
    sheet = SheetRule(100, 100, Basis.FULL, (SectionRule(1, "一", 100, (ItemRule(1, 10),)),))
    assert score(sheet, {1: Seen(NONE)}).total == 100


def test_shares_follow_the_order_until_the_points_are_used_up():
    seen = Seen(FAIL, (Count("wang", 2), Count("zhao", 3), Count("li", 1)))
    found = score(SERVICE, {SERVICE_KEYS["1.1"]: seen}).item(SERVICE_KEYS["1.1"])
    assert found.shares == {"wang": 40, "zhao": 0, "li": 0}
    assert found.why == ("2 次 × 2，3 次 × 2，1 次 × 2 = 扣 12 分", "所在部分只剩 4 分，扣完为止")


def test_the_reason_names_the_sample():
    key = UNITY_KEYS["5.2"]
    found = score(UNITY, {key: Seen(FAIL, (Count("a", 3),), sampled=8)}).item(key)
    assert found.why == ("抽查 8 辆（应抽 10 辆）", "3 辆 × 0.5 = 扣 1.5 分")


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (Seen(FAIL), "至少 1 辆"),
        (Seen(FAIL, (Count("a", 11),)), "多于抽查的 10 辆"),
        (Seen(FAIL, (Count("a", 9),), sampled=8), "多于抽查的 8 辆"),
        (Seen(FAIL, (Count("a", 1, 7),)), "在 0.5 到 0.5 之间"),
    ],
)
def test_what_cannot_be_true_is_refused(seen, words):
    rule = ItemRule(1, 5, unit="辆", sample_size=10)
    assert words in refusal_of(rule, seen)
    with pytest.raises(ValueError, match=words):
        score(SheetRule(100, 100, Basis.FULL, (SectionRule(1, "一", 100, (rule,)),)), {1: seen})


def test_no_score_leaves_its_bounds_and_shares_add_up():
    """Random findings: between zero and full, sections never below zero, every tenth accounted for."""
    random = Random(7)
    for _ in range(400):
        sheet, keys = random.choice(((UNITY, UNITY_KEYS), (SERVICE, SERVICE_KEYS)))
        seen = {}
        for key in keys.values():
            verdict = random.choice((PASS, PASS, FAIL, NONE))
            counts = (Count("a", random.randint(1, 4)), Count("b", random.randint(1, 4))) if verdict is FAIL else ()
            seen[key] = Seen(verdict, counts)
        found = score(sheet, seen)
        assert 0 <= found.total <= sheet.full
        assert all(section.got >= 0 for section in found.sections)
        items = [item for section in found.sections for item in section.items]
        assert all(sum((item.shares or {}).values()) == item.taken for item in items)
        assert sum(item.taken for item in items) == found.taken
        assert found.taken == found.applicable - sum(section.got for section in found.sections)


def test_points_read_like_paper():
    assert [said(one) for one in (0, 5, 85, 100, -5, None)] == ["0", "0.5", "8.5", "10", "−0.5", "—"]
