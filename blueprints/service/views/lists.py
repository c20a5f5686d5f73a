"""What every list of the room does alike: the filters and the stations they offer."""

from __future__ import annotations

from flask_login import current_user

from blueprints.service.forms import DaysFilter
from models.accounts.scope import stations_for
from models.core.db import db


def stations(permission: str = "service.read") -> list:
    """Return the stations where the person may do ``permission``, their own first."""
    return list(db.session.scalars(stations_for(current_user, permission)))


def filters(kind: type[DaysFilter]) -> tuple[DaysFilter, dict]:
    """Return the filters of a list, its stations offered, and what was chosen."""
    form = kind()
    form.unit.offer(stations())
    return form, form.values()
