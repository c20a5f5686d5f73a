"""The month matrix and the day sheet: on screen, on paper, as spreadsheets."""

from __future__ import annotations

from datetime import date, timedelta

from flask import url_for
from flask_login import current_user

from blueprints.core.access import requires
from blueprints.core.respond import page
from blueprints.core.sheets.exports import sheet
from blueprints.roster import bp, columns
from blueprints.roster.here import day_of, month_here, station_here, stations, switch
from models.accounts import Unit
from models.accounts.scope import reaches
from models.core import clock
from models.core.months import first_of
from models.roster import matrix

DAY = timedelta(days=1)


def may_plan(station: Unit) -> bool:
    """Whether the person draws up this roster: only they see drafts."""
    return reaches(current_user, "roster.plan", station)


def month_of(station: Unit) -> matrix.Month:
    return matrix.month(station, month_here(), with_drafts=may_plan(station))


def day_sheet(station: Unit, day: date) -> matrix.Day:
    return matrix.day_sheet(station, day, with_drafts=may_plan(station))


@bp.get("/")
@requires("roster.read")
def index():
    seen = stations()
    station = station_here(seen)
    month = month_of(station)
    return page(
        "roster/index.html",
        month=month,
        station=station,
        links=switch(seen, station, ".index", month=f"{month.first:%Y-%m}"),
        around=_around(month, station),
        today=clock.today(),
        may_plan=may_plan(station),
    )


@bp.get("/export.xlsx")
@requires("roster.read")
def export():
    station = station_here()
    month = month_of(station)
    name = f"{station.name}班表 {month.first:%Y-%m}"
    return sheet(name, columns.of_month(month), month.rows, action="roster.export", title=name)


@bp.get("/print")
@requires("roster.read")
def print_month():
    station = station_here()
    return page("roster/print_month.html", station=station, month=month_of(station), now=clock.now())


@bp.get("/day/<day>")
@requires("roster.read")
def day(day: str):
    on, seen = day_of(day), stations()
    station = station_here(seen)
    return page(
        "roster/day.html",
        sheet=day_sheet(station, on),
        station=station,
        links=switch(seen, station, ".day", day=on.isoformat()),
        earlier=(on - DAY).isoformat(),
        later=(on + DAY).isoformat(),
        may_plan=may_plan(station),
        may=lambda permission, shift: reaches(current_user, permission, shift.crew),
    )


@bp.get("/day/<day>/export.xlsx")
@requires("roster.read")
def export_day(day: str):
    station = station_here()
    shown = day_sheet(station, day_of(day))
    name = f"{station.name}班表 {shown.day}"
    return sheet(name, columns.of_day(shown), shown.lines, action="roster.export", title=name)


@bp.get("/day/<day>/print")
@requires("roster.read")
def print_day(day: str):
    station = station_here()
    return page("roster/print_day.html", station=station, sheet=day_sheet(station, day_of(day)), now=clock.now())


def _around(month: matrix.Month, station) -> list[tuple[str, str, bool]]:
    """Return the links to the month before, this one and the next."""
    firsts = (first_of(month.first - DAY), month.first, month.last + DAY)
    titles = ("上月", f"{month.first:%Y-%m}", "下月")
    return [
        (title, url_for(".index", station=station.id, month=f"{first:%Y-%m}"), first == month.first)
        for title, first in zip(titles, firsts, strict=True)
    ]
