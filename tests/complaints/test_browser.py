"""In a real browser: a whole case by keys alone while the caller speaks, and the book on a phone. Source: S0 §7."""

from __future__ import annotations

import time

import pytest
from openpyxl import load_workbook

from tests import browser as kit

DUTY_LEADER, COLLECTOR, OTHER_COLLECTOR, OFFICE, HEAD = "21001", "21102", "21104", "00021", "00020"
KNOWN = "13800130001"  # of a case of the demonstration
LIMIT = 60  # seconds: somebody waits on the telephone
TYPING = 60  # milliseconds for a key: a fast typist; the program has to follow
MOST_TABS = 8  # from the number to the last answer: a date with its seven parts does not stand between


@pytest.mark.one_engine
@pytest.mark.browser
@pytest.mark.parametrize(("staff_no", "name"), [(DUTY_LEADER, "许志远"), (COLLECTOR, "黄慧敏")])
def test_a_case_is_registered_by_keys_alone_within_a_minute(server, chromium, staff_no, name):
    with kit.visit(chromium) as page:
        kit.sign_in(page, server, staff_no)
        heard = kit.complaints(page)
        page.goto(f"{server.url}/complaints/")
        begun = time.monotonic()
        page.keyboard.press("n")
        page.wait_for_url("**/complaints/new")
        page.wait_for_function("document.activeElement.name === 'phone'")
        page.keyboard.type(KNOWN, delay=TYPING)
        page.wait_for_selector("#complaint-earlier >> text=以前来过")
        tabs = _next(page, "plate")
        page.keyboard.type("赣A3K0D8", delay=TYPING)
        tabs += _next(page, "complainant")
        page.keyboard.type("刘先生", delay=TYPING)
        tabs += _next(page, "content")
        page.keyboard.type("上次说好给答复，到今天没有人回电话，车道里排队二十分钟。", delay=TYPING)
        tabs += _next(page, "kind") + _next(page, "type")
        page.keyboard.press("ArrowUp")
        tabs += _next(page, "lane")
        page.keyboard.press("ArrowDown")
        tabs += _next(page, "promise")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Control+Enter")
        page.wait_for_url(lambda address: address.rstrip("/").rsplit("/", 1)[-1].isdigit())
        took = time.monotonic() - begun
        assert took <= LIMIT, f"{took:.0f} s"
        assert tabs <= MOST_TABS
        case = page.inner_text("main")
        assert "排队二十分钟" in case and "刘先生" in case and name in case
        assert kit.violations(page) == []
        assert heard == []


@pytest.mark.one_engine
@pytest.mark.browser
def test_what_was_typed_a_moment_before_leaving_is_there_again(server, chromium):
    """The field still has the focus and the pause of the autosave is not over: the page itself takes it along."""
    words = "司机称在二号车道等了二十分钟，话还没说完电话断了。"
    with kit.visit(chromium) as page:
        kit.sign_in(page, server, DUTY_LEADER)
        page.goto(f"{server.url}/complaints/new")
        page.type("[name=content]", words[:1])
        page.wait_for_selector("text=已自动保存")
        page.type("[name=content]", words[1:])
        page.goto(f"{server.url}/me")
        page.goto(f"{server.url}/complaints/new")
        assert page.input_value("[name=content]") == words


@pytest.mark.one_engine
@pytest.mark.browser
def test_a_list_filtered_in_place_is_taken_along_as_it_is_shown(server, chromium, tmp_path):
    with kit.visit(chromium) as page:
        kit.sign_in(page, server, OFFICE)
        heard = kit.complaints(page)
        page.goto(f"{server.url}/complaints/")
        everything = page.locator("#complaint-rows tbody tr").count()
        with page.expect_response(lambda answer: "text=" in answer.url):
            page.fill("input[type=search]", "发票")
        page.wait_for_url("**text=*")
        shown = page.locator("#complaint-rows tbody tr a.code").all_inner_texts()
        assert 0 < len(shown) < everything
        with page.expect_download() as taken:
            page.click("a[download] >> text=导出 Excel")
        taken.value.save_as(tmp_path / "taken.xlsx")
        rows = list(load_workbook(tmp_path / "taken.xlsx").active.values)
        assert [row[0] for row in rows if str(row[0]).startswith(("TS-", "ZX-", "QZ-", "BY-"))] == shown
        assert heard == []


def _next(page, name: str) -> int:
    """Press Tab until the field has the focus and return how often; a date has several parts."""
    for pressed in range(1, 13):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return pressed
    raise AssertionError(f"no way to {name} by Tab")


@pytest.mark.one_engine
@pytest.mark.browser
def test_a_number_typed_into_the_list_never_stands_in_its_address(server, chromium):
    with kit.visit(chromium, kit.PHONE) as page:
        kit.sign_in(page, server, OFFICE)
        heard = kit.complaints(page)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{server.url}/complaints/")
        page.type("[name=text]", KNOWN, delay=TYPING)
        page.wait_for_url("**sought=*")
        page.wait_for_function("document.querySelectorAll('#complaint-table tbody tr').length < 6")
        assert page.input_value("[name=text]") == KNOWN
        page.reload()
        assert page.input_value("[name=text]") == KNOWN
        assert not [url for url in asked if KNOWN in url]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert kit.violations(page) == [] and heard == []


@pytest.mark.one_engine
@pytest.mark.browser
def test_on_an_upright_tablet_no_list_of_service_scrolls_in_its_frame(server, chromium):
    wide = "[...document.querySelectorAll('.table-wrap:not(.links)')].filter(one => one.scrollWidth > one.clientWidth)"
    with kit.visit(chromium, {"width": 800, "height": 1100}) as page:
        kit.sign_in(page, server, HEAD)
        for path in ("/complaints/", "/inspections/", "/service/appointments", "/penalties/equity"):
            page.goto(f"{server.url}{path}")
            assert page.evaluate(f"{wide}.length") == 0, path
        page.goto(f"{server.url}/complaints/")
        assert "沟通态度生硬 · 来电 · 青岚收费站" in page.inner_text("#complaint-table")


@pytest.mark.one_engine
@pytest.mark.browser
def test_on_a_phone_the_earlier_cases_are_announced_where_the_number_is_typed(server, chromium):
    with kit.visit(chromium, kit.PHONE) as page:
        kit.sign_in(page, server, OTHER_COLLECTOR)  # what is typed here stays as a draft of this person
        heard = kit.complaints(page)
        page.goto(f"{server.url}/complaints/new")
        page.type("[name=phone]", KNOWN, delay=TYPING)
        page.wait_for_selector("#earlier-known >> text=以前来过")
        page.click("#earlier-known a")
        page.wait_for_function("document.querySelector('#earlier').getBoundingClientRect().top < innerHeight / 2")
        assert kit.violations(page) == [] and heard == []
