"""Questions to the rulebook."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, false, or_, select

from models.accounts import User
from models.core.scope import scope_of
from models.rulebook.tables import Book, RuleClause


@scope_of(RuleClause)
def clauses_visible_to(user: User) -> Select[tuple[RuleClause]]:
    """The whole book, which is one for the house, or nothing."""
    return select(RuleClause) if user.may("clause.read") else select(RuleClause).where(false())


def filtered(clauses: Select, *, text: str = "", on: date | None = None, **equal) -> Select[tuple[RuleClause]]:
    """Narrow to clauses that hold ``text`` and stand in force on a day; without a day the latest edition of each."""
    if text:
        words = (RuleClause.text, RuleClause.code, RuleClause.source)
        clauses = clauses.where(or_(*(column.contains(text, autoescape=True) for column in words)))
    for name, value in equal.items():
        clauses = clauses.where(getattr(RuleClause, name) == value)
    return clauses.where(*_in_force(on)) if on else clauses.where(RuleClause.is_latest)


def in_force(on: date, book: Book | None = None) -> Select[tuple[RuleClause]]:
    """Return the editions that hold on a day, of one book or of all, in their order."""
    rows = select(RuleClause).where(*_in_force(on)).order_by(RuleClause.book, RuleClause.code)
    return rows.where(RuleClause.book == book) if book else rows


def editions_of(clause: RuleClause) -> Select[tuple[RuleClause]]:
    """Return every edition of a clause, the newest first."""
    same = (RuleClause.book == clause.book, RuleClause.code == clause.code)
    return select(RuleClause).where(*same).order_by(RuleClause.edition.desc())


def _in_force(on: date):
    return RuleClause.valid_from <= on, or_(RuleClause.valid_to.is_(None), RuleClause.valid_to >= on)
