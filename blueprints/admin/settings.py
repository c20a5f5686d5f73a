"""Settings of the house and its stations, each with its history; the calendar of feasts."""

from __future__ import annotations

from itertools import groupby

from flask import abort, url_for
from flask_login import current_user

from blueprints.admin import bp, columns
from blueprints.admin.list_forms import HolidayFilter, SettingFilter
from blueprints.admin.people import unit_names
from blueprints.admin.roles import AREAS
from blueprints.admin.setting_forms import HolidayForm, form_for
from blueprints.core.access import load, requires
from blueprints.core.paging import page_of_rows
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from models.accounts import house
from models.core import clock
from models.core.db import db
from models.core.holidays import Holiday
from models.core.settings import SETTINGS, Setting, value_of

SHOWN, ALL_HOLIDAYS = 35, 100  # on one page


@bp.get("/settings")
@requires("setting.edit")
def settings():
    form = SettingFilter({area: AREAS.get(area, area) for area in sorted({one.area for one in SETTINGS.values()})})
    found = page_of_rows(_listed(form), SHOWN)
    areas = [(AREAS.get(area, area), list(them)) for area, them in groupby(found.rows, key=lambda one: one.area)]
    if form.sort.data == "label":
        areas = [("参数", found.rows)]
    return page("admin/settings.html", form=form, page=found, areas=areas, value_of=value_of, shown=house.shown)


@bp.get("/settings/export.xlsx")
@requires("setting.edit")
def export_settings():
    cols = columns.settings(lambda one: AREAS.get(one.area, one.area), lambda one: house.shown(one, value_of(one.key)))
    form = SettingFilter({one.area: AREAS.get(one.area, one.area) for one in SETTINGS.values()})
    return sheet("参数", cols, _listed(form), action="setting.export", filters=form)


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
    filters = HolidayFilter(_years())
    found = page_of_rows(_days(filters), ALL_HOLIDAYS)
    return page("admin/holidays.html", form=form, filters=filters, page=found, today=clock.today())


@bp.get("/holidays/export.xlsx")
@requires("setting.edit")
def export_holidays():
    filters = HolidayFilter(_years())
    return sheet("节假日", columns.HOLIDAYS, _days(filters), action="holiday.export", filters=filters)


@bp.post("/holidays/<int:holiday_id>/remove")
@requires("setting.edit")
def remove_holiday(holiday_id: int):
    row = load(Holiday, holiday_id)
    house.remove_holiday(row, current_user)
    return saved(f"已删除 {row.day:%Y-%m-%d} {row.name}。", to=url_for(".holidays"))


def _listed(form: SettingFilter) -> list[Setting]:
    """Return the settings that the filters leave, by area or by name."""
    chosen = form.values()
    text, area = chosen.get("text", ""), chosen.get("area")
    found = [
        one for one in SETTINGS.values() if text in f"{one.label} {one.note} {one.key}" and area in (None, one.area)
    ]
    return sorted(found, key=lambda one: one.label if chosen.get("sort") else one.area)


def _days(filters: HolidayFilter) -> list[Holiday]:
    """Return the days that the filters leave."""
    chosen = filters.values()
    years = [int(chosen["year"])] if "year" in chosen else _years()
    days = [day for year in years for day in db.session.scalars(house.holidays_in(year))]
    found = [day for day in days if chosen.get("kind") in (None, day.kind)]
    return found[::-1] if chosen.get("sort") else found


def _years() -> list[int]:
    """The years that the calendar shows: the last, this and the next."""
    return [clock.today().year + ahead for ahead in (-1, 0, 1)]
