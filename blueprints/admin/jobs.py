"""What runs by the clock: when it last did, when it will, and what went wrong. Nothing to click."""

from __future__ import annotations

from blueprints.admin import bp, columns
from blueprints.core.access import requires
from blueprints.core.respond import page
from blueprints.core.sheets.exports import sheet
from models.core import clock
from models.core import jobs as core


@bp.get("/jobs")
@requires("job.read")
def jobs():
    return page("admin/jobs.html", standings=core.standings(clock.now()), rhythm=rhythm)


@bp.get("/jobs/export.xlsx")
@requires("job.read")
def export_jobs():
    return sheet("定时任务", columns.jobs(rhythm), core.standings(clock.now()), action="job.export")


def rhythm(job: core.Job) -> str:
    """Return how often ``job`` runs, e.g. 每天 03:00 or 每 10 分钟."""
    if job.daily_at:
        return f"每天 {job.daily_at:%H:%M}"
    hours, minutes = divmod(int(job.every.total_seconds()) // 60, 60)
    return f"每 {hours} 小时" if hours and not minutes else f"每 {hours * 60 + minutes} 分钟"
