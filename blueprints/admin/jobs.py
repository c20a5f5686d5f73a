"""What runs by the clock: when it last did, when it will, and what went wrong."""

from __future__ import annotations

from blueprints.admin import bp
from blueprints.core.access import requires
from blueprints.core.respond import page
from models.core import clock
from models.core import jobs as core


@bp.get("/jobs")
@requires("job.read")
def jobs():
    return page("admin/jobs.html", standings=core.standings(clock.now()))
