"""Spreadsheets and text files: one writer for every list, what the list shows and nothing else.

A room names its columns in ``columns.py``; its export view passes the same Select as its list. Source: security.md 15.
"""

from __future__ import annotations

import csv as csv_files
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import request, send_file
from flask_login import current_user
from sqlalchemy import Select

from blueprints.core.forms import FilterForm
from blueprints.core.respond import keep
from models.core import audit, clock
from models.core.db import db, own_transaction
from models.core.errors import RuleBroken

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STARTERS = "=+-@\t\r\n＝＋－＠"
CELL = 32_767  # characters that Excel keeps in a cell
MOST_ROWS = 1_000_000
FORMATS = {
    "number": "General",
    "tenths": "General",
    "hundredths": "0.00",
    "money": "#,##0.00",
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm:ss",
}
PARTS = {"tenths": 10, "hundredths": 100, "money": 100}  # of a unit, as whole numbers
_FORMULA = re.compile(rf"[\s\u200b\ufeff]*[{re.escape(STARTERS)}]")
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f\[\]:*?/\\"<>|]')


@dataclass(frozen=True, slots=True)
class Column:
    """``value(row)`` is the cell, ``width`` in characters.

    ``kind`` is text, number, tenths or hundredths of one, money (cents), date or moment: what is a figure on the page
    is one in the spreadsheet too, and adds up there.
    """

    title: str
    value: Callable[[Any], Any]
    width: int = 16
    kind: str = "text"


def sheet(name: str, columns: list[Column], rows, *, action: str, **options):
    """Send all ``rows`` of a Select or an iterable as ``name``.xlsx and note the export in the audit trail.

    ``action`` is the audit action (``penalty.export``). ``options``: ``title`` puts a line above the header,
    ``filters`` is the list's FilterForm, whose labels the audit entry then uses; ``reason`` is why somebody took a
    list that says more than the page. Raises RuleBroken: more than a million rows.
    """
    out = io.BytesIO()
    count = _write_xlsx(out, name, columns, _each(rows), options.get("title", ""))
    _record(name, action, rows, count, options.get("filters"), options.get("reason", ""))
    out.seek(0)
    return send_file(out, XLSX, as_attachment=True, download_name=f"{file_name(name)}.xlsx")


def csv(name: str, columns: list[Column], rows, *, action: str, **options):
    """Send ``rows`` as ``name``.csv: UTF-8 with BOM, every field quoted, noted like ``sheet``."""
    out = io.BytesIO()
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv_files.writer(text, quoting=csv_files.QUOTE_ALL)
    writer.writerow([harmless(column.title) for column in columns])
    count = sum(bool(writer.writerow([_csv_cell(c, c.value(row)) for c in columns])) for row in _each(rows))
    text.detach()
    _record(name, action, rows, count, options.get("filters"))
    out.seek(0)
    return send_file(out, "text/csv; charset=utf-8", as_attachment=True, download_name=f"{file_name(name)}.csv")


def harmless(text: str) -> str:
    """Return ``text`` with a leading ``'`` if a spreadsheet could take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def file_name(name: str) -> str:
    """Return ``name`` without the characters that a file or a sheet may not be called."""
    return _NOT_IN_NAMES.sub("-", name).strip(" .'") or "导出"


def as_text(value: Any) -> str:
    """Return ``value`` as exports and print write it: labels of states, 是/否, full dates on the station's clock."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return _wall(value).strftime("%Y-%m-%d %H:%M:%S")
    return str(getattr(value, "label", value))


def _each(rows) -> Iterator[Any]:
    """Yield the rows of a Select in batches, entities or tuples as the Select says, or of any iterable."""
    if not isinstance(rows, Select):
        yield from rows
        return
    result = db.session.execute(rows.execution_options(yield_per=500))
    yield from result.scalars() if len(rows.column_descriptions) == 1 else result


def _write_xlsx(out, name: str, columns: list[Column], rows: Iterable, title: str) -> int:
    """Write the workbook with a bold, frozen header; memory does not grow with the rows. Return their number."""
    from xlsxwriter import Workbook  # noqa: PLC0415  (heavy, and only exports need it)

    told = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    count = 0
    with Workbook(out, told) as book:  # closed also when a row is refused: it keeps a file open for every sheet
        page = book.add_worksheet(file_name(name)[:31])
        formats = {kind: book.add_format({"num_format": shown}) for kind, shown in FORMATS.items()}
        first = _write_head(page, columns, title, book.add_format({"bold": True, "bottom": 1}))
        for count, row in enumerate(rows, 1):
            if count > MOST_ROWS:
                raise RuleBroken("超过 1 000 000 行，请缩小筛选范围后再导出。")
            for index, column in enumerate(columns):
                _write_cell(page, (first + count, index), column, column.value(row), formats)
    return count


def _write_head(page, columns: list[Column], title: str, bold) -> int:
    """Write the header row, below ``title`` if there is one, and return its index."""
    first = 1 if title else 0
    if title:
        page.write_string(0, 0, harmless(title), bold)
    for index, column in enumerate(columns):
        page.set_column(index, index, column.width)
        page.write_string(first, index, harmless(column.title), bold)
    page.freeze_panes(first + 1, 0)
    return first


def _write_cell(page, at: tuple[int, int], column: Column, value: Any, formats: dict) -> None:
    if value is None or value == "":
        return
    if column.kind == "text":
        page.write_string(*at, harmless(as_text(value))[:CELL])
    elif column.kind == "moment":
        page.write_datetime(*at, _wall(value), formats["moment"])
    elif column.kind == "date":
        page.write_datetime(*at, _wall(value) if isinstance(value, datetime) else value, formats["date"])
    else:
        page.write_number(*at, value / PARTS[column.kind] if column.kind in PARTS else value, formats[column.kind])


def _csv_cell(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if column.kind == "tenths":
        return f"{value / 10:g}"
    if column.kind in PARTS:
        return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02d}"
    if column.kind == "date" and isinstance(value, datetime):
        return _wall(value).date().isoformat()
    return harmless(as_text(value)) if column.kind == "text" else as_text(value)


def _wall(value: datetime | date) -> datetime:
    """Return a moment as the naive time on the station's clock, the only kind that Excel knows."""
    return clock.local(value).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value


def _record(name: str, action: str, rows, count: int, filters: FilterForm | None, reason: str = "") -> None:
    """Note who took which list, how filtered, how many rows and why, before the file leaves.

    In a transaction of its own where the request only reads; a POST holds the write lock and keeps its own.
    """
    entity = rows.column_descriptions[0]["entity"] if isinstance(rows, Select) else None
    note = f"导出 {count} 行"
    if chosen := _chosen(filters):
        note += f"；筛选：{'，'.join(f'{label}={value}' for label, value in chosen)}"
    if reason:
        note += f"；理由：{reason}"
    key = (getattr(entity, "__tablename__", ""), None)
    if request.method == "POST":
        audit.act(action, key, current_user, note, name=name, unit_id=current_user.unit_id)
        keep()
        return
    with own_transaction() as session:
        audit.act(action, key, current_user, note, session=session, name=name, unit_id=current_user.unit_id)


def _chosen(filters: FilterForm | None) -> list[tuple[str, str]]:
    if filters is None:
        return [(name, value) for name, value in request.args.items(multi=True) if value and name != "after"]
    return [
        (filters[name].label.text, as_text(getattr(value, "name", value) if hasattr(value, "id") else value))
        for name, value in filters.values().items()
    ]
