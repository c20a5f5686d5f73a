"""How dates, money, time left and personal data are written; templates format nothing by themselves.

Wording follows the station's habits: 24-hour clock, Asia/Shanghai, U+2212 as minus, masked personal data.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlencode

from flask import Flask, request
from wtforms import Field, FieldList, FormField

from models.accounts import Unit, structure
from models.core import clock, masking
from models.core.capital import day_in_words

WEEKDAYS = "一二三四五六日"
MINUS = "\u2212"
BLANK = "—"


def init_app(app: Flask) -> None:
    shown = (day, day_short, day_print, moment, moment_full, moment_print, clock_time, money, money_signed, remaining)
    said = (ago, filesize, in_full, day_in_words, span, phone, plate, id_no, masking.scrub, number, error_links)
    for filter_ in (*shown, *said):
        app.add_template_filter(filter_)
    app.add_template_global(here)


def _local(value: datetime) -> datetime:
    """Return a stored moment on the station's clock; a naive one is taken as UTC."""
    return clock.local(value if value.tzinfo else value.replace(tzinfo=UTC))


def _date(value: date) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def day(value: date | None) -> str:
    """``11 月 22 日 星期日``; another year than this one is written out."""
    if value is None:
        return BLANK
    on = _date(value)
    year = f"{on.year} 年 " if on.year != clock.today().year else ""
    return f"{year}{on.month} 月 {on.day} 日 星期{WEEKDAYS[on.weekday()]}"


def day_short(value: date | None) -> str:
    """``11-22``; another year than this one is written out."""
    if value is None:
        return BLANK
    return clock.short_day(_date(value))


def moment(value: datetime | None) -> str:
    """``11-22 21:52``; another year than this one is written out."""
    return BLANK if value is None else clock.short_moment(_local(value))


def moment_full(value: datetime | None) -> str:
    """``2026-11-22 21:52:08``, for print, exports and tooltips."""
    return BLANK if value is None else _local(value).strftime("%Y-%m-%d %H:%M:%S")


def in_full(unit: Unit) -> str:
    """``青岚收费站一班``: a crew with its station, since every station has a 一班."""
    return structure.full_name(unit)


def day_print(value: date) -> str:
    """``2026年11月22日``, below an official paper."""
    on = _date(value)
    return f"{on.year}年{on.month}月{on.day}日"


def moment_print(value: datetime | None) -> str:
    """``2026-11-22 21:52``, for papers that people sign."""
    return minute(value) or BLANK


def minute(value: datetime | None) -> str:
    """The same in a text, where what has not happened leaves nothing."""
    return "" if value is None else _local(value).strftime("%Y-%m-%d %H:%M")


def clock_time(value: datetime | time | None) -> str:
    """``21:52``."""
    if value is None:
        return BLANK
    return (_local(value) if isinstance(value, datetime) else value).strftime("%H:%M")


def money(cents: int | None) -> str:
    """Integer cents as yuan: ``1,234.50``; the unit stands in the column head."""
    if cents is None:
        return BLANK
    yuan, rest = divmod(abs(int(cents)), 100)  # PostgreSQL adds large integers up as decimals
    return f"{MINUS if cents < 0 else ''}{yuan:,}.{rest:02d}"


def money_signed(cents: int | None) -> str:
    """A difference in yuan: always with its sign, nought without."""
    return ("+" if cents and cents > 0 else "") + money(cents)


def number(value: float | Decimal | None, places: int = 0) -> str:
    """``1,234`` or, with ``places``, ``1,234.5``; minus as U+2212. Halves are rounded up, as a cashier does."""
    if value is None:
        return BLANK
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{exact or abs(exact):,}".replace("-", MINUS)


def _span(seconds: float) -> str:
    """The two largest units of a length of time."""
    minutes = int(seconds // 60)
    days, hours, left = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return f"{days} 天 {hours} 小时" if hours else f"{days} 天"
    if hours:
        return f"{hours} 小时 {left} 分" if left else f"{hours} 小时"
    return f"{left} 分钟"


def span(length: timedelta) -> str:
    """``1 天 6 小时``: the two largest units of a length of time, whichever its sign."""
    seconds = abs(length.total_seconds())
    return _span(seconds) if seconds >= 60 else "不到 1 分钟"


def remaining(due: date | None) -> str:
    """``剩 1 天 6 小时`` or ``已超时 2 小时``; a date without time ends with its day."""
    if due is None:
        return BLANK
    end = _local(due) if isinstance(due, datetime) else clock.at(due + timedelta(days=1), time())
    seconds = (end - clock.now()).total_seconds()
    if 0 <= seconds < 60:
        return "不到 1 分钟"
    return f"剩 {_span(seconds)}" if seconds >= 0 else f"已超时 {_span(-seconds)}"


def ago(value: datetime | None) -> str:
    """``刚刚``, ``12 分钟前``, ``3 小时前``; older than a day the moment itself."""
    if value is None:
        return BLANK
    seconds = (clock.now() - _local(value)).total_seconds()
    if seconds < 60:
        return "刚刚"
    if seconds >= 86400:
        return moment(value)
    return f"{int(seconds // 60)} 分钟前" if seconds < 3600 else f"{int(seconds // 3600)} 小时前"


def filesize(size: int | None) -> str:
    """``812 KB``, ``1.4 MB``: in steps of 1024."""
    if size is None:
        return BLANK
    if size < 1024:
        return f"{size} B"
    return f"{size / 1024:.0f} KB" if size < 1024**2 - 512 else f"{size / 1024**2:.1f} MB"


def phone(value: str | None) -> str:
    """``138****5678``; how each kind is masked is in ``models.core.masking``."""
    return masking.phone(value) or BLANK


def plate(value: str | None) -> str:
    """``赣C***45``."""
    return masking.plate(value) or BLANK


def id_no(value: str | None) -> str:
    """``360*************18``."""
    return masking.id_no(value) or BLANK


def error_links(form) -> list[tuple[str, str]]:
    """Return ``(id of the input, sentence)`` for every error of ``form``, rows of tables included."""
    links = [("error-summary", str(text)) for text in form.form_errors]
    return links + [link for field in form for link in _field_links(field)]


def _field_links(field: Field) -> list[tuple[str, str]]:
    if isinstance(field, FormField):
        return [("error-summary", str(text)) for text in field.form.form_errors] + [
            link for inner in field.form for link in _field_links(inner)
        ]
    links = []
    if isinstance(field, FieldList):
        links = [link for entry in field.entries for link in _field_links(entry)]
    own = [str(text) for text in field.errors if isinstance(text, str)]
    return [(_target(field), _sentence(field.label.text, text)) for text in own] + links


def _target(field: Field) -> str:
    """A group of choices has no input of its own name: the link goes to the first choice."""
    return f"{field.id}-0" if type(field.widget).__name__ in ("ListWidget", "TableWidget") else field.id


def _sentence(label: str, text: str) -> str:
    """Say where; a sentence that names its field already stays as it is."""
    return text if not label or label in text else f"{label}：{text}"


def here(**changes) -> str:
    """Return the address of this page with query arguments changed; ``None`` drops one."""
    kept = {**request.args.to_dict(flat=False), **changes}
    query = urlencode({key: value for key, value in kept.items() if value is not None}, doseq=True)
    return f"{request.path}?{query}" if query else request.path
