"""In a real browser: the planned meeting is held and written up, a decision is made, and done on a phone."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from pypdf import PdfReader

from models.core import clock
from tests import browser as kit

RECORDER, CHAIR, OWNER = "00021", "00001", "21002"


@pytest.mark.one_engine
@pytest.mark.browser
@pytest.mark.parametrize("paper", ["/meetings/1/pack/print", "/awards/1/print", "/points/print"])
def test_no_sheet_of_paper_holds_the_time_of_printing_alone(server, chromium, paper):
    """What is signed or sealed goes with it; more would be a page for nothing."""
    with kit.visit(chromium) as page:
        kit.sign_in(page, server, RECORDER)
        page.goto(server.url + paper)
        sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    told = [[line for line in one.extract_text().splitlines() if line.strip()] for one in sheets]
    assert len(told) > 1, "the demonstration is long enough to break"
    for lines in told:
        assert not lines[0].startswith("打印"), lines


@pytest.mark.one_engine
@pytest.mark.browser
def test_a_meeting_is_held_written_decided_and_carried_out(server, chromium):
    with kit.visit(chromium) as page:
        kit.sign_in(page, server, RECORDER)
        heard = kit.complaints(page)
        page.goto(f"{server.url}/meetings/?state=planned")
        page.click("#meeting-table a")
        meeting = page.url
        _hold(page)
        _write(page)
        _decide(page)
        page.click("text=报请签发")
        page.wait_for_selector("text=签发。")
        assert kit.violations(page) == []
        page.goto(f"{meeting}/pack")
        page.wait_for_selector("text=已封存")
        assert kit.violations(page) == []
        assert heard == []
    with kit.visit(chromium, kit.PHONE, has_touch=True) as page:
        kit.sign_in(page, server, CHAIR)
        page.goto(meeting)
        page.tap("text=签发纪要")
        page.tap("#confirm-dialog [value=yes]")
        page.wait_for_selector("text=的纪要已签发")
        _is_fit_for_a_phone(page)
        page.goto(f"{meeting}/pack")
        _is_fit_for_a_phone(page)
    with kit.visit(chromium, kit.PHONE, has_touch=True) as page:
        kit.sign_in(page, server, OWNER)
        page.goto(f"{server.url}/meetings/mine")
        _is_fit_for_a_phone(page)
        page.tap("text=清点除雪物资")
        page.tap("text=报告办结")
        page.fill("[name=words]", "已清点，缺融雪剂 20 袋，已报办公室。")
        page.tap("main button[type=submit]")
        page.wait_for_selector("text=已报告办结")
        _is_fit_for_a_phone(page)
        decision = page.url
    with kit.visit(chromium, kit.PHONE, has_touch=True) as page:
        kit.sign_in(page, server, RECORDER)
        page.goto(decision)
        page.tap("text=确认办结")
        page.fill("[name=opinion]", "同意办结。")
        page.tap("main button[type=submit]")
        page.wait_for_selector("text=已确认办结")


@pytest.mark.one_engine
@pytest.mark.browser
def test_the_papers_print_on_a4(server, chromium):
    """The pack runs over pages, all of them A4 upright; the minutes of the demonstration fit two."""
    with kit.visit(chromium) as page:
        kit.sign_in(page, server, CHAIR)
        page.goto(f"{server.url}/meetings/?state=signed")
        page.click("#meeting-table tbody tr:last-child a")
        meeting = page.url
        pages = {}
        for name in ("pack", "minutes"):
            page.goto(f"{meeting}/{name}/print")
            paper = page.pdf(prefer_css_page_size=True)
            pages[name] = len(re.findall(rb"/Type\s*/Page\b", paper))
            assert set(re.findall(rb"/MediaBox \[0 0 (\d+)", paper)) == {b"594"} or b"595" in paper
    assert pages["minutes"] <= 2 <= pages["pack"] <= 6


def _hold(page) -> None:
    page.click("text=登记召开")
    now = clock.local(clock.now() - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M")
    page.fill("[name=held_at]", now)
    page.fill("[name^=absent_] >> nth=-1", "夜班休息")
    assert kit.violations(page) == []
    page.click("main button[type=submit]")
    page.wait_for_selector("text=汇报材料已封存")


def _write(page) -> None:
    for place in range(page.locator("#minutes section").count()):
        page.click("text=记录纪要 >> nth=0")
        page.fill("[name=words]", f"第 {place + 1} 项：会议听取汇报，要求各站落实到人。")
        page.click("main button[type=submit]")
        page.wait_for_selector("text=纪要已保存")


def _decide(page) -> None:
    page.click("text=记录决定")
    page.fill("[name=text]", "清点除雪物资，缺口报办公室。")
    page.select_option("[name=department]", label="　　青岚收费站")
    page.locator("[name=owner] option", has_text=OWNER).first.wait_for(state="attached")
    page.select_option("[name=owner]", value=page.locator("[name=owner] option", has_text=OWNER).get_attribute("value"))
    page.fill("[name=due_on]", (clock.today() + timedelta(days=5)).isoformat())
    assert kit.violations(page) == []
    page.click("main button[type=submit]")
    page.wait_for_selector("text=决定已记录")


def _is_fit_for_a_phone(page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert kit.violations(page) == []
