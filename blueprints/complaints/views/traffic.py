"""The vehicles of a month that rates are set against."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user
from wtforms.fields import MonthField

from blueprints.complaints import bp
from blueprints.complaints.forms import TextForm
from blueprints.core.access import requires
from blueprints.core.forms import IntegerField, RowField, required
from blueprints.core.respond import page, saved
from models.accounts import Unit, UnitKind
from models.complaints import TrafficMonth
from models.complaints import traffic as rules
from models.core import clock
from models.core.db import db
from models.core.scope import visible

SHOWN = 24  # months of all stations


class TrafficForm(TextForm):
    unit = RowField("收费站")
    month = MonthField("月份", [required("请选择月份。")])
    vehicles = IntegerField("车流量（辆）", [required("请填写车流量。")])


@bp.route("/traffic", methods=["GET", "POST"])
@requires("complaint.traffic")
def traffic():
    form = TrafficForm()
    stations = visible(Unit, current_user).where(Unit.kind == UnitKind.STATION)
    form.unit.offer(stations.order_by(Unit.path))
    if form.attempt(rules.enter, by=current_user, at=clock.now()):
        return saved("车流量已保存。", to=url_for(".traffic"))
    rows = visible(TrafficMonth, current_user).order_by(TrafficMonth.month.desc(), TrafficMonth.unit_id).limit(SHOWN)
    return page("complaints/traffic.html", form=form, rows=db.session.scalars(rows).unique().all())
