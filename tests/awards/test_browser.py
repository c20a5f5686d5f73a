"""In a real browser: a collector tells of a good deed on the phone, the leader verifies it, and everybody sees why."""

from __future__ import annotations

import re

import pytest

from tests import browser as kit

COLLECTOR, LEADER, OFFICE = "21102", "21101", "00021"


@pytest.mark.one_engine
@pytest.mark.browser
def test_from_a_good_deed_to_the_explained_place(server, chromium):
    with kit.visit(chromium, kit.PHONE, has_touch=True) as page:
        kit.sign_in(page, server, COLLECTOR)
        heard = kit.complaints(page)
        page.goto(f"{server.url}/points/mine")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert kit.violations(page) == []
        page.click("text=上报好人好事")
        page.select_option("[name=person]", index=4)
        page.fill("[name=words]", "雨天帮老人撑伞过广场。")
        page.click("main button[type=submit]")
        page.wait_for_selector("text=待核实")
        here = page.url
        assert heard == []
    with kit.visit(chromium) as page:
        kit.sign_in(page, server, LEADER)
        page.goto(here)
        page.click("text=核实属实")
        page.fill("[name=finding]", "录像属实")
        page.click("main button[type=submit]")
        page.wait_for_selector("text=JF-")
        assert kit.violations(page) == []
    with kit.visit(chromium) as page:
        kit.sign_in(page, server, OFFICE)
        heard = kit.complaints(page)
        page.goto(f"{server.url}/awards/3")
        page.click("#candidate-table a >> nth=1")
        page.wait_for_selector("text=为什么是这个名次")
        assert kit.violations(page) == []
        page.goto(f"{server.url}/awards/1/praise")
        paper = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
        assert heard == []
