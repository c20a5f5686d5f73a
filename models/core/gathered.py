"""A row with the rows of several collections in one statement. Source: performance.md, a detail in four statements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Integer, Select, literal_column, select, true, union_all
from sqlalchemy.orm import InstrumentedAttribute, contains_eager


class Rows(NamedTuple):
    """A collection that comes with the row: the way to it, and loader options for what is in it."""

    path: tuple[InstrumentedAttribute, ...]
    inside: tuple


def rows_of(*path: InstrumentedAttribute, inside: Iterable = ()) -> Rows:
    """Name a collection among loader options; ``path`` may lead over one row, or on to collections in its rows.

    A table stands on one path only: its rows are told apart by it.
    """
    return Rows(path, tuple(inside))


def gather(row: Select, options: Iterable) -> Select:
    """Return ``row`` with ``options``, loader options and Rows; ask it with ``unique()``.

    The row comes once for each collection, by turns, and only the rows whose turn it is are joined to it: the answer
    is as long as all collections together, not as long as their product, and takes half the time of a statement each.
    """
    options = tuple(options)
    many = [one for one in options if isinstance(one, Rows)]
    row = row.options(*(one for one in options if not isinstance(one, Rows)))
    if not many:
        return row
    turns = union_all(*(select(literal_column(str(n), Integer).label("n")) for n in range(len(many)))).subquery()
    row = row.join(turns, true()).order_by(turns.c.n)
    for n, (path, inside) in enumerate(many):
        waits = True
        for step in path:
            its_turn = waits and step.property.uselist
            row = row.outerjoin(step.and_(turns.c.n == literal_column(str(n))) if its_turn else step)
            row = row.order_by(*(step.property.order_by or ()))
            waits = waits and not its_turn
        row = row.options(_filled(path).options(*inside))
    return row


def _filled(path: tuple[InstrumentedAttribute, ...]):
    first, *others = path
    loading = contains_eager(first)
    for step in others:
        loading = loading.contains_eager(step)
    return loading
