"""Drawing up a month, adding and removing drafts, publishing."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.roster import bp
from blueprints.roster.changes import check_reach
from blueprints.roster.forms import AddShiftForm, GenerateForm, cycle_of
from blueprints.roster.here import day_of, month_here, station_for, stations, switch
from models.core.db import db
from models.roster import Scheme, Shift, queries, rules
from models.roster.calendar import kinds_of


@bp.route("/generate", methods=["GET", "POST"])
@requires("roster.plan")
def generate():
    station = station_for("roster.plan")
    form = GenerateForm(station)
    if form.attempt(rules.generate, station, by=current_user):
        month = f"{form.since.data:%Y-%m}"
        return saved("班表已编排，核对后请发布。", to=url_for(".index", station=station.id, month=month))
    patterns = [(one.name, cycle_of(one)) for one in db.session.scalars(queries.patterns_of(station.id))]
    links = switch(stations(), station, ".generate")
    return page("roster/generate.html", form=form, station=station, patterns=patterns, links=links)


@bp.post("/publish")
@requires("roster.plan")
def publish():
    station, month = station_for("roster.plan"), month_here()
    count = rules.publish(station, month, by=current_user)
    return saved(f"已发布 {count} 个班次。", to=url_for(".index", station=station.id, month=f"{month:%Y-%m}"))


@bp.route("/day/<day>/add", methods=["GET", "POST"])
@requires("roster.plan")
def add_shift(day: str):
    station, on = station_for("roster.plan"), day_of(day)
    kinds = [kind for scheme in Scheme for kind in kinds_of(station.id, on, scheme).values()]
    form = AddShiftForm(station, kinds)
    if form.attempt(rules.add_shift, station, on, by=current_user):
        return saved("班次已添加。", to=url_for(".day", day=on.isoformat(), station=station.id))
    return page("roster/add_shift.html", form=form, station=station, on=on)


@bp.post("/shifts/<int:shift_id>/remove")
@requires("roster.plan")
def remove(shift_id: int):
    shift = load(Shift, shift_id)
    check_reach("roster.plan", shift)
    to = url_for(".day", day=shift.business_date.isoformat(), station=shift.unit_id)
    rules.remove_draft(shift, by=current_user)
    return saved("班次已删除。", to=to)
