"""Signing in: who gets in, what strangers learn, and how failures are counted."""

from __future__ import annotations

import gc
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep
from types import SimpleNamespace

import pytest
from sqlalchemy import event, select, update

from models.accounts import Lockout, SignIn, User, UserState, entry, lockouts, passwords, set_password, sign_ins
from models.core import clock
from models.core.audit import AuditEntry

PASSWORD = "Kunpeng-2731"
WRONG = "Kunpeng-2732"


@pytest.fixture
def wang(db, cast):
    """王倩 with a password."""
    set_password(cast["wang"], PASSWORD, None)
    db.session.commit()
    return cast["wang"]


def sign_in(client, staff_no="00317", password=PASSWORD, **more):
    return client.post("/sign-in", data={"staff_no": staff_no, "password": password, **more})


def refusal(answer) -> str:
    return re.search(r"<b>([^<]*)</b></li>", answer.text)[1]


def acts(db, *names):
    return list(
        db.session.scalars(select(AuditEntry.action).where(AuditEntry.action.in_(names)).order_by(AuditEntry.id))
    )


def test_it_opens_the_house(client, wang, db):
    answer = sign_in(client)
    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get("/").status_code == 200
    assert acts(db, "sign_in.start") == ["sign_in.start"]


@pytest.mark.parametrize("staff_no", ["００３１７", " 00317 "])
def test_twins_of_a_staff_number_are_one(client, wang, staff_no):
    assert sign_in(client, staff_no).status_code == 303


def test_a_wrong_password_says_the_same_as_an_unknown_number(client, wang):
    known, unknown = sign_in(client, password=WRONG), sign_in(client, "99999", WRONG)
    assert known.status_code == unknown.status_code == 422
    assert refusal(known) == refusal(unknown) == entry.WRONG


def test_who_has_left_is_told_what_strangers_are_told(client, wang, db):
    db.session.execute(update(User).where(User.id == wang.id).values(state=UserState.LEFT))
    assert refusal(sign_in(client)) == entry.WRONG


@pytest.mark.parametrize("staff_no", ["00317", "99999"])
def test_five_failures_lock_for_fifteen_minutes_known_or_not(client, wang, staff_no, monkeypatch):
    said = [refusal(sign_in(client, staff_no, WRONG)) for _ in range(6)]
    assert said == [entry.WRONG] * 4 + [lockouts.LOCKED] * 2
    assert refusal(sign_in(client, staff_no, PASSWORD)) == lockouts.LOCKED
    later, uptime = clock.now() + timedelta(minutes=16), clock.uptime() + 16 * 60
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr(clock, "uptime", lambda: uptime)
    assert sign_in(client, staff_no).status_code == (303 if staff_no == "00317" else 422)


def test_success_forgets_the_failures(client, wang, db):
    for _ in range(4):
        sign_in(client, password=WRONG)
    assert sign_in(client).status_code == 303
    assert db.session.get(Lockout, "00317") is None


def test_failures_and_the_lock_are_on_record(client, wang, db):
    for _ in range(5):
        sign_in(client, password=WRONG)
    assert acts(db, "sign_in.refuse", "sign_in.lock") == ["sign_in.refuse"] * 5 + ["sign_in.lock"]


def test_sixteen_at_once_are_compared_five_times(app, wang, db, monkeypatch):
    compared = []
    honest = passwords.matches
    monkeypatch.setattr(passwords, "matches", lambda kept, secret: compared.append(1) or honest(kept, secret))
    db.session.commit()

    def attempt(_number):
        with app.app_context():
            return app.test_client().post("/sign-in", data={"staff_no": "00317", "password": WRONG}).status_code

    app.config["WTF_CSRF_ENABLED"] = False
    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(attempt, range(16))) == {422}
    assert len(compared) == 5


def test_known_and_unknown_numbers_cost_the_same_statements(client, wang, db):
    def statements(staff_no):
        seen = []
        listen = lambda *given: seen.append(given[2].split("\n")[0])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listen)
        sign_in(client, staff_no, WRONG)
        event.remove(db.engine, "before_cursor_execute", listen)
        return len(seen)

    statements("11111")  # settings are read once in a while
    assert statements("00317") == statements("99999")


def test_a_long_password_is_never_hashed(client, wang, monkeypatch):
    monkeypatch.setattr(passwords, "matches", lambda *_: pytest.fail("compared"))
    assert refusal(sign_in(client, password="x" * 129)) == entry.WRONG


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1"])
def test_next_never_leaves_the_house(client, wang, target):
    assert sign_in(client, next=target).location == "/"


def test_next_leads_on(client, wang):
    assert sign_in(client, next="/me").location == "/me"


def test_the_secret_is_new_each_time_and_only_its_hash_is_kept(client, wang, db):
    sign_in(client)
    with client.session_transaction() as session:
        first = session["_user_id"]
    sign_in(client)
    with client.session_transaction() as session:
        assert session["_user_id"] != first
    kept = list(db.session.scalars(select(SignIn.token_hash)))
    assert len(kept) == 1 and first not in kept


def test_signing_in_is_cheap(client, wang, count_queries):
    sign_in(client)
    with count_queries() as seen:
        sign_in(client)
    own = [s for s in seen if "audit_" not in s and "lockouts" not in s]
    assert len(own) <= 6, own


def test_an_old_password_must_be_changed_first(client, wang, db):
    db.session.execute(update(User).where(User.id == wang.id).values(password_set_at=clock.now() - timedelta(days=91)))
    sign_in(client)
    assert client.get("/").location == "/me/password"


def test_signing_out_ends_every_sign_in_of_the_person(as_, cast):
    here, there, other = as_(cast["wang"]), as_(cast["wang"]), as_(cast["zhao"])
    answer = here.post("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert "一并退出" in here.get("/sign-in").text
    assert there.get("/").location.startswith("/sign-in")
    assert other.get("/").status_code == 200


def test_idle_sign_ins_are_deleted_when_seen(as_, cast, db, monkeypatch):
    browser = as_(cast["wang"])
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert browser.get("/").status_code == 303
    assert db.session.scalar(select(SignIn.id)) is None


def test_signing_out_is_no_get(as_, cast):
    assert as_(cast["wang"]).get("/sign-out").status_code == 405


def test_many_new_sign_ins_are_seen_at_once(app, db, monkeypatch):
    """The collector of garbage lets other threads in, also in the midst of a walk over a dictionary."""
    monkeypatch.setattr(sign_ins, "_uptimes", {f"old-{n}": (0.0, clock.uptime()) for n in range(6000)})
    strangers = [SimpleNamespace(token_hash=f"new-{n}", is_shared=None) for n in range(32)]
    let_others_in, before = (lambda *_: sleep(0.0002)), gc.get_threshold()
    db.session.commit()

    def arrive(sign_in):
        with app.app_context():
            return sign_ins._has_run_out(sign_in)

    gc.callbacks.append(let_others_in)
    gc.set_threshold(100, 10000, 10000)
    try:
        with ThreadPoolExecutor(16) as pool:
            assert not any(pool.map(arrive, strangers))
    finally:
        gc.set_threshold(*before)
        gc.callbacks.remove(let_others_in)
