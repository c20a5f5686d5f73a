"""Settings of the house and its stations, each with its history; the calendar of feasts."""

from __future__ import annotations

from itertools import groupby

from flask import abort, url_for
from flask_login import current_user

from blueprints.admin import bp
from blueprints.admin.people import unit_names
from blueprints.admin.roles import AREAS
from blueprints.admin.setting_forms import HolidayForm, form_for
from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from models.accounts import house
from models.core import clock
from models.core.db import db
from models.core.holidays import Holiday
from models.core.settings import SETTINGS, value_of


@bp.get("/settings")
@requires("setting.edit")
def settings():
    ordered = sorted(SETTINGS.values(), key=lambda setting: setting.area)
    areas = [(AREAS.get(area, area), list(them)) for area, them in groupby(ordered, key=lambda setting: setting.area)]
    return page("admin/settings.html", areas=areas, value_of=value_of, shown=house.shown)


@bp.route("/settings/<key>", methods=["GET", "POST"])
@requires("setting.edit")
def edit_setting(key: str):
    """Give a setting a value from a day on; earlier values stay readable below."""
    setting = SETTINGS.get(key) or abort(404)
    form = form_for(setting)
    if form.attempt(house.change_setting, setting, by=current_user):
        return saved(f"“{setting.label}”已修改。", to=url_for(".settings"))
    rows = db.session.scalars(house.values_of(key)).all()
    return page(
        "admin/setting_edit.html", form=form, setting=setting, rows=rows, shown=house.shown, unit_names=unit_names()
    )


@bp.route("/holidays", methods=["GET", "POST"])
@requires("setting.edit")
def holidays():
    """Show the years that are known and add days of the next one."""
    form = HolidayForm()
    if form.attempt(house.add_holidays, by=current_user):
        return saved(f"已录入 {form.name.data}。", to=url_for(".holidays"))
    years = [clock.today().year + ahead for ahead in (-1, 0, 1)]
    days = {year: db.session.scalars(house.holidays_in(year)).all() for year in years}
    return page("admin/holidays.html", form=form, days=days, today=clock.today())


@bp.post("/holidays/<int:holiday_id>/remove")
@requires("setting.edit")
def remove_holiday(holiday_id: int):
    row = load(Holiday, holiday_id)
    house.remove_holiday(row, current_user)
    return saved(f"已删除 {row.day:%Y-%m-%d} {row.name}。", to=url_for(".holidays"))
