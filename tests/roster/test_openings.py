"""Going live: the leave people had left comes in once, marked, and never twice."""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from openpyxl import load_workbook
from sqlalchemy import func, select

from models.core import clock
from models.core.audit import AuditEntry
from models.roster import LeaveKind, LeaveOpening

HEAD = ("工号", "假别", "天数", "截止日期", "依据")
LINES = [
    ("00317", "年假", "4.5", "2026-11-20", "请假台账 2026"),
    ("00317", "调休", "2", "2026-11-20", ""),
    ("00417", "年假", "10", "2026-11-20", ""),
]


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 22))


def send(browser, lines):
    book = xlsxwriter.Workbook(out := BytesIO(), {"in_memory": True})
    page = book.add_worksheet()
    for number, row in enumerate([HEAD, *lines]):
        page.write_row(number, 0, row)
    book.close()
    out.seek(0)
    return browser.post("/roster/openings", data={"file": (out, "期初.xlsx")}, buffered=True)


def kept(text: str) -> str:
    return text.split('name="kept" value="')[1].split('"')[0]


def bring_in(browser, lines):
    return browser.post("/roster/openings/take", data={"kept": kept(send(browser, lines).text)})


def test_a_dry_run_saves_nothing_and_the_second_step_all(as_, cast, db):
    office = as_(cast["ming"])
    assert "共 3 行" in send(office, LINES).text
    assert db.session.scalar(select(func.count(LeaveOpening.id))) == 0
    assert bring_in(office, LINES).status_code == 303
    rows = db.session.scalars(select(LeaveOpening).order_by(LeaveOpening.id)).all()
    assert [(row.user_id, row.kind, row.half_days) for row in rows] == [
        (cast["wang"].id, LeaveKind.ANNUAL, 9),
        (cast["wang"].id, LeaveKind.EXCHANGE, 4),
        (cast["mei"].id, LeaveKind.ANNUAL, 20),
    ]
    noted = db.session.scalars(select(AuditEntry.note).where(AuditEntry.action == "roster.leave_opening")).all()
    assert noted[0] == "王倩 年假 4.5 天"
    page = office.get("/roster/openings").text
    assert "需要修改" not in page
    assert "4.5" in page and "请假台账 2026" in page and "导入</span>" in page


def test_the_same_person_and_kind_is_refused_a_second_time_with_the_reason(as_, cast, db):
    office = as_(cast["ming"])
    bring_in(office, LINES)
    answer = send(office, [("00317", "年假", "5", "2026-11-21", "")])
    assert answer.status_code == 422
    assert "王倩的年假已导入：截至 2026-11-20 余 4.5 天。期初只导入一次。" in answer.text
    assert send(office, [("00351", "年假", "1", "2026-11-21", "")] * 2).status_code == 422
    assert db.session.scalar(select(func.count(LeaveOpening.id))) == 3


WRONG = [
    (("00999", "年假", "1", "2026-11-20", ""), "没有工号 00999"),
    (("00317", "病假", "1", "2026-11-20", ""), "年假、调休、公休之一"),
    (("00317", "年假", "1.3", "2026-11-20", ""), "以半天为单位"),
    (("00317", "年假", "-1", "2026-11-20", ""), "0 到 366"),
    (("00317", "年假", "400", "2026-11-20", ""), "0 到 366"),
    (("00317", "年假", "三天", "2026-11-20", ""), "以半天为单位"),
    (("00317", "年假", "1/0", "2026-11-20", ""), "以半天为单位"),
    (("00317", "年假", "1", "2026-11-23", ""), "不能晚于今天"),
]


@pytest.mark.parametrize(("line", "said"), WRONG)
def test_a_wrong_line_is_named_and_nothing_is_taken(as_, cast, db, line, said):
    answer = send(as_(cast["wu"]), [LINES[2], line])
    assert answer.status_code == 422 and "第 3 行" in answer.text and said in answer.text
    assert db.session.scalar(select(func.count(LeaveOpening.id))) == 0


def test_the_marked_copy_has_the_reason_at_the_cell(as_, cast):
    office = as_(cast["ming"])
    refused = send(office, [("00317", "年假", "1.3", "2026-11-20", "")])
    link = refused.text.split('href="/roster/openings/marked.xlsx?kept=')[1].split('"')[0]
    page = load_workbook(BytesIO(office.get(f"/roster/openings/marked.xlsx?kept={link}").data)).active
    assert "以半天为单位" in page["C2"].comment.text and page["A2"].comment is None


def test_the_list_is_filtered_and_exported_as_shown(as_, cast):
    office = as_(cast["ming"])
    bring_in(office, LINES)
    assert "梅芳" not in office.get("/roster/openings?text=王").text
    book = load_workbook(BytesIO(office.get("/roster/openings/export.xlsx?kind=annual").data)).active
    rows = [list(row[:5]) for row in book.iter_rows(min_row=2, values_only=True)]
    assert rows == [["00317", "王倩", "一班", "年假", 4.5], ["00417", "梅芳", "梅岭一班", "年假", 10]]


@pytest.mark.parametrize("who", ["wang", "liu", "duo", "cai", "chen", "xi"])
def test_only_the_office_brings_leave_in(as_, cast, who):
    assert as_(cast[who]).get("/roster/openings").status_code == 403
