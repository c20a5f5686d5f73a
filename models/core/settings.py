"""Typed settings: what one station may want different from another, as data with a history.

An area declares its settings here-and-now; an administrator changes the values. Every value is a row with the day it
holds from, so that what was decided earlier can be explained by the value of that day.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import Lock
from time import monotonic
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from models.core import clock
from models.core.audit import Audited
from models.core.db import Base, db, pk, utc
from models.core.errors import RuleBroken
from models.core.wording import label_value

KEPT_SECONDS = 5.0  # how long another process may go on with an old value


@dataclass(frozen=True, slots=True)
class Setting:
    """``check`` returns a refusal or None; ``choices`` are ``(value, label)``; ``unit`` stands behind the number."""

    key: str
    label: str
    default: Any
    area: str
    note: str = ""
    unit: str = ""
    least: int | None = None
    most: int | None = None
    choices: tuple[tuple[str, str], ...] = ()
    check: Callable[[Any], str | None] | None = None


SETTINGS: dict[str, Setting] = {}


class SettingValue(Audited, Base):
    """The value of a setting from a day on; ``unit_id`` None means the whole house."""

    __tablename__ = "setting_values"
    __table_args__ = (UniqueConstraint("key", "unit_id", "valid_from"),)
    id: Mapped[pk]
    key: Mapped[str] = mapped_column(index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    valid_from: Mapped[date]
    value: Mapped[Any] = mapped_column(JSON)
    set_at: Mapped[utc]

    @property
    def name(self) -> str:
        return SETTINGS[self.key].label


label_value("setting_values", "key", lambda key: SETTINGS[key].label if key in SETTINGS else key)


def declare(*settings: Setting) -> None:
    """Add settings to the catalogue. Raises ValueError on a second claim of a key."""
    for setting in settings:
        if setting.key in SETTINGS:
            raise ValueError(f"setting {setting.key} is declared twice")
        SETTINGS[setting.key] = setting


def value_of(key: str, *, unit_id: int | None = None, on: date | None = None) -> Any:
    """Return the value of ``key`` on a day (default: today), for a station if it has its own, else for the house."""
    setting, on = SETTINGS[key], on or clock.today()
    fitting = [v for v in _values().get(key, ()) if v[0] in (None, unit_id) and v[1] <= on]
    if not fitting:
        return setting.default
    return max(fitting, key=lambda v: (v[0] is not None, v[1]))[2]


def parse(setting: Setting, text: str) -> Any:
    """Return ``text`` as the kind of the setting's default. Raises RuleBroken: not such a value, or out of bounds."""
    if isinstance(setting.default, bool):
        return text in ("1", "true", "on", "y")
    if isinstance(setting.default, int):
        return _whole_number(setting, text)
    if setting.choices and text not in dict(setting.choices):
        raise RuleBroken(f"“{setting.label}”请从列表中选择。", field="value")
    if setting.check and (refusal := setting.check(text)):
        raise RuleBroken(refusal, field="value")
    return text


def change(key: str, value: Any, *, valid_from: date, unit_id: int | None, by) -> SettingValue:
    """Return the row that sets ``key`` from ``valid_from`` on, changed or new; the caller records it."""
    here = (SettingValue.key == key, SettingValue.unit_id == unit_id, SettingValue.valid_from == valid_from)
    row = db.session.scalar(select(SettingValue).where(*here))
    if row is None:
        row = SettingValue(key=key, unit_id=unit_id, valid_from=valid_from, value=value, set_at=clock.now())
        db.session.add(row)
    row.value, row.set_at = value, clock.now()
    forget()
    return row


_cache: dict[str, Any] = {"at": 0.0, "values": None, "bind": None}
_guard = Lock()


def forget() -> None:
    """Drop the values kept in memory; the next question reads them from the database."""
    with _guard:
        _cache["values"] = None


def _values() -> dict[str, list[tuple[int | None, date, Any]]]:
    bind = db.engine
    with _guard:
        fresh = _cache["values"] is not None and _cache["bind"] is bind and monotonic() - _cache["at"] < KEPT_SECONDS
        if fresh:
            return _cache["values"]
    found: dict[str, list] = {}
    rows = select(SettingValue.key, SettingValue.unit_id, SettingValue.valid_from, SettingValue.value)
    for key, unit_id, valid_from, value in db.session.execute(rows):
        found.setdefault(key, []).append((unit_id, valid_from, value))
    with _guard:
        _cache.update(at=monotonic(), values=found, bind=bind)
    return found


def _whole_number(setting: Setting, text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise RuleBroken(f"“{setting.label}”请填写整数。", field="value") from None
    least, most = setting.least, setting.most
    if (least is not None and number < least) or (most is not None and number > most):
        raise RuleBroken(f"“{setting.label}”应在 {least} 到 {most} 之间。", field="value")
    return number


declare(Setting("house.name", "单位名称", "站务通", "core", "显示在页面左上角、登录页和打印件上；收费站可以另设"))
