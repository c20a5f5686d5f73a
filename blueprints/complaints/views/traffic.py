"""The vehicles of a month that rates are set against."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user
from sqlalchemy import Select

from blueprints.complaints import bp
from blueprints.complaints.columns import TRAFFIC
from blueprints.complaints.filters import TrafficFilter
from blueprints.complaints.forms import TextForm
from blueprints.core.access import requires
from blueprints.core.fields import MonthField
from blueprints.core.forms import IntegerField, RowField, required
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from models.accounts import Unit, UnitKind
from models.complaints import TrafficMonth, queries
from models.complaints import traffic as rules
from models.core import clock
from models.core.scope import visible


class TrafficForm(TextForm):
    unit = RowField("收费站")
    month = MonthField("月份", [required("请选择月份。")], render_kw={"type": "month", "placeholder": "2026-11"})
    vehicles = IntegerField("车流量（辆）", [required("请填写车流量。")])


@bp.route("/traffic", methods=["GET", "POST"])
@requires("complaint.traffic")
def traffic():
    form, (narrowed, rows) = TrafficForm(), _list()
    form.unit.offer(_stations())
    if form.attempt(rules.enter, by=current_user, at=clock.now()):
        return saved("车流量已保存。", to=url_for(".traffic"))
    return page("complaints/traffic.html", form=form, filter=narrowed, page=page_of(rows, *narrowed.sort.key))


@bp.get("/traffic/export.xlsx")
@requires("complaint.traffic")
def export_traffic():
    narrowed, rows = _list()
    return sheet("月车流量", TRAFFIC, rows.order_by(*narrowed.sort.key), action="complaint.export", filters=narrowed)


def _stations() -> Select[tuple[Unit]]:
    return visible(Unit, current_user).where(Unit.kind == UnitKind.STATION).order_by(Unit.path)


def _list():
    """Return the filters and the months they leave."""
    form = TrafficFilter(unit=_stations())
    return form, queries.traffic_filtered(visible(TrafficMonth, current_user), **form.values())
