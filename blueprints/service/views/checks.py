"""The 优先窗口: checks, what they found, and what is to be restored."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import selectinload

from blueprints.core.access import load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.service import bp
from blueprints.service.columns import CHECKS, GAPS
from blueprints.service.forms import CheckFilter, GapFilter, RestoreForm, check_form
from blueprints.service.views.lists import filters, stations
from models.core import clock
from models.core.db import db
from models.core.scope import visible
from models.service import WindowCheck, WindowGap, queries, windows
from models.service.flows import GAP


@bp.get("/checks")
@requires("service.read")
def checks():
    form, rows = _checks()
    return page("service/checks.html", form=form, page=page_of(rows, *form.sort.key))


@bp.get("/checks/export.xlsx")
@requires("service.export")
def export_checks():
    form, rows = _checks()
    return sheet("优先窗口检查", CHECKS, rows.order_by(*form.sort.key), action="service.export", filters=form)


@bp.route("/checks/new", methods=["GET", "POST"])
@requires("service.check")
def check():
    """Check the window of one's own station, for the shift that runs now."""
    station = next(iter(stations("service.check")), None)
    at = clock.now()
    items = windows.items_of(station.id) if station else []
    form = check_form(items)
    if station and form.attempt(windows.check, station.id, by=current_user, at=at):
        return saved("检查已登记。", to=url_for(".checks"))
    turn = windows.turn_at(station.id, at) if station else None
    made = windows.check_of(station.id, turn) if station else None
    gaps = {gap.item_id: gap for gap in db.session.scalars(queries.open_gaps(queries.only(station)))}
    return page("service/check.html", form=form, station=station, items=items, turn=turn, made=made, gaps=gaps)


@bp.get("/checks/<int:check_id>")
@requires("service.read")
def show_check(check_id: int):
    row = load(WindowCheck, check_id, *queries.CHECKED, selectinload(WindowCheck.lines))
    return page("service/check_show.html", row=row)


@bp.get("/gaps")
@requires("service.read")
def gaps():
    form, rows = _gaps()
    return page("service/gaps.html", form=form, page=page_of(rows, *form.sort.key))


@bp.get("/gaps/export.xlsx")
@requires("service.export")
def export_gaps():
    form, rows = _gaps()
    return sheet("优先窗口待恢复物品", GAPS, rows.order_by(*form.sort.key), action="service.export", filters=form)


@bp.route("/gaps/<int:gap_id>/restore", methods=["GET", "POST"])
@requires("service.check")
def restore(gap_id: int):
    gap, form = load(WindowGap, gap_id, *queries.GAPS), RestoreForm()
    if not form.is_submitted():
        GAP.require(gap, "restore")
    if form.attempt(windows.restore, gap, by=current_user, at=clock.now()):
        return saved(f"{gap.item.name}已恢复。", to=url_for(".gaps", state="open"))
    return page("service/restore.html", form=form, gap=gap)


def _checks():
    form, chosen = filters(CheckFilter)
    return form, queries.filtered_checks(visible(WindowCheck, current_user), **chosen)


def _gaps():
    form, chosen = filters(GapFilter)
    return form, queries.filtered_gaps(visible(WindowGap, current_user), **chosen)
