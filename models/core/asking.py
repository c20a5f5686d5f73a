"""Several questions put to the database as one statement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Exists, Select, literal, select, true

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


def beside(questions: Iterable[Select]) -> list[list]:
    """Return the row that each question is answered with; each must give one: their product is one row too."""
    blocks = [question.order_by(None).subquery() for question in questions]
    if not blocks:
        return []
    joined = blocks[0]
    for block in blocks[1:]:
        joined = joined.join(block, true())
    columns = [list(block.c) for block in blocks]
    row = list(db.session.execute(select(*(c for block in columns for c in block)).select_from(joined)).one())
    return [[row.pop(0) for _ in block] for block in columns]
