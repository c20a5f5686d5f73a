"""The only way into the ledger: post an event once, reverse what fell, settle caps and offsets as entries of their own.

Any room posts. Of several at the same time for one account the balance row lets one go first. Source: issue 4.3,
docs/adr/0021.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from models.accounts import Unit, User
from models.core import audit, clock, months
from models.core.db import Base, db
from models.points import accounts, books, reckoning, rules, standing
from models.points.accounts import Account
from models.points.catalogue import OFFSET
from models.points.kinds import MERIT, SCORE, EntryType, Side
from models.points.reckoning import Terms, said
from models.points.tables import PointEntry, PointLine, PointRule

Lines = list[tuple[str, int]]  # account and tenths


@dataclass(frozen=True, slots=True)
class Origin:
    """The record that an entry comes from: a row, what pages call it, where it is shown, and why it counts."""

    table: str
    id: int
    label: str
    href: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class _Act:
    """For whom something is booked, about which month, by whom (None: the system), when."""

    account: Account
    month: date
    by: User | None
    at: datetime

    @property
    def today(self) -> date:
        return clock.local(self.at).date()


def origin_of(row: Base, label: str, href: str, words: str = "") -> Origin:
    """Return the origin of ``row``; it has an id. Raises ValueError: ``href`` is no path of this site."""
    if not href.startswith("/") or href.startswith("//"):
        raise ValueError(f"not a path of this site: {href}")
    return Origin(row.__tablename__, row.id, label, href, words)


def post(
    kind: str,
    holder: User | Unit,
    origin: Origin,
    *,
    on: date,
    by: User | None,
    at: datetime,
    tenths: int | None = None,
) -> PointEntry | None:
    """Book an event for a person or a crew and return its entry; one that stands already is returned as it is.

    ``tenths`` count where the rule leaves the worth to the event. None: no rule is in force on the day, or it is worth
    nothing. Raises RuleBroken: the month is closed.
    """
    rule = rules.in_force(kind, on)
    claimed = rule.tenths if rule and rule.tenths is not None else tenths
    if rule is None or not claimed:
        return None
    act = _Act(accounts.of(holder), months.first_of(on), by, at)
    books.require_open(act.month, act.account.unit_id)
    accounts.hold(act.account, act.month, at)
    if found := standing.event(kind, act.account.key, origin.table, origin.id):
        return found
    entry = _entry(act, EntryType.EVENT, kind, origin)
    turn = 1 + standing.turns(kind, act.account.key, origin.table, origin.id)
    entry.key = f"{kind}/{origin.table}/{origin.id}/{act.account.key}/{turn}"
    entry.on, entry.rule_id, entry.claimed = on, rule.id, claimed
    _book(entry, sides_of(rule.side, kind, claimed))
    audit.record("point.post", entry, by)
    _settle_month(act)
    return entry


def reverse(origin: Origin, reason: str, by: User | None, at: datetime, *, kind: str = "") -> list[PointEntry]:
    """Take back what stands of an origin, of one kind or of all; again it changes nothing. Returns the reversals.

    What belongs to a closed month is corrected in the month of ``at``.
    """
    found = db.session.scalars(standing.of_origin(origin.table, origin.id, kind)).unique().all()
    return _reverse_all(sorted(found, key=lambda one: one.holder), reason, by, at)


def supersede(href: str, holder: User, reason: str, by: User | None, at: datetime) -> list[PointEntry]:
    """Take back the deductions that the record shown at ``href`` brought ``holder``: one fact is not counted twice."""
    found = db.session.scalars(standing.of_page(href, accounts.of(holder).key)).unique().all()
    return _reverse_all([entry for entry in found if entry.score < 0], reason, by, at)


def sync(kind: str, holder: User | Unit, origin: Origin, tenths: int, *, on: date, by: User | None, at: datetime):
    """Let exactly ``tenths`` stand for an origin whose worth may change: reverse what differs and post anew."""
    found = standing.event(kind, accounts.of(holder).key, origin.table, origin.id)
    if found is not None and found.claimed != tenths:
        _reverse(found, origin.words or "分值变更", by, at)
        found = None
    return found or post(kind, holder, origin, tenths=tenths, on=on, by=by, at=at)


def terms_of(month: date) -> tuple[dict[str, Terms], int]:
    """Return the rules of a month as the reckoning takes them, and the most that may be offset in tenths."""
    found = rules.of_month(month)
    terms = {rule.kind: Terms(rule.side, rule.month_cap, rule.is_offsetting) for rule in found.values()}
    offset = found.get(OFFSET)
    return terms, (offset.month_cap or 0) if offset else 0


def sides_of(side: Side, kind: str, tenths: int) -> Lines:
    """Return the two lines of an event: the holder's account, and against it the counter account of the kind."""
    if side is Side.MERIT:
        return [(MERIT, tenths), (kind, -tenths)]
    return [(SCORE, -tenths), (kind, tenths)]


def _entry(act: _Act, kind_of: EntryType, kind: str, origin: Origin) -> PointEntry:
    account = act.account
    entry = PointEntry(type=kind_of, kind=kind, holder=account.key, person_id=account.person_id, words=origin.words)
    entry.unit_id, entry.month, entry.on, entry.at = account.unit_id, act.month, act.today, act.at
    entry.source_table, entry.source_id = origin.table, origin.id
    entry.source_label, entry.source_href = origin.label, origin.href
    entry.by_id = act.by.id if act.by else None
    return entry


def _book(entry: PointEntry, sides: Lines) -> None:
    """Write the entry and its lines, and carry them into the balance of the month in which they count."""
    if sum(tenths for _account, tenths in sides):
        raise ValueError("the lines of an entry sum to zero")
    closed = books.is_closed(entry.month, entry.unit_id)
    entry.booked_month = months.first_of(clock.local(entry.at).date()) if closed else entry.month
    account = Account(entry.holder, entry.person_id, entry.unit_id)
    balance = accounts.hold(account, entry.booked_month, entry.at)
    entry.lines = [PointLine(account=name, tenths=tenths) for name, tenths in sides]
    db.session.add(entry)
    balance.score, balance.merit = balance.score + entry.score, balance.merit + entry.merit
    db.session.flush()


def _reverse_all(entries: list[PointEntry], reason: str, by: User | None, at: datetime) -> list[PointEntry]:
    return [back for entry in entries if (back := _reverse(entry, reason, by, at)) is not None]


def _reverse(entry: PointEntry, reason: str, by: User | None, at: datetime) -> PointEntry | None:
    """Book the reversal of ``entry``; None when somebody else did so while this one waited for the account."""
    act = _Act(Account(entry.holder, entry.person_id, entry.unit_id), entry.month, by, at)
    accounts.hold(act.account, act.month, at)
    if standing.is_reversed(entry):
        return None
    origin = Origin(entry.source_table, entry.source_id, entry.source_label, entry.source_href, reason)
    back = _entry(act, EntryType.REVERSAL, entry.kind, origin)
    back.key, back.reverses_id = f"reverse/{entry.id}", entry.id
    back.rule_id, back.claimed = entry.rule_id, entry.claimed
    _book(back, [(line.account, -line.tenths) for line in entry.lines])
    audit.record("point.reverse", back, by, note=reason)
    _settle_month(act)
    return back


def _settle_month(act: _Act) -> None:
    """Book what caps and the offset of a month now come to, beyond what was booked for them before."""
    terms, cap = terms_of(act.month)
    found = reckoning.reckon(standing.claims(act.account.key, act.month), terms, cap)
    booked = standing.settled(act.account.key, act.month)
    for kind in sorted({*found.excess, *booked} - {OFFSET}):
        over = found.excess.get(kind, 0)
        if change := over - booked.get(kind, 0):
            _settle(act, kind, sides_of(terms[kind].side, kind, -change), _cap_words(kind, terms[kind], over))
    if change := found.offset - booked.get(OFFSET, 0):
        words = f"可抵扣的加分抵扣扣分，本月共 {said(found.offset)} 分（每月最多 {said(cap)} 分）"
        _settle(act, OFFSET, [(SCORE, change), (MERIT, -change)], words)


def _settle(act: _Act, kind: str, sides: Lines, words: str) -> None:
    rule = rules.of_month(act.month)[kind]
    origin = Origin(PointRule.__tablename__, rule.id, rule.title, f"/points/rules/{rule.id}", words)
    entry = _entry(act, EntryType.SETTLING, kind, origin)
    if not books.is_closed(act.month, act.account.unit_id):
        entry.on = min(max(act.today, act.month), months.last_of(act.month))
    number = db.session.scalar(select(func.count()).where(*standing.settling(act.account.key, act.month, kind))) or 0
    entry.key, entry.rule_id = f"settle/{kind}/{act.account.key}/{act.month}/{number + 1}", rule.id
    entry.claimed = abs(sides[0][1])
    _book(entry, sides)
    audit.record("point.settle", entry, act.by)


def _cap_words(kind: str, terms: Terms, over: int) -> str:
    bound = f"“{rules.title_of(kind)}”每月最多 {said(terms.cap)} 分"
    return f"{bound}，多出的 {said(over)} 分不计" if over else f"{bound}，冲销后不再超出"
