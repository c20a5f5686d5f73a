"""Row scope: what each person can see of each table, declared once per table and used by every reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, bindparam

from models.core import clock, gathered
from models.core.kept import Kept

MOST = 2000  # statements kept, five kB each and twice that once asked: what a hundred people look at in a day

_VISIBLE: dict[type, Callable[[Any], Select]] = {}
_kept, _rows = Kept(MOST), Kept(MOST)


def scope_of(table: type) -> Callable:
    """Register the decorated ``f(user) -> Select`` as the scope of ``table``."""

    def register(visible_to: Callable[[Any], Select]) -> Callable[[Any], Select]:
        _VISIBLE[table] = visible_to
        return visible_to

    return register


def visible(table: type, user) -> Select:
    """Return the rows of ``table`` that ``user`` may see. KeyError for a table without a scope: closed by default.

    A scope is a function of who somebody is, what they hold and the day, and of nothing else: so the statement of
    who is signed in is made once (``user.standing``), which takes longer than to ask it.
    """
    return _kept.of(user, (table, clock.today()), lambda: _VISIBLE[table](user))


def visible_row(table: type, user, options: tuple) -> Select:
    """Return the row of ``table`` with the id ``row_id``, told when it is asked, if ``user`` may see it.

    ``options`` are loader options and collections (``rows_of``), the same each time: most pages load a row in one way.
    """

    def make() -> Select:
        return gathered.gather(visible(table, user).where(table.id == bindparam("row_id")), options)

    return _rows.of(user, (table, options, clock.today()), make)


def scoped_tables() -> dict[str, type]:
    """Return the tables that have a scope, by table name: what attachments and the audit page may open."""
    return {table.__tablename__: table for table in _VISIBLE}
