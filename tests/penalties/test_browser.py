"""In a real browser: the head approves on a phone in three taps, finance collects on the station's PC."""

from __future__ import annotations

import re

import pytest

from tests import browser as kit

HEAD, FINANCE = "00020", "00041"


@pytest.mark.one_engine
@pytest.mark.browser
def test_the_head_approves_on_a_phone_in_three_taps(server, chromium):
    with kit.visit(chromium, kit.PHONE, has_touch=True) as page:
        kit.sign_in(page, server, HEAD)
        heard = kit.complaints(page)
        page.goto(f"{server.url}/penalties/?state=review")
        taps = 0
        for wanted in ("#penalty-table a >> nth=-1", "form.approval label:has-text('同意')", "form.approval button"):
            page.tap(wanted)
            page.wait_for_load_state()
            taps += 1
        page.wait_for_selector("text=已同意")
        assert taps <= 3
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert kit.violations(page) == []
        assert heard == []


@pytest.mark.one_engine
@pytest.mark.browser
def test_finance_collects_with_a_receipt(server, chromium):
    with kit.visit(chromium) as page:
        kit.sign_in(page, server, FINANCE)
        heard = kit.complaints(page)
        page.goto(f"{server.url}/penalties/collection")
        page.click("#due-table >> text=登记收缴 >> nth=0")
        page.fill("[name=receipt_no]", "SK-700001")
        page.click("main button[type=submit]")
        page.wait_for_url("**/penalties/collection")
        assert "SK-700001" in page.inner_text("#ledger-table")
        assert kit.violations(page) == []
        assert heard == []


@pytest.mark.one_engine
@pytest.mark.browser
def test_the_list_is_light(server, chromium):
    with kit.visit(chromium, kit.PHONE) as page:
        kit.sign_in(page, server, HEAD)
        meter = kit.WireMeter(page)
        page.goto(f"{server.url}/penalties/")
        page.wait_for_load_state("networkidle")
        assert meter.total <= 60 * 1024


@pytest.mark.one_engine
@pytest.mark.browser
def test_decision_and_proof_of_delivery_fit_one_sheet(server, chromium):
    with kit.visit(chromium) as page:
        kit.sign_in(page, server, HEAD)
        page.goto(f"{server.url}/penalties/?state=archived&sort=-amount")
        page.click("#penalty-table a >> nth=0")
        page.click("text=打印决定书")
        page.wait_for_selector("text=送达回证")
        paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
