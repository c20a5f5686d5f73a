"""Which station, month and day a page is about: from the address, within what the person may see."""

from __future__ import annotations

from datetime import date

from flask import abort, request, url_for
from flask_login import current_user

from models.accounts import Unit
from models.accounts.scope import reaches
from models.core import clock
from models.core.db import db
from models.core.months import first_of
from models.roster import queries


def stations() -> list[Unit]:
    """Return the stations whose roster the person may read; 404 for somebody who has none."""
    return list(db.session.scalars(queries.stations_with_roster(current_user))) or abort(404)


def station_here(seen: list[Unit] | None = None) -> Unit:
    """Return the station of ``?station=``, by default the person's own; 404 for one they may not see."""
    seen = seen or stations()
    wanted = request.args.get("station")
    return next((one for one in seen if wanted in (None, "", str(one.id))), None) or abort(404)


def station_for(permission: str) -> Unit:
    """Return the station of ``?station=`` for an act; 403 when the person may read it but not act on it."""
    station = station_here()
    return station if reaches(current_user, permission, station) else abort(403)


def month_here() -> date:
    """Return the first day of ``?month=2026-11``, by default of this month; 404 for anything else."""
    text = request.args.get("month")
    return day_of(f"{text}-01") if text else first_of(clock.today())


def day_of(text: str) -> date:
    """Return the day an address names, e.g. 2026-11-22; 404 for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)


def switch(seen: list[Unit], station: Unit, endpoint: str, **values) -> list[tuple[str, str, bool]]:
    """Return the links that lead from this page to the same page of the other stations."""
    return [(one.name, url_for(endpoint, station=one.id, **values), one.id == station.id) for one in seen]
