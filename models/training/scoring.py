"""Marks and streaks. Pure: knows no database, no clock."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from datetime import date

INSIDE_NUMBER = re.compile(r"(?<=\d)[.:/\-](?=\d)|-(?=\d)")
KEPT = "\ue000\ue001\ue002\ue003"  # stand for . : / - inside a number while the other signs are dropped


def plain(text: str) -> str:
    """Return ``text`` as it counts in a comparison: half width, small letters, no spaces, no punctuation.

    Signs that belong to a number stay: 1.5 is not 15, 22:30 is not 2230, -5 is not 5.
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    text = INSIDE_NUMBER.sub(lambda sign: KEPT[".:/-".index(sign[0])], text)
    text = "".join(c for c in text if c in KEPT or unicodedata.category(c)[0] in "LNSM")
    return text.translate(dict(zip(map(ord, KEPT), ".:/-", strict=True)))


def is_right(kind: str, right: Sequence, given: Sequence[str]) -> bool:
    """Whether an answer is right: all keys and no other, or every blank one of its accepted texts.

    ``right`` are keys, or for ``fill`` a list of accepted texts per blank, in order.
    """
    if kind != "fill":
        return set(right) == set(given)
    return len(right) == len(given) and all(
        plain(text) in {plain(one) for one in accepted} for accepted, text in zip(right, given, strict=True)
    )


def percent(right: int, total: int) -> int:
    """Return the score in whole per cent, halves up; a quiz without questions has none right."""
    return (200 * right + total) // (2 * total) if total else 0


def streak(rostered: Iterable[date], done: Collection[date], excused: Collection[date], today: date) -> int:
    """Return on how many rostered days in a row, back from ``today``, the quiz was done.

    Only rostered days count: rest and leave never break it, an excused day is passed over, and today's is open
    until it is missed. Source: domain §2.6.
    """
    count = 0
    for day in sorted({day for day in rostered if day <= today}, reverse=True):
        if day in done:
            count += 1
        elif day not in excused and day != today:
            break
    return count


def rate(part: int, whole: int) -> int | None:
    """Return per cent for a list, None where there is nothing to divide by."""
    return percent(part, whole) if whole else None
