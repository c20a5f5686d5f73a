"""Lanes, shift kinds and patterns."""

from __future__ import annotations

from flask import abort, url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.roster import bp, columns
from blueprints.roster.forms import HoursForm, LaneForm, PatternForm, cycle_of
from blueprints.roster.here import station_for, stations, switch
from models.accounts import Unit
from models.accounts.scope import reaches
from models.core import clock
from models.core.db import db
from models.roster import Lane, Pattern, Scheme, ShiftKind, queries
from models.roster import setup as rules
from models.roster.calendar import kinds_of


def _lanes(station: Unit) -> list[Lane]:
    return list(db.session.scalars(queries.all_lanes_of(station.id)))


def _kinds(station: Unit) -> list[ShiftKind]:
    return list(db.session.scalars(queries.kinds_known(station.id)))


def _patterns(station: Unit) -> list[tuple[Pattern, str]]:
    """Return the patterns with their cycle in words."""
    return [(one, cycle_of(one)) for one in db.session.scalars(queries.patterns_of(station.id))]


TABLES = {
    "lanes": ("车道", columns.LANES, _lanes),
    "kinds": ("班次时间", columns.KINDS, _kinds),
    "patterns": ("轮班方式", columns.PATTERNS, _patterns),
}


@bp.get("/setup")
@requires("roster.setup")
def setup():
    station = station_for("roster.setup")
    return page(
        "roster/setup.html",
        station=station,
        links=switch(stations(), station, ".setup"),
        **{part: rows(station) for part, (_title, _columns, rows) in TABLES.items()},
    )


@bp.get("/setup/<any(lanes, kinds, patterns):part>.xlsx")
@requires("roster.setup")
def export_setup(part: str):
    station = station_for("roster.setup")
    title, shown, rows = TABLES[part]
    return sheet(f"{station.name}{title}", shown, rows(station), action="roster.export")


@bp.route("/setup/lanes/create", methods=["GET", "POST"])
@requires("roster.setup")
def create_lane():
    station, form = station_for("roster.setup"), LaneForm()
    if form.attempt(rules.add_lane, station, by=current_user):
        return saved(f"{form.code.data} 已添加。", to=url_for(".setup", station=station.id))
    return page("roster/setup_form.html", form=form, station=station, title="添加车道", button="添加车道")


@bp.route("/setup/lanes/<int:lane_id>/edit", methods=["GET", "POST"])
@requires("roster.setup")
def edit_lane(lane_id: int):
    lane = load(Lane, lane_id)
    station = db.session.get(Unit, lane.unit_id)
    if not reaches(current_user, "roster.setup", station):
        abort(403)
    form = LaneForm(obj=lane)
    if form.attempt(rules.edit_lane, lane, by=current_user):
        return saved(f"{lane.code} 已修改。", to=url_for(".setup", station=station.id))
    return page("roster/setup_form.html", form=form, station=station, title=f"修改车道 {lane.code}", button="保存车道")


@bp.route("/setup/hours/create", methods=["GET", "POST"])
@requires("roster.setup")
def create_hours():
    station, today = station_for("roster.setup"), clock.today()
    form = HoursForm([kind for scheme in Scheme for kind in kinds_of(station.id, today, scheme).values()])
    if form.attempt(rules.set_hours, station, by=current_user):
        return saved("班次时间已设置。", to=url_for(".setup", station=station.id))
    return page("roster/setup_form.html", form=form, station=station, title="设置班次时间", button="设置时间")


@bp.route("/setup/patterns/create", methods=["GET", "POST"])
@requires("roster.setup")
def create_pattern():
    station, form = station_for("roster.setup"), PatternForm()
    if form.attempt(rules.add_pattern, station, by=current_user):
        return saved("轮班方式已添加。", to=url_for(".setup", station=station.id))
    return page("roster/setup_form.html", form=form, station=station, title="添加轮班方式", button="添加轮班方式")
