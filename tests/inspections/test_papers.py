"""Papers, figures, todos, orders, and what becomes of drafts when somebody leaves."""

from __future__ import annotations

import html
import io
import re
from datetime import date, timedelta

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import select

from models.core import audit, clock
from models.core.db import db as house
from models.core.errors import RuleBroken
from models.inbox import todos_of
from models.inspections import (
    InspectionState,
    Outcome,
    confirming,
    consequences,
    leaving,
    replying,
    reviewing,
    statistics,
)
from models.rectifications import Category, Rectification, RectificationState
from tests.inspections import makers
from tests.inspections.makers import found
from tests.inspections.test_replies import disputed, reported


def test_the_papers_say_all_that_counts(cast, units, as_):
    inspection, _finding = reported(cast, units)
    office, here = as_(cast["wu"]), f"/inspections/{inspection.id}"
    register = office.get(f"{here}/print").text
    for said in (
        "稽查登记表",
        inspection.number,
        "青岚收费站一班",
        "文明服务",
        "没有佩戴工号牌",
        "领队：周敏",
        "稽查员：谭松",
    ):
        assert said in register
    sheet = office.get(f"{here}/print-sheet").text
    assert "检查评分表" in sheet and "100 − 2 = 98 分" in sheet and "抽 10 辆，每辆 −0.5" in sheet
    word = Document(io.BytesIO(office.get(f"{here}/report.docx").data))
    assert "得分 98 分" in "".join(one.text for one in word.paragraphs)


def settled(cast, units, outcome: Outcome):
    inspection, finding = disputed(cast, units)
    reviewing.decide(finding, inspection, outcome=outcome, number=None, reason="复核", by=cast["wu"], at=clock.now())
    reviewing.publish(inspection, by=cast["wu"], at=clock.now())
    return inspection, finding


def test_the_papers_leave_out_what_was_overturned(cast, units, as_):
    inspection, finding = settled(cast, units, Outcome.OVERTURNED)
    here, office = f"/inspections/{inspection.id}", as_(cast["wu"])
    for paper in ("print", "print-sheet"):
        assert office.get(f"{here}/{paper}").text.count(finding.words) == 1, paper  # that of 3.1, which stands
    assert office.get(here).text.count(finding.words) == 2  # with the dispute and why it was upheld


def test_a_summary_says_what_was_overturned_after_it_was_written(cast, units, as_):
    inspection, _finding = settled(cast, units, Outcome.OVERTURNED)
    here, office, said = f"/inspections/{inspection.id}", as_(cast["wu"]), "摘要写成后，第 4.1 项已撤销"
    assert said in office.get(here).text and said in office.get(f"{here}/print").text
    word = Document(io.BytesIO(office.get(f"{here}/report.docx").data))
    assert said in "".join(one.text for one in word.paragraphs)
    book = load_workbook(io.BytesIO(office.get("/inspections/export.xlsx").data)).active
    column = next(cell.column for row in book.iter_rows() for cell in row if cell.value == "问题摘要")
    assert any(said in str(row[column - 1]) for row in book.iter_rows(values_only=True))


def test_a_summary_written_after_the_decision_needs_no_word(cast, units, as_):
    inspection, finding = disputed(cast, units)
    told = {"outcome": Outcome.OVERTURNED, "number": None, "reason": "复核"}
    reviewing.decide(finding, inspection, **told, by=cast["wu"], at=clock.now())
    reviewing.send_back(inspection, reason="重写摘要", by=cast["wu"], at=clock.now())
    confirming.submit(inspection, summary="一处", suggestion="", by=cast["min"], at=clock.now())
    assert "摘要写成后" not in as_(cast["wu"]).get(f"/inspections/{inspection.id}").text


def test_the_points_by_section_add_up_to_those_by_hour(cast, units, monkeypatch):
    """Both lists say where the points went: none is cut short."""
    monkeypatch.setattr(statistics, "TOP", 1)
    settled(cast, units, Outcome.UPHELD)
    figures = statistics.of(cast["wu"], clock.today() - timedelta(days=3), clock.today())
    assert len(figures.by_section) == 2
    assert sum(taken for _title, taken in figures.by_section) == sum(taken for _hour, taken in figures.by_hour)


def test_disputes_and_changes_open_from_the_figures_of_who_inspected(cast, units, as_):
    inspection, finding = disputed(cast, units)
    told = {"outcome": Outcome.AMENDED, "number": 1, "reason": "复核照片"}
    reviewing.decide(finding, inspection, by=cast["wu"], at=clock.now(), **told)
    reviewing.publish(inspection, by=cast["wu"], at=clock.now())
    house.session.commit()
    head, inspector = as_(cast["wu"]), cast["min"].id
    shown = html.unescape(head.get("/inspections/statistics").text)
    for how, count in {"disputed": 1, "changed": 1}.items():
        link = re.search(rf'href="(/inspections/answered\?[^"]*inspector={inspector}&how={how})">{count} 件', shown)
        opened = head.get(link[1]).text
        assert f"共 {count} 条" in opened and "复核照片" in opened, how
    assert "共 2 条" in head.get("/inspections/answered").text, "who agreed was asked, too"
    rows = list(load_workbook(io.BytesIO(head.get("/inspections/answered.xlsx?how=changed").data)).active.values)
    assert len(rows) == 2 and "复核照片" in rows[1]
    assert as_(cast["wang"]).get("/inspections/answered").status_code == 403


def test_items_repeats_sections_and_hours_open_what_they_are_made_of(cast, units, as_):
    """Two inspections of 一班 with 4.1, in one of them twice; one of 二班 with another item."""
    publish_in(cast, units, 0, ("4.1", makers.found(cast)), ("4.1", makers.found(cast, "zhao")))
    publish_in(cast, units, 0, ("4.1", makers.found(cast)))
    publish_in(cast, units, 0, ("1.1", makers.found(cast, "sun")), unit=units["crew2"])
    head = as_(cast["wu"])
    shown = html.unescape(head.get("/inspections/statistics").text)

    def opened(panel: str, row: str) -> list[str]:
        """Return what the links of a row of a panel open."""
        rows = shown[shown.index(f'id="{panel}"') :].partition("</table>")[0].split("<tr>")
        line = next(one for one in rows if row in one)
        links = re.findall(r'href="([^"]+)"', line)
        return [head.get(link).text.partition('<div class="stack">')[2] for link in links]

    inspections, times, points = opened("failing-table", "4.1 ")
    assert "共 2 条" in inspections and "共 3 条" in times and times == points
    assert "合计 3 次" in times and "二班" not in times.partition("<tbody>")[2]
    (again,) = opened("repeat-table", "4.1 ")
    assert "共 2 条" in again and "着装标准" in shown
    (section,) = opened("section-table", "着装标准")
    (hour,) = opened("hour-table", " 点")
    assert "共 3 条" in section and "共 4 条" in hour and "合计 4 次" in hour
    rows = list(load_workbook(io.BytesIO(head.get("/inspections/failed.xlsx?section=着装标准").data)).active.values)
    assert len(rows) == 4 and [row[6] for row in rows[1:]] == [1, 1, 1]
    assert as_(cast["wang"]).get("/inspections/failed").status_code == 403


def test_a_draft_has_no_paper(cast, units, as_):
    inspection = makers.make_running(cast, units)
    assert as_(cast["min"]).get(f"/inspections/{inspection.id}/print").status_code == 404


def test_the_figures_of_a_period(cast, units, as_):
    inspection, finding = disputed(cast, units)
    told = {"outcome": Outcome.AMENDED, "number": 1, "reason": "复核"}
    reviewing.decide(finding, inspection, by=cast["wu"], at=clock.now(), **told)
    reviewing.publish(inspection, by=cast["wu"], at=clock.now())
    today = clock.today()
    figures = statistics.of(cast["wu"], today - timedelta(days=3), today)
    assert figures.by_unit == [("青岚收费站一班", 97.0, 1)]
    assert [(one.count, one.taken) for one in figures.failing] == [(1, 20), (1, 10)]
    assert [str(one.disputed) for one in figures.inspectors] == ["数据不足（n=2）"] * 2
    head = as_(cast["wu"])
    assert "97.0 %" in head.get("/inspections/statistics").text
    for unit, number in (("crew1", 1), ("crew2", 0)):
        text = head.get(f"/inspections/statistics?unit={units[unit].id}").text
        assert ("97.0<small>%</small>" in text) is bool(number), "the figures are those of the chosen unit"
        opened = f"/inspections/?counted=y&since={today - timedelta(days=60)}&until={today}&unit={units[unit].id}"
        assert (html.escape(opened) in text) is bool(number)
        assert ("共 1 条" in head.get(opened).text) is bool(number)


def test_each_is_told_what_waits_and_shifts_hear_of_no_draft(cast, units, db):
    def waits(key: str) -> str:
        cast[key].__dict__.pop("held", None)
        return " ".join(one.title for one in todos_of(cast[key], clock.now()))

    makers.make_running(cast, units)
    assert "检查没有完成" in waits("min")
    assert all("检查" not in waits(key) for key in ("wang", "liu", "duo", "jian", "li"))
    disputed(cast, units)
    assert "有异议待决定" in waits("wu")
    makers.make_submitted(cast, units, ("4.1", found(cast, "zhao")))
    assert "被查事项待确认" in waits("zhao")


def test_an_order_is_issued_once_and_keeps_the_case_open(cast, units, db):
    inspection, finding = reported(cast, units)
    told = {"category": Category.SERVICE, "deadline_on": clock.today() + timedelta(days=7)}
    issued = consequences.order(finding, inspection, by=cast["wu"], at=clock.now(), **told)
    assert inspection.state is InspectionState.RECTIFYING
    with pytest.raises(RuleBroken, match=issued.number):
        consequences.order(finding, inspection, by=cast["wu"], at=clock.now(), **told)
    with pytest.raises(RuleBroken, match="还没有整改完成"):
        consequences.archive(inspection, by=cast["wu"])
    db.session.execute(Rectification.__table__.update().values(state=RectificationState.CLOSED))
    consequences.archive(inspection, by=cast["wu"])
    assert inspection.state is InspectionState.ARCHIVED
    assert len(db.session.scalars(select(Rectification.id)).all()) == 1


def test_a_draft_is_counted_when_its_inspector_leaves(cast, units):
    makers.make_running(cast, units)
    assert leaving.open_drafts(cast["min"]) == 1


def publish_in(cast, units, months_ago: int, *findings, **told):
    """An inspection of crew 一班 that was published ``months_ago`` months before the month of November."""
    clock.pin(date(2026, 11 - months_ago, 12))
    inspection = makers.make_submitted(cast, units, *findings, **told)
    for finding in inspection.findings:
        replying.agree(finding, by=finding.person, at=clock.now())
    house.session.commit()
    reviewing.publish(makers.whole(inspection.id), by=cast["wu"], at=clock.now())
    house.session.commit()


def test_scores_are_followed_over_months_of_a_unit_and_of_oneself(cast, units, as_):
    publish_in(cast, units, 2, ("4.1", makers.found(cast)), ("4.2", makers.found(cast)))
    publish_in(cast, units, 1, ("4.1", makers.found(cast)))
    publish_in(cast, units, 1, ("1.1", makers.found(cast, "zhao")))
    publish_in(cast, units, 0, ("5.1", makers.found(cast, "sun")), unit=units["crew2"])
    until = clock.today()
    crew = statistics.trend(cast["wu"], units["crew1"], until)
    assert crew.rows == [("2026-09", 97.0, 1), ("2026-10", 98.5, 2)]
    assert statistics.trend(cast["wu"], units["qinglan"], until).rows[-1] == ("2026-11", 99.0, 1)
    assert statistics.own_trend(cast["wang"], until).rows == [("2026-09", 3.0, 1), ("2026-10", 2.0, 1)]
    assert statistics.own_trend(cast["mei"], until).rows == []
    page = as_(cast["wu"]).get(f"/inspections/statistics?unit={units['crew1'].id}").text
    assert "2026-09 平均得分 97.0%，2026-10 98.5%" in page
    assert "每次被查平均扣 3.0 分" in as_(cast["wang"]).get("/inspections/mine").text
    assert "我的走势" not in as_(cast["zhao"]).get("/inspections/mine").text


def test_the_figure_of_vetoes_opens_as_many(cast, units, as_, db):
    vetoed = reported(cast, units)[0]
    vetoed.is_vetoed = True
    audit.record("inspection.record", vetoed, None)
    reported(cast, units)
    db.session.commit()
    text = as_(cast["wu"]).get("/inspections/statistics").text
    opened = html.unescape(re.search(r'<a class="stat" href="([^"]*vetoed=y[^"]*)"', text)[1])
    shown = re.search(r'一票否决.*?stat-value num">(\d+)', text, re.DOTALL)[1]
    listed = as_(cast["wu"]).get(opened).text.partition("<tbody>")[2].partition("</tbody>")[0]
    assert int(shown) == listed.count("<tr") == 1 and vetoed.number in listed
    assert 'href="#repeats"' in text
