"""A person's own week, and the acknowledgement of what was changed."""

from __future__ import annotations

from datetime import timedelta

from flask import request, url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.roster import bp, columns
from blueprints.roster.forms import ChangeFilter
from blueprints.roster.here import day_of
from models.core import clock
from models.core.scope import visible
from models.roster import Change, queries, rules
from models.roster.own import own

WEEK = timedelta(days=7)


@bp.get("/mine")
@requires("roster.acknowledge")
def mine():
    now, today = clock.now(), clock.today()
    day = day_of(request.args["day"]) if request.args.get("day") else today
    return page(
        "roster/mine.html",
        own=own(current_user, day, today, now),
        day=day,
        today=today,
        now=now,
        earlier=(day - WEEK).isoformat(),
        later=(day + WEEK).isoformat(),
    )


@bp.post("/changes/<int:change_id>/acknowledge")
@requires("roster.acknowledge")
def acknowledge(change_id: int):
    change = load(Change, change_id)
    rules.acknowledge(change, by=current_user, at=clock.now())
    return saved("已确认。", to=url_for(".mine", day=change.shift.business_date.isoformat()))


@bp.get("/changes")
@requires("roster.change")
def changes():
    """Changes of every station whose roster the person may change: at first those nobody has acknowledged yet."""
    form, rows = _listed()
    return page("roster/changes.html", form=form, page=page_of(rows, *form.sort.key))


@bp.get("/changes/export.xlsx")
@requires("roster.change")
def export_changes():
    form, rows = _listed()
    return sheet("班次变动", columns.CHANGES, rows.order_by(*form.sort.key), action="roster.export", filters=form)


def _listed():
    """Return the filters and the changes they leave."""
    form = ChangeFilter()
    return form, queries.changes(visible(Change, current_user), **form.values())
