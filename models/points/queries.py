"""Questions to the ledger."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, and_, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from models.accounts import Unit, User
from models.accounts.scope import in_reach, named, units_under
from models.core.db import db
from models.core.scope import scope_of, visible
from models.points import accounts
from models.points.kinds import EntryType, Side
from models.points.tables import PointBalance, PointEntry, PointRule

LISTED = (selectinload(PointEntry.lines), joinedload(PointEntry.person), joinedload(PointEntry.unit))
WHOLE = (*LISTED, joinedload(PointEntry.by), joinedload(PointEntry.rule))


@scope_of(PointRule)
def rules_visible_to(user: User) -> Select[tuple[PointRule]]:
    """The rules are one for the house; whoever has points may read what they follow from."""
    return select(PointRule) if user.may("point.own") or user.may("point.read") else select(PointRule).where(false())


def _own_or_within(user: User, table: type):
    """Return the condition: one's own account, that of one's own crew, or one within reach of ``point.read``."""
    mine = or_(table.person_id == user.id, and_(table.person_id.is_(None), table.unit_id == user.unit_id))
    within = in_reach(user, "point.read", table.unit_id)
    return or_(mine, within) if user.may("point.own") else within


@scope_of(PointEntry)
def entries_visible_to(user: User) -> Select[tuple[PointEntry]]:
    return select(PointEntry).where(_own_or_within(user, PointEntry))


@scope_of(PointBalance)
def balances_visible_to(user: User) -> Select[tuple[PointBalance]]:
    loaded = (joinedload(PointBalance.person), joinedload(PointBalance.unit))
    return select(PointBalance).where(_own_or_within(user, PointBalance)).options(*loaded)


def balances(user: User, month: date, *, text: str = "", unit: Unit | None = None, crews: bool = False) -> Select:
    """Return the accounts of a month that ``user`` may see: of persons, or of crews."""
    rows = visible(PointBalance, user).where(PointBalance.month == month)
    rows = rows.where(PointBalance.person_id.is_(None) if crews else PointBalance.person_id.is_not(None))
    if unit is not None:
        rows = rows.where(PointBalance.unit_id.in_(units_under(unit.path)))
    return rows.where(PointBalance.holder.in_(_named(text))) if text else rows


def _named(text: str):
    """Return the keys of the accounts whose person or unit is called so."""
    people = or_(User.name.contains(text, autoescape=True), User.staff_no.contains(text, autoescape=True))
    whose = select(PointBalance.holder).outerjoin(User, User.id == PointBalance.person_id)
    return whose.join(Unit, Unit.id == PointBalance.unit_id).where(
        or_(people, and_(PointBalance.person_id.is_(None), Unit.name.contains(text, autoescape=True)))
    )


def entries_of(rows: Select[tuple[PointEntry]], holder: str, month: date | None = None) -> Select[tuple[PointEntry]]:
    """Return the entries that make up a holder's figures, of one month or of all, lines and people loaded."""
    rows = rows.where(PointEntry.holder == holder)
    rows = rows.where(PointEntry.booked_month == month) if month else rows
    return rows.options(*LISTED)


def filtered(rows: Select[tuple[PointEntry]], *, text: str = "", unit: Unit | None = None, **more) -> Select:
    """Narrow to a source or a name, a unit and below, a month, a kind, a type."""
    if text:
        said = (PointEntry.source_label, PointEntry.words)
        found = or_(*(column.contains(text, autoescape=True) for column in said), PointEntry.person_id.in_(named(text)))
        rows = rows.where(found)
    if unit is not None:
        rows = rows.where(PointEntry.unit_id.in_(units_under(unit.path)))
    if month := more.pop("month", None):
        rows = rows.where(PointEntry.booked_month == month)
    for name, value in more.items():
        rows = rows.where(getattr(PointEntry, name) == value)
    return rows.options(*LISTED)


def account_of(user: User, entry: PointEntry) -> Select[tuple[PointBalance]]:
    """Return the account whose figures an entry changes, if ``user`` may see it."""
    mine = (PointBalance.holder == entry.holder, PointBalance.month == entry.booked_month)
    return visible(PointBalance, user).where(*mine)


def reversal_of(entry: PointEntry) -> Select[tuple[PointEntry]]:
    return select(PointEntry).where(PointEntry.reverses_id == entry.id)


def of_source(user: User, table: str, row_id: int) -> Select[tuple[PointEntry]]:
    """Return every entry of a record that ``user`` may see, reversals included, in order."""
    rows = visible(PointEntry, user).where(PointEntry.source_table == table, PointEntry.source_id == row_id)
    return rows.where(PointEntry.type != EntryType.SETTLING).options(*WHOLE).order_by(PointEntry.id)


def balance_of(holder: User | Unit, month: date) -> PointBalance | None:
    """Return the account of a person or crew in a month, None before it is opened."""
    mine = (PointBalance.holder == accounts.of(holder).key, PointBalance.month == month)
    return db.session.scalars(select(PointBalance).where(*mine)).one_or_none()


def year_of(holder: str, year: int) -> Select[tuple[PointBalance]]:
    """Return a holder's months of a year, in order."""
    days = (PointBalance.month >= date(year, 1, 1), PointBalance.month <= date(year, 12, 1))
    return select(PointBalance).where(PointBalance.holder == holder, *days).order_by(PointBalance.month)


def editions_of(rule: PointRule) -> Select[tuple[PointRule]]:
    return select(PointRule).where(PointRule.kind == rule.kind).order_by(PointRule.edition.desc())


def rules_listed(rows: Select, *, text: str = "", side: Side | None = None) -> Select[tuple[PointRule]]:
    """Return the latest editions, narrowed to a word of title or source and to a side."""
    rows = rows.where(PointRule.is_latest)
    if text:
        holds = (column.contains(text, autoescape=True) for column in (PointRule.title, PointRule.source))
        rows = rows.where(or_(*holds))
    return rows.where(PointRule.side == side) if side else rows


def months_known() -> Select[tuple[date]]:
    return select(PointBalance.month).distinct().order_by(PointBalance.month.desc())
