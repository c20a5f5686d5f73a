"""Settings of the house and its stations, each with its history; the calendar of feasts."""

from __future__ import annotations

from itertools import groupby

from flask import abort, url_for
from flask_login import current_user

from blueprints.admin import bp, columns
from blueprints.admin.people import unit_names
from blueprints.admin.roles import AREAS
from blueprints.admin.setting_forms import HolidayForm, form_for
from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from models.accounts import house
from models.core import clock
from models.core.db import db
from models.core.holidays import Holiday
from models.core.settings import SETTINGS, Setting, value_of


@bp.get("/settings")
@requires("setting.edit")
def settings():
    areas = [(AREAS.get(area, area), list(them)) for area, them in groupby(_by_area(), key=lambda one: one.area)]
    return page("admin/settings.html", areas=areas, value_of=value_of, shown=house.shown)


@bp.get("/settings/export.xlsx")
@requires("setting.edit")
def export_settings():
    cols = columns.settings(lambda one: AREAS.get(one.area, one.area), lambda one: house.shown(one, value_of(one.key)))
    return sheet("参数", cols, _by_area(), action="setting.export")


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
    days = {year: db.session.scalars(house.holidays_in(year)).all() for year in _years()}
    return page("admin/holidays.html", form=form, days=days, today=clock.today())


@bp.get("/holidays/export.xlsx")
@requires("setting.edit")
def export_holidays():
    rows = [day for year in _years() for day in db.session.scalars(house.holidays_in(year))]
    return sheet("节假日", columns.HOLIDAYS, rows, action="holiday.export")


@bp.post("/holidays/<int:holiday_id>/remove")
@requires("setting.edit")
def remove_holiday(holiday_id: int):
    row = load(Holiday, holiday_id)
    house.remove_holiday(row, current_user)
    return saved(f"已删除 {row.day:%Y-%m-%d} {row.name}。", to=url_for(".holidays"))


def _by_area() -> list[Setting]:
    return sorted(SETTINGS.values(), key=lambda setting: setting.area)


def _years() -> list[int]:
    """The years that the calendar shows: the last, this and the next."""
    return [clock.today().year + ahead for ahead in (-1, 0, 1)]
