"""The first page: every role finds its own day, and a leader's figures are the rows of their own stations."""

from __future__ import annotations

import html
import io
import re
from datetime import date, time, timedelta
from functools import partial

import pytest
from openpyxl import load_workbook

from blueprints.handover import records
from models.complaints import ComplaintKind
from models.core import clock
from models.inspections import replying, reviewing
from models.reports import figures
from models.roster import DutyPost
from tests.cast import PEOPLE
from tests.complaints.makers import make_case, make_closed
from tests.inspections import makers as inspections
from tests.penalties.makers import make_due, make_submitted
from tests.roster.makers import make_shift
from tests.training.makers import DAY, make_attempt, make_bank, make_early

LEADERS = ("chen", "fu", "wu", "ming", "hq")


@pytest.fixture
def busy_day(cast, units, db, monkeypatch):
    """Two of three at 青岚 have done the quiz of an early shift, and one at 梅岭."""
    make_bank()
    qinglan = make_early(units, cast["wang"], cast["zhao"], cast["liu"])
    for person, right in (("wang", 5), ("zhao", 3)):
        make_attempt(qinglan, cast[person], right)
    db.session.commit()
    clock.pin(DAY)


@pytest.mark.one_engine
@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_has_a_first_page(as_, cast, busy_day, who):
    answer = as_(cast[who]).get("/")
    assert answer.status_code == 200
    assert ("今日站务" in answer.text) == (who in LEADERS)


def test_the_quiz_counts_those_on_duty(cast, busy_day):
    today = figures.quiz_of(cast["chen"], DAY).today
    assert (today.expected, today.done, today.correct) == (3, 2, 80)


def test_a_station_counts_only_its_own(as_, cast, units, busy_day):
    make_early(units, cast["mei"], crew="mcrew1")
    assert figures.quiz_of(cast["chen"], DAY).today.expected == 4
    assert figures.quiz_of(cast["du"], DAY).today.expected == 0  # holds no permission for statistics


def test_penalties_under_way_are_counted_until_they_are_collected(cast, db):
    make_submitted(cast, "wang")
    make_due(cast, "zhao")
    db.session.commit()
    seen = figures.key_figures(cast["chen"], clock.now()).penalties
    assert (seen.open, seen.due) == (2, 1)


@pytest.fixture
def november(monkeypatch):
    """A morning in the middle of a month."""
    return partial(monkeypatch.setattr, clock, "now")


def test_complaints_under_way_are_those_that_the_list_opens(as_, cast, db, november):
    november(lambda: clock.at(date(2026, 10, 30), time(9)))
    make_case(cast)
    make_closed(cast)
    make_case(cast, kind=ComplaintKind.INQUIRY)
    november(lambda: clock.at(date(2026, 11, 20), time(9)))
    make_case(cast)
    db.session.commit()
    seen = figures.key_figures(cast["chen"], clock.now()).complaints
    assert (seen.open, seen.late, seen.new) == (2, 1, 1)
    assert seen.due_at < clock.now(), "the nearest deadline is the one that was missed"
    browser = as_(cast["chen"])
    text = browser.get("/").text
    assert "1 件超时 · 本月 1 件" in text
    opened = "/complaints/?kind=complaint&group=open"
    assert f'href="{html.escape(opened)}"' in text
    assert "共 2 条" in browser.get(opened).text


def test_the_mean_of_inspections_stands_beside_that_of_the_month_before(as_, cast, units, db, november):
    november(lambda: clock.at(date(2026, 10, 30), time(9)))
    publish(inspections.make_submitted(cast, units), cast, db)  # 100 − 2
    november(lambda: clock.at(date(2026, 11, 20), time(9)))
    publish(inspections.make_submitted(cast, units, ("4.1", inspections.found(cast, number=2))), cast, db)  # 100 − 4
    inspections.make_submitted(cast, units)  # not published: nobody hears of it
    seen = figures.key_figures(cast["chen"], clock.now()).inspections
    assert (seen.mean, seen.gain, seen.count) == (96.0, -2.0, 1)
    (row,) = figures.crews_of(cast["chen"], date(2026, 11, 1), date(2026, 11, 20), {})
    assert (row.crew, row.score) == ("一班", 96.0)
    ((item, times, is_more),) = figures.failing(cast["chen"], date(2026, 11, 1), date(2026, 11, 20))
    assert (times, bool(is_more)) == (2, True)
    text = as_(cast["chen"]).get("/").text
    assert "下降</span>2.0" in text and item in text


def test_the_page_can_be_taken_along_in_words(as_, cast, db, november):
    november(lambda: clock.at(date(2026, 11, 20), time(9)))
    make_case(cast)
    make_due(cast, "zhao")
    db.session.commit()
    lines = re.search(r"<textarea[^>]*>(.*?)</textarea>", as_(cast["chen"]).get("/").text, re.S)[1].splitlines()
    assert [line for line in lines if line.startswith("在办")] == [
        "在办投诉：1 件；本月新登记 1 件",
        "在办处罚：1 件，待收缴 1 件",
    ]
    assert all(line == line.strip() for line in lines) and "" not in lines[1:]


def publish(inspection, cast, db) -> None:
    """Let everybody agree, and the office publish."""
    for finding in inspection.findings:
        replying.agree(finding, by=finding.person, at=clock.now())
    reviewing.publish(inspections.whole(inspection.id), by=cast["wu"], at=clock.now())
    db.session.commit()


def test_shifts_without_a_record_are_counted_in_full_and_exported(as_, cast, units, db, november, monkeypatch):
    shift = make_early(units, cast["wang"], cast["zhao"], cast["liu"])
    other = make_shift(units["qinglan"], DAY, "middle", units["crew2"], {cast["han"]: (DutyPost.LEADER, None)})
    db.session.commit()
    november(lambda: max(shift.ends_at, other.ends_at) + timedelta(minutes=5))
    monkeypatch.setattr(records, "MOST_MISSING", 1)
    browser, asked = as_(cast["chen"]), f"first={shift.business_date}&last={shift.business_date}&ended=y"
    listed = browser.get(f"/handover/list?{asked}").text
    assert "2 个班，已下班" in listed and listed.count("没有开始</span>") == 1 and "还有 1 个班没有列出" in listed
    link = re.search(r'href="(/handover/missing[^"]*)">还有 1 个班', listed)
    whole = browser.get(html.unescape(link[1])).text
    assert whole.count("没有开始</span>") == 2 and "共 2 条" in whole
    taken = re.search(r'href="(/handover/missing/export.xlsx[^"]*)"', whole)
    rows = list(load_workbook(io.BytesIO(browser.get(html.unescape(taken[1])).data)).active.values)
    assert {row[3] for row in rows[1:]} == {"一班", "二班"}
    rows = list(load_workbook(io.BytesIO(browser.get(f"/handover/export.xlsx?{asked}").data)).active.values)
    assert [row[9] for row in rows[1:]] == ["没有开始", "没有开始"]
    assert {row[4] for row in rows[1:]} == {"一班", "二班"}


def test_the_figures_lead_to_their_rows(as_, cast, busy_day):
    text = as_(cast["chen"]).get("/").text
    for address in (f"/training/crew?day={DAY}", "/penalties/?under_way=y", "/inbox/"):
        assert f'href="{address}"' in text, address
    assert f'href="/handover/list?first={DAY}&amp;last={DAY}&amp;ended=y"' in text
    assert 'href="/handover/shortages?state=all&amp;first=' in text


def test_a_handover_that_was_never_begun_has_a_row_where_it_is_counted(as_, cast, units, db, november):
    shift = make_early(units, cast["wang"], cast["zhao"], cast["liu"])
    db.session.commit()
    november(lambda: shift.ends_at + timedelta(minutes=5))
    browser, leader = as_(cast["chen"]), as_(cast["duo"])
    day = shift.business_date
    told = figures.key_figures(cast["chen"], clock.now()).handovers
    assert (told.ended, told.signed) == (1, 0)
    listed = browser.get(f"/handover/list?first={day}&last={day}&ended=y").text
    assert "没有交接班记录的班次" in listed and listed.count("没有开始</span>") == 1
    assert "没有交接班记录的班次" not in browser.get(f"/handover/list?first={day}&last={day}").text
    entering = f"/handover/backfill?station={shift.unit_id}&amp;shift={shift.id}"
    assert entering in leader.get(f"/handover/list?first={day}&last={day}&ended=y").text
    assert f'<option selected value="{shift.id}">' in leader.get(html.unescape(entering)).text


@pytest.mark.parametrize(
    ("who", "opened", "said"),
    [
        ("chen", f"/training/crew?day={DAY}", '已答 <b class="num">2</b> / 4 人'),
        ("hq", f"/training/statistics?since={DAY}&until={DAY}", "2<small>/ 4 人</small>"),
    ],
)
def test_the_quiz_of_the_day_is_the_sum_that_its_page_shows(as_, cast, units, db, busy_day, who, opened, said):
    make_early(units, cast["mei"], crew="mcrew1")
    db.session.commit()
    browser = as_(cast[who])
    text = browser.get("/").text
    assert f'href="{html.escape(opened)}"' in text and "2<small>/ 4 人</small>" in text
    assert said in browser.get(opened).text


@pytest.mark.one_engine
@pytest.mark.parametrize(("who", "most"), [("wang", 9), ("liu", 9), ("chen", 9)])
def test_the_first_page_asks_a_bounded_number_of_questions(as_, cast, busy_day, count_queries, monkeypatch, who, most):
    """In the shift, when most rooms have something to ask; a person's duties are asked once for all of them."""
    monkeypatch.setattr(clock, "now", lambda: clock.at(DAY, time(8, 40)))
    browser = as_(cast[who])
    browser.get("/")
    with count_queries() as seen:
        browser.get("/")
    assert len(seen) <= most, seen
    assert sum(one.startswith("SELECT duties") and "duties.user_id = " in one for one in seen) == 1
