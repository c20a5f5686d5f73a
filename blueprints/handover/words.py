"""What the sheet's template needs besides the figures: lists to choose from, and the sums of each line."""

from __future__ import annotations

from typing import Any

from models.handover import arithmetic
from models.handover.kinds import AbsenceKind, Attendance, Equipment, ReceiptKind, Urgency, Weather
from models.handover.sections import GOODS, SECTIONS
from models.handover.sheet import Line, Reading
from models.roster import DutyPost

LISTS = {
    "denominations": arithmetic.DENOMINATIONS,
    "goods": GOODS,
    "receipt_kinds": list(ReceiptKind),
    "equipment": list(Equipment),
    "weathers": [(kind.value, kind.label) for kind in Weather],
    "posts": {post.value: post for post in DutyPost},
    "attendances": list(Attendance),
    "absence_kinds": list(AbsenceKind),
    "urgencies": list(Urgency),
    "used_of": lambda line: max(0, arithmetic.used_of(line) or 0),
    "next_of": arithmetic.next_of,
}


def sums(reading: Reading) -> dict[str, Any]:
    """Return what is reckoned per line, and an empty line for every list that may grow."""
    cards = reading["cards"][0] if reading["cards"] else None
    return {
        "shortages": [_booth(line) for line in reading["settlements"]],
        "cards": {
            "due": cards and arithmetic.cards_due(cards),
            "difference": cards and arithmetic.card_difference(cards),
        },
        "blank": {one.name: Line(one, _next_index(reading, one.name), {}) for one in SECTIONS if one.grows},
        "exceptions": _has_exceptions(reading),
        "new_ids": {line.texts.get("_id") for line in reading["matters"]},
    }


def _booth(line: Line) -> dict[str, Any]:
    short = arithmetic.short_of(line)
    return {
        "known": short is not None,
        "short": max(0, short or 0),
        "over": arithmetic.over_of(line) or 0,
        "float_off": arithmetic.float_total(line) - line.standard if arithmetic.is_counted(line) else None,
        "missing_goods": sum(1 for name, _ in GOODS if not getattr(line, name)),
    }


def _next_index(reading: Reading, section: str) -> int:
    """The first place behind the lines that hold something: a line left empty is offered again."""
    return max((line.index + 1 for line in reading[section]), default=0)


def _has_exceptions(reading: Reading) -> bool:
    """Whether somebody was not at the post or something was missing; else the sheet asks for neither."""
    unusual = [line for line in reading["members"] if line.text("note") or line.attendance is not Attendance.PRESENT]
    missing = [line for line in reading["settlements"] if line.goods_note or _booth(line)["missing_goods"]]
    return bool(unusual or missing)
