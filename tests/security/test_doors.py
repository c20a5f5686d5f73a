"""Every way round the lock-out, the session and the clock that anybody has thought of. Source: security.md 6, 7, 8."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from models.accounts import (
    Lockout,
    SignIn,
    Terminal,
    User,
    lockouts,
    people,
    set_password,
    set_pin,
    sign_ins,
    terminals,
)
from models.accounts.passwords import confirm_pin
from models.core import clock
from models.core.audit import AuditEntry
from models.core.errors import RuleBroken

PASSWORD, WRONG, PIN, WRONG_PIN = "Kunpeng-2731", "Kunpeng-2732", "738264", "738265"
TRIES = lockouts.ALLOWED


@pytest.fixture
def wang(db, cast):
    set_password(cast["wang"], PASSWORD, None)
    set_pin(cast["wang"], PIN, None)
    db.session.commit()
    return cast["wang"]


@pytest.fixture
def booth(db, cast, units, client):
    """A browser at a shared PC of 青岚站."""
    pc, token = Terminal(), terminals.new_token()
    terminals.register(pc, name="X01 岗亭", unit=units["qinglan"], is_shared=True, token=token, by=cast["xi"])
    db.session.commit()
    client.set_cookie("zw_terminal", token)
    return client


@pytest.fixture
def move_clock(monkeypatch):
    """``move_clock(-1)`` sets the wall clock an hour back; ``pass_time(1)`` lets an hour really go by."""
    real, machine, state = clock.now, clock.uptime, {"wall": timedelta(0), "gone": 0.0}
    monkeypatch.setattr(clock, "now", lambda: real() + state["wall"])
    monkeypatch.setattr(clock, "uptime", lambda: machine() + state["gone"])

    def move(hours: float, gone: float = 0) -> None:
        state["wall"] += timedelta(hours=hours)
        state["gone"] += gone * 3600

    return move


def knock(browser, staff_no="00317", password=WRONG, **more):
    return browser.post("/sign-in", data={"staff_no": staff_no, "password": password}, **more)


def lock(browser, staff_no="00317") -> None:
    for _ in range(TRIES):
        knock(browser, staff_no)


def is_locked(browser) -> bool:
    """Whether the right password is refused now."""
    answer = knock(browser, password=PASSWORD)
    return answer.status_code == 422 and "锁定 15 分钟" in answer.text


@pytest.mark.parametrize(
    "name", ["００３１７", " 00317 ", "00317\u3000", "\t00317", "𝟎𝟎𝟑𝟏𝟕", "⓪⓪③①⑦", "00317\u00a0", "0\uff10317"]
)
def test_a_twin_of_the_number_counts_for_the_number(client, wang, name):
    """A twin is the same account, or it opens nothing at all."""
    for _ in range(TRIES):
        knock(client, name)
    opened = knock(client, name, PASSWORD)
    assert opened.status_code in (400, 422)


def test_letters_of_either_case_are_one_account(client, db, cast, units):
    given = {"post_title": "", "phone": "", "joined_on": None}
    people.create(User(), staff_no="a07", name="试", unit=units["crew1"], by=cast["xi"], **given)
    db.session.commit()
    for name in ("a07", "A07", "ａ07", "Ａ０７", "A07 "):
        knock(client, name)
    assert db.session.scalars(select(Lockout.failures)).all() == [TRIES]


@pytest.mark.parametrize("name", ["317", "0317", "000317", "00317.0", "+00317", "00317e0"])
def test_a_number_without_its_zeros_is_another_account(client, wang, name):
    assert knock(client, name, PASSWORD).status_code == 422


def test_a_lock_holds_at_every_entrance(booth, as_, cast, wang):
    """The door, the switch, the change of password, the PIN: one count of failures."""
    lock(booth)
    browser = as_(cast["wang"])
    entrances = {
        "/switch": (booth, {"staff_no": "00317", "pin": PIN}),
        "/me/password": (browser, {"current": PASSWORD, "password": "Another-8842x", "again": "Another-8842x"}),
        "/me/pin": (browser, {"current": PASSWORD, "pin": "802461", "again": "802461"}),
    }
    for where, (who, data) in entrances.items():
        answer = who.post(where, data=data)
        assert answer.status_code == 422 and "锁定" in answer.text, where


def test_failures_of_all_entrances_add_up(booth, as_, cast, wang):
    knock(booth)
    booth.post("/switch", data={"staff_no": "00317", "pin": WRONG_PIN})
    browser = as_(cast["wang"])
    browser.post("/me/password", data={"current": WRONG, "password": "Another-8842x", "again": "Another-8842x"})
    browser.post("/me/pin", data={"current": WRONG, "pin": "802461", "again": "802461"})
    booth.post("/switch", data={"staff_no": "00317", "pin": WRONG_PIN})
    assert is_locked(booth)


@pytest.mark.parametrize(
    "how",
    [
        {"headers": {"X-Forwarded-For": "10.0.0.1"}},
        {"headers": {"X-Real-IP": "10.0.0.1", "Forwarded": "for=10.0.0.1"}},
        {"headers": {"Host": "127.0.0.1"}},
        {"headers": {"X-HTTP-Method-Override": "PUT"}},
        {"headers": {"HX-Request": "true"}},
        {"headers": {"User-Agent": "another"}},
        {"environ_overrides": {"REMOTE_ADDR": "10.9.8.7"}},
        {"query_string": {"staff_no": "00999"}},
    ],
)
def test_what_comes_along_makes_no_difference_to_the_lock(client, wang, how):
    lock(client)
    assert knock(client, password=PASSWORD, **how).status_code == 422


def test_a_repeated_field_tries_one_password(client, wang, db):
    for _ in range(TRIES):
        client.post("/sign-in", data={"staff_no": ["00317", "00351"], "password": [WRONG, PASSWORD]})
    assert is_locked(client)


def test_failures_of_many_lock_nobody_else_behind_the_same_address(client, wang):
    """All PCs of a station share one address: only accounts are locked."""
    for number in range(40):
        knock(client, f"9{number:04}")
    assert knock(client, password=PASSWORD).status_code == 303


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_no_other_method_tries_a_password(client, wang, db, method):
    for _ in range(TRIES + 1):
        client.open("/sign-in", method=method, query_string={"staff_no": "00317", "password": PASSWORD})
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == 0
    assert not is_locked(client)


LONE = "\ud800".encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("password", ["x" * 129, "x" * 100_000, "Kunpeng-2731\x00", LONE])
def test_a_monstrous_password_is_refused_and_breaks_nothing(client, wang, password):
    assert knock(client, password=password).status_code in (400, 413, 422)


@pytest.mark.parametrize("hours", [24, 1, 0.3, -1, -24, -24 * 365])
def test_setting_the_clock_ends_no_lock(client, wang, move_clock, hours):
    lock(client)
    move_clock(hours)
    assert is_locked(client) and is_locked(client)
    move_clock(-hours)
    assert is_locked(client)


def test_setting_the_clock_ends_no_lock_for_a_signature(db, wang, move_clock):
    """Inside a request that holds SQLite's write lock the count is kept in memory: the same must hold."""
    for _ in range(TRIES):
        db.session.scalar(select(func.count()).select_from(SignIn))
        with pytest.raises(RuleBroken):
            confirm_pin(wang, WRONG_PIN)
        db.session.rollback()
    move_clock(24)
    db.session.scalar(select(func.count()).select_from(SignIn))
    with pytest.raises(RuleBroken, match="锁定"):
        confirm_pin(wang, PIN)


@pytest.mark.parametrize("hours", [0, 24, -24])
def test_a_lock_is_over_when_its_time_has_gone(client, wang, move_clock, hours):
    lock(client)
    move_clock(hours)
    assert is_locked(client)
    move_clock(0.26, gone=0.26)
    assert knock(client, password=PASSWORD).status_code == 303


def test_a_reset_opens_the_lock_at_once(client, db, cast, wang):
    lock(client)
    people.reset_password(cast["wang"], PASSWORD + "x", cast["duo"])
    db.session.commit()
    assert knock(client, password=PASSWORD + "x").status_code == 303


def test_a_lock_is_told_from_the_trail(client, wang, db):
    lock(client)
    knock(client)
    told = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert told.count("sign_in.refuse") == TRIES and told.count("sign_in.lock") == 1


# Sessions


def test_the_cookie_is_for_the_server_alone(client, wang):
    cookie = knock(client, password=PASSWORD).headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Domain" not in cookie and "Path=/" in cookie


def test_a_cookie_from_before_signing_in_is_worth_nothing_afterwards(app, client, wang):
    """Session fixation: who plants a cookie in a browser does not come in with its person."""
    client.get("/sign-in")
    planted = client.get_cookie("zw")
    assert knock(client, password=PASSWORD).status_code == 303
    thief = app.test_client()
    if planted is not None:
        thief.set_cookie("zw", planted.value)
    assert thief.get("/").status_code == 303
    assert client.get("/").status_code == 200


def test_a_planted_secret_is_replaced(app, client, wang, db, cast):
    """A signed cookie of somebody else's sign-in, planted before, is ended by signing in over it."""
    token = sign_ins.start(cast["zhao"], clock.now())
    db.session.commit()
    with client.session_transaction() as session:
        session["_user_id"] = token
    knock(client, password=PASSWORD)
    with client.session_transaction() as session:
        assert session["_user_id"] != token
    assert db.session.scalars(select(SignIn.user_id)).all() == [wang.id]


def copy_of(app, browser):
    """A second browser with a stolen copy of the cookie."""
    other = app.test_client()
    other.set_cookie("zw", browser.get_cookie("zw").value)
    return other


@pytest.mark.parametrize("act", ["sign out", "password", "leave", "move", "reset", "idle", "absolute"])
def test_a_stolen_cookie_dies_within_one_request(app, as_, cast, db, wang, units, move_clock, act):
    browser = as_(wang)
    assert browser.get("/me").status_code == 200
    thief = copy_of(app, browser)
    assert thief.get("/me").status_code == 200
    match act:
        case "sign out":
            browser.post("/sign-out")
        case "password":
            browser.post("/me/password", data={"current": PASSWORD, "password": "Other-88421", "again": "Other-88421"})
        case "leave" | "move":
            data = {"kind": "leaving" if act == "leave" else "transfer", "on": str(clock.today()), "reason": "测试"}
            data |= {"to_unit": units["mcrew1"].id} if act == "move" else {}
            assert as_(cast["xi"]).post(f"/admin/people/{wang.id}/move", data=data).status_code == 303
        case "reset":
            assert as_(cast["duo"]).post(f"/admin/people/{wang.id}/reset-password").status_code in (200, 303)
        case "idle":
            move_clock(0.51, gone=0.51)
        case "absolute":
            for _ in range(26):
                move_clock(0.49, gone=0.49)
                thief.get("/me")
    assert thief.get("/me").status_code == 303
    assert thief.get("/me").status_code == 303


@pytest.mark.parametrize("back", [-0.05, -0.4, -1, -24, -24 * 365])
def test_setting_the_clock_back_revives_no_sign_in(as_, wang, move_clock, back):
    browser = as_(wang)
    assert browser.get("/me").status_code == 200
    move_clock(0.6, gone=0.6)  # nobody there for 36 minutes
    move_clock(back)
    assert browser.get("/me").status_code == 303


@pytest.mark.parametrize("there", [24, -24, 24 * 365, -24 * 365])
def test_a_jump_there_and_back_revives_no_sign_in(as_, wang, move_clock, there):
    browser = as_(wang)
    move_clock(there)
    assert browser.get("/me").status_code == 303
    move_clock(-there)
    assert browser.get("/me").status_code == 303


def test_the_clock_set_back_by_half_a_day_keeps_nobody_in_for_longer(as_, wang, move_clock):
    """Small steps back, each below what is taken for a wrong clock, do not stretch the twelve hours."""
    browser = as_(wang)
    for _ in range(30):
        browser.get("/me")
        move_clock(0.42, gone=0.49)
    assert browser.get("/me").status_code == 303
