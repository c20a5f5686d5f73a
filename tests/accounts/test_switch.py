"""The shared booth PC: who is listed, and how one person follows another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.accounts import SignIn, Terminal, set_pin, terminals
from models.core import clock
from models.core.audit import AuditEntry

PIN = "738264"


@pytest.fixture
def booth(db, cast, units):
    """Secret of the cookie of X03 岗亭 at 青岚站, shared; 王倩 and 孙晓梅 have PINs."""
    for key in ("wang", "sun"):
        set_pin(cast[key], PIN, None)
    token = terminals.new_token()
    terminals.register(Terminal(), name="X03 岗亭", unit=units["qinglan"], is_shared=True, token=token, by=cast["xi"])
    db.session.commit()
    return token


@pytest.fixture
def at_booth(client, booth):
    client.set_cookie("zw_terminal", booth)
    return client


def test_the_booth_lists_its_crew_and_strangers_see_no_list(at_booth, app, db, client):
    assert at_booth.get("/sign-in").location == "/switch"
    page = at_booth.get("/switch").text
    assert "王倩" in page and "X03 岗亭" in page and "梅芳" not in page
    elsewhere = app.test_client()
    assert "王倩" not in elsewhere.get("/sign-in").text
    assert elsewhere.get("/switch").location.startswith("/sign-in")


def test_another_crew_is_one_link_away(at_booth, units):
    assert "孙晓梅" in at_booth.get(f"/switch?crew={units['crew2'].id}").text
    assert "梅芳" not in at_booth.get(f"/switch?crew={units['mcrew1'].id}").text


def test_a_name_gives_the_panel_alone(at_booth):
    page = at_booth.get("/switch?who=00317", headers={"HX-Request": "true", "HX-Target": "pin-panel"}).text
    assert "登录 王倩" in page and "<html" not in page


def test_a_pin_swaps_the_person_and_ends_the_first_sign_in_here(at_booth, db, cast):
    assert at_booth.post("/switch", data={"staff_no": "00317", "pin": PIN}).location == "/"
    assert "王倩" in at_booth.get("/me").text
    assert at_booth.post("/switch", data={"staff_no": "00329", "pin": PIN}).location == "/"
    page = at_booth.get("/me")
    assert "孙晓梅" in page.text and "王倩" not in page.text and page.headers["Cache-Control"] == "no-store"
    assert [row.user_id for row in db.session.scalars(select(SignIn))] == [cast["sun"].id]
    notes = db.session.execute(select(AuditEntry.action, AuditEntry.note).where(AuditEntry.action == "sign_in.switch"))
    assert notes.all() == [("sign_in.switch", "X03 岗亭")] * 2


def test_the_pin_opens_nothing_elsewhere(client, booth, db):
    assert client.post("/switch", data={"staff_no": "00317", "pin": PIN}).location.startswith("/sign-in")
    assert db.session.scalar(select(SignIn.id)) is None


def test_wrong_pins_and_passwords_share_one_lock(at_booth):
    for _ in range(3):
        at_booth.post("/switch", data={"staff_no": "00317", "pin": "738265"})
    for _ in range(2):
        at_booth.post("/sign-in", data={"staff_no": "00317", "password": "Wrong-12345"})
    assert "已锁定" in at_booth.post("/switch", data={"staff_no": "00317", "pin": PIN}).text


def test_the_booth_is_left_after_ten_minutes(at_booth, monkeypatch):
    at_booth.post("/switch", data={"staff_no": "00317", "pin": PIN})
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert at_booth.get("/me").status_code == 303


def test_a_retired_terminal_is_any_pc(at_booth, db, cast):
    row = db.session.scalars(select(Terminal)).one()
    terminals.retire(row, cast["xi"])
    db.session.commit()
    assert at_booth.get("/switch").location.startswith("/sign-in")


def test_a_terminal_is_registered_from_its_own_browser(as_, cast, units, db):
    xi = as_(cast["xi"])
    answer = xi.post("/admin/terminals/new", data={"name": "X01", "unit": units["qinglan"].id, "is_shared": "y"})
    assert answer.status_code == 303
    cookie = answer.headers["Set-Cookie"]
    assert "zw_terminal=" in str(answer.headers) and "HttpOnly" in cookie and "SameSite=Lax" in cookie
    token = xi.get_cookie("zw_terminal").value
    row = db.session.scalars(select(Terminal)).one()
    assert token not in row.token_hash and row.is_shared
    assert "本机已登记为“X01”" in xi.get("/admin/terminals").text
