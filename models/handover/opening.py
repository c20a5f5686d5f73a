"""期初结存: the balances a station brings from its paper books, taken over once and marked as such."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace

from models.accounts import Unit, User
from models.core import audit
from models.core.db import db
from models.core.errors import RuleBroken
from models.handover import arithmetic, prefill, queries, texts
from models.handover.followups import Matter, OpeningBalance
from models.handover.kinds import ReceiptKind, Urgency
from models.handover.tables import Handover
from models.roster import Lane

KINDS = {"票据": "receipt", "通行卡": "card", "备用金": "float", "物品": "item", "遗留事项": "matter"}
NOWHERE = texts.Places(datetime(2000, 1, 1, tzinfo=UTC))  # figures point to no lane and no person
RECEIPTS = {kind.label.replace(" ", ""): kind for kind in ReceiptKind}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: ``number`` in the file; 类别, 名称, 车道 and 数值 as written."""

    number: int
    what: str
    name: str
    lane: str
    value: str


def take(station: Unit, entries: Iterable[Entry], *, by: User, at: datetime) -> int:
    """Take all balances of a station over, or none; return how many. Open drafts continue from them.

    Raises RuleBroken: nothing given, a line that cannot be read, taken over before, or a handover is signed already.
    """
    entries = list(entries)
    if not entries:
        raise RuleBroken("请至少填写一项期初结存。")
    if db.session.scalar(queries.openings_of(station.id).limit(1)):
        raise RuleBroken("本站的期初结存已经录入过，只能录入一次。")
    if db.session.scalar(queries.signed_of(station.id).limit(1)):
        raise RuleBroken("本站已有签认的交接班，结存以交接班为准，不能再录入期初。")
    lanes = {lane.code: lane for lane in db.session.scalars(queries.station_lanes(station.id))}
    seen: set[tuple] = set()
    for entry in entries:
        row = _row(entry, lanes)
        key = (row.what, row.kind, row.lane_id, row.label)
        if key in seen:
            raise RuleBroken(f"第 {entry.number} 行：与前面的行重复。")
        seen.add(key)
        row.unit_id, row.taken_at, row.by_id = station.id, at, by.id
        db.session.add(row)
        audit.record("handover.open", row, by)
    for draft in db.session.scalars(queries.drafts_of(station.id)).unique():
        draft.draft.body = prefill.refresh(draft.draft.body, draft.shift)
        add_matters(draft, by, at)
    return len(entries)


def add_matters(first: Handover, by: User | None, at: datetime) -> None:
    """Give the open matters of the paper books to the station's first handover."""
    for row in db.session.scalars(queries.openings_of(first.unit_id).where(OpeningBalance.what == "matter")):
        matter = Matter(unit_id=first.unit_id, handover_id=first.id, opened_in_id=first.id, opened_at=at)
        matter.sentence, matter.owner, matter.is_opening, matter.urgency = row.label, row.serial, True, Urgency.NORMAL
        db.session.add(matter)
        audit.record("matter.open", matter, by, "期初")


def _row(entry: Entry, lanes: dict[str, Lane]) -> OpeningBalance:
    what = KINDS.get(entry.what)
    if what is None:
        raise RuleBroken(f"第 {entry.number} 行：类别应为 {'、'.join(KINDS)}。")
    if entry.lane and entry.lane not in lanes:
        raise RuleBroken(f"第 {entry.number} 行：本站没有车道 {entry.lane}。")
    row = OpeningBalance(what=what, lane_id=lanes[entry.lane].id if entry.lane else None, label="", serial="")
    FILL[what](row, entry)
    return row


def _receipt(row: OpeningBalance, entry: Entry) -> None:
    row.kind = RECEIPTS.get(entry.name.replace(" ", ""))
    if row.kind is None:
        raise RuleBroken(f"第 {entry.number} 行：票种应为 {'、'.join(RECEIPTS)}。")
    if not arithmetic.is_serial(entry.value):
        raise RuleBroken(f"第 {entry.number} 行：请填写下一张票据的号码，只能是数字。")
    row.serial = entry.value


def _card(row: OpeningBalance, entry: Entry) -> None:
    row.quantity = _figure("count", entry)


def _float(row: OpeningBalance, entry: Entry) -> None:
    row.amount = _figure("money", entry)


def _item(row: OpeningBalance, entry: Entry) -> None:
    if not entry.name:
        raise RuleBroken(f"第 {entry.number} 行：请填写物品名称。")
    row.label, row.quantity = entry.name, _figure("count", entry)


def _matter(row: OpeningBalance, entry: Entry) -> None:
    if not entry.name:
        raise RuleBroken(f"第 {entry.number} 行：请填写遗留事项。")
    row.label, row.serial = entry.name, entry.value


def _figure(kind: str, entry: Entry) -> int:
    value, refusal = texts.read(SimpleNamespace(kind=kind), entry.value, NOWHERE)
    if refusal or value is None:
        raise RuleBroken(f"第 {entry.number} 行：{refusal or '请填写数值'}。")
    return value


FILL = {"receipt": _receipt, "card": _card, "float": _float, "item": _item, "matter": _matter}
