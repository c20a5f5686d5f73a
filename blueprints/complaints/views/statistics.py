"""Figures of the book, each of which opens its list; and the vehicles of a month that rates are set against."""

from __future__ import annotations

from datetime import date, timedelta

from flask import url_for
from flask_login import current_user
from wtforms.fields import DateField

from blueprints.complaints import bp
from blueprints.core.access import requires
from blueprints.core.forms import FilterForm, Optional, RowField
from blueprints.core.respond import page
from models.accounts import Unit, UnitKind
from models.complaints import statistics as figures
from models.core import clock
from models.core.months import first_of
from models.core.scope import visible

TABLES = (("channel", "来源"), ("type", "类型"), ("lane_name", "车道"), ("hour", "时段"))


class PeriodFilter(FilterForm):
    since = DateField("登记日期从", [Optional()])
    until = DateField("到", [Optional()])
    unit = RowField("单位", blank="全部单位", optional=True)

    def validate(self, *args, **kwargs) -> bool:
        here = Unit.kind.in_((UnitKind.STATION, UnitKind.OFFICE))
        self.unit.offer(visible(Unit, current_user).where(here).order_by(Unit.path))
        return super().validate(*args, **kwargs)

    def period(self) -> tuple[date, date]:
        chosen = self.values()
        until = chosen.get("until") or clock.today()
        return chosen.get("since") or until - timedelta(days=60), until


@bp.get("/statistics")
@requires("complaint.statistics")
def statistics():
    form = PeriodFilter()
    since, until = form.period()
    chosen = {"since": since, "until": until}
    link = {"since": since.isoformat(), "until": until.isoformat(), "kind": "complaint", "joined": "no"}
    if unit := form.values().get("unit"):
        chosen["unit"], link["unit"] = unit, unit.id
    tables = [(title, figures.by(current_user, chosen, column)) for column, title in TABLES]
    return page(
        "complaints/statistics.html",
        form=form,
        found=figures.figures(current_user, chosen),
        tables=tables,
        shares=figures.shares(current_user, chosen),
        stations=figures.by_station(current_user, chosen, since, until),
        teams=figures.by_team(current_user, chosen, since, until),
        trend=figures.trend(current_user, {key: chosen[key] for key in chosen if key == "unit"}, first_of(until)),
        people=figures.by_person(current_user, chosen, since, until),
        to=lambda **more: url_for(".index", **(link | more)),
        since=since,
        until=until,
    )
