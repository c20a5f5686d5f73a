"""The arithmetic of penalties. Pure. Source: domain §2.3 (S0 §8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple, Protocol

LEAST, MOST = 200_00, 500_00  # cents: a serious verified complaint, or its mishandling
YUAN = 100
PERIOD_DAYS = 365


class Priced(Protocol):
    """What the sums need of a clause."""

    id: int
    name: str
    base_amount: int | None
    base_points: int


class Reckoning(NamedTuple):
    """The sum in cents, the points, and the lines that make it: ``[words, cents or None]``."""

    amount: int
    points: int
    lines: list[list]


def by_clauses(clauses: Iterable[Priced]) -> Reckoning:
    """Add up the base amounts of the distinct clauses; one without an amount stands in the lines with none."""
    distinct = list({clause.id: clause for clause in clauses}.values())
    lines = [[clause.name, clause.base_amount] for clause in distinct]
    return Reckoning(sum(c.base_amount or 0 for c in distinct), sum(c.base_points for c in distinct), lines)


def by_decision(amount: int, words: str, yuan_per_point: int) -> Reckoning:
    """Take the amount that the drafter names; points are rounded up to a whole one."""
    return Reckoning(amount, -(-amount // (yuan_per_point * YUAN)), [[words, amount]])


def amount_refusal(amount: int | None) -> str | None:
    """Return why ``amount`` cannot stand for a complaint or its mishandling: whole yuan from 200 to 500."""
    if amount is None:
        return "请填写金额。"
    if amount % YUAN:
        return "金额应为整元。"
    if not LEAST <= amount <= MOST:
        return "金额应在 200 元到 500 元之间。"
    return None


def period_start(occurred: date, period: str) -> date:
    """Return the first day whose violations count towards repetition on the day ``occurred``."""
    return date(occurred.year, 1, 1) if period == "calendar" else occurred - timedelta(days=PERIOD_DAYS)
