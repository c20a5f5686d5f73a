"""The state of the house as one number, as lines, and as a copy in another database.

The same data gives the same digest on every engine: values are written in one way, rows in the order of their keys.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import Select, String, Table, select
from sqlalchemy.orm import Session

from models.core.attachments import Attachment, digest_of
from models.core.db import Base, snapshot

# What a person signing in, opening a page or sending a form leaves behind is not business; nor is the trail of it,
# which has its own proof (``trail.verify``).
PASSING = {
    "admin_invitations",
    "audit_entries",
    "audit_heads",
    "drafts",
    "form_receipts",
    "job_runs",
    "lockouts",
    "sign_ins",
}


class Count(NamedTuple):
    """How many rows a table has, and the SHA-256 of them all."""

    rows: int
    digest: str


def leave_out(*tables: str) -> None:
    """Let an area name tables that hold no business: counters of attempts, rows of queues."""
    PASSING.update(tables)


def state_digest() -> str:
    """Return the SHA-256 over all business rows and their files, as one moment shows them."""
    whole = hashlib.sha256()
    with snapshot() as session:
        for table in business_tables():
            whole.update(f"{table.name} {':'.join(map(str, count(session, table)))}\n".encode())
        for sha256 in session.scalars(select(Attachment.sha256).distinct().order_by(Attachment.sha256)):
            whole.update(f"file {digest_of(sha256)}\n".encode())
    return whole.hexdigest()


def business_tables() -> list[Table]:
    return [table for table in every_table() if table.name not in PASSING]


def every_table() -> list[Table]:
    """Return all tables by name."""
    return sorted(Base.metadata.tables.values(), key=lambda table: table.name)


def count(session: Session, table: Table) -> Count:
    """Return the number of rows of ``table`` and the digest of them."""
    rows, digest = 0, hashlib.sha256()
    for line in lines(session, table):
        rows += 1
        digest.update(line.encode() + b"\n")
    return Count(rows, digest.hexdigest())


def lines(session: Session, table: Table) -> Iterator[str]:
    """Yield each row of ``table`` as one line of JSON, in the order of its key, the table's name first."""
    for row in session.execute(in_order(session, table)):
        values = {name: _plain(value) for name, value in row._mapping.items()}
        yield json.dumps({"_table": table.name, **values}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def in_order(session: Session, table: Table) -> Select:
    """Return all rows of ``table`` by key; text keys byte by byte, since databases sort words differently."""
    binary = "C" if session.get_bind().dialect.name == "postgresql" else "BINARY"
    key = [column.collate(binary) if isinstance(column.type, String) else column for column in table.primary_key]
    return select(table).order_by(*key).execution_options(yield_per=1000)


def _plain(value: Any) -> Any:
    """Return ``value`` as JSON writes it on every engine."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, (date, Decimal)) or hasattr(value, "isoformat"):
        return str(value)
    return value
