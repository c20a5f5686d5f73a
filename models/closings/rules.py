"""Closing a month, and the question that every entry asks before."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select

from models.accounts import Unit, User
from models.closings.houses import KINDS, house_of
from models.closings.registry import Month, blockers_of, figures_of
from models.closings.tables import MonthClosing
from models.core import audit, clock
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.core.months import last_of, next_of

SHOWN = 3  # blockers that a refusal names


def require_open(unit: Unit, day: date, *, field: str | None = None) -> None:
    """Raise RuleBroken when the books of ``unit`` are closed for ``day``. For changes only: it locks out the close.

    Until the change is committed nobody can close the month under it. Source: domain §6.12.
    """
    house = house_of(unit)
    _hold(house, shared=True)
    closed = closed_through(house)
    if closed and day <= closed:
        raise RuleBroken(
            f"{house.name} {day.year} 年 {day.month} 月已结账，不能再记入或改动；请在未结账的月份办理冲销或更正。",
            field,
        )


def is_open(unit: Unit, day: date) -> bool:
    """Whether the books of ``unit`` still take an entry of ``day``; for pages, which lock nothing."""
    closed = closed_through(house_of(unit))
    return closed is None or day > closed


def closed_through(house: Unit) -> date | None:
    """Return the last day that is closed at a house, None before its first close: everything earlier is closed too."""
    latest = db.session.scalar(select(func.max(MonthClosing.month)).where(MonthClosing.unit_id == house.id))
    return last_of(latest) if latest else None


def close(house: Unit, *, month: date, note: str, by: User, at: datetime) -> MonthClosing:
    """Freeze ``month`` (its first day) of ``house``. It cannot be undone.

    Raises RuleBroken: no house of its own, the month is not over, the one before is open, or something stands in the
    way; Overtaken: it is closed already.
    """
    _require_house(house)
    _hold(house, shared=False)
    _require_turn(house, month, clock.local(at).date())
    months = Month(house, month)
    if found := blockers_of(months):
        more = f"等 {len(found)} 项" if len(found) > SHOWN else ""
        raise RuleBroken(f"还不能结账：{'；'.join(one.sentence for one in found[:SHOWN])}{more}。")
    row = MonthClosing(unit_id=house.id, month=month, figures=figures_of(months), note=note)
    row.closed_at, row.closed_by_id = at, by.id
    db.session.add(row)
    audit.record("closing.close", row, by, note=f"{house.name} {month:%Y-%m}")
    return row


def due_month(house: Unit) -> date | None:
    """Return the month that is to be closed next, None before the first close, which may begin anywhere."""
    closed = closed_through(house)
    return next_of(closed) if closed else None


def _require_house(house: Unit) -> None:
    if house.kind not in KINDS:
        raise RuleBroken("月度结账按收费站或收费所办理。")


def _require_turn(house: Unit, month: date, today: date) -> None:
    if last_of(month) >= today:
        raise RuleBroken(f"{month.year} 年 {month.month} 月还没有结束，不能结账。", field="month")
    due = due_month(house)
    if due is None or month == due:
        return
    if month < due:
        raise Overtaken(f"{month.year} 年 {month.month} 月已经结账，结账不能撤销。")
    raise RuleBroken(f"请先结 {due.year} 年 {due.month} 月，再结后面的月份。", field="month")


def _hold(house: Unit, *, shared: bool) -> None:
    """Lock the house against a close (shared), or against all entries (not); SQLite holds its one lock already."""
    row = select(Unit.id).where(Unit.id == house.id)
    db.session.execute(row.with_for_update(read=True) if shared else row.with_for_update(key_share=True))
