"""A figure taken apart: the sums by kind that make a month's score, and the lines of one entry in words."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from models.core.db import db
from models.points import rules
from models.points.catalogue import BASE, OFFSET
from models.points.kinds import ACCOUNTS, MERIT, SCORE, EntryType
from models.points.tables import PointBalance, PointEntry, PointLine


@dataclass(frozen=True, slots=True)
class Sum:
    """What one kind changed of an account in a month, in tenths, by how many entries."""

    title: str
    tenths: int
    count: int


@dataclass(frozen=True, slots=True)
class Statement:
    """The sums that make the score (the base first) and those that make the balance of merits."""

    score: list[Sum]
    merit: list[Sum]


def of(balance: PointBalance) -> Statement:
    """Take a balance apart; one statement. The sums add up to what the balance shows."""
    rows = select(PointLine.account, PointEntry.kind, PointEntry.type, func.sum(PointLine.tenths), func.count())
    rows = rows.join(PointEntry, PointEntry.id == PointLine.entry_id)
    here = (PointEntry.holder == balance.holder, PointEntry.booked_month == balance.month)
    rows = rows.where(*here, PointLine.account.in_((SCORE, MERIT)))
    found: dict[str, dict[str, tuple[int, int]]] = {SCORE: {}, MERIT: {}}
    for account, kind, kind_of, total, count in db.session.execute(
        rows.group_by(PointLine.account, PointEntry.kind, PointEntry.type)
    ):
        title = _title(kind, kind_of)
        before = found[account].get(title, (0, 0))
        found[account][title] = (before[0] + int(total), before[1] + count)
    return Statement(_sums(found[SCORE]), _sums(found[MERIT]))


def _title(kind: str, kind_of: EntryType) -> str:
    """Reversals count with what they reverse; a cap stands for itself."""
    capped = kind_of is EntryType.SETTLING and kind != OFFSET
    return f"{rules.title_of(kind)}（超出上限）" if capped else rules.title_of(kind)


def _sums(found: dict[str, tuple[int, int]]) -> list[Sum]:
    first, last = rules.title_of(BASE), rules.title_of(OFFSET)
    order = sorted(found, key=lambda title: (title != first, title == last, title))
    return [Sum(title, *found[title]) for title in order]


def lines_of(entry: PointEntry) -> list[tuple[str, str, int]]:
    """Return ``(side, account in words, tenths)`` of an entry's lines, the holder's side first."""
    whose = entry.person.name if entry.person else entry.unit.name
    own = [(whose, ACCOUNTS[line.account], line.tenths) for line in entry.lines if line.is_own]
    counter = [("对方科目", rules.title_of(line.account), line.tenths) for line in entry.lines if not line.is_own]
    return own + counter
