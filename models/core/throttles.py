"""How often something may be tried without a sign-in: counted per scope and address, over restarts and processes.

The count is committed in a transaction of its own, so that a refused attempt counts as well. Source: security.md 6, 29.
"""

from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import case, delete, or_, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core import audit
from models.core.db import Base, db, own_transaction, upsert, utc
from models.core.digest import leave_out

KEPT = timedelta(days=2)


class Throttle(Base):
    """How many attempts an address has made in a scope since ``opened_at``; the address itself is not kept."""

    __tablename__ = "throttles"
    key: Mapped[str] = mapped_column(primary_key=True)
    opened_at: Mapped[utc] = mapped_column(index=True)
    count: Mapped[int]


leave_out(Throttle.__tablename__)


def wait(scope: str, address: str, *, times: int, period: timedelta, at: datetime) -> int:
    """Count an attempt and return for how many minutes it must wait; 0 when it may go on.

    ``times`` attempts are free in each ``period``. Call it before the request's own transaction begins.
    """
    db.session.rollback()
    with own_transaction() as session:
        count, opened_at = _count(session, key_of(scope, address), period, at)
    return max(1, ceil((opened_at + period - at).total_seconds() / 60)) if count > times else 0


def forgive(scope: str, address: str) -> None:
    """Take one attempt back, in the caller's transaction: it turned out to be none that the limit is for."""
    fewer = case((Throttle.count > 0, Throttle.count - 1), else_=0)
    db.session.execute(update(Throttle).where(Throttle.key == key_of(scope, address)).values(count=fewer))


def key_of(scope: str, address: str) -> str:
    """Return what the table keeps of an address: enough to know it again, nothing to read."""
    return f"{scope}:{audit.seal_text(f'{scope} {address}')[:32]}"


def _count(session: Session, key: str, period: timedelta, at: datetime) -> tuple[int, datetime]:
    """Raise the counter by one statement; a period that is over, or that the clock has left, starts anew."""
    over = or_(Throttle.opened_at <= at - period, Throttle.opened_at > at)
    count, opened_at = case((over, 1), else_=Throttle.count + 1), case((over, at), else_=Throttle.opened_at)
    row = upsert(session, Throttle).values(key=key, opened_at=at, count=1)
    raised = row.on_conflict_do_update(index_elements=["key"], set_={"count": count, "opened_at": opened_at})
    found = session.execute(raised.returning(Throttle.count, Throttle.opened_at)).one()
    return found.count, found.opened_at


def sweep(before: datetime) -> None:
    """Forget counters that nobody has raised for days."""
    db.session.execute(delete(Throttle).where(Throttle.opened_at < before - KEPT))
