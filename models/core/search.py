"""Chinese full-text search that behaves the same on both engines: overlapping bigrams, kept in step with the rows.

An area says what of its table is searched; from then on every flush keeps the index, ``matching`` narrows a Select.
The index is no business table: it can be built again from the rows at any time and is in no digest.
Source: docs/adr/0014.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, event, func, inspect, literal_column, or_, select, text
from sqlalchemy.orm import Session

from models.core.checks import invariant
from models.core.db import Base, db

RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z0-9]+")
MOST_PIECES = 24  # of one query: what a person types, not what a program sends
BATCH = 500


@dataclass(frozen=True, slots=True)
class Index:
    """What is searched of ``table``: ``words(row)`` is put into the index, ``columns`` confirm a hit."""

    table: type
    words: Callable[[Any], str]
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.table.__tablename__}_fts"


_INDEXES: dict[type, Index] = {}


def searchable(table: type, *columns: str, words: Callable[[Any], str] | None = None) -> None:
    """Search ``columns`` of ``table``; ``words(row)`` says what is indexed if that is less, e.g. without phone numbers.

    ``words`` may read columns of the row only. The migration of the table calls ``create``.
    """
    index = Index(table, words or (lambda row: " ".join(getattr(row, name) or "" for name in columns)), columns)
    _INDEXES[table] = index
    event.listen(table.__table__, "after_create", _create_beside)
    event.listen(table.__table__, "before_drop", _drop_beside)


def matching(rows: Select, table: type, typed: str, *, newest: int = 0, before: int | None = None) -> Select:
    """Narrow ``rows`` of ``table`` to those that contain every word of ``typed``; nothing typed narrows nothing.

    ``newest`` looks at no more than so many of the newest hits, those with an id below ``before`` if it is given: for
    a first look at a large table, after which the caller asks again without if it did not suffice.
    """
    runs = RUN.findall(typed.lower())
    if not runs:
        return rows
    index = _INDEXES[table]
    rows = rows.where(table.id.in_(_candidates(index, runs, newest, before)))
    for run in runs:
        if len(run) > 2:  # bigrams of a longer word may stand apart
            rows = rows.where(or_(*(getattr(table, name).icontains(run, autoescape=True) for name in index.columns)))
    return rows


def grams(words: str) -> list[str]:
    """Return the pieces under which a text is found: overlapping pairs of Han characters, whole words of others."""
    return sorted({piece for run in RUN.findall(words.lower()) for piece in _pieces(run)})


def _pieces(run: str) -> Iterator[str]:
    if run[0].isascii():
        yield run[:40]
        return
    yield from (run[at : at + 2] for at in range(len(run)))  # the last character stands alone, for its prefix


def _asked(run: str) -> list[str]:
    """Return the pieces that a text with ``run`` must have; letters and one character are beginnings."""
    if run[0].isascii() or len(run) == 1:
        return [f"{run[:40]}*"]
    return [run[at : at + 2] for at in range(len(run) - 1)]


def _asked_of(runs: list[str]) -> list[str]:
    """Return the pieces of a query. At most MOST_PIECES of Han; of digits all, else rows tell hidden ones."""
    han = [piece for run in runs if not run[0].isascii() for piece in _asked(run)]
    return [piece for run in runs if run[0].isascii() for piece in _asked(run)] + han[:MOST_PIECES]


def _candidates(index: Index, runs: list[str], newest: int, before: int | None) -> Select:
    asked = _asked_of(runs)
    if db.engine.dialect.name == "sqlite":
        wanted = " AND ".join(f'"{piece.rstrip("*")}"{"*" if piece.endswith("*") else ""}' for piece in asked)
        words = f"SELECT -rowid AS id FROM {index.name} WHERE {index.name} MATCH :wanted"  # noqa: S608
        edge, order = "rowid > -:before", "rowid"
    else:
        wanted = " & ".join(f"'{piece.rstrip('*')}'{':*' if piece.endswith('*') else ''}" for piece in asked)
        words = f"SELECT id FROM {index.name} WHERE grams @@ CAST(:wanted AS tsquery)"  # noqa: S608
        edge, order = "id < :before", "id DESC"
    given: dict[str, Any] = {"wanted": wanted}
    if before is not None:
        words, given["before"] = f"{words} AND {edge}", before
    if newest:
        words, given["newest"] = f"{words} ORDER BY {order} LIMIT :newest", newest
    found = text(words).bindparams(**given).columns(db.column("id"))
    return select(literal_column("id")).select_from(found.subquery())


# The index in the database


def create(connection: Connection, table_name: str) -> None:
    """Create the empty index of a table; newest rows come first. Call it in the table's migration."""
    name = f"{table_name}_fts"
    if connection.dialect.name == "sqlite":
        connection.execute(text(f"CREATE VIRTUAL TABLE {name} USING fts5(grams, detail=none)"))
        return
    connection.execute(text(f"CREATE TABLE {name} (id bigint PRIMARY KEY, grams tsvector NOT NULL)"))
    connection.execute(text(f"CREATE INDEX ix_{name}_grams ON {name} USING gin (grams)"))


def drop(connection: Connection, table_name: str) -> None:
    """Drop the index of a table. Call it when the migration is taken back."""
    connection.execute(text(f"DROP TABLE IF EXISTS {table_name}_fts"))


def _create_beside(table, connection: Connection, **_) -> None:
    create(connection, table.name)


def _drop_beside(table, connection: Connection, **_) -> None:
    drop(connection, table.name)


def is_index(name: str | None) -> bool:
    """Whether a table of the database is an index of ours or one of SQLite's parts of it: no business of migrations."""
    return name is not None and re.search(r"_fts(_\w+)?$", name) is not None


def rebuild(session: Session, tables: Iterable[type] | None = None) -> None:
    """Build the indexes anew from the rows, after rows were written past the session. The caller commits."""
    for table in tables or _INDEXES:
        index = _INDEXES[table]
        session.execute(text(f"DELETE FROM {index.name}"))  # noqa: S608
        for rows in session.scalars(select(table).execution_options(yield_per=BATCH)).partitions():
            write(session.connection(), index, rows)
            for row in rows:
                session.expunge(row)


def write(connection: Connection, index: Index, rows: Iterable[Any]) -> None:
    """Put rows into the index, over what is there of them. Sessions do it by themselves; a migration calls it."""
    if connection.dialect.name == "sqlite":
        put = text(f"INSERT OR REPLACE INTO {index.name} (rowid, grams) VALUES (:id, :grams)")  # noqa: S608
        given = [{"id": -row.id, "grams": " ".join(grams(index.words(row)))} for row in rows]
    else:
        vector = "array_to_tsvector(CAST(:grams AS text[]))"
        put = text(
            f"INSERT INTO {index.name} (id, grams) VALUES (:id, {vector}) "  # noqa: S608
            f"ON CONFLICT (id) DO UPDATE SET grams = excluded.grams"
        )
        given = [{"id": row.id, "grams": grams(index.words(row))} for row in rows]
    if given:
        connection.execute(put, given)


@event.listens_for(Session, "after_flush")
def _keep_in_step(session: Session, _context) -> None:
    changed: dict[Index, list[Base]] = {}
    for row in [*session.new, *session.dirty]:
        index = _INDEXES.get(type(row))
        if index and (row in session.new or _touches(row, index)):
            changed.setdefault(index, []).append(row)
    for index, rows in changed.items():
        write(session.connection(), index, rows)


def _touches(row: Base, index: Index) -> bool:
    return any(inspect(row).attrs[name].history.has_changes() for name in index.columns)


@invariant("全文检索的索引与记录一一对应", order=95)
def unindexed():
    """Yield the tables whose index has lost its step: ``flask search rebuild`` mends it."""
    for index in _INDEXES.values():
        rows = db.session.scalar(select(func.count()).select_from(index.table))
        kept = db.session.scalar(text(f"SELECT count(*) FROM {index.name}"))  # noqa: S608
        if rows != kept:
            yield f"{index.table.__tablename__} 有 {rows} 条记录，索引里有 {kept} 条，请执行 flask search rebuild"
