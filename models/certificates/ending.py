"""Taking a certificate back: cancelled while it waits, revoked once it is issued; the paper stays in the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select

from models.accounts import Unit, User
from models.certificates import queries
from models.certificates.flow import FLOW
from models.certificates.issuing import holders_of, may_prepare, refuse_twin, require_reach
from models.certificates.kinds import CertificateState
from models.certificates.tables import Certificate
from models.core import audit
from models.core.db import Base, db
from models.core.errors import RuleBroken
from models.core.flow import first
from models.inbox import notify

WHEN_REVOKED: list[Callable[[Certificate, datetime], None]] = []  # for rooms whose case earned the paper


def _may_revoke(row: Certificate, by: User) -> None:
    require_reach(by, "certificate.revoke", row)


@first(may_prepare)
def cancel(row: Certificate, *, reason: str, by: User, at: datetime) -> None:
    """Take back one that waits. Raises RuleBroken: no reason, out of reach; Overtaken: it does not wait any more."""
    _end(row, "cancel", reason, by, at)


@first(_may_revoke)
def revoke(row: Certificate, *, reason: str, by: User, at: datetime) -> None:
    """Say that an issued one is no longer in force, for everybody who checks it. Raises as ``cancel``."""
    _end(row, "revoke", reason, by, at)
    _tell(row, at)
    for follow in WHEN_REVOKED:
        follow(row, at)


@first(may_prepare)
def restore(row: Certificate, *, by: User, at: datetime) -> None:
    """Let a cancelled one wait again. Raises Overtaken: it is not cancelled; RuleBroken: out of reach."""
    _restore(row, by, at)


def withdraw(source: Base, *, reason: str, by: User | None, at: datetime, holder: User | Unit | None = None) -> int:
    """Take back the certificates of a case whose award fell, all or a holder's: waiting ones cancelled, others revoked.

    The caller has decided; nobody's reach is asked. Return how many. Source: issue 4 §1, §6.
    """
    live = Certificate.state.in_([CertificateState.PENDING, CertificateState.ISSUED])
    mine = () if holder is None else (_is_of(holder),)
    for row in db.session.scalars(queries.of(source).where(Certificate.cause_type != "", *mine)).all():
        row.cause_type, row.cause_id, row.reason = "", None, reason  # whatever held it back no longer lets it go
        audit.record("certificate.withdraw", row, by, note=reason)
    rows = db.session.scalars(queries.of(source).where(live, *mine)).all()
    for row in rows:
        was_issued = row.is_issued
        _end(row, "revoke" if was_issued else "cancel", reason, by, at, act="withdraw")
        if was_issued:
            _tell(row, at)
    return len(rows)


def hold_back(
    holder: User | Unit,
    cause: Base,
    *,
    reason: str,
    by: User | None,
    at: datetime,
    spared: ColumnElement[bool] | None = None,
) -> int:
    """Cancel what waits for ``holder`` because of ``cause``, such as a ban from awards; return how many.

    ``spared`` is the condition of certificates that ``cause`` does not concern.
    """
    waiting = select(Certificate).where(_is_of(holder), Certificate.state == CertificateState.PENDING)
    if spared is not None:
        waiting = waiting.where(~spared)
    rows = db.session.scalars(waiting.order_by(Certificate.id)).all()
    for row in rows:
        row.cause_type, row.cause_id = cause.__tablename__, cause.id
        _end(row, "cancel", reason, by, at, act="hold_back")
    return len(rows)


def release(cause: Base, *, by: User | None, at: datetime) -> int:
    """Let wait again what ``cause`` had held back: the penalty was reversed; return how many."""
    rows = _held_by(cause)
    for row in rows:
        _restore(row, by, at, act="release")
    return len(rows)


def pass_on(cause: Base, to: Base, *, reason: str, by: User | None) -> int:
    """Let ``to`` hold back what ``cause`` held back: the one fell, the other still stands; return how many."""
    rows = _held_by(cause)
    for row in rows:
        row.cause_type, row.cause_id, row.reason = to.__tablename__, to.id, reason
        audit.record("certificate.hold_back", row, by, note=reason)
    return len(rows)


def _held_by(cause: Base) -> Sequence[Certificate]:
    same = (Certificate.cause_type == cause.__tablename__, Certificate.cause_id == cause.id)
    held = select(Certificate).where(*same, Certificate.state == CertificateState.CANCELLED)
    return db.session.scalars(held.order_by(Certificate.id)).all()


def _is_of(holder: User | Unit) -> ColumnElement[bool]:
    return (Certificate.crew_id if isinstance(holder, Unit) else Certificate.person_id) == holder.id


def _restore(row: Certificate, by: User | None, at: datetime, act: str = "restore") -> None:
    FLOW.require(row, "restore")
    refuse_twin(row, "对方")
    FLOW.take(row, "restore")
    row.reason, row.ended_by_id, row.ended_at, row.cause_type, row.cause_id = "", None, None, "", None
    row.prepared_at = at
    audit.record(f"certificate.{act}", row, by)


def _end(row: Certificate, step: str, reason: str, by: User | None, at: datetime, act: str = "") -> None:
    if not reason:
        raise RuleBroken("请写明理由。", "reason")
    FLOW.take(row, step)
    row.reason, row.ended_by_id, row.ended_at = reason, by.id if by else None, at
    audit.record(f"certificate.{act or step}", row, by, note=reason)


def _tell(row: Certificate, at: datetime) -> None:
    title = f"“{row.award}”证书 {row.number} 已撤销"
    notify(holders_of(row), "certificate", title, row.href, key=f"certificate-{row.id}-revoked", at=at)
