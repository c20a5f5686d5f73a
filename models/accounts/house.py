"""Rules about the settings and the calendar of the house; the values themselves live in ``models.core``."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Select, extract, or_, select

from models.accounts.scope import in_reach
from models.accounts.tables import Unit, User
from models.core import audit, clock, settings
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.holidays import DayKind, Holiday
from models.core.scope import scope_of
from models.core.settings import SETTINGS, Setting, SettingValue

LONGEST_FEAST = 31  # days


def change_setting(setting: Setting, *, value: str, valid_from: date, unit: Unit | None, by: User) -> None:
    """Let ``setting`` have ``value`` from a day on, for the house or one station.

    Raises RuleBroken: not such a value, or a day that is over: what was decided by the old value stays explained.
    """
    if valid_from < clock.today():
        raise RuleBroken("生效日期不能早于今天，以前的事项仍按当时的参数。", field="valid_from")
    parsed = settings.parse(setting, value)
    row = settings.change(setting.key, parsed, valid_from=valid_from, unit_id=unit.id if unit else None, by=by)
    audit.record("setting.edit", row, by, note=f"{setting.label}：{parsed}")


def name_house(name: str, since: date, unit: Unit | None = None) -> None:
    """Let the pages of the house, or of one station, be headed ``name`` from a day on."""
    row = settings.change("house.name", name, valid_from=since, unit_id=unit.id if unit else None, by=None)
    audit.record("setting.edit", row, None, note=name)


def add_holidays(*, kind: DayKind, name: str, first: date, last: date | None, source: str, by: User) -> None:
    """Add the days from ``first`` to ``last`` to the calendar. Raises RuleBroken: too many, reversed, or known."""
    last = last or first
    if not 0 <= (last - first).days < LONGEST_FEAST:
        raise RuleBroken(f"结束日期不早于开始日期，一次最多 {LONGEST_FEAST} 天。", field="last")
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if known := db.session.scalar(select(Holiday.day).where(Holiday.day.in_(days)).order_by(Holiday.day).limit(1)):
        raise RuleBroken(f"{known:%Y-%m-%d} 已录入，请先删除再改。", field="first")
    for day in days:
        row = Holiday(day=day, kind=kind, name=name, source=source or "")
        db.session.add(row)
        audit.record("holiday.add", row, by)


def remove_holiday(row: Holiday, by: User) -> None:
    """Take a day out of the calendar. Raises RuleBroken: it is over, and deadlines were counted by it."""
    if row.day < clock.today():
        raise RuleBroken("已过去的日子不能删除，期限已按它计算。")
    db.session.delete(row)
    audit.record("holiday.remove", row, by)


def holidays_in(year: int) -> Select[tuple[Holiday]]:
    return select(Holiday).where(extract("year", Holiday.day) == year).order_by(Holiday.day)


def values_of(key: str) -> Select[tuple[SettingValue]]:
    """Return every value a setting was given, the newest first."""
    return (
        select(SettingValue)
        .where(SettingValue.key == key)
        .order_by(SettingValue.valid_from.desc(), SettingValue.id.desc())
    )


def shown(setting: Setting, value) -> str:
    """Return a value as a page says it."""
    if isinstance(setting.default, bool):
        return "是" if value else "否"
    text = dict(setting.choices).get(value, value)
    return f"{text} {setting.unit}".strip()


@scope_of(Holiday)
def holidays_visible_to(_user: User) -> Select[tuple[Holiday]]:
    """The calendar is everybody's."""
    return select(Holiday)


@scope_of(SettingValue)
def values_visible_to(user: User) -> Select[tuple[SettingValue]]:
    """The values for the house, and for stations within reach of ``setting.edit``."""
    known = SettingValue.key.in_(SETTINGS)
    return select(SettingValue).where(
        known, or_(SettingValue.unit_id.is_(None), in_reach(user, "setting.edit", SettingValue.unit_id))
    )
