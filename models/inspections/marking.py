"""What findings cost in points: booked when the result is reported, corrected whenever it is reckoned anew.

A finding that names a person counts for the person, any other for the crew. Sheets of any base are brought to 100.
Source: domain §2.2, §2.13; issue 4.3.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models import points
from models.accounts import Unit, UnitKind, User
from models.core import clock
from models.core.db import db
from models.inspections.tables import Finding, Inspection, Template
from models.rulebook import breaches

SOURCE = "inspection"


def book(inspection: Inspection, by: User | None, at: datetime, why: str = "") -> None:
    """Let the ledger say of every finding what it takes now; the result has been reported."""
    full = db.session.get_one(Template, inspection.template_id).full
    unit = db.session.get_one(Unit, inspection.unit_id)
    crew = unit if unit.kind is UnitKind.CREW else None
    rows = select(Finding).where(Finding.inspection_id == inspection.id).order_by(Finding.person_id, Finding.id)
    for finding in db.session.scalars(rows.options(joinedload(Finding.item))).unique():
        holder = db.session.get_one(User, finding.person_id) if finding.person_id else crew
        if holder is not None and not _is_punished(inspection, finding, holder):
            _book_one(inspection, finding, holder, _of_hundred(finding, full), by=by, at=at, why=why)


def _book_one(inspection: Inspection, finding: Finding, holder, tenths: int, **act) -> None:
    name = f"{inspection.number} 第 {finding.item.code} 项"
    words = act.pop("why") or finding.words[:200]
    origin = points.origin_of(finding, name, f"/inspections/findings/{finding.id}", words)
    points.sync(points.INSPECTION, holder, origin, tenths, on=clock.local(act["at"]).date(), **act)


def _of_hundred(finding: Finding, full: int) -> int:
    """Return what the finding takes in tenths on the base of 100, halves up; nothing once it is struck."""
    if finding.is_removed or not finding.number or not full:
        return 0
    return (2 * finding.taken * 1000 + full) // (2 * full)


def _is_punished(inspection: Inspection, finding: Finding, holder) -> bool:
    """Whether a penalty in force has taken the place of the finding's points."""
    origin = points.origin_of(finding, "", f"/inspections/findings/{finding.id}")
    key = points.accounts.of(holder).key
    if points.standing.event(points.INSPECTION, key, origin.table, origin.id) is not None:
        return False
    standings = breaches.standings_of(SOURCE, f"{inspection.number}/{finding.id}")
    return any(one.is_effective and one.is_live for one in standings)
