"""Keyset pages: stable while rows arrive, and as fast on page 1000 as on page 1."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import abort, request
from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import desc_op

from models.core.db import db

SIZE, IN_MEMORY = 25, 50
OF_SENTENCES = 20  # rows of a list whose rows are sentences: 6 kB for a page of any list
COUNTED = 1000  # a list counts no further; "1000+" tells a reader as much as the exact number


@dataclass(frozen=True, slots=True)
class Page:
    """``after`` is the cursor of the next page, None on the last; ``total`` counts to COUNTED + 1 at the most."""

    rows: list[Any]
    after: str | None
    total: int
    is_first: bool


def page_of(rows: Select, *key, size: int = SIZE, counted: Select | None = None) -> Page:
    """Return one page of ``rows`` in the order of ``key``, columns or ``column.desc()``, the last one unique.

    Columns of the key must not be null. The cursor comes from ``?after=`` and is not secret: it only says where to
    start within what the person may see anyway. A cursor that cannot be read answers 400. ``counted`` are the rows
    that are counted where that is another Select. Two statements.
    """
    all_of = rows if counted is None else counted
    total = db.session.scalar(select(func.count()).select_from(_ids(all_of, key).limit(COUNTED + 1).subquery()))
    cursor = cursor_of(key)
    if cursor:
        rows = rows.where(_behind(key, cursor))
    found = list(db.session.scalars(rows.order_by(*key).limit(size + 1)).unique())
    last = found[size - 1] if len(found) > size else None
    after = _write([getattr(last, _column(part).key) for part in key]) if last is not None else None
    return Page(found[:size], after, total or 0, not cursor)


def cursor_of(key) -> list:
    """Return the values of ``key`` behind which the asked page begins, [] for the first page; 400 for nonsense."""
    cursor = request.args.get("after")
    return _read(cursor, key) if cursor else []


def page_of_rows(rows: list, size: int = IN_MEMORY) -> Page:
    """Return one page of rows that are in memory anyway, such as a tree; the cursor is a position."""
    start = _position(request.args.get("after"))
    end = start + size
    after = _write([end]) if end < len(rows) else None
    return Page(rows[start:end], after, len(rows), not start)


def _position(cursor: str | None) -> int:
    """Return where a cursor points to; one that is no position answers 400."""
    if not cursor:
        return 0
    try:
        (at,) = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError):
        abort(400)
    return at if type(at) is int and 0 <= at < 2**31 else abort(400)


def _ids(rows: Select, key) -> Select:
    return rows.with_only_columns(_column(key[-1])).order_by(None)


def _column(part):
    return part.element if isinstance(part, UnaryExpression) else part


def _is_descending(part) -> bool:
    return isinstance(part, UnaryExpression) and part.modifier is desc_op


def _behind(key, values):
    """Return the condition "comes after ``values``": equal up to a column, and beyond it there."""
    ways = []
    for index, (part, value) in enumerate(zip(key, values, strict=True)):
        column = _column(part)
        same = [_column(p) == v for p, v in zip(key[:index], values[:index], strict=True)]
        ways.append(and_(*same, column < value if _is_descending(part) else column > value))
    return or_(*ways)


def _write(values: list) -> str:
    return urlsafe_b64encode(json.dumps(values, default=_text).encode()).decode().rstrip("=")


def _text(value) -> str:
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)


def _read(cursor: str, key) -> list:
    try:
        values = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return [_as(_column(part).type.python_type, value) for part, value in zip(key, values, strict=True)]
    except (ValueError, TypeError, OverflowError):
        abort(400)


def _as(kind: type, value):
    """Return ``value`` of a cursor as the column's kind. Raises ValueError or TypeError for anything else."""
    if issubclass(kind, datetime) and datetime.fromisoformat(value).tzinfo is None:
        raise ValueError(value)  # no moment: nobody knows which one
    if issubclass(kind, (date, datetime)):
        return kind.fromisoformat(value)
    wire = int if issubclass(kind, int) else str
    if type(value) is not wire or (wire is int and abs(value) >= 2**63):
        raise ValueError(value)
    return kind(value)
