"""What of the ledger stands: events that no reversal took back, and what was settled for a month."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import selectinload

from models.core.db import another, db
from models.points.catalogue import OFFSET
from models.points.kinds import MERIT, SCORE, EntryType
from models.points.tables import PointEntry, PointLine

_Back = another(PointEntry, "back")
STANDS = ~select(_Back.id).where(_Back.reverses_id == PointEntry.id).exists()


def is_reversed(entry: PointEntry) -> bool:
    return db.session.scalar(select(PointEntry.id).where(PointEntry.reverses_id == entry.id)) is not None


def events() -> Select[tuple[PointEntry]]:
    return select(PointEntry).where(PointEntry.type == EntryType.EVENT, STANDS)


def of_origin(table: str, row_id: int, kind: str = "") -> Select[tuple[PointEntry]]:
    """Return the events of a source that stand, with their lines; of one kind or of all."""
    rows = events().where(PointEntry.source_table == table, PointEntry.source_id == row_id)
    rows = rows.where(PointEntry.kind == kind) if kind else rows
    return rows.options(selectinload(PointEntry.lines)).order_by(PointEntry.id)


def of_page(href: str, holder: str) -> Select[tuple[PointEntry]]:
    """Return the events of a holder that stand and come from the record shown at ``href``, with their lines."""
    rows = events().where(PointEntry.source_href == href, PointEntry.holder == holder)
    return rows.options(selectinload(PointEntry.lines)).order_by(PointEntry.id)


def event(kind: str, holder: str, table: str, row_id: int) -> PointEntry | None:
    return db.session.scalars(of_origin(table, row_id, kind).where(PointEntry.holder == holder)).unique().first()


def turns(kind: str, holder: str, table: str, row_id: int) -> int:
    """Return how often the event was posted, reversed ones included."""
    same = (PointEntry.source_table == table, PointEntry.source_id == row_id, PointEntry.kind == kind)
    here = (PointEntry.holder == holder, PointEntry.type == EntryType.EVENT)
    return db.session.scalar(select(func.count(PointEntry.id)).where(*same, *here)) or 0


def claims(holder: str, month: date) -> list[tuple[str, int]]:
    """Return kind and tenths of the events of a month that stand."""
    rows = events().where(PointEntry.holder == holder, PointEntry.month == month)
    rows = rows.with_only_columns(PointEntry.kind, PointEntry.claimed).order_by(PointEntry.id)
    return [(kind, tenths) for kind, tenths in db.session.execute(rows)]


def settling(holder: str, month: date, kind: str):
    """Return the conditions of the settling entries of one kind and month."""
    mine = (PointEntry.holder == holder, PointEntry.month == month, PointEntry.kind == kind)
    return (*mine, PointEntry.type == EntryType.SETTLING)


def settled(holder: str, month: date) -> dict[str, int]:
    """Return what was settled of a month by kind: tenths that caps took back; for the offset, tenths offset."""
    own = case((PointLine.account == MERIT, -PointLine.tenths), else_=PointLine.tenths)
    telling = or_(PointLine.account == SCORE, and_(PointLine.account == MERIT, PointEntry.kind != OFFSET))
    rows = (
        select(PointEntry.kind, func.sum(own))
        .join(PointLine, PointLine.entry_id == PointEntry.id)
        .where(PointEntry.holder == holder, PointEntry.month == month, PointEntry.type == EntryType.SETTLING, telling)
        .group_by(PointEntry.kind)
    )
    return {kind: int(total) for kind, total in db.session.execute(rows)}
