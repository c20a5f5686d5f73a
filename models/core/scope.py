"""Row scope: what each person can see of each table, declared once per table and used by every reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select

_VISIBLE: dict[type, Callable[[Any], Select]] = {}


def scope_of(table: type) -> Callable:
    """Register the decorated ``f(user) -> Select`` as the scope of ``table``."""

    def register(visible_to: Callable[[Any], Select]) -> Callable[[Any], Select]:
        _VISIBLE[table] = visible_to
        return visible_to

    return register


def visible(table: type, user) -> Select:
    """Return the rows of ``table`` that ``user`` may see. KeyError for a table without a scope: closed by default."""
    return _VISIBLE[table](user)


def scoped_tables() -> dict[str, type]:
    """Return the tables that have a scope, by table name: what attachments and the audit page may open."""
    return {table.__tablename__: table for table in _VISIBLE}
