"""The rules a new house starts with: one edition of every kind that rooms have declared. Figures are examples."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from sqlalchemy import select

from models.core import audit
from models.core.db import db
from models.core.seeds import base_data
from models.points.catalogue import KINDS
from models.points.tables import PointRule

SINCE = date(2025, 1, 1)


@base_data(order=35)
def fill() -> None:
    """Add the first edition of every kind that has none, in the order they were declared."""
    known = set(db.session.scalars(select(PointRule.kind)))
    for kind in KINDS.values():
        if kind.kind not in known:
            rule = PointRule(**asdict(kind), valid_from=SINCE, is_example=True)
            db.session.add(rule)
            audit.record("point.rule", rule, None, note="默认规则")
    db.session.commit()
