"""Several questions put to the database as one statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any

from sqlalchemy import Exists, Select, Subquery, literal, select, true

from models.core.db import db


def present(**questions: Select) -> dict[str, list[Any]]:
    """Return the rows of each question by its name; those without rows cost no statement of their own.

    For a page on which much may hang and mostly little does. Rows of one entity or column come bare, as ``scalars``.
    """
    asked = select(*(any_of(one).label(name) for name, one in questions.items()))
    found = db.session.execute(asked).one()._asdict()
    return {name: _rows(one) if found[name] else [] for name, one in questions.items()}


def any_of(question: Select) -> Exists:
    """Return whether a question has rows, as a column of another one."""
    return question.with_only_columns(literal(1), maintain_column_froms=True).order_by(None).exists()


def _rows(question: Select) -> list[Any]:
    found = db.session.execute(question)
    return list(found.unique().scalars() if len(question.column_descriptions) == 1 else found)


class Beside:
    """Questions each of which is answered with one row, put together once and asked as often as one likes."""

    def __init__(self, questions: Iterable[Select]) -> None:
        blocks = [question.order_by(None).subquery() for question in questions]
        self._columns = [list(block.c) for block in blocks]
        self._statement = self._joined(blocks) if blocks else None

    def _joined(self, blocks: list[Subquery]) -> Select:
        joined = reduce(lambda left, right: left.join(right, true()), blocks)
        return select(*(column for columns in self._columns for column in columns)).select_from(joined)

    def ask(self, values: Mapping[str, Any] | None = None) -> list[list]:
        """Return the row of each question: their product is one row too. ``values`` are those of named parameters."""
        if self._statement is None:
            return []
        row = list(db.session.execute(self._statement, values or {}).one())
        return [[row.pop(0) for _ in columns] for columns in self._columns]


def beside(questions: Iterable[Select]) -> list[list]:
    """Return the row that each question is answered with."""
    return Beside(questions).ask()
