"""What runs by the clock: when it last did, when it will, and what went wrong. Nothing to click."""

from __future__ import annotations

from datetime import UTC, datetime

from blueprints.admin import bp, columns
from blueprints.admin.list_forms import JobFilter
from blueprints.core.access import requires
from blueprints.core.paging import page_of_rows
from blueprints.core.respond import page
from blueprints.core.sheets.exports import sheet
from models.core import clock
from models.core import jobs as core

NEVER = datetime.min.replace(tzinfo=UTC)


@bp.get("/jobs")
@requires("job.read")
def jobs():
    form = JobFilter()
    return page("admin/jobs.html", form=form, page=page_of_rows(_listed(form)), rhythm=rhythm)


@bp.get("/jobs/export.xlsx")
@requires("job.read")
def export_jobs():
    form = JobFilter()
    return sheet("定时任务", columns.jobs(rhythm), _listed(form), action="job.export", filters=form)


def _listed(form: JobFilter) -> list[core.Standing]:
    """Return how the jobs stand that the filters leave, in the order asked for."""
    chosen = form.values()
    text, state = chosen.get("text", ""), chosen.get("state")
    found = [one for one in core.standings(clock.now()) if text in one.job.label and state in (None, _state(one))]
    match chosen.get("sort"):
        case "next":
            found.sort(key=lambda one: one.next_at)
        case "-last":
            found.sort(key=lambda one: one.last_done_at or NEVER, reverse=True)
    return found


def _state(one: core.Standing) -> str:
    return "failing" if one.failing else "done" if one.last_done_at else "new"


def rhythm(job: core.Job) -> str:
    """Return how often ``job`` runs, e.g. 每天 03:00 or 每 10 分钟."""
    if job.daily_at:
        return f"每天 {job.daily_at:%H:%M}"
    hours, minutes = divmod(int(job.every.total_seconds()) // 60, 60)
    return f"每 {hours} 小时" if hours and not minutes else f"每 {hours * 60 + minutes} 分钟"
