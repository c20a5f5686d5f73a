"""The rows that a request has read with all that hangs on them, to be read so again after a refusal."""

from __future__ import annotations

from flask import g
from sqlalchemy import inspect, select

from models.core.db import db
from models.core.gathered import Rows, gather


def remember(row, options: tuple) -> None:
    """Note how ``row`` was read; what comes without collections is read again by itself."""
    if any(isinstance(one, Rows) for one in options):
        g.setdefault("loaded", {})[row] = options


def read_again() -> None:
    """Read the rows of this request as they are: what a refused rule had begun was undone, and is forgotten with it."""
    for row, options in g.get("loaded", {}).items():
        table = type(row)
        here = gather(select(table).where(table.id == inspect(row).identity[0]), options)
        db.session.scalars(here.execution_options(populate_existing=True)).unique().one()
