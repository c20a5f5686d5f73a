"""What a password or PIN must be. Pure: the policy, the person and the list of common ones are arguments."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LONGEST = 128  # characters; longer ones are refused before anything is computed
COMMON = Path(__file__).with_name("common_passwords.txt")
CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")
PIN = re.compile(r"[0-9]{6}")
RUNS = "01234567890123456789 98765432109876543210"
PHONE_KEYS = frozenset(
    {"147258", "258369", "147369", "159753", "159357", "123321", "112233", "520520", "521521", "520131"}
)


@dataclass(frozen=True, slots=True)
class Policy:
    """``classes`` of character kinds, ``max_age_days`` 0 = never expires, ``history`` = how many may not return."""

    least: int
    classes: int
    max_age_days: int
    history: int
    sentence: str


# Source: GB/T 22239-2019 8.1.4.1 and security.md; ASVS 5 §6.2
POLICIES = {
    "gb22239": Policy(10, 3, 90, 5, "至少 10 个字符，含大写、小写、数字、符号中的三类，90 天更换一次。"),
    "asvs": Policy(12, 1, 0, 0, "至少 12 个字符，可以是一句话。"),
}


def normal(text: str) -> str:
    """Return ``text`` so that twins of a staff number are one: NFKC, case folded, without spaces around."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


@cache
def common() -> frozenset[str]:
    """Return the passwords everybody tries first, case folded."""
    return frozenset(COMMON.read_text(encoding="utf-8").split())


def refusal(password: str, policy: Policy, staff_no: str, name: str) -> str | None:
    """Return why ``password`` cannot be used, or None."""
    if len(password) > LONGEST:
        return f"密码最多 {LONGEST} 个字符。"
    if len(password) < policy.least:
        return f"密码至少 {policy.least} 个字符。"
    if sum(bool(re.search(kind, password)) for kind in CLASSES) < policy.classes:
        return f"密码应包含大写字母、小写字母、数字、符号中的至少 {policy.classes} 类。"
    if _is_common(password):
        return "这是常见密码，容易被猜中，请换一个。"
    if _holds_own(password, staff_no, name):
        return "密码不能包含本人姓名或工号。"
    return None


def pin_refusal(pin: str, staff_no: str) -> str | None:
    """Return why ``pin`` cannot be used, or None: it must not be what a colleague would try first."""
    if not PIN.fullmatch(pin):
        return "PIN 是 6 位数字。"
    if len(set(pin)) <= 2 or pin in RUNS or pin in PHONE_KEYS or pin[:3] == pin[3:] or pin[:2] * 3 == pin:
        return "这个 PIN 太容易猜，请避开连号、重复的数字。"
    if _is_birthday(pin):
        return "PIN 不要用出生日期的样子，请换一个。"
    digits = re.sub(r"\D", "", staff_no)
    if any(len(own) >= 3 and own in pin for own in (digits, digits.lstrip("0"))) or pin in digits:
        return "PIN 不能包含本人工号。"
    return None


def _is_common(password: str) -> bool:
    """Whether it is on the list as typed or without its signs."""
    folded = normal(password)
    return folded in common() or re.sub(r"[^a-z0-9]", "", folded) in common()


def _holds_own(password: str, staff_no: str, name: str) -> bool:
    folded = normal(password)
    short = normal(staff_no).lstrip("0")
    own = [part for part in (short, normal(staff_no)) if len(part) >= 3]
    return any(part in folded for part in own) or (len(name) >= 2 and normal(name) in folded)


def _is_birthday(pin: str) -> bool:
    """Whether ``pin`` reads as yymmdd of 1940–2029, or as yyyymm of 19xx and 20xx."""
    year, month, day = int(pin[:2]), int(pin[2:4]), int(pin[4:])
    if (year >= 40 or year <= 29) and 1 <= month <= 12 and 1 <= day <= 31:
        return True
    return pin[:2] in ("19", "20") and 1 <= int(pin[4:]) <= 12
