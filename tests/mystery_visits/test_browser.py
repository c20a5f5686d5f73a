"""In a real browser: a slip is printed, a visitor writes on a phone and keeps nothing but a receipt."""

from __future__ import annotations

import pytest

from tests import browser as kit

HEAD = "00020"


def slip(page, server) -> str:
    """Hand out a code for the planned visit of the demonstration house, and return it."""
    kit.sign_in(page, server, HEAD)
    page.goto(f"{server.url}/mystery-visits/plans?state=issued")
    page.click("#plan-table a >> nth=0")
    page.click("text=重新发放访问码")
    page.wait_for_selector("td.strong.code")
    return page.inner_text("td.strong.code")


@pytest.mark.one_engine
@pytest.mark.browser
def test_a_visitor_reports_on_a_phone_and_keeps_a_receipt(server, chromium):
    with kit.visit(chromium) as page:
        code = slip(page, server)
        page.goto(f"{server.url}/mystery-visits/")
        page.click("#visit-table a >> nth=0")
        page.click("text=核对密封")
        page.wait_for_selector("text=内容与收到时一致")
        assert kit.violations(page) == []
    with kit.visit(chromium, kit.PHONE, has_touch=True) as page:
        heard = kit.complaints(page)
        page.goto(f"{server.url}/mystery-visits/portal")
        assert kit.violations(page) == []
        page.fill("[name=code]", code.lower())
        page.tap("button[type=submit]")
        page.wait_for_url("**/portal/report")
        page.fill("[name=errand]", "问了夜间求助电话。")
        page.fill("[name=service]", "27")
        page.wait_for_selector("text=已自动保存")
        page.reload()
        assert page.input_value("[name=errand]") == "问了夜间求助电话。"
        assert kit.violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.evaluate(
            "document.querySelector('[name=visited_at]').value ="
            " new Date(Date.now() + 8 * 3600e3 - 60e3).toISOString().slice(0, 16)"
        )
        page.fill("[name=lane]", "X04")
        page.check("[name=sure]")
        page.tap("text=密封提交")
        page.wait_for_url("**/portal/sent")
        assert "HZ-" in page.inner_text("h1") and "求助电话" not in page.inner_text("main")
        assert kit.violations(page) == []
        page.goto(f"{server.url}/mystery-visits/portal/report")
        assert page.url.endswith("/portal/sent")
        assert heard == []
