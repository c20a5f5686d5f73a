"""What a first visit costs on the wire, and that nothing on the main pages is wrong for a browser or a reader."""

from __future__ import annotations

import pytest

from tests import browser as browsers
from tests.stories.people import LEADERS
from tests.stories.visitor import Visitor

KILOBYTES, REQUESTS = 60, 6  # Source: performance.md
PAGES = {"/": LEADERS[0], "/training/today": "111", "/handover/": LEADERS[0], "/penalties/": "900"}


@pytest.fixture(scope="module")
def chromium():
    with browsers.launched() as chromium:
        yield chromium


@pytest.mark.browser
@pytest.mark.one_engine
@pytest.mark.parametrize("address", PAGES)
def test_a_first_visit_is_small_and_clean(hall, chromium, address):
    _house, server = hall
    person = Visitor(server).sign_in(PAGES[address])
    with browsers.visit(chromium) as page:
        page.context.add_cookies([{"name": n, "value": v, "url": server.url} for n, v in person.cookies.items()])
        heard, outside = browsers.complaints(page), browsers.outsiders(page.context, server.url)
        meter, asked = browsers.WireMeter(page), []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(server.url + address, wait_until="networkidle")
        wire = [url for url in asked if url.startswith("http")]
        assert (heard, outside) == ([], [])
        assert meter.total <= KILOBYTES * 1024 and len(wire) <= REQUESTS, (meter.total, wire)
        assert browsers.violations(page) == []
