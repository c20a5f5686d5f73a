"""What a cell may say: parsers for the fields of an import. Each takes text and raises ValueError with a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from blueprints.core.forms import to_cents
from models.core.db import Labelled

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?: 00:00:00)?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")


def text(value: str) -> str:
    """At most 200 characters."""
    return text_up_to(200)(value)


def text_up_to(most: int) -> Callable[[str], str]:
    """Return the parser of a text of at most ``most`` characters."""

    def parse(value: str) -> str:
        if len(value) > most:
            raise ValueError(f"最多 {most} 个字。")
        return value

    return parse


def whole(value: str) -> int:
    """A whole number of at most nine digits."""
    plain = value.replace(",", "").replace("，", "")
    if not re.fullmatch(r"[-−]?[0-9]{1,9}", plain):
        raise ValueError("请填写整数。")
    return int(plain.replace("−", "-"))


def day(value: str) -> date:
    """2026-10-27, 2026/10/27, 2026.10.27, 2026年10月27日 or 20261027."""
    found = _DAY.fullmatch(value) or _COMPACT_DAY.fullmatch(value)
    try:
        return date(*(int(part) for part in found.groups()))
    except (AttributeError, ValueError):
        raise ValueError("请填写日期，例如 2026-10-27。") from None


def yuan(value: str) -> int:
    """An amount in yuan, as cents."""
    return to_cents(value.replace("−", "-"))


def yes_or_no(value: str) -> bool:
    if value not in ("是", "否"):
        raise ValueError("请填写“是”或“否”。")
    return value == "是"


def one_of(kinds: type[Labelled]) -> Callable[[str], Any]:
    """Return the parser of a label of ``kinds``; its data is the member."""
    by_label = {member.label: member for member in kinds}

    def parse(value: str) -> Any:
        if value not in by_label:
            raise ValueError(f"请填写{'、'.join(by_label)}之一。")
        return by_label[value]

    return parse
