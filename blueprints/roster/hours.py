"""Hours and overtime of a month, and days off."""

from __future__ import annotations

from datetime import timedelta

from flask import url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.roster import bp, columns
from blueprints.roster.forms import DayOffFilter, DayOffForm, HoursFilter
from blueprints.roster.here import month_here, station_here, stations, switch
from models.core import clock
from models.core.scope import visible
from models.roster import DayOff, queries, rules
from models.roster.hours import month_lines


@bp.get("/overtime")
@requires("roster.change")
def overtime():
    seen, month = stations(), month_here()
    station = station_here(seen)
    form = HoursFilter(station)
    return page(
        "roster/overtime.html",
        form=form,
        station=station,
        month=month,
        lines=month_lines(station, month, **form.values()),
        links=switch(seen, station, ".overtime", month=f"{month:%Y-%m}"),
        earlier=f"{month - timedelta(days=1):%Y-%m}",
        later=f"{month + timedelta(days=31):%Y-%m}",
    )


@bp.get("/overtime/export.xlsx")
@requires("roster.change")
def export_overtime():
    station, month = station_here(), month_here()
    form, name = HoursFilter(station), f"{station.name}工时 {month:%Y-%m}"
    lines = month_lines(station, month, **form.values())
    return sheet(name, columns.HOURS, lines, action="roster.export", title=name, filters=form)


@bp.route("/days-off", methods=["GET", "POST"])
@requires("roster.day_off")
def days_off():
    """The days off that were registered, newest first, and the form for another one."""
    station = station_here()
    form = DayOffForm(station)
    if form.attempt(rules.register, by=current_user):
        return saved(
            f"{form.person.data.name} {clock.short_day(form.business_date.data)} 已登记。", to=url_for(".days_off")
        )
    filters = DayOffFilter()
    rows = page_of(_registered(filters), *filters.sort.key)
    return page("roster/days_off.html", form=form, filters=filters, station=station, page=rows)


@bp.get("/days-off/export.xlsx")
@requires("roster.day_off")
def export_days_off():
    filters = DayOffFilter()
    rows = _registered(filters).order_by(*filters.sort.key)
    return sheet("调休与公休", columns.DAYS_OFF, rows, action="roster.export", filters=filters)


@bp.post("/days-off/<int:row_id>/withdraw")
@requires("roster.day_off")
def withdraw_day_off(row_id: int):
    row = load(DayOff, row_id)
    rules.withdraw(row, "", by=current_user)
    return saved(f"{clock.short_day(row.business_date)} 的登记已撤销。", to=url_for(".days_off"))


def _registered(filters: DayOffFilter):
    return queries.days_off(visible(DayOff, current_user), **filters.values())
