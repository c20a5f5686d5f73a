"""Rules of the 优先窗口: a check per shift or day, and what is missing followed until it is back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import or_, select

from models import roster
from models.accounts import User
from models.core import audit, clock, settings
from models.core.db import db
from models.core.errors import RuleBroken, RulesBroken
from models.service.flows import GAP
from models.service.kinds import GapState, ItemState
from models.service.reach import one_at_a_time, require_station
from models.service.tables import WindowCheck, WindowCheckLine, WindowGap, WindowItem

DAY_BEGINS = time(8)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a check counts for: a shift of the roster, or the day. ``due_at`` is when it should have been made."""

    business_date: date
    period: str
    due_at: datetime


def turn_at(station_id: int, at: datetime) -> Turn:
    """Return the turn that a check made at ``at`` counts for; without a roster it is the day."""
    grace = timedelta(minutes=settings.value_of("service.check_grace", unit_id=station_id))
    if settings.value_of("service.check_every", unit_id=station_id) == "shift":
        shift = db.session.scalar(roster.queries.shift_at(station_id, at))
        if shift is not None:
            return Turn(shift.business_date, shift.kind_name or shift.kind.name, shift.starts_at + grace)
    day = clock.local(at).date()
    return Turn(day, "全天", clock.at(day, DAY_BEGINS) + grace)


def check_of(station_id: int, turn: Turn) -> WindowCheck | None:
    """Return the check that was made for a turn."""
    same = (WindowCheck.business_date == turn.business_date, WindowCheck.period == turn.period)
    return db.session.scalar(select(WindowCheck).where(WindowCheck.unit_id == station_id, *same))


def items_of(station_id: int) -> list[WindowItem]:
    """Return the check list of a station: the house's and its own."""
    here = or_(WindowItem.unit_id.is_(None), WindowItem.unit_id == station_id)
    rows = select(WindowItem).where(here, WindowItem.is_open.is_(True)).order_by(WindowItem.sort, WindowItem.id)
    return list(db.session.scalars(rows))


def check(
    station_id: int, *, found: dict[int, tuple[ItemState | None, str]], note: str, by: User, at: datetime
) -> WindowCheck:
    """Keep what ``by`` found: ``{item id: (state, words)}`` for every item of the list.

    What is not 完好 opens a gap, or stays one; what is 完好 again closes it. Raises RulesBroken: an item without a
    state, or something wrong without words; RuleBroken: the turn has been checked already, not the person's station.
    Source: seed 1-40.
    """
    require_station(by, "service.check", station_id)
    items, turn = items_of(station_id), turn_at(station_id, at)
    _refuse_incomplete(items, found)
    one_at_a_time(station_id)
    if (earlier := check_of(station_id, turn)) is not None:
        who = db.session.get_one(User, earlier.checked_by_id).name
        raise RuleBroken(f"本班已由{who}在 {clock.local(earlier.checked_at):%H:%M} 检查过，物品恢复请在待恢复里登记。")
    row = WindowCheck(unit_id=station_id, business_date=turn.business_date, period=turn.period, note=note)
    row.checked_by_id, row.checked_at = by.id, at
    row.bad_count = sum(found[item.id][0] is not ItemState.GOOD for item in items)
    db.session.add(row)
    db.session.flush()
    for item in items:
        state, words = found[item.id]
        db.session.add(WindowCheckLine(check_id=row.id, item_id=item.id, item_name=item.name, state=state, words=words))
    audit.record("service.check", row, by)
    _follow(row, items, found, by, at)
    return row


def restore(gap: WindowGap, *, words: str, by: User, at: datetime) -> None:
    """Say that a missing or broken item is back, and how. Raises RuleBroken: it was restored, not one's station."""
    require_station(by, "service.check", gap.unit_id)
    GAP.take(gap, "restore")
    gap.restored_at, gap.restored_by_id, gap.restored_words = at, by.id, words
    audit.record("service.restore", gap, by, note=words)


def _refuse_incomplete(items: list[WindowItem], found: dict[int, tuple[ItemState | None, str]]) -> None:
    if not items:
        raise RuleBroken("检查清单还没有物品，请先在“清单和种类”里添加。")
    refusals = {}
    for item in items:
        state, words = found.get(item.id, (None, ""))
        if state is None:
            refusals[f"state_{item.id}"] = f"请选择“{item.name}”的状态。"
        elif state is not ItemState.GOOD and not words:
            refusals[f"words_{item.id}"] = f"“{item.name}”{state.label}，请写明情况。"
    if refusals:
        raise RulesBroken(refusals)


def _follow(row: WindowCheck, items: list[WindowItem], found: dict, by: User, at: datetime) -> None:
    """Open a gap for what is wrong and not followed yet; close the gaps of what is good again."""
    here = (WindowGap.unit_id == row.unit_id, WindowGap.state == GapState.OPEN)
    open_gaps = {gap.item_id: gap for gap in db.session.scalars(select(WindowGap).where(*here))}
    for item in items:
        state, words = found[item.id]
        gap = open_gaps.get(item.id)
        if state is ItemState.GOOD and gap is not None:
            restore(gap, words=f"{row.period}检查时已完好", by=by, at=at)
        elif state is not ItemState.GOOD and gap is None:
            gap = WindowGap(unit_id=row.unit_id, item_id=item.id, found=state, words=words, check_id=row.id)
            gap.opened_at = at
            db.session.add(gap)
            audit.record("service.check", gap, by, note=f"{item.name}{state.label}：{words}")
