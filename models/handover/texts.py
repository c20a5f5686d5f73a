"""How one field of the form is read from what was typed, and written back. Every refusal is a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any

from models.accounts import User
from models.core import clock
from models.roster import Lane

MOST_COUNT = 1_000_000
MOST_CENTS = 10**11  # a thousand million yuan
_MONEY = re.compile(r"(\d+)(?:\.(\d{1,2}))?")
_TIME = re.compile(r"(\d{1,2})[:：](\d{2})")


@dataclass(frozen=True, slots=True)
class Limits:
    """What the station's settings ask of a shift: minutes; ``card_stock`` in cards, 0 while the flow is unknown."""

    absence: int = 25
    line_up: int = 10
    log_in: int = 3
    leaving: int = 5
    card_stock: int = 0


@dataclass(frozen=True, slots=True)
class Places:
    """What a form may point to: the station's lanes, the people of the shift, when it begins and ends."""

    starts_at: datetime
    ends_at: datetime | None = None
    lanes: dict[int, Lane] = field(default_factory=dict)
    people: dict[int, User] = field(default_factory=dict)
    limits: Limits = Limits()

    def lane(self, lane_id: int | None) -> str:
        return self.lanes[lane_id].code if lane_id in self.lanes else ""

    def person(self, user_id: int | None) -> str:
        return self.people[user_id].name if user_id in self.people else ""


class Unreadable(Exception):
    """The text is no such value; the message is what the page says at the field."""


def read(one: Any, text: str, places: Places) -> tuple[Any, str]:
    """Return ``(value, "")``, or ``(None, sentence)``. An empty text is None, for texts ``""``, for boxes False."""
    text = unicodedata.normalize("NFKC", text).strip() if one.kind not in ("text", "flag") else text.strip()
    if one.kind == "flag":
        return text == "1", ""
    if one.kind in ("text", "serial") and not text:
        return "", ""
    if not text:
        return None, ""
    try:
        return READERS[one.kind](one, text, places), ""
    except Unreadable as refusal:
        return None, str(refusal)


def write(one: Any, value: Any) -> str:
    """Return the text that ``read`` reads as ``value``."""
    if value is None:
        return ""
    if one.kind == "money":
        return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02d}"
    if one.kind == "flag":
        return "1" if value else ""
    if one.kind == "time":
        return clock.local(value).strftime("%H:%M")
    if one.kind == "moment":
        return clock.local(value).strftime("%Y-%m-%dT%H:%M")
    return str(plain(value))


def plain(value: Any) -> Any:
    """Return ``value`` as JSON holds it."""
    return value.value if isinstance(value, Enum) else value


def _text(one: Any, text: str, _places: Places) -> str:
    if len(text) > one.most:
        raise Unreadable(f"最多 {one.most} 个字")
    return text


def _money(_one: Any, text: str, _places: Places) -> int:
    match = _MONEY.fullmatch(text.replace(",", ""))
    if not match:
        raise Unreadable("请填写金额，如 1234.50")
    amount = int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))
    if amount > MOST_CENTS:
        raise Unreadable("金额超出范围")
    return amount


def _count(_one: Any, text: str, _places: Places) -> int:
    digits = text.replace(",", "")
    if not digits.isdecimal() or len(digits) > 9 or int(digits) > MOST_COUNT:
        raise Unreadable("请填写 0 以上的整数")
    return int(digits)


def _signed(one: Any, text: str, places: Places) -> int:
    text = text.replace("\u2212", "-")
    sign = -1 if text.startswith("-") else 1
    return sign * _count(one, text.lstrip("+-"), places)


def _serial(_one: Any, text: str, _places: Places) -> str:
    if not (text.isascii() and text.isdecimal() and len(text) <= 20):
        raise Unreadable("号码只能是 20 位以内的数字")
    return text


def _choice(one: Any, text: str, _places: Places) -> Enum:
    try:
        return one.options(text)
    except ValueError:
        raise Unreadable("请从列表中选择") from None


def _time(_one: Any, text: str, places: Places) -> datetime:
    """Read 21:30 as the moment of that time nearest after two hours before the shift."""
    match = _TIME.fullmatch(text)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise Unreadable("请填写时间，如 21:30")
    earliest = places.starts_at - timedelta(hours=2)
    found = clock.at(clock.local(earliest).date(), time(int(match[1]), int(match[2])))
    return found if found >= earliest else found + timedelta(days=1)


def _moment(_one: Any, text: str, _places: Places) -> datetime:
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        raise Unreadable("请填写日期和时间，如 2026-11-22 21:30") from None
    if given.date() == date.max or not 2000 <= given.year <= 2200:
        raise Unreadable("日期超出范围")
    return clock.at(given.date(), given.time().replace(tzinfo=None))


def _lane(_one: Any, text: str, places: Places) -> int:
    return _of(text, places.lanes)


def _person(_one: Any, text: str, places: Places) -> int:
    return _of(text, places.people)


def _of(text: str, known: dict[int, Any]) -> int:
    if not text.isdecimal() or len(text) > 9 or int(text) not in known:
        raise Unreadable("请从列表中选择")
    return int(text)


READERS: dict[str, Callable[[Any, str, Places], Any]] = {
    "text": _text,
    "money": _money,
    "count": _count,
    "signed": _signed,
    "serial": _serial,
    "choice": _choice,
    "time": _time,
    "moment": _moment,
    "lane": _lane,
    "person": _person,
}
