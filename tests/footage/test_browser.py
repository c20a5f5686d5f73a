"""In a real browser: the monitor takes the most urgent recording from the board and saves it with the keyboard."""

from __future__ import annotations

import pytest

from tests import browser as kit
from tests.footage.makers import HASH

MONITOR = "21021"


@pytest.mark.one_engine
@pytest.mark.browser
@pytest.mark.parametrize(("size", "digest"), [(kit.DESK, HASH), (kit.PHONE, HASH[::-1])], ids=["desk", "phone"])
def test_the_monitor_saves_what_is_gone_first(server, chromium, size, digest):
    with kit.visit(chromium, size) as page:
        kit.sign_in(page, server, MONITOR)
        heard = kit.complaints(page)
        page.goto(f"{server.url}/footage/")
        assert kit.violations(page) == []
        page.click("#footage-table a >> nth=0")
        page.wait_for_selector("[name=clip]:focus")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") and kit.violations(page) == []
        page.keyboard.type("2 号硬盘/20261128/LX.mp4")
        page.keyboard.press("Tab")
        page.keyboard.type("9f2c")
        page.keyboard.press("Enter")
        page.wait_for_selector(".error-summary")
        page.fill("[name=sha256]", digest)
        page.press("[name=sha256]", "Enter")
        page.wait_for_selector("#result")
        assert digest in page.inner_text("#result") and kit.violations(page) == []
        assert [one for one in heard if "422" not in one] == []
