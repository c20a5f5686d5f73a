"""Reads a table out of .xlsx or .csv: header by titles in any order, cells by field, refusals by cell."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import IO, Any

from blueprints.core.sheets import xlsx_guard
from blueprints.core.sheets.cells import text
from blueprints.core.sheets.exports import STARTERS
from blueprints.core.sheets.xlsx_guard import COLUMNS, HEAD_ROWS, ROWS, refused
from models.core.errors import RuleBroken

_SPACE = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|[\ud800-\udfff]|\ufffd")


@dataclass(frozen=True, slots=True)
class Field:
    """One column of an import. ``parse(text)`` returns the value or raises ValueError with a sentence."""

    title: str
    name: str
    required: bool = False
    parse: Callable[[str], Any] = text


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table; ``number`` is the one that Excel shows beside it."""

    number: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One cell that cannot be taken; ``title`` is empty when the whole row is meant."""

    row_number: int
    title: str
    sentence: str

    def __str__(self) -> str:
        where = f"第 {self.row_number} 行" + (f"“{self.title}”" if self.title else "")
        return f"{where}：{self.sentence}"


@dataclass(slots=True)
class Sheet:
    """What was read: lines without a fault, refusals of the others, titles that no field has."""

    lines: list[Line] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    ignored: tuple[str, ...] = ()


def read_sheet(file: IO[bytes], fields: list[Field]) -> Sheet:
    """Read the first table of an .xlsx or .csv upload. Raises RuleBroken(file): hostile, damaged, or no such header."""
    cells, formulas = _read(file)
    top, places, ignored = _header(cells, fields)
    sheet = Sheet(ignored=ignored)
    sheet.refusals += [_formula_refusal(formula, top, places) for formula in formulas]
    for number, row in enumerate(cells[top:], top + 1):
        if any(row):
            _read_line(sheet, Line(number, dict.fromkeys(column.name for column in fields)), row, places)
    if not sheet.lines and not sheet.refusals:
        raise refused("表格里只有标题，没有数据。")
    return sheet


def rows_of(file: IO[bytes]) -> list[list[str]]:
    """Return all cells of an upload as text, the first row of the sheet first."""
    return _read(file)[0]


def _read(file: IO[bytes]) -> tuple[list[list[str]], list[xlsx_guard.Formula]]:
    file.seek(0)
    if file.read(4) in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        formulas = xlsx_guard.check(file)
        return _xlsx(file), formulas
    file.seek(0)
    return _csv(file.read(xlsx_guard.PACKED + 1)), []


def _xlsx(file: IO[bytes]) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  (heavy, and only imports need it)

    try:
        sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, ValueError, IndexError, OverflowError):
        raise refused("工作簿不能读取。请用 Excel 或 WPS 另存为 .xlsx 后再上传。") from None
    return [[_text_of(cell) for cell in row] for row in rows]


def _csv(content: bytes) -> list[list[str]]:
    if len(content) > xlsx_guard.PACKED:
        raise refused("文件超过 10 MB，请拆成几份上传。")
    reader = csv.reader(io.StringIO(_decoded(content), newline=""), strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append([_clean(cell) for cell in row])
            if len(rows) > ROWS + HEAD_ROWS or len(row) > COLUMNS:
                raise refused(f"表格超过 {ROWS} 行或 {COLUMNS} 列，请拆成几份上传。")
    except csv.Error:
        raise refused(f"第 {reader.line_num} 行的引号或分隔符有误，请用 Excel 或 WPS 另存后再上传。") from None
    return rows


def _decoded(content: bytes) -> str:
    """Return the text of a .csv as Excel and WPS save it: UTF-8 with or without BOM, else GBK."""
    if b"\0" not in content:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise refused("这不是 .xlsx 或 .csv 表格。请用 Excel 或 WPS 另存为 .xlsx 后再上传。")


def _text_of(cell: Any) -> str:
    """Return a typed cell as a person reads it: 3401.0 is 3401, but the text 00317 keeps its zeros."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else format(cell, ".15g")
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d" if cell.time() == time() else "%Y-%m-%d %H:%M:%S")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return _clean(str(cell))


def _clean(cell: str) -> str:
    """Strip a text, and the ``'`` that our own exports put before what looks like a formula."""
    cell = cell.strip()
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in STARTERS else cell


def _header(cells: list[list[str]], fields: list[Field]) -> tuple[int, dict[int, Field], tuple[str, ...]]:
    """Find the header among the first rows: (its row number, field by column, titles without a field)."""
    best: tuple[int, dict[int, Field]] = (0, {})
    for number, row in enumerate(cells[:HEAD_ROWS], 1):
        places = _places(row, fields)
        if len(places) > len(best[1]):
            best = (number, places)
    top, places = best
    if missing := [f.title for f in fields if f.required and f not in places.values()]:
        raise refused(f"没有找到“{'”“'.join(missing)}”这一列，请按模板的标题填写。")
    row = cells[top - 1]
    if twice := sorted({f.title for f in places.values() if list(places.values()).count(f) > 1}):
        raise refused(f"“{'”“'.join(twice)}”这一列出现了两次，请只保留一列。")
    if len([1 for line in cells[top:] if any(line)]) > ROWS:
        raise refused(f"表格超过 {ROWS} 行，请拆成几份上传。")
    return top, places, tuple(title for index, title in enumerate(row) if title and index not in places)


def _places(row: list[str], fields: list[Field]) -> dict[int, Field]:
    by_title = {_plain_title(f.title): f for f in fields}
    found = {index: by_title.get(_plain_title(title)) for index, title in enumerate(row)}
    return {index: f for index, f in found.items() if f is not None}


def _plain_title(title: str) -> str:
    return _SPACE.sub("", title).strip("*＊").casefold()


def _read_line(sheet: Sheet, line: Line, row: list[str], places: dict[int, Field]) -> None:
    """Fill ``line`` and add it to the sheet, or add its refusals."""
    refusals = []
    for index, column in places.items():
        try:
            line.values[column.name] = _value(column, row[index] if index < len(row) else "")
        except (ValueError, RuleBroken) as refusal:
            refusals.append(Refusal(line.number, column.title, str(refusal)))
    sheet.refusals += refusals
    if not refusals:
        sheet.lines.append(line)


def _value(column: Field, cell: str) -> Any:
    if not cell:
        if column.required:
            raise ValueError(f"请填写{column.title}。")
        return None
    if _CONTROL.search(cell):
        raise ValueError("含有不能识别的字符。")
    if cell[0] in "=＝":
        raise ValueError("不能填写公式，请改为数值或文字。")
    return column.parse(cell)


def _formula_refusal(formula: xlsx_guard.Formula, top: int, places: dict[int, Field]) -> Refusal:
    index = (int(formula.column) if formula.column.isdecimal() else xlsx_guard.column_number(formula.column)) - 1
    title = places[index].title if index in places and formula.row > top else ""
    sentence = f"单元格 {formula.column}{formula.row} 是公式，请改为数值或文字。"
    return Refusal(formula.row, title, sentence)
