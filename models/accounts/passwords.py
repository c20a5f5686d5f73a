"""Passwords and PINs: how they are kept, set and confirmed. What they must be is in ``password_policy``."""

from __future__ import annotations

import re
import secrets
import string

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError
from sqlalchemy import select

from models.accounts import lockouts, password_policy, sign_ins
from models.accounts.password_policy import LONGEST, POLICIES, Policy
from models.accounts.tables import PastPassword, User
from models.core import audit, clock, settings
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.settings import Setting

settings.declare(
    Setting(
        "password.policy",
        "密码规则",
        "gb22239",
        "accounts",
        "GB/T 22239：10 位、三类字符、90 天更换；ASVS：12 位、不定期更换",
        choices=(("gb22239", "GB/T 22239"), ("asvs", "ASVS 5")),
    )
)

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # argon2id, OWASP's least


def cheapen() -> None:
    """Hash as cheaply as possible from now on; for the test mode only."""
    global _hasher
    _hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def decoy() -> str:
    """Return a hash that no secret has; to find that out takes as long as to check one's own, for unknown numbers."""
    return f"$argon2id$v=19$m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}${'A' * 22}${'A' * 43}"


def policy() -> Policy:
    """Return the policy in force today."""
    return POLICIES[settings.value_of("password.policy")]


def matches(kept: str, secret: str) -> bool:
    """Whether ``secret`` is what ``kept`` is the hash of; takes as long for an empty ``kept``. No statement."""
    if len(secret) > LONGEST:
        return False
    try:
        return _hasher.verify(kept or decoy(), secret) and bool(kept)
    except (VerifyMismatchError, VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether ``kept`` was computed with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def rehashed(secret: str) -> str:
    """Return the hash of ``secret`` with today's parameters."""
    return _hasher.hash(secret)


def is_expired(user: User) -> bool:
    """Whether the policy's age is over; 0 days means never. Source: security.md, policy gb22239."""
    days = policy().max_age_days
    return bool(days and user.password_set_at and (clock.now() - user.password_set_at).days >= days)


def set_password(user: User, password: str, by: User | None) -> None:
    """Give ``user`` a new password and end the duty to change it. The caller ends the sign-ins.

    Raises RuleBroken (field ``password``): against the policy, or one of the last ones.
    """
    rules = policy()
    if refusal := password_policy.refusal(password, rules, user.staff_no, user.name):
        raise RuleBroken(refusal, field="password")
    if rules.history and _was_used(user, password, rules.history):
        raise RuleBroken(f"最近 {rules.history} 次用过的密码不能再用，请换一个。", field="password")
    user.password_hash, user.password_set_at = _hasher.hash(password), clock.now()
    user.must_change_password = False
    db.session.flush()
    db.session.add(PastPassword(user_id=user.id, hash=user.password_hash, set_at=user.password_set_at))
    audit.record("user.set_password", user, by)


def change_password(user: User, current: str, password: str) -> None:
    """Let ``user`` replace ``current``. Raises RuleBroken: it is wrong, too often wrong, or the new one is refused.

    Ends every sign-in of the person; the caller opens a new one at this browser.
    """
    confirm(user, current, user.password_hash, "当前密码", field="current")
    if current == password:
        raise RuleBroken("新密码不能与当前密码相同。", field="password")
    set_password(user, password, user)
    sign_ins.end_all(user.id)


def set_pin(user: User, pin: str, by: User | None) -> None:
    """Give ``user`` a new PIN of six digits. Raises RuleBroken (field ``pin``): easily guessed."""
    if refusal := password_policy.pin_refusal(pin, user.staff_no):
        raise RuleBroken(refusal, field="pin")
    user.pin_hash, user.must_change_pin = _hasher.hash(pin), False
    audit.record("user.set_pin", user, by)


def change_pin(user: User, current: str, pin: str) -> None:
    """Let ``user`` set the PIN after giving the password again. Raises RuleBroken: wrong, or easily guessed."""
    confirm(user, current, user.password_hash, "登录密码", field="current")
    set_pin(user, pin, user)


def confirm_pin(person: User, pin: str, field: str = "pin") -> None:
    """Let ``person`` prove on the spot who they are, for a signature. Shares the failures with signing in.

    Raises RuleBroken (``field``): wrong, with the tries that are left, or locked, or no PIN set.
    Works inside a rule and its savepoint: a failure counts even though the request is rolled back.
    """
    if not person.pin_hash or person.must_change_pin:
        raise RuleBroken(f"{person.name} 还没有设置 PIN，请先在“我的”中设置。", field=field)
    confirm(person, pin, person.pin_hash, "PIN ", field=field)


def confirm(person: User, secret: str, kept: str, label: str, field: str) -> None:
    """Check ``secret`` against ``kept`` under the lock-out of ``person``. Raises RuleBroken at ``field``."""
    trial = lockouts.begin(person.staff_key)
    if trial.is_locked:
        raise RuleBroken(lockouts.LOCKED, field=field)
    if not matches(kept, secret):
        lockouts.fail(trial, "sign_in.refuse", person, note=f"{label}不正确")
        left = lockouts.ALLOWED - trial.failures
        raise RuleBroken(f"{label}不正确，还可再试 {left} 次。" if left else lockouts.LOCKED, field=field)
    lockouts.succeed(trial)


def initial_password() -> str:
    """Return a random password that the policy accepts and that is easy to read aloud: three groups of four."""
    letters = re.sub("[ilo]", "", string.ascii_lowercase)
    groups = ["".join(secrets.choice(letters) for _ in range(4)).capitalize() for _ in range(2)]
    return "-".join([*groups, "".join(secrets.choice("23456789") for _ in range(4))])


def _was_used(user: User, password: str, history: int) -> bool:
    past = select(PastPassword.hash).where(PastPassword.user_id == user.id).order_by(PastPassword.id.desc())
    return any(matches(kept, password) for kept in db.session.scalars(past.limit(history)))
