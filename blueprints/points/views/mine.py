"""One's own points: the figure and why, what can be appealed, and the buttons for deeds and grievances."""

from __future__ import annotations

from flask_login import current_user

from blueprints.core.access import requires
from blueprints.core.respond import page
from blueprints.points import bp
from models.core import clock
from models.reports import own_points


@bp.get("/mine")
@requires("point.own")
def mine():
    now = clock.now()
    return page("points/mine.html", own=own_points.of(current_user, now), now=now)
