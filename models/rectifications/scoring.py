"""What an order that was not carried out costs the crew in points. Source: domain §2.4; issue 4.3."""

from __future__ import annotations

from datetime import datetime

from models import points
from models.accounts import Unit, UnitKind, User
from models.core import clock
from models.core.db import db
from models.points.kinds import Side
from models.rectifications.tables import Rectification

FAILED = "rectification"

points.declare(
    points.Kind(
        FAILED,
        "整改不合格扣分",
        Side.DEDUCT,
        20,
        None,
        True,
        note="限期整改复查不合格的，每次记责任班组；科室和站部没有班组账户，不记分。",
        source="实施方案第六条、整改通知书（示例分值）",
    )
)


def deduct(row: Rectification, by: User, at: datetime) -> None:
    """Post that the review found ``row`` not done; each order fails at most once."""
    unit = db.session.get_one(Unit, row.unit_id)
    if unit.kind is not UnitKind.CREW:
        return
    origin = points.origin_of(row, row.number, f"/rectifications/{row.id}", f"复查不合格：{row.opinion}"[:200])
    points.post(FAILED, unit, origin, on=clock.local(at).date(), by=by, at=at)
