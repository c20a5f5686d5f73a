"""What a browser gets: few requests, kept for a year, packed, and never yesterday's style."""

import gzip
import re

import brotli
import pytest

from blueprints.core import assets
from tests.core.kit import kit_app


@pytest.fixture
def kit():
    return kit_app()


@pytest.fixture
def address(kit):
    def ask(name: str) -> str:
        with kit.app_context():
            return assets.asset(name)

    return ask


def get(kit, path: str, coding: str = ""):
    return kit.test_client().get(path, headers={"Accept-Encoding": coding})


def test_an_asset_is_kept_for_a_year(kit, address):
    answer = get(kit, address("zw.css"))
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.content_type == "text/css; charset=utf-8"
    assert b"--accent:#00694a" in answer.data


@pytest.mark.parametrize(
    ("coding", "unpack"), [("gzip", gzip.decompress), ("br", brotli.decompress), ("gzip, br", brotli.decompress)]
)
def test_it_is_packed_as_the_browser_asks(kit, address, coding, unpack):
    plain, packed = get(kit, address("zw.js")), get(kit, address("zw.js"), coding)
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert unpack(packed.data) == plain.data


def test_a_refused_coding_is_not_used(kit, address):
    assert "Content-Encoding" not in get(kit, address("zw.js"), "br;q=0, gzip;q=0").headers


def test_another_content_has_another_address():
    assert assets.Asset("zw.css", b"a{}").address != assets.Asset("zw.css", b"b{}").address


def test_an_old_address_gives_today_s_style_but_not_for_a_year(kit):
    answer = get(kit, "/static/zw.0123456789ab.css")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["secret.0123456789ab.css", "zw.css", "zw", "..zw.css", "zw-latin.abc.css"])
def test_only_bundled_names_are_served(kit, name):
    answer = get(kit, f"/static/{name}")
    assert answer.status_code == (200 if name == "zw.css" else 404)


def test_a_browser_that_has_it_gets_nothing(kit, address):
    first = get(kit, address("icons.svg"))
    again = kit.test_client().get(address("icons.svg"), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_page_asks_for_six_things_at_most(kit):
    html = kit.test_client().get("/patterns").text
    style = get(kit, re.search(r'href="(/static/zw\.[^"]+\.css)"', html)[1]).text
    asked = set(re.findall(r"/static/[\w.-]+", html + style))
    assert len(asked) == 5, asked  # and the page itself
    assert all(get(kit, path).headers["Cache-Control"] == assets.FOREVER for path in asked)


def test_the_endpoint_is_public_and_says_so(kit):
    assert kit.view_functions["assets.serve"].permission is None
