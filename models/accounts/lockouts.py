"""Failures of a staff number, counted before anything is compared, so that sending many at once gains nothing.

The count is committed in a transaction of its own before the hash is computed. While the request already holds
SQLite's only write lock that is impossible; the count is then kept in memory (SQLite is served by one process) and
written once the request has let go. Source: security.md 6.

Setting the clock forward must not open a lock: this process also remembers by its own uptime until when each lock
lasts, and both must be over. After a restart the clock alone decides. Source: security.md, numbers, Time.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import case, delete, event, false, func, select, true
from sqlalchemy.orm import Session

from models.accounts.tables import Lockout, User
from models.core import audit, clock
from models.core.db import db, own_transaction, upsert

ALLOWED = 5  # failures in a row
PERIOD = timedelta(minutes=15)
LOCKED = "连续 5 次不正确，已锁定 15 分钟。请稍后再试，或请班长、值班站长重置。"

_reserved: Counter[str] = Counter()
_lasting: dict[str, float] = {}  # number: the uptime until which it stays locked, whatever the clock says
_guard = Lock()


@dataclass(frozen=True, slots=True)
class Trial:
    """One attempt that has been counted: the failures with this one, and whether it was over before it began."""

    key: str
    failures: int
    is_reserved: bool = False

    @property
    def is_locked(self) -> bool:
        return self.failures > ALLOWED


def begin(key: str) -> Trial:
    """Count an attempt of ``key``, a normalised staff number that need not exist, and say if it may be made."""
    if _write_lock_is_held():
        return _reserve(key)
    with own_transaction() as session:
        return Trial(key, count(session, key, clock.now()))


def succeed(trial: Trial) -> None:
    """Forget the failures: the person has proved who they are."""
    if trial.is_reserved:
        _release(trial.key)
        db.session.execute(delete(Lockout).where(Lockout.staff_key == trial.key))
        return
    with own_transaction() as session:
        session.execute(delete(Lockout).where(Lockout.staff_key == trial.key))


def fail(trial: Trial, action: str, person: User | None, note: str) -> None:
    """Let the failure stand, and put it on record as soon as a transaction of its own can be opened."""
    entry = (trial, action, _named(person, trial.key), note)
    if trial.is_reserved:
        db.session.info.setdefault("failures", []).append(entry)
        return
    with own_transaction() as session:
        _note(session, *entry)


def count(session: Session, key: str, at: datetime) -> int:
    """Raise the counter of ``key`` by one statement and return it; a lock that is over starts anew at 1.

    A lock that lies further ahead than its period (the clock was set back) is cut down to the period.
    """
    left = _seconds_left(key)
    over = false() if left else Lockout.locked_until <= at
    failures = case((over, 1), else_=Lockout.failures + 1)
    until = case(
        (over, None),
        (Lockout.locked_until > at + PERIOD, at + PERIOD),
        (Lockout.locked_until <= at, at + timedelta(seconds=left)),
        (Lockout.locked_until.is_not(None), Lockout.locked_until),
        (Lockout.failures + 1 >= ALLOWED, at + PERIOD),
        else_=None,
    )
    row = upsert(session, Lockout).values(staff_key=key, failures=1, last_at=at)
    changed = {"failures": failures, "last_at": at, "locked_until": until}
    raised = row.on_conflict_do_update(index_elements=["staff_key"], set_=changed)
    found = session.execute(raised.returning(Lockout.failures, Lockout.locked_until)).one()
    _remember(key, found.locked_until - at if found.locked_until else None)
    return found.failures


def _seconds_left(key: str) -> float:
    """Return how long ``key`` stays locked by the uptime of this process; 0 when it knows of no lock."""
    return max(0.0, _lasting.get(key, 0.0) - clock.uptime())


def _remember(key: str, left: timedelta | None) -> None:
    """Note a lock of which ``left`` is to go, None for no lock; what is over is forgotten, so that it cannot grow."""
    now = clock.uptime()
    with _guard:
        for over in [other for other, until in _lasting.items() if until <= now or (other == key and left is None)]:
            del _lasting[over]
        if left is not None:
            _lasting[key] = max(_lasting.get(key, 0.0), now + left.total_seconds())


def _write_lock_is_held() -> bool:
    return db.engine.dialect.name == "sqlite" and db.session().in_transaction()


def _reserve(key: str) -> Trial:
    now = clock.now()
    stands = true() if _seconds_left(key) else func.coalesce(Lockout.locked_until, now + PERIOD) > now
    standing = db.session.scalar(select(Lockout.failures).where(Lockout.staff_key == key, stands))
    with _guard:
        failures = (standing or 0) + _reserved[key] + 1
        if failures > ALLOWED:
            return Trial(key, failures)
        _reserved[key] += 1
    return Trial(key, failures, is_reserved=True)


def _release(key: str) -> None:
    with _guard:
        _reserved[key] -= 1
        if _reserved[key] <= 0:
            del _reserved[key]


def _named(person: User | None, key: str) -> dict:
    """What the trail says about whom it was: a person, or a number that nobody has."""
    if person is None:
        return {"id": None, "name": key, "unit_id": None}
    return {"id": person.id, "name": person.name, "unit_id": person.unit_id}


def _note(session: Session, trial: Trial, action: str, who: dict, note: str) -> None:
    given = {"name": who["name"], "unit_id": who["unit_id"]}
    audit.act(action, ("users", who["id"]), None, note, session=session, **given)
    if trial.failures == ALLOWED:
        audit.act("sign_in.lock", ("users", who["id"]), None, "连续 5 次不正确，锁定 15 分钟", session=session, **given)


@event.listens_for(Session, "after_transaction_end")
def _write_failures(session: Session, transaction) -> None:
    """The request has let go of the write lock: what was counted in memory goes to the table."""
    if transaction.parent is not None or not (failures := session.info.pop("failures", None)):
        return
    for trial, action, who, note in failures:
        with own_transaction() as own:
            count(own, trial.key, clock.now())
            _note(own, trial, action, who, note)
        _release(trial.key)
