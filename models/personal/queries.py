"""Who has looked at what."""

from __future__ import annotations

from sqlalchemy import Select, select

from models.core.audit import AuditEntry
from models.core.db import Base
from models.personal.registry import declared


def looks_at(row: Base) -> Select[tuple[AuditEntry]]:
    """Return the recorded looks behind the masks of ``row``, newest first."""
    mine = (AuditEntry.subject_type == row.__tablename__, AuditEntry.subject_id == row.id)
    action = declared(row.__tablename__).permission
    return select(AuditEntry).where(*mine, AuditEntry.action == action).order_by(AuditEntry.id.desc())
