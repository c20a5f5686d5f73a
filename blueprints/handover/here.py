"""Which station a page is about: of ``?station=``, by default one's own, within what the person may see."""

from __future__ import annotations

from flask import abort, request
from flask_login import current_user

from models.accounts import Unit
from models.accounts.scope import stations_for
from models.core.db import db


def stations(permission: str) -> list[Unit]:
    """Return the stations the person reaches or works at for ``permission``."""
    return list(db.session.scalars(stations_for(current_user, permission)))


def station_for(permission: str) -> Unit:
    """Return the station of the page; 404 for one that is none of theirs, or when there is none."""
    seen = stations(permission)
    wanted = request.values.get("station") or str(current_user.station_id or "")
    return next((one for one in seen if str(one.id) == wanted), None) or (seen[0] if _any(seen) else abort(404))


def _any(seen: list[Unit]) -> bool:
    return bool(seen) and not request.values.get("station")
