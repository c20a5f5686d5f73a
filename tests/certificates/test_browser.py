"""In a real browser: the head of the office issues what waits; somebody without a sign-in checks the paper."""

from __future__ import annotations

from hashlib import sha256

import pytest

from models.accounts.demo import PASSWORD
from tests import browser as kit

HEAD = "00020"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with kit.furnished(tmp_path_factory, "certificates") as live:
        yield live


@pytest.mark.one_engine
@pytest.mark.browser
def test_waiting_certificates_are_issued_and_one_is_checked_by_a_stranger(server, tmp_path):
    with kit.launched() as chromium:
        with kit.visit(chromium, kit.PHONE, accept_downloads=True) as page:
            _sign_in(page, server.url)
            heard = kit.complaints(page)
            page.goto(f"{server.url}/certificates/pending")
            assert kit.violations(page) == []
            page.click("text=颁发证书")
            page.click("dialog[open] button:has-text('颁发证书')")
            page.wait_for_url("**/certificates/?state=issued")
            assert "已颁发" in page.inner_text("body") and kit.violations(page) == []
            page.click("#certificate-table a >> nth=0")
            with page.expect_download() as taken:
                page.click("#file a.item")
            taken.value.save_as(tmp_path / "paper.pdf")
            digest = sha256((tmp_path / "paper.pdf").read_bytes()).hexdigest()
            assert digest in page.inner_text("#file")
            where = page.get_attribute("a:has-text('核验页')", "href")
            assert [one for one in heard if "/files/" not in one] == []  # a download is no page
        for size in (kit.PHONE, kit.DESK):
            with kit.visit(chromium, size) as page:
                heard = kit.complaints(page)
                page.goto(server.url + where)
                assert "这张证书有效" in page.inner_text("main") and kit.violations(page) == []
                page.set_input_files("[name=file]", tmp_path / "paper.pdf")
                page.click("text=核对文件")
                page.wait_for_selector("text=文件一致")
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
                assert kit.violations(page) == [] and heard == []


def _sign_in(page, url: str) -> None:
    page.goto(f"{url}/sign-in")
    page.fill("[name=staff_no]", HEAD)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda address: "/sign-in" not in address)
