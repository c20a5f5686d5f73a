"""Requests that no browser of the house sends: other hosts, other methods, extra fields, hostile files, and what the
trail and the log keep of them. Source: security.md 5, 12, 13, 14, 24, 27, 28.
"""

from __future__ import annotations

import io
import json
import logging
import time

import pytest
from sqlalchemy import func, select

from blueprints.core.logs import Lines
from models.accounts import RoleGrant, User, set_password
from models.core import attachments
from models.core.attachments import Attachment
from models.core.audit import AuditEntry
from models.core.digest import state_digest
from tests.core.access import asker, one_who_may, routes, without_error_pages, without_pages
from tests.core.test_attachments import claiming, picture
from tests.core.test_imports import HOSTILE
from tests.penalties.makers import make_violation

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Werkzeug's upload files


# Host, next, Referer, method


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "a b", "[::1"],
)
@pytest.mark.parametrize("path", ["/", "/sign-in", "/healthz", "/static/x", "/penalties/1"])
def test_a_foreign_host_is_refused_without_a_word_of_ours(client, host, path):
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 400
    for word in ("Traceback", "werkzeug", "site-packages", "evil.example"):
        assert word not in answer.text, word
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "header",
    [
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/evil"},
        {"X-Original-URL": "/admin/people", "X-Rewrite-URL": "/admin/people"},
        {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-User": "00011", "Remote-User": "00011"},
        {"Authorization": "Basic MDAwMTE6eA=="},
    ],
)
def test_headers_of_proxies_move_nobody(client, header):
    answer = client.get("/me", headers=header)
    assert answer.status_code == 303 and answer.location == "/sign-in?next=/me"
    assert client.get("/sign-in", headers=header).text.count("evil") == 0


NOWHERE = [
    *("//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example"),
    *("https:evil.example", "javascript:alert(1)", "/\tevil.example", "/%0d%0aLocation:x", "http:///evil.example"),
    *("/ /evil.example", "evil.example", "/\u2028/evil.example", "@evil.example", "/.//evil.example/..//"),
]


@pytest.mark.one_engine
@pytest.mark.parametrize("target", NOWHERE)
def test_next_stays_in_the_house(client, cast, db, target):
    set_password(cast["wang"], "Kunpeng-2731", None)
    data = {"staff_no": "00317", "password": "Kunpeng-2731", "next": target}
    answer = client.post("/sign-in", query_string={"next": target}, data=data)
    where = answer.headers.get("Location", "/")
    assert answer.status_code in (303, 400)
    assert where.startswith("/") and not where.startswith(("//", "/\\")) and ":" not in where.split("?")[0][:6]


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "referrer", ["https://evil.example/x", "javascript:alert(1)", "http://localhost:80@evil.example/", "//evil.example"]
)
def test_a_referrer_leads_nowhere_else(app, as_, cast, referrer):
    for endpoint, method, address in routes(app):
        if method == "POST" and endpoint.startswith(("inbox", "accounts.theme", "drafting", "approvals")):
            answer = as_(cast["wang"]).post(address, headers={"Referer": referrer})
            assert "evil" not in answer.headers.get("Location", "") and "evil" not in answer.text, endpoint


@pytest.mark.one_engine
def test_no_get_becomes_a_post(app, as_, cast, monkeypatch):
    without_error_pages(monkeypatch)
    before, how = state_digest(), {"_method": "POST", "method": "DELETE", "_METHOD": "PUT"}
    browser = as_(cast["xi"])
    for _endpoint, method, address in routes(app):
        if method == "POST":
            browser.get(
                address, query_string=how, headers={"X-HTTP-Method-Override": "POST", "X-Method-Override": "POST"}
            )
    assert state_digest() == before


# Extra fields


EXTRA = {
    **dict.fromkeys(("id", "user_id", "unit_id", "created_by", "drafted_by_id", "version_id", "owner_id"), "1"),
    **dict.fromkeys(("is_admin", "is_active", "is_administrator", "must_change_password"), "1"),
    "role": "admin",
    "roles": "admin",
    "role_id": "1",
    "state": "approved",
    "staff_no": "00001",
    "reach": "all",
    "password_hash": "x",
    "pin_hash": "x",
    "by": "1",
    "by_id": "1",
    "amount_cents": "1",
    "number": "X",
}


def test_extra_fields_of_a_person_change_nothing(as_, cast, db):
    duty, wang = as_(cast["xi"]), cast["wang"]
    kept = ("staff_no", "unit_id", "state", "password_hash", "pin_hash", "must_change_password", "staff_key")
    before = {name: getattr(wang, name) for name in kept}
    grants = db.session.scalar(select(func.count()).select_from(RoleGrant))
    data = EXTRA | {"name": "王倩倩", "post_title": "收费员", "phone": "", "version": wang.version}
    answer = duty.post(f"/admin/people/{wang.id}/edit", data=data)
    db.session.expire_all()
    person = db.session.get(User, wang.id)
    assert (answer.status_code, person.name) == (303, "王倩倩")
    assert {name: getattr(person, name) for name in kept} == before
    assert db.session.scalar(select(func.count()).select_from(RoleGrant)) == grants


def test_extra_fields_of_a_violation_change_nothing(as_, cast, db):
    violation = make_violation(cast, confirmed=False)
    db.session.commit()
    page = as_(cast["ming"]).get(f"/penalties/violations/{violation.id}/edit")
    assert page.status_code == 200
    kept = ("number", "unit_id", "person_id", "reported_by_id", "state", "confirmed_by_id")
    before = {name: getattr(violation, name) for name in kept}
    data = EXTRA | {"person": cast["mei"].id, "person_id": cast["mei"].id, "confirmed_by_id": cast["ming"].id}
    data |= {"occurred_at": "2026-11-20T10:00", "place": "X04", "facts": "改过的事实", "source": "inspection"}
    as_(cast["ming"]).post(f"/penalties/violations/{violation.id}/edit", data=data | {"version": violation.version})
    db.session.expire_all()
    assert {name: getattr(violation, name) for name in kept} == before


@pytest.mark.one_engine
def test_the_own_page_gives_nobody_more(app, as_, cast, db, monkeypatch):
    """Whatever is sent to one's own pages, nobody's rights and nobody's secrets change."""
    without_pages(monkeypatch)
    ask = asker(as_, cast["wang"])
    before = db.session.execute(select(RoleGrant.user_id, RoleGrant.role_id, RoleGrant.reach, RoleGrant.unit_id)).all()
    for endpoint, method, address in routes(app):
        if method == "POST" and not endpoint.startswith("assets"):
            ask(method, address, data=EXTRA)
    after = db.session.execute(select(RoleGrant.user_id, RoleGrant.role_id, RoleGrant.reach, RoleGrant.unit_id)).all()
    assert after == before


# Files


def polyglot() -> io.BytesIO:
    return io.BytesIO(picture().getvalue() + b"<script>alert(1)</script>PK\x03\x04<?php system($_GET[0]); ?>")


PICTURES = {
    "a page": (io.BytesIO(b"<html><script>alert(1)</script>"), "a.png"),
    "a drawing": (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), "a.svg"),
    "a program": (io.BytesIO(b"MZ" + b"\0" * 4000), "a.jpg"),
    "a script": (io.BytesIO(b"#!/bin/sh\nid"), "../../a.sh"),
    "a huge claim": (claiming(40_000, 40_000), "a.png"),
    "a GIF": (picture(kind="GIF"), "a.jpg"),
    "a bitmap": (picture(kind="BMP"), "a.jpg"),
    "nothing": (io.BytesIO(b""), "a.jpg"),
    "a torn picture": (io.BytesIO(picture().getvalue()[:300]), "a.jpg"),
    "a head alone": (io.BytesIO(b"\x89PNG\r\n\x1a\n"), "a.png"),
}


def send_photo(as_, cast, violation, upload):
    data = {"photo": upload, "caption": "照片"}
    return as_(cast["ming"]).post(
        f"/penalties/violations/{violation.id}/evidence", data=data, content_type="multipart/form-data"
    )


@pytest.fixture
def violation(cast, db, tmp_path):
    attachments.use_folder(tmp_path)
    found = make_violation(cast, confirmed=False)
    db.session.commit()
    return found


@pytest.mark.one_engine
@pytest.mark.parametrize("kind", PICTURES)
def test_a_hostile_picture_is_refused_by_the_page(as_, cast, db, violation, kind):
    content, name = PICTURES[kind]
    began = time.monotonic()
    answer = send_photo(as_, cast, violation, (io.BytesIO(content.getvalue()), name))
    assert answer.status_code in (400, 409, 422) and time.monotonic() - began < 10
    assert db.session.scalar(select(func.count()).select_from(Attachment)) == 0


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "a\x00.jpg", "<script>.jpg", "C:\\x.jpg", "照片.jpg.exe", "a" * 400]
)
def test_a_picture_loses_its_name_and_what_hides_in_it(as_, cast, db, violation, tmp_path, name):
    answer = send_photo(as_, cast, violation, (polyglot(), name))
    if answer.status_code == 400:
        return
    assert answer.status_code == 303
    kept = db.session.scalars(select(Attachment)).one()
    assert kept.media_type == "image/jpeg" and not set(kept.name) & set("/\\<>\x00") and len(kept.name) < 100
    sent = as_(cast["ming"]).get(f"/files/{kept.id}")
    assert b"script" not in sent.data and b"php" not in sent.data
    assert "sandbox" in sent.headers["Content-Security-Policy"]
    assert all(tmp_path in path.parents for path in tmp_path.rglob("*"))


SHEETS = (
    "zip bomb",
    "bomb that lies about its size",
    "entity bomb",
    "outside entity",
    "macro",
    "climbing",
    "external link relation",
    "encrypted workbook",
    "very many members",
    "deep nesting",
    "truncated file",
)
DOORS = {
    "/admin/people/import": "xi",
    "/penalties/import": "wu",
    "/roster/import": "wu",
    "/training/imports/new": "ming",
    "/handover/opening": "duo",
}


@pytest.mark.one_engine
@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", SHEETS)
def test_a_hostile_sheet_is_refused_by_every_page_that_takes_one(as_, cast, door, kind):
    before, began = state_digest(), time.monotonic()
    data = {"file": (HOSTILE[kind](), "表.xlsx")}
    answer = as_(cast[DOORS[door]]).post(door, data=data, content_type="multipart/form-data")
    assert answer.status_code in (400, 422), answer.status_code
    assert time.monotonic() - began < 10
    assert state_digest() == before


# Personal data and log


@pytest.mark.parametrize("text", ['a\r\n{"level": "ERROR"}', "x\x1b[2Jy", "\u2028{}", "\x00", "\x85new"])
def test_no_input_forges_a_line_of_the_log(text):
    record = logging.LogRecord("zw", logging.INFO, "", 0, "sign-in of %s", (text,), None)
    line = Lines().format(record)
    assert len(line.splitlines()) == 1 and json.loads(line)["event"] == f"sign-in of {text}"
    assert line.isprintable()


# The trail


@pytest.mark.parametrize(("method", "address"), [("GET", "/admin/people"), ("POST", "/admin/people/new")])
def test_a_refusal_leaves_an_entry(as_, cast, db, method, address):
    """Who lacks the permission is on record with what was tried, read or change. Source: security.md 24."""
    assert as_(cast["wang"]).open(address, method=method).status_code == 403
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "access.refuse")).all()
    assert [(entry.actor_id, entry.note) for entry in told] == [(cast["wang"].id, f"{method} {address}")]


@pytest.mark.one_engine
def test_every_export_leaves_an_entry(app, as_, cast, db):
    missing = []
    for endpoint, method, address in routes(app):
        if method != "GET" or not address.endswith("export.xlsx"):
            continue
        for key in ("chen", "wu", "cai", "shen", "xi", "duo", "liu", "ming"):
            before = db.session.scalar(
                select(func.count()).select_from(AuditEntry).where(AuditEntry.action.like("%export%"))
            )
            answer = as_(cast[key]).get(address)
            answer.close()
            if answer.status_code != 200:
                continue
            after = db.session.scalar(
                select(func.count()).select_from(AuditEntry).where(AuditEntry.action.like("%export%"))
            )
            if after != before + 1:
                missing.append(f"{key} {endpoint}")
            break
    assert missing == []


@pytest.mark.one_engine
def test_the_chain_is_whole_after_every_route_was_tried(app, as_, cast, db, monkeypatch):
    without_pages(monkeypatch)
    people = {key: cast[key] for key in ("xi", "chen", "duo", "wang")}
    asking = {key: asker(as_, person) for key, person in people.items()}
    for endpoint, method, address in routes(app):
        asking[one_who_may(app, endpoint, people)](method, address, data=EXTRA if method == "POST" else None)
    db.session.commit()
    assert app.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 0
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) > 50


@pytest.mark.one_engine
@pytest.mark.parametrize("door", DOORS)
def test_a_text_in_the_place_of_a_file_is_refused_with_a_sentence(as_, cast, door):
    assert as_(cast[DOORS[door]]).post(door, data={"file": "=1+1"}).status_code == 422
