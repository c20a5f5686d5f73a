"""The rules a new house starts with: those that rooms have named as their defaults."""

from __future__ import annotations

from sqlalchemy import select

from models.core.db import db
from models.core.seeds import base_data
from models.deadlines.plans import DEFAULTS, SINCE, publish
from models.deadlines.tables import DeadlineRule


@base_data(order=35)
def fill() -> None:
    """Publish the first edition of every default the house has no rule for yet."""
    rows = select(DeadlineRule.kind, DeadlineRule.severity)
    known = {tuple(row) for row in db.session.execute(rows)}
    for one in DEFAULTS:
        if (one.kind, one.severity) not in known:
            publish(one.kind, one.severity, None, one.terms, valid_from=SINCE, by=None)
    db.session.commit()
