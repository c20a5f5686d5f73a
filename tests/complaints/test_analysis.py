"""The monthly 投诉分析: figures counted by hand, the same on paper, in Word and in the sheet, and only one's own."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from docx import Document as Word
from openpyxl import load_workbook

from models.complaints import ComplaintKind, ComplaintType, analysis, statistics
from models.complaints.analysis import _against, _class_finding, _goal
from models.core import clock
from models.core.rates import Share
from tests.complaints import makers


def table(found, title: str) -> dict:
    rows = next(section.rows for section in found.sections if section.title == title)
    return {row[0]: tuple(map(str, row[1:])) for row in rows}


@pytest.fixture
def month(db, cast):
    """Three complaints of attitude, two of explanation and an inquiry this month; one of attitude the month before."""
    first = clock.today().replace(day=1)
    for kind in (ComplaintType.ATTITUDE,) * 3 + (ComplaintType.EXPLANATION,) * 2:
        makers.make_case(cast, type=kind)
    makers.make_case(cast, kind=ComplaintKind.INQUIRY)
    makers.make_case(cast, at=clock.now() - timedelta(days=clock.today().day + 1))
    return first


def test_the_figures_are_those_counted_by_hand(month, cast):
    found = analysis.of_month(cast["wu"], month)
    kinds = table(found, "来件")
    assert (kinds["投诉"], kinds["咨询"], kinds["合计"]) == (("5",), ("1",), ("6",))
    assert table(found, "三类高频问题")[ComplaintType.ATTITUDE.label] == ("3", "60.0 %（n=5）", "35 %")
    assert sum(int(row[0]) for row in table(found, "投诉按时段").values()) == 5
    assert table(found, "办理情况")["重复投诉人"] == ("1 人", "—")
    assert [one.total for one in found.trend] == [0, 0, 0, 0, 1, 5]
    assert found.findings[0] == "本月投诉 5 件，较上月增加 4 件。"
    assert found.findings[-1] == "没有超时件。"


def test_only_what_the_viewer_may_see_is_counted(month, cast):
    found = analysis.of_month(cast["du"], month)
    assert found.units == [cast["du"].unit.name]
    assert table(found, "来件")["合计"] == ("0",)
    assert not [name for name in table(found, "班组（车流量按班次分摊）") if "青岚" in name]


def test_paper_word_and_sheet_say_the_same(month, cast, as_):
    browser, address = as_(cast["wu"]), f"/complaints/analysis/{month:%Y-%m}"
    shown = browser.get(address).text
    word = Word(io.BytesIO(browser.get(f"{address}/word.docx").data))
    rows = list(load_workbook(io.BytesIO(browser.get(f"{address}/export.xlsx").data)).active.values)
    cells = {cell.text for one in word.tables for row in one.rows for cell in row.cells}
    assert "60.0 %（n=5）" in shown and "60.0 %（n=5）" in cells
    assert ("三类高频问题", ComplaintType.ATTITUDE.label, "占比", 60, "%", 5, None) in rows
    assert ("来件", "合计", "件数", 6, "件", None, None) in rows
    few = next(row for row in rows if row[1:3] == ("满意度", "数值"))
    assert few[3:] == (None, None, 0, "数据不足（n=0）")
    assert "制表" in shown and makers.PHONE not in shown + str(rows) + str(cells)


def test_the_month_is_picked_and_others_are_refused(month, cast, as_):
    browser = as_(cast["wu"])
    assert browser.get("/complaints/analysis?month=2026-03").location.endswith("/complaints/analysis/2026-03")
    assert browser.get("/complaints/analysis/2026-13").status_code == 404
    assert as_(cast["wang"]).get(f"/complaints/analysis/{month:%Y-%m}").status_code == 403
    assert f"/complaints/analysis/{month:%Y-%m}" in browser.get("/complaints/statistics").text


def test_months_are_stepped_over_the_year():
    day = clock.today().replace(year=2026, month=1, day=1)
    assert statistics._back(day, 1).isoformat() == "2025-12-01"
    assert statistics._back(day, -1).isoformat() == "2026-02-01"
    assert statistics._back(day.replace(month=12), -1).isoformat() == "2027-01-01"


def test_findings_say_what_the_figures_say():
    assert _against(4, 4) == "与上月持平" and _against(2, 5) == "较上月减少 3 件"
    assert _class_finding("服务态度", Share(6, 10), 35) == "“服务态度”占 60.0 %，与整改前 35 % 相比高 25.0 个百分点。"
    assert "数据不足" in _class_finding("服务态度", Share(1, 2), 35)
    assert _goal("满意度", Share(9, 10), 90).endswith("，达到 90 %。")
    assert _goal("及时率", Share(9, 10), 100).endswith("，未达到 100 %。")
