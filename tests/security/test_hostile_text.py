"""Whatever anybody has written runs nowhere: on no page, for no reader, in no table. Source: security.md 10, 15."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import pytest

from models.core import clock
from models.core.audit import AuditEntry
from tests.core.access import without_error_pages, without_menu
from tests.security import makers, stains
from tests.security.test_other_station import pages, text_in

READERS = ("duo", "chen")  # between them they reach nearly every page
LINK, FORMULA = stains.PAYLOADS["link"], stains.PAYLOADS["formula"]  # these two work only where a text begins
TOGETHER = {"markup": " ".join([LINK, *stains.PAYLOADS.values()]), "formula": FORMULA}  # one walk tries them all
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # 12:00 at the station

pytestmark = pytest.mark.one_engine


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    """The rows of the makers are of today."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.mark.parametrize("kind", stains.PAYLOADS)
def test_a_reader_notices_what_works(kind):
    """The reader itself: unescaped, each payload is noticed; escaped, none."""
    payload = stains.PAYLOADS[kind]
    raw = f'<p>{payload}</p><input value="{payload}"><input value=\'{payload}\'><a href="{payload}">x</a>'
    raw += f"<script>const a = '{payload}'</script>"
    ran = raw.replace("{{7*7}}", "49").replace("${7*7}", "49")
    assert stains.faults_of(ran) or stains.is_formula(payload)
    escaped = payload.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;")
    escaped = escaped.replace("'", "&#39;")
    assert stains.faults_of(f'<p>{escaped}</p><input value="{escaped}">') == []


@pytest.mark.parametrize("kind", TOGETHER)
def test_a_hostile_text_runs_for_no_reader(app, as_, cast, made, monkeypatch, kind):
    """One payload in every text column of the house; then everything is read by somebody who may."""
    without_error_pages(monkeypatch)
    reached, wrong, shown = stains.stain(TOGETHER[kind]), {}, 0
    assert len(reached) > 30
    browsers = [as_(cast[key]) for key in READERS]
    assert stains.faults_of(browsers[0].get("/").text) == []
    without_menu(monkeypatch)
    for where in [one for one in [*pages(app, made["qinglan"]), *histories(made)] if runs_in(kind, one)]:
        status, mimetype, body = read(browsers, where)
        faults = faults_in(mimetype, body)
        shown += TOGETHER[kind] in unescape(text_in(body))
        if faults or status >= 500:
            wrong[where] = (status, faults[:2])
    assert wrong == {}
    assert shown > (5 if kind == "formula" else 20)


def runs_in(kind: str, where: str) -> bool:
    """Whether text of this kind could work in what is answered at ``where``: a formula does in sheets."""
    return kind == "markup" or where.endswith(".xlsx")


def read(browsers: list, where: str) -> tuple[int, str, bytes]:
    """Return status, type and body of ``where`` for the first who gets to see it."""
    for browser in browsers:
        answer = browser.get(where)
        body = answer.data
        answer.close()
        if answer.status_code not in (403, 404):
            break
    return answer.status_code, answer.mimetype, body


def faults_in(mimetype: str, body: bytes) -> list[str]:
    if body[:2] == b"PK":
        return stains.formulas_in(body)
    return stains.faults_of(body.decode()) if mimetype == "text/html" else []


def histories(made) -> list[str]:
    return [f"/history/{table}/{row_id}" for table, row_id in makers.tables_of(made["qinglan"]).items()]


FIELD = re.compile(r'<(?:input|textarea|select)[^>]*\bname="([^"]+)"')
KEPT = {"csrf_token", "form_key", "version"}


def forms(app, made) -> list[str]:
    """Return every address that shows a form and takes it."""
    takes = {rule.rule for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    adapter = app.url_map.bind("localhost")
    found = []
    for where in pages(app, made):
        rule, _values = adapter.match(where, return_rule=True)
        if rule.rule in takes:
            found.append(where)
    return found


def test_what_is_typed_comes_back_as_text(app, as_, cast, made, monkeypatch):
    """Every field of every form, refused or taken: the page that answers and the page after it show text."""
    without_menu(monkeypatch)
    payload, wrong, sent = TOGETHER["markup"], {}, 0
    for key in ("duo", "wu"):
        for where in forms(app, made["qinglan"]):
            browser = as_(cast[key])
            page = browser.get(where)
            if page.status_code != 200:
                continue
            names = set(FIELD.findall(page.text)) - KEPT
            sent += len(names)
            answer = browser.post(where, data=dict.fromkeys(names, payload))
            faults = stains.faults_of(answer.text)
            if faults or answer.status_code >= 500 or "zwx" in answer.headers.get("Location", ""):
                wrong[f"{key} {where}"] = (answer.status_code, faults[:2])
    assert wrong == {}
    assert sent > 40


def test_the_trail_shows_what_was_typed_as_text(as_, cast, db):
    """A reason with a script in it, written by a form and read by the auditor."""
    browser, text = as_(cast["duo"]), stains.PAYLOADS["end of a script"]
    data = {"person": cast["wang"].id, "business_date": "2026-12-01", "kind": "leave", "reason": text}
    assert browser.post("/roster/days-off", data=data).status_code == 303
    entry = db.session.scalars(db.select(AuditEntry).where(AuditEntry.action == "roster.day_off")).one()
    assert entry.note == text
    page = as_(cast["shen"]).get("/admin/audit").text
    assert stains.faults_of(page) == [] and text in unescape(page)
