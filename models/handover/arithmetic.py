"""The reckoning of money, receipts and cards. Pure: takes anything with the right attributes, money in cents.

A figure that has not been given yet is None, and so is whatever depends on it.
Source: domain §2.7 A and the vectors of §4.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# attribute of a settlement, face value in cents, its name on the form
DENOMINATIONS = (
    ("n100", 10000, "100"),
    ("n50", 5000, "50"),
    ("n20", 2000, "20"),
    ("n10", 1000, "10"),
    ("n5", 500, "5"),
    ("n1", 100, "1"),
    ("n05", 50, "0.5"),
    ("n01", 10, "0.1"),
)


def float_total(line: Any) -> int:
    """Return the counted float; a denomination left empty counts as none."""
    return sum((getattr(line, name) or 0) * face for name, face, _ in DENOMINATIONS)


def is_counted(line: Any) -> bool:
    """Whether anybody has counted the float: at least one denomination is given."""
    return any(getattr(line, name) is not None for name, _, _ in DENOMINATIONS)


def over_of(line: Any) -> int | None:
    """Return what is handed in as over; left empty, it is what the cash exceeds the receivable by."""
    if line.over is not None:
        return line.over
    if line.cash is None or line.receivable is None:
        return None
    return max(0, line.cash - line.receivable)


def short_of(line: Any) -> int | None:
    """Return what the collector owes: receivable − (cash − over). Over is handed in and never offsets short.

    A negative result means that more cash lies there than was declared as over.
    """
    over = over_of(line)
    if over is None or line.cash is None or line.receivable is None:
        return None
    return line.receivable - (line.cash - over)


def receivable_from(cash: int, short: int, over: int) -> int:
    """Return what the system must have demanded of a collector who ended with ``short`` and ``over``."""
    return cash - over + short


def used_of(roll: Any) -> int | None:
    """Return end − start + 1; 0 for an unused roll, None while a number cannot be read."""
    if not roll.end_no:
        return 0
    if not is_serial(roll.start_no) or not is_serial(roll.end_no):
        return None
    return int(roll.end_no) - int(roll.start_no) + 1


def next_of(roll: Any) -> str:
    """Return the number the next shift starts with; the width is kept."""
    if not roll.end_no:
        return roll.start_no or ""
    return following(roll.end_no) if is_serial(roll.end_no) else ""


def following(number: str) -> str:
    """Return the number after ``number`` with its leading zeros: 00012150 → 00012151."""
    return str(int(number) + 1).zfill(len(number))


def is_serial(text: str | None) -> bool:
    return bool(text) and len(text) <= 20 and text.isascii() and text.isdecimal()


@dataclass(frozen=True, slots=True)
class RollFault:
    """``index`` of the roll, ``field`` at fault, ``sentence``; an explained fault is recorded, the others refuse."""

    index: int
    field: str
    sentence: str
    may_be_explained: bool = False
    quantity: int = 0  # receipts that are missing


def roll_faults(rolls: Iterable[Any]) -> list[RollFault]:
    """Return what does not tie in the rolls of one kind and lane, in the order they were used.

    The first roll starts at its ``expected_no`` if it has one; a further roll starts after the one before it, unless
    it is a new roll, whose numbers may begin anywhere that has not been used.
    """
    faults: list[RollFault] = []
    taken: list[tuple[int, int]] = []
    expected = ""
    for index, roll in enumerate(rolls):
        expected = roll.expected_no or expected
        fault = _shape_fault(index, roll) or _start_fault(index, roll, expected, taken)
        if fault:
            faults.append(fault)
        if roll.end_no and used_of(roll) is not None:
            taken.append((int(roll.start_no), int(roll.end_no)))
            expected = next_of(roll)
    return faults


def _shape_fault(index: int, roll: Any) -> RollFault | None:
    if not roll.start_no:
        return RollFault(index, "start_no", "请填写起号")
    for field, number in (("start_no", roll.start_no), ("end_no", roll.end_no)):
        if number and not is_serial(number):
            return RollFault(index, field, "号码只能是 20 位以内的数字")
    if roll.end_no and len(roll.end_no) != len(roll.start_no):
        return RollFault(index, "end_no", f"止号应与起号一样是 {len(roll.start_no)} 位")
    if roll.end_no and int(roll.end_no) < int(roll.start_no):
        return RollFault(index, "end_no", "止号小于起号")
    return None


def _start_fault(index: int, roll: Any, expected: str, taken: list[tuple[int, int]]) -> RollFault | None:
    start, end = int(roll.start_no), int(roll.end_no or roll.start_no)
    if any(first <= end and start <= last for first, last in taken):
        return RollFault(index, "start_no", "号段与前面的重叠")
    if roll.is_new_roll or not expected or roll.start_no == expected:
        return None
    if start < int(expected):
        return RollFault(index, "start_no", f"起号应为 {expected}，与已用号段重叠")
    missing = start - int(expected)
    return RollFault(index, "start_no", f"起号应为 {expected}，跳过 {missing} 张", True, missing)


def cards_due(line: Any) -> int | None:
    """Return opening + received − issued + recovered ± transferred − bad; None while opening is unknown."""
    if line.opening is None:
        return None
    plus = (line.received or 0) + (line.recovered or 0) + (line.transferred or 0)
    return line.opening + plus - (line.issued or 0) - (line.bad or 0)


def card_difference(line: Any) -> int | None:
    """Return counted − due, negative when cards are missing."""
    due = cards_due(line)
    return None if due is None or line.closing is None else line.closing - due
