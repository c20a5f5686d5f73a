"""The audit trail: append-only, chained, in the same transaction as the change, and impossible to forget.

A rule names its act with ``record``; what changed is read from the session. Committing a change to an ``Audited``
row that no rule has named raises ``Unrecorded`` and nothing is saved. Entries are chained by HMAC when the
transaction commits, under the lock of the one head row, so the chain has the order of the commits.
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sqlalchemy import DDL, JSON, Text, event, insert, inspect, select, update
from sqlalchemy.orm import ColumnProperty, Mapped, Session, mapped_column

from models.core import clock
from models.core.db import Base, db, pk, utc

HIDDEN = "••••"  # stands for both sides of a secret column

origin: ContextVar[str] = ContextVar("origin", default="")  # where the act came from: address and terminal
_key: bytes = b""
_holders: dict[str, Callable[[Any, dict[str, Any]], bool]] = {}


class Audited:
    """Mark a table whose every change must be recorded.

    ``audit_hidden`` names columns whose values never enter the trail. ``audit_parent`` = ``(table, column)`` lets the
    rows of a detail table count as changes of the row that ``column`` points to.
    """

    audit_hidden: frozenset[str] = frozenset()
    audit_parent: tuple[str, str] | None = None


class Unrecorded(Exception):
    """A change of an audited row reached the commit without ``record``."""


class AuditEntry(Base):
    """One recorded act. ``changes`` is ``{column: [old, new]}``; ``hash`` chains it to ``previous``."""

    __tablename__ = "audit_entries"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[utc] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor_name: Mapped[str]
    action: Mapped[str] = mapped_column(index=True)
    subject_type: Mapped[str]
    subject_id: Mapped[int | None]
    subject_name: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(index=True)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text)
    origin: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


class AuditHead(Base):
    """The one row that every commit with an audited act locks: how many entries there are and the last hash."""

    __tablename__ = "audit_heads"
    id: Mapped[pk]
    count: Mapped[int]
    hash: Mapped[str]


event.listen(AuditHead.__table__, "after_create", DDL("INSERT INTO audit_heads (id, count, hash) VALUES (1, 0, '')"))

GUARDS = {
    "sqlite": [
        f"CREATE TRIGGER audit_entries_no_{act.lower()} BEFORE {act} ON audit_entries "
        "BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END"
        for act in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit entries are append-only'; END $$",
        "CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON audit_entries "
        "FOR EACH ROW EXECUTE FUNCTION audit_append_only()",
        "CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()",
    ],
}
for _dialect, _statements in GUARDS.items():
    for _statement in _statements:
        event.listen(
            AuditEntry.__table__, "after_create", DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect)
        )


def use_key(key: bytes) -> None:
    """Set the HMAC key of the chain; it lives in the instance folder, never in the database."""
    global _key
    _key = key


def holds_back(table: str) -> Callable:
    """Register ``f(row, entry) -> bool`` of a table some of whose rows the auditor may not know of yet.

    True says that ``f`` has put the entry by: it enters the trail later, through ``disclose``. Source: docs/adr/0016.
    """

    def register(put_by: Callable[[Any, dict[str, Any]], bool]) -> Callable[[Any, dict[str, Any]], bool]:
        _holders[table] = put_by
        return put_by

    return register


def record(action: str, subject: Base, by, note: str = "") -> None:
    """Name what was just done to ``subject``; ``by`` is the person, or None for the system itself.

    The columns changed since the last ``record`` of the same row become the entry's ``changes``. ``note`` is the
    reason in the user's words.
    """
    session = db.session
    session.flush()
    key = (subject.__tablename__, subject.id)
    changes = session.info.setdefault("unrecorded", {}).pop(key, {})
    entry = _entry(action, key, by, note, changes=changes, name=_name_of(subject), unit_id=_unit_of(subject))
    put_by = _holders.get(subject.__tablename__)
    if put_by is None or not put_by(subject, entry):
        session.info.setdefault("acts", []).append(entry)


def disclose(entry: dict[str, Any], note: str) -> None:
    """Bring an entry that was held back into the trail, as of now; ``note`` says when it was really made."""
    said = f"{note}。{entry['note']}" if entry["note"] else note
    db.session.info.setdefault("acts", []).append(entry | {"at": clock.now(), "note": said})


def act(action: str, key: tuple[str, int | None], by, note: str = "", *, session=None, **given) -> None:
    """Append an entry that is not the change of one row (a sign-in, an export, a reading of masked data).

    ``key`` is ``(table, id or None)``; ``given`` may hold ``changes``, ``name`` and ``unit_id``.
    """
    (session or db.session).info.setdefault("acts", []).append(_entry(action, key, by, note, **given))


def _entry(action: str, key: tuple[str, int | None], by, note: str, **given) -> dict[str, Any]:
    return {
        "at": clock.now(),
        "actor_id": by.id if by else None,
        "actor_name": f"{by.name}（{by.staff_no}）" if by else "系统",
        "action": action,
        "subject_type": key[0],
        "subject_id": key[1],
        "subject_name": given.get("name", ""),
        "unit_id": given.get("unit_id"),
        "changes": given.get("changes", {}),
        "note": note,
        "origin": origin.get(),
    }


def note_change(row: Base, column: str, old, new) -> None:
    """Count a change that was written past the session (``Flow.take``) among those the next ``record`` must name."""
    _keep(db.session, row, {column: [_plain(old), _plain(new)]})


def seal(content: dict[str, Any], previous: str) -> str:
    """Return the HMAC of one entry's content and of the hash before it. Source: security.md 24.

    The moment goes in as the database gives it back, in UTC, whatever clock it was read from.
    """
    moment: datetime = content["at"].astimezone(UTC)
    fields = {**content, "at": moment.isoformat(timespec="microseconds"), "previous": previous}
    return seal_text(json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def seal_text(text: str) -> str:
    """Return the HMAC of ``text`` under the key of the chain."""
    return hmac.new(_key, text.encode(), hashlib.sha256).hexdigest()


def _name_of(subject: Base) -> str:
    return str(getattr(subject, "number", None) or getattr(subject, "name", None) or "")


def _unit_of(subject: Base) -> int | None:
    return getattr(subject, "unit_id", None)


def _plain(value):
    """Return ``value`` as JSON and a reader can hold it."""
    if value is None or isinstance(value, (bool, int, float, dict, list)):
        return value
    return str(value.value if isinstance(value, Enum) else value)


def _changes(row: Base, removed: bool) -> dict[str, list]:
    found = {}
    for column in inspect(type(row)).column_attrs:
        history = inspect(row).attrs[column.key].history
        if removed or history.has_changes():
            old = (history.deleted or history.unchanged or [None])[0] if removed else (history.deleted or [None])[0]
            new = None if removed else (history.added or [None])[0]
            if old is None and new is None:
                continue
            hidden = column.key in row.audit_hidden
            found[column.key] = [HIDDEN, HIDDEN] if hidden else [_plain(old), _plain(new)]
    return found


def _keep(session, row: Base, changes: dict[str, list]) -> None:
    """Merge ``changes`` into what is waiting for a ``record`` of ``row`` or of the row it belongs to."""
    key = (row.__tablename__, row.id)
    if row.audit_parent:
        table, column = row.audit_parent
        changes = {f"{row.__tablename__}#{row.id}.{name}": pair for name, pair in changes.items()}
        key = (table, getattr(row, column))
    waiting = session.info.setdefault("unrecorded", {}).setdefault(key, {})
    for name, (old, new) in changes.items():
        waiting[name] = [waiting[name][0] if name in waiting else old, new]


@event.listens_for(Base, "attribute_instrument", propagate=True)
def _know_the_old(table: type, key: str, attribute) -> None:
    """Load the old value before a new one is set: a row fresh from a commit has forgotten its columns."""
    if issubclass(table, Audited) and isinstance(attribute.comparator, ColumnProperty.Comparator):
        attribute.impl.active_history = True


@event.listens_for(Session, "after_flush")
def _notice(session: Session, _context) -> None:
    gone = set(session.deleted)
    for row in {*session.new, *session.dirty, *gone}:
        if isinstance(row, Audited) and (changes := _changes(row, row in gone)):
            _keep(session, row, changes)


@event.listens_for(Session, "before_commit")
def _insist(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    if waiting := session.info.pop("unrecorded", None):
        raise Unrecorded(", ".join(f"{table}#{row_id}" for table, row_id in sorted(waiting, key=str)))
    if acts := session.info.pop("acts", None):
        _append(session, acts)


def _append(session: Session, acts: list[dict[str, Any]]) -> None:
    """Chain ``acts`` behind the head, whose lock makes the order of the chain the order of the commits."""
    head = session.execute(select(AuditHead.count, AuditHead.hash).where(AuditHead.id == 1).with_for_update()).one()
    count, last = head
    for entry in acts:
        count += 1
        entry["id"] = count
        entry["hash"], entry["previous"] = seal(entry, last), last
        last = entry["hash"]
    session.execute(insert(AuditEntry), acts)
    session.execute(update(AuditHead).where(AuditHead.id == 1).values(count=count, hash=last))


@event.listens_for(Session, "after_transaction_create")
def _mark(session: Session, transaction) -> None:
    """Remember at each savepoint what had been noticed, so that its rollback forgets just what came after."""
    if transaction.nested:
        waiting = {key: dict(changes) for key, changes in session.info.get("unrecorded", {}).items()}
        session.info.setdefault("marks", {})[transaction] = (waiting, len(session.info.get("acts", [])))


@event.listens_for(Session, "after_transaction_end")
def _unmark(session: Session, transaction) -> None:
    """Drop the marks with the whole transaction; a savepoint ends before its rollback is told of (``_forget``)."""
    if transaction.parent is None:
        session.info.pop("marks", None)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, transaction) -> None:
    if transaction.nested and transaction in session.info.get("marks", {}):
        waiting, acts = session.info["marks"][transaction]
        session.info["unrecorded"] = waiting
        del session.info.get("acts", [])[acts:]
    elif transaction.parent is None:
        for key in ("unrecorded", "acts", "marks"):
            session.info.pop(key, None)
