"""In a real browser as wide as a phone: no page scrolls sideways, a table fits, a grid scrolls in its own frame.

Source: docs/ui.md. A grid is a table that no card can replace; its frame is ``.pinned``.
"""

from __future__ import annotations

import pytest

from models.core import clock
from tests import browser as kit

pytestmark = [pytest.mark.one_engine, pytest.mark.browser]
HEAD, STATION, INSPECTOR, ADMINISTRATOR = "00020", "21001", "00031", "00011"
PAGES = {  # which person of the demonstration opens which pages
    HEAD: [
        "/",
        "/complaints/statistics",
        "/service/day",
        "/service/surveys/1",
        "/roster/",
        "/roster/day/{today}",
        "/roster/setup",
        "/footage/setup",
        "/rectifications/processes/1",
        "/rulebook/1",
        "/points/rules/1",
        "/approvals/chains",
        "/approvals/chains/1",
    ],
    STATION: ["/roster/overtime", "/roster/days-off"],
    INSPECTOR: ["/sampling/mine"],
    ADMINISTRATOR: ["/admin/settings", "/admin/bodies"],
}
TOO_WIDE = """[...document.querySelectorAll("html, .table-wrap:not(.pinned)")]
    .filter((box) => box.scrollWidth > box.clientWidth)
    .map((box) => `${box.getAttribute("aria-label") || box.tagName}: ${box.scrollWidth} > ${box.clientWidth}`)"""
HEADS_THAT_LEFT = """[...document.querySelectorAll(".pinned")].filter((box) => {
    box.scrollLeft = 9999;
    const head = box.querySelector("tbody th");
    return head && head.getBoundingClientRect().left < box.getBoundingClientRect().left;
}).length"""

DAYS_IN_EACH_OTHER = """[...document.querySelectorAll(".line-chart")].flatMap((chart) => {
    const seen = [...chart.querySelectorAll("text:not(.value)")].map((word) => word.getBoundingClientRect());
    const boxes = seen.filter((box) => box.width).sort((one, other) => one.left - other.left);
    const floor = Math.max(...boxes.map((box) => box.top));
    const days = boxes.filter((box) => floor - box.top < 2);
    return days.slice(1).filter((day, place) => day.left < days[place].right);
}).length"""


@pytest.mark.parametrize("staff_no", PAGES)
def test_nothing_is_to_be_scrolled_sideways(server, chromium, staff_no):
    with kit.visit(chromium, kit.PHONE, has_touch=True) as page:
        kit.sign_in(page, server, staff_no)
        found = {}
        for path in PAGES[staff_no]:
            answer = page.goto(server.url + path.format(today=clock.today().isoformat()))
            assert answer.status == 200, path
            found[path] = page.evaluate(TOO_WIDE)
            assert page.evaluate(HEADS_THAT_LEFT) == 0, path
            assert page.evaluate(DAYS_IN_EACH_OTHER) == 0, path
    assert {path: boxes for path, boxes in found.items() if boxes} == {}


@pytest.mark.parametrize(("width", "media"), [(800, "screen"), (700, "print")], ids=["a tablet", "paper"])
def test_a_tablet_and_paper_show_each_column_once(server, chromium, width, media):
    with kit.visit(chromium, {"width": width, "height": 1000}) as page:
        kit.sign_in(page, server, HEAD)
        page.emulate_media(media=media)
        page.goto(f"{server.url}/points/rules/1")
        head = page.locator("#edition-table th", has_text="有效期")
        assert head.is_visible() and not page.locator("#edition-table p.phone-only").first.is_visible()
