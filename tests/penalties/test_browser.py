"""In a real browser: the head approves on a phone in three taps, finance collects on the station's PC."""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO

import pytest
from pypdf import PdfReader

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
        said, bar = (page.locator(one).bounding_box() for one in (".toast", "form.approval"))
        assert said["y"] + said["height"] <= bar["y"], "the next case can be decided at once"
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
def test_the_strip_shows_on_a_phone_where_one_is(server, chromium):
    with kit.visit(chromium, kit.PHONE) as page:
        kit.sign_in(page, server, "21102")
        page.goto(f"{server.url}/penalties/mine")
        page.wait_for_load_state("networkidle")
        strip, here = (page.locator(one).first.bounding_box() for one in (".links", ".links [aria-current]"))
        assert strip["x"] <= here["x"] and here["x"] + here["width"] <= strip["x"] + strip["width"] + 1


@pytest.mark.one_engine
@pytest.mark.browser
def test_the_list_is_light(server, chromium):
    with kit.visit(chromium, kit.PHONE) as page:
        kit.sign_in(page, server, HEAD)
        meter = kit.WireMeter(page)
        page.goto(f"{server.url}/penalties/")
        page.wait_for_load_state("networkidle")
        assert meter.total <= 60 * 1024


PAPERS = (  # who, the list, the form of its links, the end of the paper's address, what it says, pages at most
    (HEAD, "/penalties/?state=archived&sort=-amount", r"/penalties/\d+", "/print", "送达回证", 1),
    (HEAD, "/penalties/?state=appealed", r"/penalties/\d+", "/print", "申诉理由", 1),
    (HEAD, "/measures/?kind=criticism", r"/measures/\d+", "/print", "通报批评", 1),
    (HEAD, "/measures/?kind=suspension", r"/measures/\d+", "/print", "领导小组会签", 1),
    (HEAD, "/measures/talks", r"/measures/talks/\d+", "/print", "谈话记录", 1),
    (HEAD, "/notices/?state=published", r"/notices/\d+", "/print", "昌南收费所", 1),
    (HEAD, "/awards/?state=issued", r"/awards/\d+", "/praise", "决定授予", 1),
    (HEAD, "/awards/?state=approved", r"/awards/\d+", "/print", "评审表", 1),
    (HEAD, "/points/grievances", r"/points/grievances/\d+", "/print", "委屈情况报告", 1),
    (HEAD, "/closings/", r"/closings/\d+", "/print", "当班人次", 1),
    (FINANCE, "/penalties/collection", "", "/print", "月末待收", 1),
)


@pytest.mark.one_engine
@pytest.mark.browser
def test_every_paper_fits_its_sheet_and_has_all_its_characters(server, chromium):
    """Rendered as a printer gets them: A4, no more pages than meant, every character with a shape of its own."""
    with kit.visit(chromium) as page:
        last = ""
        for who, listed, link, end, words, most in PAPERS:
            if who != last:
                page.context.clear_cookies()
                kit.sign_in(page, server, who)
            last = who
            page.goto(f"{server.url}{listed}")
            hrefs = page.eval_on_selector_all("main a", "all => all.map(one => one.getAttribute('href') || '')")
            found = next((one for one in hrefs if re.fullmatch(link, one)), "") if link else listed
            assert found, listed
            page.goto(f"{server.url}{found}{end}")
            paper = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
            text = unicodedata.normalize("NFKC", "".join(one.extract_text() for one in paper.pages))
            assert len(paper.pages) <= most and [round(one) for one in paper.pages[0].mediabox[2:]] == [595, 842], found
            assert words in re.sub(r"\s", "", text) and "\ufffd" not in text, found


@pytest.mark.one_engine
@pytest.mark.browser
def test_the_tables_of_money_and_of_equal_treatment_fit_a_phone(server, chromium):
    with kit.visit(chromium, kit.PHONE) as page:
        kit.sign_in(page, server, FINANCE)
        wide = (
            "[...document.querySelectorAll('main table')].filter(t => t.scrollWidth > t.parentElement.clientWidth + 1)"
        )
        for address in ("/penalties/collection", "/awards/payments"):
            page.goto(f"{server.url}{address}")
            assert page.evaluate(f"{wide}.map(t => t.id)") == [], address
    with kit.visit(chromium, kit.PHONE) as page:
        kit.sign_in(page, server, HEAD)
        page.goto(f"{server.url}/penalties/equity")
        assert page.evaluate(f"{wide}.map(t => t.id)") == []


@pytest.mark.one_engine
@pytest.mark.browser
def test_the_conditions_of_a_list_stand_in_one_height(server, chromium):
    """Chromium pads what is inside a date; beside a select it would stand two pixels taller."""
    with kit.visit(chromium) as page:
        kit.sign_in(page, server, HEAD)
        tall = "[...document.querySelectorAll('main .input')].filter(e => e.offsetHeight && e.tagName != 'TEXTAREA')"
        for address in ("/penalties/", "/penalties/new"):
            page.goto(f"{server.url}{address}")
            assert len(set(page.evaluate(f"{tall}.map(e => e.getBoundingClientRect().height)"))) == 1, address
