"""The kit in a real browser: readable for everybody, nothing sticks out, and the keys do what the help says."""

from __future__ import annotations

import threading

import pytest
from werkzeug.serving import make_server

from tests import browser as driver
from tests.core.kit import kit_app

pytestmark = pytest.mark.browser
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'"
)
SIZES = {"desk": driver.DESK, "phone": driver.PHONE}


@pytest.fixture(scope="module")
def address():
    app = kit_app()
    app.after_request(lambda answer: answer.headers.set("Content-Security-Policy", POLICY) or answer)
    app.add_url_rule("/taken", "taken", lambda: "", methods=["POST"])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/patterns"
    server.shutdown()


@pytest.fixture(scope="module")
def chromium():
    with driver.launched() as running:
        yield running


@pytest.fixture
def page(chromium, address):
    opened = chromium.new_page(viewport=driver.DESK)
    opened.said = []
    opened.on("console", lambda message: opened.said.append(message.text))
    opened.on("pageerror", lambda error: opened.said.append(str(error)))
    opened.goto(address)
    yield opened
    opened.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_everybody_can_use_it(page, size, theme):
    page.set_viewport_size(SIZES[size])
    page.context.add_cookies([{"name": "theme", "value": theme, "url": page.url}])
    page.reload()
    found = driver.Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found] == []
    assert page.said == []


@pytest.mark.parametrize("size", SIZES)
def test_a_reader_for_the_blind_hears_every_stage(page, size):
    """On a phone only the name of the present one is seen."""
    page.set_viewport_size(SIZES[size])
    stages = page.locator(".steps").first.get_by_role("listitem")
    assert [stages.nth(at).aria_snapshot().count(name) for at, name in enumerate(("填写", "交班签认", "接班签认"))] == [
        1
    ] * 3
    widths = [one.evaluate("e => e.querySelector('span:not(.number)').offsetWidth") for one in stages.all()]
    assert (min(widths) > 1) is (size == "desk") and widths[1] > 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("theme", ["dark", ""], ids=["by choice", "by system"])
def test_paper_is_always_light(page, theme):
    page.context.add_cookies([{"name": "theme", "value": theme, "url": page.url}])
    page.emulate_media(media="print", color_scheme="dark")
    page.reload()
    seen = "(element) => [getComputedStyle(element).backgroundColor, getComputedStyle(element).color]"
    assert page.eval_on_selector("main .panel", seen) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert page.eval_on_selector("main .note.info", seen) == ["rgb(232, 240, 251)", "rgb(0, 0, 0)"]


@pytest.mark.parametrize("width", [320, 390, 720, 900, 1024, 1366])
def test_nothing_sticks_out(page, width):
    page.set_viewport_size({"width": width, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_refused_form_takes_the_focus_and_the_title(page):
    assert page.evaluate("document.activeElement.id") == "error-summary"
    assert page.title().startswith("有错误：")


def test_single_keys_help_search_and_can_be_switched_off(page):
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.wait_for_selector("#keys-dialog")
    page.uncheck("[data-keys-switch]")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") != "q"


def test_the_sheet_lists_the_keys_of_this_page_only(page):
    page.evaluate("document.querySelectorAll('[data-grid], [data-key=j]').forEach((one) => one.remove())")
    page.keyboard.press("?")
    listed = page.inner_text("#keys-dialog")
    assert "搜索" in listed and "答题：选项" in listed and "本页快捷键" in listed
    assert "录入表" not in listed and "下一件" not in listed


def test_quiz_keys_choose_and_untick(page):
    ticked = "Array.from(document.querySelectorAll('#quiz-form input'), box => box.checked)"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("1")
    page.keyboard.press("d")
    assert page.evaluate(ticked) == [True, False, True, True]
    page.keyboard.press("3")
    assert page.evaluate(ticked) == [True, False, False, True]


def test_entry_keys_walk_the_table(page):
    page.focus("#c-real-1")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.id") == "c-real-4"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "c-why-4"


def test_a_grave_act_asks_first_in_its_own_words(page):
    sent = []
    page.on("request", lambda request: sent.append(request.post_data) if request.method == "POST" else None)
    page.evaluate("document.querySelector('.step-form').action = '/taken'")
    page.click(".step-form .btn")
    assert page.inner_text("#confirm-title") == "撤销这条登记？"
    page.click("#confirm-dialog >> text=取消")
    assert sent == []
    page.click(".step-form .btn")
    with page.expect_navigation():
        page.click("#confirm-dialog [value=yes]")
    assert sent == ["csrf_token=sample"]


def test_a_second_press_sends_nothing(page):
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    with page.expect_navigation():
        page.evaluate(
            "() => { const form = document.querySelector('#form-good form');"
            " form.action = '/taken'; form.requestSubmit(); form.requestSubmit(); }"
        )
    assert len(sent) == 1


def test_the_night_is_remembered(page):
    page.evaluate("document.querySelector('[data-theme-toggle]').click()")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"  # the kit opens at night
    assert "theme=light" in page.evaluate("document.cookie")


def test_without_a_script_the_page_still_works(chromium, address):
    context = chromium.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(address)
    assert plain.is_visible("text=登记投诉 >> nth=0")
    assert not plain.is_visible("[data-theme-toggle] >> nth=0")
    context.close()
