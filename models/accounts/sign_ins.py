"""Sign-ins: rows on the server, looked up at each request, ended within one. Source: security.md 7."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from models.accounts.tables import SignIn, Terminal, User
from models.core import settings
from models.core.db import db, own_transaction
from models.core.settings import Setting

ABSOLUTE = timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=1)

settings.declare(
    Setting("sign_in.idle_minutes", "无操作自动退出", 30, "accounts", "普通终端", "分钟", 5, 240),
    Setting("sign_in.idle_minutes_shared", "共用终端无操作自动退出", 10, "accounts", "标为“共用”的终端", "分钟", 2, 60),
)


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


def resolve(token: str, at: datetime) -> SignIn | None:
    """Return the living sign-in of ``token`` with its user and terminal, else None; the expired are swept by a job."""
    found = db.session.scalar(
        select(SignIn)
        .where(SignIn.token_hash == digest(token))
        .options(joinedload(SignIn.user), joinedload(SignIn.terminal))
    )
    if found is None or not found.user.is_active or is_over(found, at):
        return None
    return found


def is_over(sign_in: SignIn, at: datetime) -> bool:
    """Whether the sign-in is idle for too long or older than twelve hours."""
    shared = sign_in.terminal is not None and sign_in.terminal.is_shared
    minutes = settings.value_of("sign_in.idle_minutes_shared" if shared else "sign_in.idle_minutes")
    return at - sign_in.seen_at > timedelta(minutes=minutes) or at - sign_in.started_at > ABSOLUTE


def touch(sign_in_id: int, seen_at: datetime, at: datetime) -> None:
    """Note that the person is still there, at most once a minute and in a transaction of its own."""
    if at - seen_at >= TOUCH_EVERY:
        with own_transaction() as session:
            session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=at))


def end(token: str) -> None:
    """End one sign-in."""
    db.session.execute(delete(SignIn).where(SignIn.token_hash == digest(token)))


def end_all(user_id: int) -> None:
    """End every sign-in of a person: sign-out everywhere, password change, move, leaving."""
    db.session.execute(delete(SignIn).where(SignIn.user_id == user_id))
