"""Where a violation came from, and who may go there: the way back to a complaint, a finding or a recording."""

from __future__ import annotations

from sqlalchemy import select

from models.accounts import User
from models.complaints import Complaint
from models.core.db import db
from models.core.scope import visible
from models.footage import Preservation
from models.inspections import Finding
from models.penalties.kinds import Source
from models.penalties.tables import Violation

CASES = {Source.COMPLAINT: Complaint, Source.INSPECTION: Finding, Source.MONITOR: Preservation}


def is_open_to(user: User, violation: Violation) -> bool:
    """Whether ``user`` may open the case of ``violation``; whose violator hears of it elsewhere. One statement."""
    table, row_id = CASES.get(violation.source), violation.source_href.rpartition("/")[2]
    if not violation.source_href or user.id == violation.person_id:
        return False
    if table is None or not row_id.isdecimal():
        return True
    return db.session.scalar(select(visible(table, user).where(table.id == int(row_id)).exists()))
