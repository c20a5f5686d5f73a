"""What leaves the house as a table: text stays text, numbers stay numbers, and the trail knows who took it."""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from flask import g
from openpyxl import load_workbook
from sqlalchemy import select

from blueprints.core.sheets import exports
from blueprints.core.sheets.exports import Column
from models.accounts import User, UserState
from models.core.audit import AuditEntry
from models.core.db import db as _db
from models.core.db import open_for

STARTERS = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM(A1)"),
    *(" =1+1", "\u3000=1+1", "\u00a0=1", "\u200b=1", "\ufeff=1", '=HYPERLINK("http://x","点")', "=cmd|' /C calc'!A0"),
    "-2+3+cmd|' /C calc'!A0",
]


@contextmanager
def reading():
    """Do as a GET does: its transaction cannot write."""
    open_for(False)
    yield
    _db.session.commit()
    open_for(True)


@pytest.fixture
def export(app, cast):
    """``export(exports.sheet, "名单", columns, rows)`` is the answer that Liu gets."""

    liu = cast["liu"]
    who = SimpleNamespace(id=liu.id, name=liu.name, staff_no=liu.staff_no, unit_id=liu.unit_id)

    def ask(writer, *arguments, address="/export.xlsx", **options):
        _db.session.commit()
        with app.test_request_context(address), reading():
            g._login_user = who
            answer = writer(*arguments, action="user.export", **options)
            answer.direct_passthrough = False
            return answer, answer.data

    return ask


def text_of(row) -> str:
    return row.text


def test_no_starter_becomes_a_formula_in_a_workbook(export):
    rows = [SimpleNamespace(text=text) for text in STARTERS]
    _answer, content = export(exports.sheet, "单", [Column("内容", text_of)], rows)
    page = load_workbook(io.BytesIO(content)).active
    cells = [cell for (cell,) in page.iter_rows(min_row=2)]
    assert len(cells) == 19 and {cell.data_type for cell in cells} == {"s"}
    assert all(cell.value.startswith("'") for cell in cells)


def test_no_starter_becomes_a_formula_in_a_text_file(export):
    rows = [SimpleNamespace(text=text) for text in STARTERS]
    answer, content = export(exports.csv, "单", [Column("内容", text_of)], rows)
    assert content.startswith(b"\xef\xbb\xbf") and answer.mimetype == "text/csv"
    found = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [cell for (cell,) in found[1:]] == [f"'{text}" for text in STARTERS]
    assert content.decode("utf-8-sig").splitlines()[0] == '"内容"'


KINDS = [
    Column("工号", lambda row: row.number),
    Column("姓名", lambda row: row.name),
    Column("状态", lambda row: row.state),
    Column("扣款", lambda row: row.cents, kind="money"),
    Column("分值", lambda row: row.points, kind="number"),
    Column("日期", lambda row: row.on, kind="date"),
    Column("时间", lambda row: row.at, kind="moment"),
    Column("共用", lambda row: row.shared),
]
ROW = SimpleNamespace(
    number="00317",
    name="喆𬭛😀",
    state=UserState.LENT,
    cents=-123450,
    points=2.5,
    on=date(2026, 10, 27),
    at=datetime(2026, 10, 27, 13, 52, 8, tzinfo=UTC),
    shared=True,
)
EMPTY = SimpleNamespace(number="", name=None, state=None, cents=None, points=None, on=None, at=None, shared=None)


def test_cells_are_what_they_are(export):
    _answer, content = export(exports.sheet, "单", KINDS, [ROW, EMPTY])
    page = load_workbook(io.BytesIO(content)).active
    values = [cell.value.isoformat() if cell.is_date else cell.value for cell in page[2]]
    assert values == [
        "00317",
        "喆𬭛😀",
        "借调",
        -1234.5,
        2.5,
        "2026-10-27T00:00:00",
        "2026-10-27T21:52:08",
        "是",
    ]
    assert page["D2"].number_format == "#,##0.00" and page["F2"].is_date and page["A2"].data_type == "s"
    assert {cell.value for cell in page[3]} <= {None}


def test_parts_of_a_unit_are_figures_that_add_up(export):
    """A minus of typography, or a plus that is taken for a formula, would leave text that no sum counts."""
    columns = [Column("分", lambda row: row[0], kind="tenths"), Column("总分", lambda row: row[1], kind="hundredths")]
    given = [(-5, 9642), (30, 10000), (None, None)]
    _answer, content = export(exports.sheet, "单", columns, given)
    found = list(load_workbook(io.BytesIO(content)).active.values)
    assert found[1:3] == [(-0.5, 96.42), (3, 100)]
    _answer, content = export(exports.csv, "单", columns, given)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[1:] == [["-0.5", "96.42"], ["3", "100.00"], ["", ""]]


def test_the_header_is_bold_and_stays_in_sight(export):
    _answer, content = export(exports.sheet, "单", KINDS, [ROW], title="2026 年 10 月")
    page = load_workbook(io.BytesIO(content)).active
    assert page["A1"].value == "2026 年 10 月" and page.freeze_panes == "A3"
    assert [cell.value for cell in page[2]] == [column.title for column in KINDS] and page["A2"].font.bold


def test_a_text_file_has_the_same_cells(export):
    _answer, content = export(exports.csv, "单", KINDS, [ROW, EMPTY])
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[1] == ["00317", "喆𬭛😀", "借调", "-1234.50", "2.5", "2026-10-27", "2026-10-27 21:52:08", "是"]
    assert rows[2] == [""] * 8


def test_the_file_has_a_chinese_name_that_no_path_can_hide_in(export):
    answer, _content = export(exports.sheet, "青岚站/../处罚:单[1]", [Column("内容", text_of)], [])
    header = answer.headers["Content-Disposition"]
    assert header.isascii() and "filename*=UTF-8''%E9%9D%92%E5%B2%9A%E7%AB%99" in header
    assert "/" not in header.replace("; ", "") and header.startswith("attachment")


def test_all_rows_of_the_list_come_in_its_order_and_the_trail_says_who_took_them(export, cast, db):
    rows = select(User).order_by(User.staff_no.desc())
    columns = [Column("工号", lambda user: user.staff_no)]
    _answer, content = export(exports.sheet, "人员", columns, rows, address="/export.xlsx?state=active&after=x")
    found = [cell for (cell,) in load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2, values_only=True)]
    assert found == sorted((user.staff_no for user in cast.values()), reverse=True)
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.subject_type, entry.subject_name) == ("user.export", "users", "人员")
    assert entry.actor_id == cast["liu"].id
    assert entry.note == f"导出 {len(cast)} 行；筛选：state=active"


def test_columns_of_a_report_are_tuples(export, cast):
    rows = select(User.staff_no, User.name).where(User.staff_no == "00317")
    columns = [Column("工号", lambda row: row.staff_no), Column("姓名", lambda row: row.name)]
    _answer, content = export(exports.csv, "人员", columns, rows)
    assert content.decode("utf-8-sig").splitlines()[1] == '"00317","王倩"'


def test_memory_does_not_grow_with_the_rows(export):
    import tracemalloc

    rows = (SimpleNamespace(text=f"第 {number} 行，{'长' * 100}") for number in range(5_000))
    tracemalloc.start()
    export(exports.sheet, "单", [Column("内容", text_of)], rows)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * 2**20
