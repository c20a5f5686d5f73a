"""Getting in: a staff number with its password anywhere, or with its PIN at a shared terminal.

Strangers learn nothing: an unknown number, a wrong secret and a person who has left take the same statements, the
same time and the same words. Source: security.md 6.
"""

from __future__ import annotations

from sqlalchemy import select, update

from models.accounts import lockouts, passwords, sign_ins
from models.accounts.password_policy import LONGEST, normal
from models.accounts.tables import Terminal, User, UserState
from models.core import audit, clock
from models.core.db import db, own_transaction
from models.core.errors import RuleBroken

WRONG = "工号或密码不正确。连续错 5 次将锁定 15 分钟。"
WRONG_PIN = "工号或 PIN 不正确。连续错 5 次将锁定 15 分钟。"
NUMBER_LENGTH = 20  # characters of a staff number


def by_password(staff_no: str, password: str) -> int:
    """Return the id of the person with ``staff_no`` and ``password``. Raises RuleBroken: in one of two sentences."""
    return _check(staff_no, password, User.password_hash, WRONG)


def by_pin(staff_no: str, pin: str) -> int:
    """Return the id of the person with ``staff_no`` and ``pin``. Raises RuleBroken."""
    return _check(staff_no, pin, User.pin_hash, WRONG_PIN)


def let_in(user_id: int, *, terminal: Terminal | None, address: str, action: str = "sign_in.start") -> User:
    """Open a sign-in for the person just checked, put it on record, and return them with their new secret."""
    user = db.session.get_one(User, user_id)
    at = clock.now()
    user.token = sign_ins.start(user, at, terminal, address)
    if not user.must_change_password and passwords.is_expired(user):
        user.must_change_password = True
        audit.record("user.expire_password", user, None)
    where = terminal.name if terminal else ""
    audit.act(action, ("users", user.id), user, where, name=user.name, unit_id=user.unit_id)
    return user


def _check(staff_no: str, secret: str, column, wrong: str) -> int:
    if len(secret) > LONGEST or len(staff_no) > LONGEST:
        raise RuleBroken(wrong)
    key = normal(staff_no)[:NUMBER_LENGTH]
    with own_transaction() as session:
        trial = lockouts.Trial(key, lockouts.count(session, key, clock.now()))
        found = session.execute(
            select(User.id, User.name, User.unit_id, column.label("kept"), User.state).where(User.staff_key == key)
        ).first()
    if trial.is_locked:
        raise RuleBroken(lockouts.LOCKED)
    kept = found.kept if found and found.state is not UserState.LEFT else ""
    if not passwords.matches(kept, secret):
        lockouts.fail(trial, "sign_in.refuse", found, note=wrong.split("。")[0])
        raise RuleBroken(lockouts.LOCKED if trial.failures == lockouts.ALLOWED else wrong)
    lockouts.succeed(trial)
    if passwords.is_outdated(kept):
        _rehash(found.id, column, secret)
    return found.id


def _rehash(user_id: int, column, secret: str) -> None:
    """Keep the secret with today's parameters; the person changed nothing, so the trail has nothing to say."""
    with own_transaction() as session:
        session.execute(update(User).where(User.id == user_id).values({column.key: passwords.rehashed(secret)}))
