"""What must hold on every route at once, whoever wrote it. Source: security.md 1, 5, 9, 12, 29."""

from __future__ import annotations

import pytest

from models.core.digest import state_digest
from tests.core import access

WALKERS = ("xi", "chen", "han", "duo", "wang")  # between them they reach nearly every page
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}

pytestmark = pytest.mark.one_engine


def pages(app) -> list[tuple[str, str]]:
    return [(endpoint, address) for endpoint, method, address in access.routes(app) if method == "GET"]


def changes(app) -> list[tuple[str, str, str]]:
    return [route for route in access.routes(app) if route[1] in access.UNSAFE]


def test_no_change_is_accepted_without_the_token_of_the_page(app, as_, cast):
    app.config["WTF_CSRF_ENABLED"] = True
    browser = as_(cast["xi"])
    statuses = {f"{m} {a}": browser.open(a, method=m, data={"x": "1"}).status_code for _e, m, a in changes(app)}
    assert {where: status for where, status in statuses.items() if status != 400} == {}


@pytest.fixture
def walkers(app, cast, as_):
    """``walkers(endpoint)`` asks as somebody who gets through that door; see ``access.one_who_may``."""
    people = {key: cast[key] for key in WALKERS}
    asking = {key: access.asker(as_, person) for key, person in people.items()}
    return lambda endpoint: asking[access.one_who_may(app, endpoint, people)]


@pytest.fixture
def readers(app, cast, as_):
    """``readers(endpoint)`` is the browser of somebody who gets through that door."""
    people = {key: cast[key] for key in WALKERS}
    browsers = {key: as_(person) for key, person in people.items()}
    return lambda endpoint: browsers[access.one_who_may(app, endpoint, people)]


def test_every_answer_protects_itself_and_reading_changes_nothing(app, readers):
    before = state_digest()
    for endpoint, address in pages(app):
        answer = readers(endpoint).get(address)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, endpoint
        policy = answer.headers["Content-Security-Policy"]
        assert ("unsafe" not in policy and "frame-ancestors 'none'" in policy) or "sandbox" in policy, endpoint
        assert "Werkzeug" not in answer.headers.get("Server", ""), endpoint
        if endpoint != "assets.serve":
            assert "no-store" in answer.headers["Cache-Control"], endpoint
        text = answer.text if answer.mimetype == "text/html" else ""
        assert 'src="http' not in text and "src='http" not in text and 'href="http' not in text, endpoint
    assert state_digest() == before


FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=B"
VALUES = {
    "control characters": {"name": "a\x00b", "text": "\x1b[2J", "day": "\x00"},
    "huge numbers": {"id": "9" * 400, "version": "9" * 400, "amount": "9" * 400, "person": "9" * 40},
    "impossible dates": {"day": "2026-02-31", "occurred_at": "9999-99-99T99:99", "from_on": "x"},
    "repeated fields": {"name": ["a", "b", "c"], "form_key": ["x", "y"], "version": ["1", "2"]},
}
BODIES = {  # what goes wrong before a view is asked: each route gets one of them in turn, neighbours another
    "lone surrogate bytes": {"data": b"name=%ED%A0%80", "content_type": FORM},
    "nameless part": {
        "data": b'--B\r\nContent-Disposition: form-data; filename="x"\r\n\r\nx\r\n--B--\r\n',
        "content_type": PARTS,
    },
    "no boundary": {"data": b"x", "content_type": "multipart/form-data"},
    "broken multipart": {"data": b"--B\r\nnonsense", "content_type": PARTS},
    "too many fields": {"data": {f"f{n}": "x" for n in range(2000)}, "content_type": "multipart/form-data"},
    "not a form at all": {"data": b"{}", "content_type": "application/json"},
}


@pytest.mark.parametrize("kind", VALUES)
def test_malformed_values_are_refused_with_a_sentence_and_never_break(app, walkers, monkeypatch, kind):
    access.without_error_pages(monkeypatch)
    broken = {}
    for endpoint, method, address in changes(app):
        if (status := walkers(endpoint)(method, address, data=VALUES[kind])) >= 500:
            broken[f"{method} {address}"] = status
    assert broken == {}


@pytest.mark.parametrize("turn", [0, 1])
def test_malformed_bodies_are_refused_with_a_sentence_and_never_break(app, walkers, monkeypatch, turn):
    access.without_error_pages(monkeypatch)
    broken, kinds = {}, list(BODIES)
    for number, (endpoint, method, address) in enumerate(changes(app)):
        kind = kinds[(number + turn) % len(kinds)]
        if (status := walkers(endpoint)(method, address, **BODIES[kind])) >= 500:
            broken[f"{method} {address} {kind}"] = status
    assert broken == {}


@pytest.mark.parametrize("query", ["?after=zzz&day=2026-02-31&q=%ff", "?page=-1&size=9e9&sort=;drop&q=%00", "?state=x"])
def test_malformed_addresses_never_break(app, readers, monkeypatch, query):
    """Each answer is asked for several things at once that are read apart from one another."""
    access.without_error_pages(monkeypatch)
    broken = {}
    for endpoint, address in pages(app):
        if (status := readers(endpoint).get(address + query).status_code) >= 500:
            broken[address] = status
    assert broken == {}


@pytest.mark.parametrize(
    "address",
    ["/penalties/99999999999999999999", "/handover/-1", "/inbox/1e3", "/%00", "/%ff", "/..%2f..%2fetc/passwd"],
)
def test_impossible_addresses_are_not_found(as_, cast, address):
    assert as_(cast["chen"]).get(address).status_code in {400, 404}


def test_a_body_beyond_the_limit_is_refused(as_, cast):
    answer = as_(cast["xi"]).post("/inbox/", data=b"x" * (17 * 2**20), content_type="text/plain")
    assert answer.status_code in {404, 405, 413}
