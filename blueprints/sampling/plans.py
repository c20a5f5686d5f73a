"""The plan of a month and how it stands; and how far reviewers agree."""

from __future__ import annotations

from datetime import date, timedelta

from flask import abort, url_for
from flask_login import current_user

from blueprints.core.access import requires
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.sampling import bp
from blueprints.sampling.columns import ITEMS, PROGRESS
from blueprints.sampling.forms import MonthFilter, PlanForm, SpanFilter
from models.accounts import Unit
from models.core import clock
from models.core.db import db
from models.core.months import first_of
from models.sampling import agreeing, planning, queries


@bp.get("/")
@requires("sampling.read")
def index():
    form, month, found = _progress()
    return page("sampling/index.html", form=form, month=month, found=found)


@bp.get("/export.xlsx")
@requires("sampling.export")
def export():
    form, month, found = _progress()
    rows = [(one, line) for one in found for line in one.lines]
    return sheet(f"督查计划 {month:%Y-%m}", PROGRESS, rows, action="sampling.export", filters=form)


@bp.route("/plans/<int:station_id>/<month>", methods=["GET", "POST"])
@requires("sampling.plan")
def plan(station_id: int, month: str):
    """Set the numbers of one station's month."""
    station, first, form = _station(station_id), _first_day(month), PlanForm()
    if not form.is_submitted():
        for row in db.session.scalars(queries.targets([station.id], first)):
            form[row.kind.value].data = row.target
    if form.attempt(planning.plan, station, month=first, by=current_user):
        return saved(f"{station.name} {first:%Y-%m} 的督查计划已保存。", to=url_for(".index", month=month))
    return page("sampling/plan.html", form=form, station=station, month=first)


@bp.get("/agreement")
@requires("sampling.read")
def agreement():
    form, since, until, found = _report()
    return page("sampling/agreement.html", form=form, since=since, until=until, found=found)


@bp.get("/agreement/export.xlsx")
@requires("sampling.export")
def export_agreement():
    form, since, until, found = _report()
    name = f"评分一致性 {since} 至 {until}"
    return sheet(name, ITEMS, found.items, action="sampling.export", filters=form)


def _progress():
    """Return the filter, the first day of its month, and how the stations within reach stand."""
    form = MonthFilter()
    month = form.values().get("month") or first_of(clock.today())
    form.month.data = form.month.data or month
    stations = list(db.session.scalars(queries.stations(current_user)))
    return form, month, planning.progress(stations, month)


def _report():
    form = SpanFilter()
    chosen = form.values()
    until = chosen.get("until") or clock.today()
    since = chosen.get("since") or until - timedelta(days=365)
    return form, since, until, agreeing.report(current_user, since, until)


def _station(station_id: int) -> Unit:
    """Return a station whose plan the person may read, else 404."""
    found = db.session.scalars(queries.stations(current_user).where(Unit.id == station_id)).first()
    return found or abort(404)


def _first_day(month: str) -> date:
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        abort(404)
