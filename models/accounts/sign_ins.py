"""Sign-ins: rows on the server, looked up at each request, ended within one. Source: security.md 7.

Setting the clock back must not revive a sign-in that was left alone for too long: this process also measures by its
own uptime. Either measure ends it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from threading import Lock
from types import MappingProxyType
from typing import Any

from sqlalchemy import ScalarSelect, Select, bindparam, delete, select, update
from sqlalchemy.orm import joinedload

from models.accounts.tables import SignIn, Terminal, User, grants_in_force
from models.core import audit, clock, settings
from models.core.db import db, own_transaction
from models.core.settings import Setting

ABSOLUTE = timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=1)
CLOCK_SLACK = timedelta(minutes=5)  # further ahead than this means that the clock was set back

settings.declare(
    Setting("sign_in.idle_minutes", "无操作自动退出", 30, "accounts", "普通终端", "分钟", 5, 240),
    Setting("sign_in.idle_minutes_shared", "共用终端无操作自动退出", 10, "accounts", "标为“共用”的终端", "分钟", 2, 60),
)

_uptimes: dict[str, tuple[float, float]] = {}  # hash of the secret: this process's uptime when first and last seen
_uptimes_guard = Lock()  # sixteen threads serve at once


def digest(token: str) -> str:
    """Return what the table keeps of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def start(user: User, at: datetime, terminal: Terminal | None = None, address: str = "") -> str:
    """Open a sign-in for ``user`` and return its secret for the cookie; always a new one."""
    token = secrets.token_urlsafe(32)
    terminal_id = terminal.id if terminal else None
    db.session.add(
        SignIn(
            token_hash=digest(token),
            user_id=user.id,
            terminal_id=terminal_id,
            started_at=at,
            seen_at=at,
            address=address,
        )
    )
    return token


@dataclass(frozen=True, slots=True)
class Arrival:
    """A living sign-in as each request meets it: whose, from when, and the registered terminal if it is on one."""

    id: int
    token_hash: str
    user: User
    started_at: datetime
    seen_at: datetime
    terminal_name: str | None
    is_shared: bool | None
    beside: list[Any]  # what else was asked with it


WHO = select(SignIn.user_id).where(SignIn.token_hash == bindparam("token")).correlate(None).scalar_subquery()


def resolve(
    token: str, at: datetime, beside: tuple[ScalarSelect, ...] = (), values: Mapping[str, Any] = MappingProxyType({})
) -> Arrival | None:
    """Return the living sign-in of ``token`` with its user, what they may do, and its terminal, else None.

    ``beside`` are columns that come along, the same objects each time; they know whose sign-in it is by ``WHO``, the
    day by ``on``, and the rest by ``values``.

    An expired one is deleted when it is seen, in a transaction of its own; call this before the request does anything.
    """
    token_hash = digest(token)
    row = db.session.execute(_by_token(beside), {"token": token_hash, "on": clock.today(), **values}).first()
    if row is None:
        return None
    user, grants, sign_in_id, started_at, seen_at, terminal, is_shared, *others = row
    found = Arrival(sign_in_id, token_hash, user, started_at, seen_at, terminal, is_shared, others)
    user.grants = grants or ""
    if user.is_active and not is_over(found, at) and not _has_run_out(found):
        return found
    db.session.rollback()
    with own_transaction() as session:
        session.execute(delete(SignIn).where(SignIn.token_hash == token_hash))
    return None


@lru_cache(maxsize=64)
def _by_token(beside: tuple[ScalarSelect, ...]) -> Select:
    """Return the statement that every request begins with, built once: who it is, and what they may do.

    The person is the only entity in it: each further one costs a request as much as a statement of its own.
    """
    here, may = SignIn.token_hash == bindparam("token"), grants_in_force(WHO)
    told = (SignIn.id, SignIn.started_at, SignIn.seen_at, Terminal.name, Terminal.is_shared, *beside)
    return select(User, may, *told).join(SignIn, SignIn.user_id == User.id).outerjoin(SignIn.terminal).where(here)


def is_over(sign_in: Arrival, at: datetime) -> bool:
    """Whether the sign-in is idle for too long, older than twelve hours, or from a future that the clock has left."""
    idle, age = at - sign_in.seen_at, at - sign_in.started_at
    return idle > _longest_idle(sign_in) or age > ABSOLUTE or idle < -CLOCK_SLACK


def _longest_idle(sign_in: Arrival) -> timedelta:
    key = "sign_in.idle_minutes_shared" if sign_in.is_shared else "sign_in.idle_minutes"
    return timedelta(minutes=settings.value_of(key))


def _has_run_out(found: Arrival) -> bool:
    """Whether the sign-in is over by the uptime of this process, which nobody can set; else note that it was seen."""
    now, longest = clock.uptime(), _longest_idle(found).total_seconds()
    with _uptimes_guard:
        first, last = _uptimes.get(found.token_hash) or _first_seen(now)
        if now - last > longest or now - first > ABSOLUTE.total_seconds():
            return True
        _uptimes[found.token_hash] = (first, now)
    return False


def _first_seen(now: float) -> tuple[float, float]:
    """Return the uptimes of a sign-in that this process has not seen before, and forget those long gone."""
    for old in [key for key, (_first, last) in _uptimes.items() if now - last > ABSOLUTE.total_seconds()]:
        del _uptimes[old]
    return now, now


def is_worn(found: Arrival, at: datetime) -> bool:
    """Whether it is long enough ago that this sign-in was last noted to be in use."""
    return at - found.seen_at >= TOUCH_EVERY


def touch(found: Arrival, at: datetime) -> None:
    """Note that the person is still there, in a transaction of its own.

    Raises OperationalError soon: a reader does not wait for a database that nobody can write to.
    """
    with own_transaction(patience=0.5) as session:
        session.execute(update(SignIn).where(SignIn.id == found.id).values(seen_at=at))


def end(token: str) -> None:
    """End one sign-in."""
    db.session.execute(delete(SignIn).where(SignIn.token_hash == digest(token)))


def end_all(user_id: int) -> None:
    """End every sign-in of a person: sign-out everywhere, password change, move, leaving."""
    db.session.execute(delete(SignIn).where(SignIn.user_id == user_id))


def end_others(user: User, token: str) -> None:
    """End every sign-in of ``user`` but the one of ``token``, and put it on record."""
    ended = db.session.execute(delete(SignIn).where(SignIn.user_id == user.id, SignIn.token_hash != digest(token)))
    note = f"退出其他 {ended.rowcount} 处登录"
    audit.act("sign_in.end_others", ("users", user.id), user, note, name=user.name, unit_id=user.unit_id)


def open_of(user_id: int) -> Select[tuple[SignIn]]:
    """Return a person's open sign-ins with their terminals, the one used last first."""
    mine = select(SignIn).where(SignIn.user_id == user_id).options(joinedload(SignIn.terminal))
    return mine.order_by(SignIn.seen_at.desc(), SignIn.id.desc())
