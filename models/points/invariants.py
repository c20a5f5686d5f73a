"""What must always hold of the ledger: displayed = sum of entries = reckoned from scratch. Source: issue 4.3."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from models.core.checks import invariant
from models.core.db import db
from models.core.jobs import job
from models.points import ledger, reckoning
from models.points.catalogue import BASE
from models.points.kinds import MERIT, SCORE, EntryType
from models.points.reckoning import said
from models.points.standing import STANDS
from models.points.tables import PointBalance, PointEntry, PointLine


class LedgerBroken(Exception):
    """The nightly check found figures that do not agree; the jobs page shows them."""


@invariant("每笔积分至少两行，借贷相抵为零", order=64)
def entries_balance():
    sums = select(PointEntry.id, func.count(PointLine.id), func.coalesce(func.sum(PointLine.tenths), 0))
    rows = sums.outerjoin(PointLine, PointLine.entry_id == PointEntry.id).group_by(PointEntry.id)
    for entry_id, lines, total in db.session.execute(
        rows.having((func.count(PointLine.id) < 2) | (func.sum(PointLine.tenths) != 0))
    ):
        yield f"积分 JF-{entry_id:06d} 有 {lines} 行，合计 {said(int(total))} 分"


@invariant("冲销的积分与原来的相反，每笔最多冲销一次", order=65)
def reversals_mirror():
    back, old = aliased(PointEntry), aliased(PointEntry)
    pairs = select(back.id, back.holder, back.kind, old.id, old.holder, old.kind)
    pairs = pairs.outerjoin(old, old.id == back.reverses_id).where(back.type == EntryType.REVERSAL)
    lines = _lines_of_reversed()
    for back_id, holder, kind, old_id, old_holder, old_kind in db.session.execute(pairs):
        same = (holder, kind) == (old_holder, old_kind)
        if old_id is None or not same or lines[back_id] != {a: -t for a, t in lines[old_id].items()}:
            yield f"积分 JF-{back_id:06d} 不是所冲销的那一笔的反向"


def _lines_of_reversed() -> dict[int, dict[str, int]]:
    named = select(PointEntry.reverses_id).where(PointEntry.reverses_id.is_not(None))
    both = PointLine.entry_id.in_(named) | PointLine.entry_id.in_(
        select(PointEntry.id).where(PointEntry.type == EntryType.REVERSAL)
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for entry_id, account, tenths in db.session.execute(
        select(PointLine.entry_id, PointLine.account, PointLine.tenths).where(both)
    ):
        found[entry_id][account] = tenths
    return found


@invariant("显示的积分等于各笔之和", order=66)
def displayed_is_the_sum():
    sums = _summed("booked_month")
    for key, (score, merit) in sorted(_shown().items()):
        summed = sums.get(key, {})
        if (score, merit) != (summed.get(SCORE, 0), summed.get(MERIT, 0)):
            yield f"{_named(key)} 显示 {said(score)} / {said(merit)}，各笔之和 {said(summed.get(SCORE, 0))}"


@invariant("积分各笔之和等于从头重算", order=67)
def the_sum_is_what_the_events_come_to():
    summed, claims, bases = _summed("month"), _claims(), _bases()
    keys = sorted(summed.keys() | claims.keys())
    terms = {month: ledger.terms_of(month) for month in {month for _holder, month in keys}}
    for key in keys:
        found = reckoning.reckon(claims.get(key, ()), *terms[key[1]])
        score, merit = found.score + bases.get(key, 0), found.merit
        here = summed.get(key, {})
        if (score, merit) != (here.get(SCORE, 0), here.get(MERIT, 0)):
            yield f"{_named(key)} 各笔之和 {said(here.get(SCORE, 0))}，重算 {said(score)}"


def _shown() -> dict[tuple[str, date], tuple[int, int]]:
    rows = select(PointBalance.holder, PointBalance.month, PointBalance.score, PointBalance.merit)
    return {(holder, month): (score, merit) for holder, month, score, merit in db.session.execute(rows)}


def _summed(column: str) -> dict[tuple[str, date], dict[str, int]]:
    """Return the sums of lines by holder and month, and in it by account."""
    month = getattr(PointEntry, column)
    rows = select(PointEntry.holder, month, PointLine.account, func.sum(PointLine.tenths))
    rows = rows.join(PointLine, PointLine.entry_id == PointEntry.id).where(PointLine.account.in_((SCORE, MERIT)))
    found: dict[tuple[str, date], dict[str, int]] = defaultdict(dict)
    for holder, when, account, total in db.session.execute(rows.group_by(PointEntry.holder, month, PointLine.account)):
        found[holder, when][account] = int(total)
    return found


def _claims() -> dict[tuple[str, date], list[tuple[str, int]]]:
    rows = select(PointEntry.holder, PointEntry.month, PointEntry.kind, PointEntry.claimed)
    found: dict[tuple[str, date], list[tuple[str, int]]] = defaultdict(list)
    for holder, month, kind, tenths in db.session.execute(rows.where(PointEntry.type == EntryType.EVENT, STANDS)):
        found[holder, month].append((kind, tenths))
    return found


def _bases() -> dict[tuple[str, date], int]:
    rows = select(PointEntry.holder, PointEntry.month, PointEntry.claimed)
    rows = rows.where(PointEntry.type == EntryType.OPENING, PointEntry.kind == BASE)
    return {(holder, month): tenths for holder, month, tenths in db.session.execute(rows)}


def _named(key: tuple[str, date]) -> str:
    return f"账户 {key[0]} {key[1]:%Y-%m}"


CHECKS = (entries_balance, reversals_mirror, displayed_is_the_sum, the_sum_is_what_the_events_come_to)


def broken() -> list[str]:
    """Return every sentence about the ledger that does not hold."""
    return [said_of for check in CHECKS for said_of in check()]


@job("points.check", "核对积分账", daily_at=time(2, 20))
def check_nightly(due_at: datetime) -> None:
    """Raises LedgerBroken, which the jobs page shows in words: three ways to one figure do not agree."""
    if found := broken():
        raise LedgerBroken("；".join(found[:20]))
