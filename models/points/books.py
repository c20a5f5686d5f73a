"""Whether the books of a month are still open."""

from __future__ import annotations

from datetime import date

from models import closings
from models.accounts import Unit
from models.core.db import db


def is_closed(month: date, unit_id: int) -> bool:
    """Whether the figures of a month are frozen for the house of a unit. Source: domain §6.12."""
    return not closings.is_open(db.session.get_one(Unit, unit_id), month)


def require_open(month: date, unit_id: int) -> None:
    """Raise RuleBroken when a month is closed: only corrections in an open month can change what it came to."""
    closings.require_open(db.session.get_one(Unit, unit_id), month)
