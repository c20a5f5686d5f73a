"""录像保全 of a case: what the cameras saw is saved before it is overwritten. Source: domain §2.1 (evidence).

The room of recordings keeps them, counts down and tells the monitors; here a case only asks.
"""

from __future__ import annotations

from datetime import datetime

from models import footage
from models.accounts import UnitKind, User
from models.complaints.tables import Complaint
from models.core import audit
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.core.flow import first
from models.core.scope import visible
from models.footage import Preservation
from models.roster import Lane

MINUTES = 10  # before and after the occurrence, until the form says otherwise


def _may_ask(case: Complaint, _by: User) -> None:
    if not case.is_open:
        raise Overtaken(f"{case.number} {case.state.label}，不能再从这里申请，请到“录像保全”申请。")
    if case.unit.kind is not UnitKind.STATION:
        raise RuleBroken(f"{case.unit.name}没有摄像机组，请先把涉及单位更正为收费站。")


@first(_may_ask)
def ask(
    case: Complaint,
    *,
    lane: Lane | None,
    around: datetime,
    before_minutes: int,
    after_minutes: int,
    by: User,
    at: datetime,
) -> Preservation:
    """Ask that the recording of ``lane`` (None: the plaza) around a moment be saved for this case.

    Raises RuleBroken: the case is over, it is not about a station, or as ``footage.request``.
    """
    told = {"title": f"{case.number} {case.type.label}", "href": f"/complaints/{case.id}"}
    told |= {"before_minutes": before_minutes, "after_minutes": after_minutes}
    row = footage.request(case, station=case.unit, lane=lane, around=around, by=by, at=at, **told)
    audit.record("complaint.footage", case, by, note=row.number)
    return row


def paged(rows: list[Preservation], user: User) -> list[tuple[Preservation, str]]:
    """Return each recording with its page, "" where ``user`` may not open it."""
    if not rows or not user.may("footage.read"):
        return [(row, "") for row in rows]
    ids = [row.id for row in rows]
    seen = visible(Preservation, user).where(Preservation.id.in_(ids)).with_only_columns(Preservation.id)
    opened = set(db.session.scalars(seen))
    return [(row, row.href if row.id in opened else "") for row in rows]
