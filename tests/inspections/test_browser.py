"""In a real browser: the network dies, then the browser; what was recorded arrives once when it is opened again."""

from __future__ import annotations

import io
import time

import pytest
from PIL import Image
from playwright.sync_api import expect, sync_playwright

from models.accounts.demo import PASSWORD
from tests import browser as kit
from tests.missing import skip_or_fail

INSPECTOR = "00031"
KEPT = """() => caches.open('zw-record').then((kept) => Promise.all([location.pathname, ...Array.from(
  document.querySelectorAll('link[rel=stylesheet], script[src]')).map((one) => one.href || one.src)
  ].map((one) => kept.match(one)))).then((all) => all.every(Boolean))"""
FRESH = """(id) => caches.open('zw-record').then((kept) => kept.match(location.pathname)).then((page) => page.text())
  .then((text) =>
  new DOMParser().parseFromString(text, 'text/html').querySelector('#' + id + ' [value=pass]').checked)"""
NEXT = ".record-bar [data-turn='1']"
AWAKE = "() => navigator.serviceWorker.ready.then((one) => one.active.state === 'activated')"


@pytest.fixture(scope="module")
def driver():
    if kit.chromium() is None:
        skip_or_fail(kit.MISSING)
    with sync_playwright() as driver:
        yield driver


def opened(driver, folder, size=kit.PHONE):
    """A browser that keeps its things in ``folder``, as a phone does."""
    options = {"executable_path": kit.chromium(), "args": kit.QUIET, "headless": True, "locale": "zh-CN"}
    context = driver.chromium.launch_persistent_context(str(folder), viewport=dict(size), **options)
    page = context.pages[0] if context.pages else context.new_page()
    page.set_default_timeout(30_000)
    return context, page


def until(page, promise: str, arg: str | None = None) -> None:
    """Wait until a promise says yes: ``wait_for_function`` takes the promise itself for a yes."""
    over = time.monotonic() + 30
    while not page.evaluate(promise, arg):
        assert time.monotonic() < over, promise
        page.wait_for_timeout(100)


def photo(colour: str) -> dict:
    out = io.BytesIO()
    Image.new("RGB", (2000, 1200), colour).save(out, "JPEG")
    return {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def record_two_items(page) -> None:
    """Fail the current item with words and two photos, pass the next."""
    here = page.locator(".record-item.is-current")
    here.locator(".is-fail").click()
    here.locator("textarea").fill("断网时记录的问题")
    here.locator("textarea").blur()
    here.locator("[data-take]").set_input_files([photo("#884422"), photo("#228844")])
    here.locator("[data-photo] >> nth=1").wait_for()
    page.click(NEXT)
    page.locator(".record-item.is-current .is-pass").click()
    expect(page.locator("[data-outbox]")).to_contain_text("2 项、2 张照片存在本机", timeout=30_000)


@pytest.mark.one_engine
@pytest.mark.browser
def test_nothing_is_lost_or_doubled_when_network_and_browser_die(server, driver, tmp_path):
    context, page = opened(driver, tmp_path / "phone")
    kit.sign_in(page, server, INSPECTOR)
    page.goto(f"{server.url}/inspections/?state=running")
    address = page.locator("#inspection-table a >> nth=0").evaluate("one => one.href") + "/record"
    page.goto(address)
    until(page, AWAKE)
    until(page, KEPT)  # the page and all that it is made of, not merely some of it
    assert kit.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    here = page.locator(".record-item.is-current")
    here.locator(".is-pass").click()
    until(page, FRESH, here.get_attribute("id"))  # what arrived stands on the page the phone kept
    page.click(NEXT)
    server.stop()  # nothing answers any more, neither the page nor its worker: surer than a switch of the browser
    record_two_items(page)
    context.close()  # the browser dies with everything unsent

    context, page = opened(driver, tmp_path / "phone")
    page.goto(address)  # opens without a signal, from what the phone kept
    page.wait_for_selector("text=2 项、2 张照片存在本机")
    assert page.locator("textarea", has_text="").count() > 0
    server.start()
    page.click("[data-outbox] a")  # tried again by itself; the sign-in ended with the browser, the words say so, too
    page.fill("[name=staff_no]", INSPECTOR)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(address)
    page.wait_for_selector("[data-outbox]:has-text('全部已送达')")
    page.goto(address)
    page.wait_for_selector("[data-outbox]:has-text('全部已送达')")
    page.click("text=看全表")
    texts = page.eval_on_selector_all("textarea", "all => all.map((one) => one.value)")
    assert texts.count("断网时记录的问题") == 1
    card = page.locator("[data-card]").nth(texts.index("断网时记录的问题"))
    assert card.locator("[data-photos] img").count() == 2
    context.close()


def tapped(here) -> list[str]:
    return here.locator("[data-tile][aria-pressed=true]").evaluate_all("all => all.map((one) => one.dataset.tile)")


@pytest.mark.one_engine
@pytest.mark.browser
def test_a_sample_is_judged_by_tapping_tiles_with_and_without_a_signal(server, driver, tmp_path):
    context, page = opened(driver, tmp_path / "phone")
    kit.sign_in(page, server, INSPECTOR)
    page.goto(f"{server.url}/inspections/?state=running")
    address = page.locator("#inspection-table a >> nth=0").evaluate("one => one.href") + "/record"
    page.goto(address)
    until(page, AWAKE)
    until(page, KEPT)
    page.wait_for_selector("[data-outbox]:has-text('全部已送达')")
    current = page.locator(".record-item.is-current")
    assert current.bounding_box()["y"] < 120, "the item comes first; state and tools stand below it"
    item = "#" + page.locator("[data-tiles] >> nth=0").evaluate("one => one.closest('[data-item]').id")
    page.click("text=看全表")
    here = page.locator(item)
    tile, number = here.locator("[data-tile]"), here.locator("[name^=number-]")
    here.locator(".is-pass").click()
    assert tile.count() == 10 and tapped(here) == []
    for place in (3, 5, 8):
        tile.nth(place - 1).click()
    assert (tapped(here), number.input_value()) == (["3", "5", "8"], "3")
    assert here.locator(".is-fail").locator("xpath=../input").is_checked()
    assert "3 辆 × 0.5 = −1.5" in here.inner_text()
    here.locator("[data-item-taken]:text-is('−1.5')").wait_for()  # counted from what the phone has kept
    tile.nth(4).focus()
    page.keyboard.press("Space")
    assert (tapped(here), number.input_value()) == (["3", "8"], "2")
    number.fill("4")  # the field is the truth: two more, nobody has said which
    number.press("Tab")
    page.wait_for_selector(f"{item} >> text=其中 2 辆还没有点选是哪一辆")
    assert tapped(here) == ["3", "8"]
    assert kit.violations(page) == []
    server.stop()
    total = page.inner_text("[data-total]")
    for place in (1, 2, 10):  # two are pointed out, the third is one more
        tile.nth(place - 1).click()
    assert (tapped(here), number.input_value()) == (["1", "2", "3", "8", "10"], "5")
    less = "(was) => +document.querySelector('[data-total]').textContent === was - 0.5"
    page.wait_for_function(less, arg=float(total))
    page.wait_for_selector("text=1 项存在本机")
    context.close()

    context, page = opened(driver, tmp_path / "phone")
    page.goto(address)
    page.wait_for_selector("text=1 项存在本机")
    assert tapped(page.locator(item)) == ["1", "2", "3", "8", "10"]
    server.start()
    page.goto(f"{server.url}/sign-in?password=1")
    kit.sign_in(page, server, INSPECTOR)
    page.goto(address)
    page.wait_for_selector("[data-outbox]:has-text('全部已送达')")
    page.reload()
    here = page.locator(item)
    here.locator("[data-tile][aria-pressed=true] >> nth=0").wait_for(state="attached")
    assert tapped(here) == ["1", "2", "3", "8", "10"]
    for place in (1, 2, 3, 8, 10):
        here.locator("[data-tile]").nth(place - 1).evaluate("one => one.click()")
    assert here.locator(".is-pass").locator("xpath=../input").is_checked(), "none is wrong any more"
    page.goto(f"{server.url}/")
    context.close()
