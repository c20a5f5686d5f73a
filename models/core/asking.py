"""Several questions put to the database as one statement."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Select, select, true

from models.core.db import db


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
