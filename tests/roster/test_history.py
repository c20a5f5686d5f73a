"""Going live: the months before are taken once, frozen, and marked."""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from sqlalchemy import func, select

from models.core import clock
from models.roster import Shift, ShiftState, queries
from tests.roster.makers import make_lanes, make_shift

HEAD = ("工班日", "班次", "班组", "工号", "岗位", "车道")
LINES = [
    ("2026-10-01", "早班", "一班", "00116", "班长", ""),
    ("2026-10-01", "早班", "一班", "00317", "收费员", "X01"),
    ("2026-10-02", "夜", "二班", "00329", "", "X02"),
]


@pytest.fixture(autouse=True)
def lanes(units, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 22))
    return make_lanes(units["qinglan"])


def workbook(lines) -> BytesIO:
    book = xlsxwriter.Workbook(out := BytesIO(), {"in_memory": True})
    page = book.add_worksheet()
    for number, row in enumerate([HEAD, *lines]):
        page.write_row(number, 0, row)
    book.close()
    out.seek(0)
    return out


def send(browser, lines):
    return browser.post("/roster/import", data={"file": (workbook(lines), "班表.xlsx")}, buffered=True)


def kept(text: str) -> str:
    return text.split('name="kept" value="')[1].split('"')[0]


def test_a_dry_run_saves_nothing_and_the_second_step_all(as_, cast, db, units):
    browser = as_(cast["wu"])
    trial = send(browser, LINES)
    assert trial.status_code == 200 and "共 3 行" in trial.text
    assert db.session.scalar(select(func.count(Shift.id))) == 0
    assert browser.post("/roster/import/take", data={"kept": kept(trial.text)}).status_code == 303
    shifts = db.session.scalars(select(Shift).order_by(Shift.starts_at)).all()
    assert {(s.state, s.is_imported) for s in shifts} == {(ShiftState.FROZEN, True)}
    found = db.session.scalars(queries.who_was_on_duty(units["qinglan"].id, shifts[0].starts_at)).all()
    assert sorted((duty.who, duty.where) for duty in found) == [("刘建平", ""), ("王倩", "X01 出口")]
    assert "导入" in browser.get("/roster/?month=2026-10").text


WRONG = [
    ("2026-11-22", "早班", "一班", "00317", "", ""),
    ("2026-10-01", "晚班", "一班", "00317", "", ""),
    ("2026-10-01", "早班", "九班", "00317", "", ""),
    ("2026-10-01", "早班", "一班", "00417", "", ""),
    ("2026-10-01", "早班", "一班", "00317", "", "X99"),
]
SAID = ("只能导入今天以前", "没有“晚班”", "没有“九班”", "没有工号 00417", "没有 X99 车道")


@pytest.mark.parametrize(("line", "said"), list(zip(WRONG, SAID, strict=True)))
def test_a_wrong_line_is_named_and_nothing_is_taken(as_, cast, db, line, said):
    answer = send(as_(cast["wu"]), [*LINES, line])
    assert answer.status_code == 422 and "第 5 行" in answer.text and said in answer.text
    assert db.session.scalar(select(func.count(Shift.id))) == 0


def test_a_person_twice_in_one_hour_is_refused(as_, cast):
    answer = send(as_(cast["wu"]), [*LINES, LINES[1]])
    assert answer.status_code == 422 and "不能重复排班" in answer.text


def test_a_shift_of_our_own_roster_is_not_overwritten(as_, cast, units):
    make_shift(units["qinglan"], date(2026, 10, 1), "early", units["crew1"], {})
    answer = send(as_(cast["wu"]), LINES)
    assert answer.status_code == 422 and "已经在系统中排班" in answer.text
