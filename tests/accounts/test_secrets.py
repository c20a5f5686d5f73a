"""What a password and a PIN must be, and what they are good for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from models.accounts import (
    Lockout,
    User,
    confirm_pin,
    lockouts,
    password_policy,
    passwords,
    set_password,
    set_pin,
)
from models.accounts.password_policy import POLICIES
from models.core import settings
from models.core.audit import AuditEntry
from models.core.db import db as _db
from models.core.errors import RuleBroken

GB, ASVS = POLICIES["gb22239"], POLICIES["asvs"]


def refused(password, policy=GB, staff_no="00317", name="王倩"):
    return password_policy.refusal(password, policy, staff_no, name)


@pytest.mark.parametrize("password", ["Kunpeng-2731", "qingshan;Lushui", "我的Mima-2088很长", "kunpeng2731#"])
def test_a_good_password_is_taken(password):
    assert refused(password) is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Ab1-xyz98", "至少 10"),
        ("kunpengkunpeng", "至少 3 类"),
        ("KUNPENG2731", "至少 3 类"),
        ("Woaini1314520", "常见"),
        ("Password123!", "常见"),
        ("P@ssw0rd123", "常见"),
        ("Admin@123456", "常见"),
        ("Zhang@123456", "常见"),
        ("1qaz@WSX2026", "常见"),
        ("Ab-00317-cd", "姓名或工号"),
        ("Xyz-317-Abcd", "姓名或工号"),
        ("王倩Abc-9988", "姓名或工号"),
        ("Aa1-" * 40, "最多 128"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password, why):
    assert why in refused(password)


def test_the_other_policy_asks_for_length_only():
    assert refused("shan gao lu yuan", ASVS) is None
    assert "至少 12" in refused("Ab1-xyz9876", ASVS)
    assert "常见" in refused("woaini1314520", ASVS)


def test_the_list_of_common_passwords_is_long_enough():
    assert len(password_policy.common()) >= 3000


@pytest.mark.parametrize(
    "pin",
    [
        "123456",
        "654321",
        "111111",
        "121212",
        "123123",
        "900115",
        "200512",
        "147258",
        "12345",
        "1234567",
        "１２３４５６",
        "000317",
        "317864",
    ],
)
def test_a_pin_that_a_colleague_would_guess_is_refused(pin):
    assert password_policy.pin_refusal(pin, "00317")


@pytest.mark.parametrize("pin", ["738264", "509183", "846372"])
def test_a_good_pin_is_taken(pin):
    assert password_policy.pin_refusal(pin, "00317") is None


@pytest.mark.parametrize("turn", range(20))
def test_an_initial_password_keeps_the_policy(turn):
    assert refused(passwords.initial_password()) is None


def test_the_last_five_passwords_do_not_return(cast, db):
    names = ["Kunpeng-2731", "Honghu-8642", "Baihe-97531", "Cangying-864", "Maque-10294"]
    for name in names:
        set_password(cast["wang"], name, None)
    with pytest.raises(RuleBroken, match="最近 5 次"):
        set_password(cast["wang"], names[0], None)
    set_password(cast["wang"], "Dayan-664422", None)
    set_password(cast["wang"], names[0], None)


def test_secrets_never_enter_the_trail(cast, db):
    set_password(cast["wang"], "Kunpeng-2731", None)
    set_pin(cast["wang"], "738264", None)
    db.session.commit()
    told = str([entry.changes for entry in db.session.scalars(select(AuditEntry))])
    assert "argon2" not in told and "738264" not in told


def test_a_hash_of_older_parameters_is_renewed_by_signing_in(client, cast, db):
    old = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash("Kunpeng-2731")
    db.session.execute(update(User).where(User.id == cast["wang"].id).values(password_hash=old))
    client.post("/sign-in", data={"staff_no": "00317", "password": "Kunpeng-2731"})
    db.session.expire_all()
    assert cast["wang"].password_hash != old
    assert passwords.matches(cast["wang"].password_hash, "Kunpeng-2731")


def test_a_changed_policy_holds_at_once(cast, db):
    row = settings.change("password.policy", "asvs", valid_from=settings.clock.today(), unit_id=None, by=None)
    passwords.audit.record("setting.edit", row, None)
    set_password(cast["wang"], "shan gao lu yuan", None)
    settings.forget()


def test_a_wrong_pin_tells_the_tries_left_and_survives_the_rollback(cast, db):
    set_pin(cast["wang"], "738264", None)
    db.session.commit()
    for left in (4, 3):
        with pytest.raises(RuleBroken, match=f"还可再试 {left} 次"):
            confirm_pin(cast["wang"], "738265")
        db.session.rollback()
    assert db.session.get(Lockout, "00317").failures == 2


def test_a_pin_within_a_savepoint_of_a_rule_counts_too(cast, db):
    """A room's rule confirms the PIN inside ``form.attempt``: the request is rolled back, the failure stands."""
    set_pin(cast["wang"], "738264", None)
    db.session.commit()
    for _ in range(5):
        db.session.execute(select(User.id))
        with pytest.raises(RuleBroken), db.session.begin_nested():
            confirm_pin(cast["wang"], "738265")
        db.session.rollback()
    with pytest.raises(RuleBroken, match="已锁定"):
        confirm_pin(cast["wang"], "738264")
    db.session.rollback()
    acts = select(AuditEntry.action).where(AuditEntry.action.like("sign_in.%")).order_by(AuditEntry.id)
    entries = db.session.scalars(acts).all()
    assert entries == ["sign_in.refuse"] * 5 + ["sign_in.lock"]


def test_the_right_pin_forgets_the_failures(cast, db):
    set_pin(cast["wang"], "738264", None)
    db.session.commit()
    with pytest.raises(RuleBroken):
        confirm_pin(cast["wang"], "738265")
    db.session.rollback()
    confirm_pin(cast["wang"], "738264")
    db.session.commit()
    assert db.session.get(Lockout, "00317") is None


def test_sixteen_wrong_pins_at_once_are_compared_five_times(app, cast, db, monkeypatch):
    set_pin(cast["wang"], "738264", None)
    db.session.commit()
    wang, compared = cast["wang"].id, []
    db.session.rollback()  # lets go of the write lock
    honest = passwords.matches
    monkeypatch.setattr(passwords, "matches", lambda kept, secret: compared.append(1) or honest(kept, secret))

    def attempt(_number):
        with app.app_context():
            person = _db.session.get(User, wang)
            with pytest.raises(RuleBroken), _db.session.begin_nested():
                confirm_pin(person, "738265")
            _db.session.rollback()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(attempt, range(16)))
    assert len(compared) == 5
    assert not lockouts._reserved


def test_no_pin_is_no_signature(cast, db):
    with pytest.raises(RuleBroken, match="还没有设置 PIN"):
        confirm_pin(cast["wang"], "738264")


def test_the_decoy_costs_what_a_hash_of_today_costs(app):
    assert not passwords.is_outdated(passwords.decoy())
    assert not passwords.matches("", "Kunpeng-2731")
