"""The shift change in a real browser: recorded, signed twice on one PC, sealed, printed on one sheet."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from waitress import create_server, wasyncore

from models.accounts.passwords import set_password
from models.core import clock
from models.core.db import db
from models.handover.kinds import HandoverState
from tests.browser import PHONE, WireMeter, complaints, launched, violations, visit
from tests.handover.makers import CHANGE, FLOAT, PIN, full, make_evening, make_handover

PASSWORD = "Jiaojie-7041"
pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


@contextmanager
def serving(app):
    """The app of this test behind waitress on a free port, stopped at the end."""
    db.session.commit()
    db.session.remove()
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.task_dispatcher.shutdown()
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))  # its own thread does it
        thread.join(5)


@pytest.fixture
def evening(cast, units, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: CHANGE - timedelta(minutes=20))
    shifts = make_evening(cast, units)
    for key in ("liu", "han", "duo"):
        set_password(cast[key], PASSWORD, None)
    db.session.commit()
    return shifts


def sign_in_at(page, url: str, staff_no: str) -> None:
    page.goto(f"{url}/sign-in")
    page.fill("[name=staff_no]", staff_no)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda address: "/sign-in" not in address)


def type_counts(page) -> None:
    """Type what a leader counts on a clean shift with one shortage."""
    for index in range(2):
        page.fill(f"[name=settlements-{index}-receivable]", "8420")
        page.fill(f"[name=settlements-{index}-cash]", "8410" if index else "8420")
        for name, count in FLOAT.items():
            page.fill(f"[name=settlements-{index}-{name}]", count)
    page.fill("[name=rolls-0-start_no]", "0048213601")
    page.fill("[name=rolls-0-end_no]", "0048214077")
    for name, count in {"opening": 1240, "issued": 862, "recovered": 794, "closing": 1172}.items():
        page.fill(f"[name=cards-0-{name}]", str(count))
    for index in range(9):
        page.fill(f"[name=items-{index}-counted]", "4")
    page.select_option("[name=head-0-weather]", "sunny")
    page.fill("[name=head-0-work]", "车道运行正常。")


def refusals(page) -> list[tuple[int, str]]:
    """A list that fills with every answer of 400 and above."""
    heard: list[tuple[int, str]] = []
    page.on("response", lambda answer: heard.append((answer.status, answer.url)) if answer.status >= 400 else None)
    return heard


def sign(page, button: str) -> None:
    page.check("[name=agree]")
    page.fill("[name=pin]", PIN)
    page.click(f"button:has-text('{button}')")


def grade_all(page) -> None:
    for group in page.query_selector_all(".segmented"):
        group.query_selector("label").click()


def test_leaders_sign_on_one_terminal_and_the_sheet_prints_on_one_page(app, cast, evening, tmp_path):
    handover = make_handover(evening[0], cast["liu"])
    here = f"/handover/{handover.id}"
    with serving(app) as url, launched() as browser:
        with visit(browser) as page:
            sign_in_at(page, url, "00116")
            heard, refused = complaints(page), refusals(page)
            page.goto(f"{url}/handover/")
            type_counts(page)
            page.wait_for_selector("#handover-side :text('短 10.00 元')")
            page.wait_for_selector("#m-settlements-1 :text('短款 10.00 元，请填写原因')")
            page.fill("[name=settlements-1-reason]", "找零差错，当事人已签字")
            page.wait_for_selector("[data-save-state] :text('已自动保存')")
            assert violations(page) == []
            sign(page, "签认交班")
            page.wait_for_selector("text=交班已签")
            page.click("text=接班人开始核对")
            page.wait_for_selector("text=我已逐项核对，含 1 处差异")
            grade_all(page)
            sign(page, "签认接班")
            page.wait_for_selector(".badge:has-text('接班已签')")
            assert "刘建平" in page.inner_text(".sidebar-foot")
            autosave = f"{url}{here}/edit"  # one may meet the signature (422) or the end of its page (aborted)
            assert set(refused) <= {(422, autosave)}
            story = ("status of 422", "Status Error Code 422", f"{autosave}: net::ERR_ABORTED")
            assert [one for one in heard if not any(part in one for part in story)] == []
        with visit(browser) as page:
            sign_in_at(page, url, "00105")
            page.goto(url + here)
            grade_all(page)
            sign(page, "检查签认")
            page.wait_for_selector(".badge:has-text('已锁定')")
            assert violations(page) == []
            page.goto(f"{url}{here}/print")
            printed = tmp_path / "handover.pdf"
            page.pdf(path=printed, prefer_css_page_size=True)
    assert re.findall(rb"/MediaBox \[0 0 (\d+)[.\d]* (\d+)", printed.read_bytes()) == [(b"594", b"841")]
    assert full(handover).state is HandoverState.SEALED


def test_a_draft_is_not_sent_beside_a_signature_nor_to_its_address(app, cast, evening):
    """The last change is younger than the pause before saving, and the line to the server is slow."""
    handover = make_handover(evening[0], cast["liu"])
    with serving(app) as url, launched() as browser, visit(browser) as page:
        sign_in_at(page, url, "00116")
        page.goto(f"{url}/handover/")
        type_counts(page)
        page.fill("[name=settlements-1-reason]", "找零差错，当事人已签字")
        page.wait_for_selector("[data-save-state] :text('已自动保存')")
        held, asked = [], []
        page.route("**/hand-over", lambda route: held.append(route))
        page.on("request", lambda sent: asked.append((sent.resource_type, sent.url.rpartition("/")[2])))
        page.check("[name=agree]")
        page.fill("[name=pin]", PIN)
        page.click("button:has-text('签认交班')", no_wait_after=True)
        page.wait_for_timeout(2600)  # longer than both pauses after which a draft is saved
        assert [one for one in asked if one[1] == "hand-over"] == [("document", "hand-over")]
        assert asked[-1] == ("document", "hand-over")
        held[0].continue_()
        page.wait_for_selector("text=交班已签")
    assert full(handover).state is HandoverState.HANDED_OVER


def test_the_first_visit_is_light_with_six_booths(app, cast, evening):
    """Page, style, script, font and icons on the wire, caches empty."""
    handover = make_handover(evening[0], cast["liu"])
    body = handover.draft.body
    handover.draft.body = {**body, "settlements": body["settlements"] * 3}
    with serving(app) as url, launched() as browser, visit(browser) as page:
        sign_in_at(page, url, "00116")
        meter = WireMeter(page)
        page.goto(f"{url}/handover/")
        page.wait_for_load_state("networkidle")
        assert page.query_selector("[name=settlements-5-cash]")
        assert meter.total <= 60_000, meter.total


def test_a_lost_network_loses_nothing_typed(app, cast, evening):
    handover = make_handover(evening[0], cast["liu"])
    with serving(app) as url, launched() as browser, visit(browser) as page:
        sign_in_at(page, url, "00116")
        page.goto(f"{url}/handover/")
        page.context.set_offline(True)
        page.fill("[name=head-0-work]", "断网时写的")
        page.wait_for_selector("[data-save-state].negative")
        page.context.set_offline(False)
        page.wait_for_selector("[data-save-state] :text('已自动保存')")
    assert full(handover).draft.body["head"]["work"] == "断网时写的"


def test_the_sheet_is_usable_on_a_phone(app, cast, evening):
    make_handover(evening[0], cast["liu"])
    with serving(app) as url, launched() as browser, visit(browser, PHONE) as page:
        sign_in_at(page, url, "00116")
        page.goto(f"{url}/handover/")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert violations(page) == []
