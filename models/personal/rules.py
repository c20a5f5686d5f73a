"""Looking behind the mask: who may, and why. Every look is an entry of the audit trail. Source: security.md 28."""

from __future__ import annotations

from sqlalchemy import or_, select

from models.accounts import Unit, User
from models.accounts.scope import in_reach, stations_seen_by
from models.core import audit
from models.core.db import Base, db, own_transaction
from models.core.errors import RuleBroken
from models.core.scope import visible
from models.personal.registry import Declared, declared

LEAST, MOST = 4, 200  # characters of a reason
REASONS = ("回访联系", "调查核实", "核对车辆和通行记录", "通知本人到场", "上级机关或公安调取")


def find(user: User, known: Declared, row_id: int) -> Base | None:
    """Return the row if ``user`` may see it at all."""
    mine = visible(known.table, user).where(known.table.id == row_id)
    return db.session.scalars(mine.limit(1)).unique().first()


def may_reveal(user: User, known: Declared, row: Base) -> bool:
    """Whether ``user`` holds the permission of the table, and over the unit of ``row`` or of one's own station."""
    unit = getattr(known.table, "unit_id", None)
    if unit is None or not user.may(known.permission):
        return user.may(known.permission)
    station = unit.in_(select(Unit.id).where(stations_seen_by(user, known.permission)))
    held = or_(in_reach(user, known.permission, unit), station)
    within = visible(known.table, user).where(known.table.id == row.id, held)
    return db.session.scalars(within.limit(1)).unique().first() is not None


def reveal(row: Base, known: Declared, column: str, by: User, reason: str) -> None:
    """Put on record that ``by`` looks at ``column`` of ``row`` and why; the value itself stays out of the record.

    Raises RuleBroken: the reason is too short to mean something. Source: security.md 28.
    """
    check_reason(reason)
    given = {"name": name_of(row), "unit_id": getattr(row, "unit_id", None)}
    note = f"{known.columns[column].label}，{reason}"
    audit.act(known.permission, (row.__tablename__, row.id), by, note, **given)


def note_opened(row: Base, by: User, reason: str) -> None:
    """Put on record that ``by`` opened a form with the numbers of ``row`` in it: a GET has no transaction to write in.

    ``reason`` is what the form is for. Source: security.md 28.
    """
    known = declared(row.__tablename__)
    given = {"name": name_of(row), "unit_id": getattr(row, "unit_id", None)}
    with own_transaction() as session:
        audit.act(known.permission, (row.__tablename__, row.id), by, reason, session=session, **given)


def full_export_allowed(user: User, table: type[Base]) -> bool:
    """Whether ``user`` may take a list of ``table`` with whole numbers."""
    known = declared(table.__tablename__)
    return bool(known and known.full_export and user.may(known.full_export))


def check_reason(reason: str) -> None:
    """Raises RuleBroken: fewer than LEAST characters, or more than MOST."""
    if not LEAST <= len(reason.strip()) <= MOST:
        raise RuleBroken(f"请写明理由，{LEAST} 到 {MOST} 个字。", field="reason")


def name_of(row: Base) -> str:
    return str(getattr(row, "number", None) or getattr(row, "name", None) or "")
