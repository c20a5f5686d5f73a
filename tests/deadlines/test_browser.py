"""In a real browser: the head of the 征费室 tries a rule out before publishing it."""

from __future__ import annotations

import pytest

from tests import browser as kit

HEAD = "00020"


@pytest.mark.one_engine
@pytest.mark.browser
@pytest.mark.parametrize("size", [kit.DESK, kit.PHONE], ids=["desk", "phone"])
def test_a_rule_is_tried_out_and_then_published(server, size):
    with kit.launched() as browser, kit.visit(browser, size) as page:
        kit.sign_in(page, server, HEAD)
        heard = kit.complaints(page)
        page.goto(f"{server.url}/deadlines/rules")
        page.click("#rule-table >> text=修改 >> nth=0")
        page.fill("[name=amount]", str(int(page.input_value("[name=amount]")) + 1))
        page.click("text=增加一级")
        page.wait_for_load_state()
        rows = page.locator("#ladder-rows tbody tr").count()
        page.select_option(f"[name=ladder-{rows - 1}-whom]", "role:leader")
        page.click("text=试算本月")
        page.wait_for_selector("text=试算结果，还没有保存")
        assert kit.violations(page) == []
        page.click("text=保存新版")
        page.wait_for_url("**/deadlines/rules")
        page.click("#rule-table th a >> nth=0")
        page.wait_for_selector("text=最新版")
        assert page.locator("text=最新版").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert kit.violations(page) == []
        assert heard == []
