"""The one database handle, the one declarative base, and how a transaction is opened on each engine.

A GET reads in a transaction that cannot write; everything else takes the write lock before it reads, because on
SQLite a transaction that reads first and writes later fails at once when another wrote in between.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from importlib import import_module
from threading import Lock
from typing import Annotated, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    Enum,
    MetaData,
    String,
    event,
    inspect,
    literal_column,
)
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, aliased, mapped_column
from sqlalchemy.pool import Pool
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
PATIENCE_SECONDS = 15.0  # for which a writer waits for the others. Source: security.md 21
WORD = re.compile(r"[A-Za-z0-9_.-]*")
READING = frozenset("SELECT WITH EXPLAIN PRAGMA SAVEPOINT RELEASE ROLLBACK".split())
UNCHANGED = "unchanged"  # of a connection: its count of changed rows when a transaction began that only reads
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # station PCs have no UPS; an acknowledged write must survive the plug
    "foreign_keys=ON",
    "cache_size=-16000",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
)


class Moment(TypeDecorator):
    """A moment in UTC, aware in Python on both engines. Refuses naive values: they would be stored as a guess."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def process_bind_param(self, value: datetime | None, dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive moment {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Labelled(StrEnum):
    """An enumeration whose members carry what a page shows: value, Chinese label, tone and icon of the badge."""

    label: str
    tone: str
    icon: str

    def __new__(cls, value: str, label: str, tone: str = "", icon: str = "") -> Labelled:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.tone, member.icon = label, tone, icon
        return member


class Values(Enum):
    """The values of an enumeration; a statement that compares with a member has it written out, not as a parameter.

    Which member a rule asks for is part of the statement. As a parameter it costs four microseconds, and where a
    partial index names a value SQLite plans the whole statement anew each time, because it might be another one.
    """

    cache_ok = True

    class Comparator(Enum.Comparator):
        def operate(self, op, *other, **kwargs):
            return super().operate(op, *map(_written_out, other), **kwargs)

    comparator_factory = Comparator


def _written_out(value: Any) -> Any:
    """Return members of an enumeration, one or several, as they stand in a statement; all else as it is."""
    if isinstance(value, StrEnum):
        return _literal(value.value)
    if isinstance(value, (tuple, list, set, frozenset)) and all(isinstance(one, StrEnum) for one in value):
        return [_literal(one) for one in sorted(one.value for one in value)] or value
    return value


@cache
def _literal(value: str) -> ColumnElement[str]:
    """Return ``value`` of an enumeration as a literal. Raises ValueError: not the word that all our values are."""
    if not WORD.fullmatch(value):
        raise ValueError(f"not a word: {value!r}")
    return literal_column(f"'{value}'", String())


def choice(kinds: type[StrEnum], **column) -> Any:
    """Return a column that stores the *values* of ``kinds`` and refuses all others by a CHECK constraint."""
    name = column.pop("check", re.sub(r"(?<!^)(?=[A-Z])", "_", kinds.__name__).lower())
    values = Values(
        kinds,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=name,
        values_callable=lambda members: [member.value for member in members],
    )
    return mapped_column(values, **column)


pk = Annotated[int, mapped_column(primary_key=True)]
utc = Annotated[datetime, mapped_column(Moment)]
cents = Annotated[int, mapped_column(BigInteger)]  # money: integer 分, never a float


class Base(DeclarativeBase):
    """Base of every table; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base)

_turns: defaultdict[str, Lock] = defaultdict(Lock)  # of SQLite's writers in this process, by database
_writes: ContextVar[bool] = ContextVar("writes", default=True)  # commands, jobs and tests may write
_patience: ContextVar[float | None] = ContextVar("patience", default=None)


def open_for(writing: bool) -> None:
    """Say what the transactions of this request are for; call it before the first query."""
    _writes.set(writing)


@event.listens_for(Engine, "connect")
def _open_sqlite(connection, _record) -> None:
    """Turn on what SQLite leaves off, and take BEGIN away from the driver (see ``_begin``)."""
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection) -> None:
    """Begin in earnest: the driver's own late BEGIN lets a RELEASE SAVEPOINT commit behind our back."""
    writing = _writes.get()
    if connection.dialect.name == "sqlite":
        _begin_sqlite(connection, writing)
    elif not writing:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def _begin_sqlite(connection, writing: bool) -> None:
    """Raises OperationalError, as every statement does: the database is locked, gone or damaged."""
    raw, known = connection.connection.driver_connection, connection.connection.record_info
    seconds = PATIENCE_SECONDS if _patience.get() is None else _patience.get()
    try:
        if known.get("patience") != seconds:
            raw.execute(f"PRAGMA busy_timeout={int(seconds * 1000)}")
            known["patience"] = seconds
        if writing:
            _wait_for_turn(connection, seconds)
        raw.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
    except sqlite3.Error as error:
        raise OperationalError("BEGIN", None, error) from error
    known[UNCHANGED] = None if writing else raw.total_changes


@event.listens_for(Engine, "before_cursor_execute")
def _refuse_to_write(connection, _cursor, statement: str, *_) -> None:
    """Refuse what is no reading in a transaction that only reads; PostgreSQL does so by itself.

    ``PRAGMA query_only`` would as well, but it makes SQLite plan every known statement anew at each change of it.
    """
    if connection.dialect.name != "sqlite" or connection.connection.record_info.get(UNCHANGED) is None:
        return
    if statement.lstrip().partition(" ")[0].upper() not in READING:
        raise OperationalError(statement, None, sqlite3.OperationalError("attempt to write a readonly database"))


@event.listens_for(Engine, "commit")
def _refuse_to_keep(connection) -> None:
    """Refuse to commit what got past the guard above, such as a text that writes behind a WITH."""
    if connection.dialect.name != "sqlite":
        return
    before = connection.connection.record_info.get(UNCHANGED)
    if before is not None and connection.connection.driver_connection.total_changes != before:
        raise OperationalError("COMMIT", None, sqlite3.OperationalError("attempt to write a readonly database"))


def _wait_for_turn(connection, seconds: float) -> None:
    """Queue up with the other writers of this process: left to SQLite they sleep and retry, the unlucky for seconds."""
    record = connection.connection.record_info
    if "turn" in record:
        return
    turn = _turns[str(connection.engine.url)]
    if not turn.acquire(timeout=seconds):
        raise sqlite3.OperationalError("database is locked")
    record["turn"] = turn


@event.listens_for(Pool, "checkin")
@event.listens_for(Pool, "close")
@event.listens_for(Pool, "invalidate")
def _give_way(_connection, record, *_error) -> None:
    """Let the next writer in: a connection is given back after its commit or rollback."""
    if turn := record.record_info.pop("turn", None):
        turn.release()


def once(key: tuple, ask: Callable[[], Any]) -> Any:
    """Return what ``ask`` gives, asked once per ``key`` within a transaction that only reads.

    Where something may be written it is asked anew each time: what was read before may be true no longer.
    """
    if _writes.get():
        return ask()
    session = db.session()
    transaction, answers = session.info.get("once", (None, {}))
    if transaction is None or transaction is not session.get_transaction():
        answers = {}
    if key not in answers:
        answers[key] = ask()
        session.info["once"] = (session.get_transaction(), answers)
    return answers[key]


@contextmanager
def own_transaction(patience: float | None = None) -> Iterator[Session]:
    """Give a session of its own that commits at the end, whatever the request's transaction does later.

    For what must be kept even when the request is refused or only reads: failures of sign-in, audited reads,
    last-seen. On SQLite do not hold it open while the request holds the write lock: it would wait for itself.
    ``patience`` is how many seconds SQLite waits for other writers, else PATIENCE_SECONDS.
    """
    token, waits = _writes.set(True), _patience.set(patience)
    try:
        with Session(db.engine) as session, session.begin():
            yield session
    finally:
        _writes.reset(token)
        _patience.reset(waits)


@contextmanager
def snapshot(engine: Engine | None = None) -> Iterator[Session]:
    """Give a session that only reads and sees one moment throughout, for walks over many tables or many rows."""
    engine = engine or db.engine
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        token = _writes.set(False)
        try:
            connection.begin()
        finally:
            _writes.reset(token)
        with Session(connection) as session:
            yield session


def locked(statement):
    """Return ``statement`` so that PostgreSQL locks the rows it reads; SQLite already holds the only write lock.

    Where nothing may be written there is nothing to hold: a page asks the same rule before anything is typed.
    """
    return statement.with_for_update() if _writes.get() else statement


@cache
def another(table: type, name: str) -> Any:
    """Return ``table`` as it stands a second time in a statement, under ``name``.

    Made once: to make an alias takes longer than to ask most questions. Two that meet in one statement need two names.
    It is filled before another thread may see it: two that filled one at once would leave it with columns that no
    statement finds again, until the program ends.
    """
    made = aliased(table, name=name)
    for one in inspect(made).mapper.column_attrs:
        getattr(made, one.key).__clause_element__()
    return made


def hold_row(row: Base) -> None:
    """Lock ``row`` until the transaction ends, and read it anew: of two at once the second sees what the first did."""
    columns = [one.key for one in row.__mapper__.column_attrs if isinstance(one.columns[0], Column)]
    db.session.refresh(row, columns, with_for_update=True)


def upsert(session: Session, table: type):
    """Return an INSERT into ``table`` in the dialect of ``session``, which knows ``on_conflict_do_…``."""
    return import_module(f"sqlalchemy.dialects.{session.get_bind().dialect.name}").insert(table)
