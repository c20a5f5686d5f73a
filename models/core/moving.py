"""Moves the whole house into another, empty database, and proves that nothing was lost or changed."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

from sqlalchemy import Column, Connection, Engine, Integer, MetaData, String, Table, bindparam, func, inspect, select
from sqlalchemy.orm import Session

from models.core import search
from models.core.audit import AuditHead
from models.core.db import Base, snapshot
from models.core.digest import Count, count, every_table, in_order
from models.core.errors import RuleBroken

BATCH = 500
SCHEMA = "alembic_version"  # the table in which Alembic keeps the number of the schema


def copy_to(target: Engine, tell: Callable[[str, Count, Count], None]) -> bool:
    """Copy every table, compare counts and digests, tell each pair; True when all are equal.

    Files stay where they are: they are not in the database. Raises RuleBroken: the other database holds data.
    """
    Base.metadata.create_all(target)
    with snapshot() as source:
        with target.begin() as connection:
            _refuse_used(connection)
            _fill(source, connection)
        return _compare(source, target, tell)


def _refuse_used(target: Connection) -> None:
    for table in every_table():
        if table is not AuditHead.__table__ and target.execute(select(table).limit(1)).first():
            raise RuleBroken(f"目标数据库不是空的：{table.name} 里已有数据。")


def _fill(source: Session, target: Connection) -> None:
    """Insert in the order of the foreign keys; those that point onwards, or to their own table, are set at the end."""
    order = Base.metadata.sorted_tables
    place = {table: index for index, table in enumerate(order)}
    target.execute(AuditHead.__table__.delete())  # its row came with the schema
    for table in order:
        _copy_rows(source, target, table, _late(table, place))
    for table in order:
        _set_late(source, target, table, _late(table, place))
        _restart_numbers(target, table)
    _copy_schema_number(source, target)
    with Session(target) as session:
        search.rebuild(session)
        session.flush()


def _late(table: Table, place: dict[Table, int]) -> list[Column]:
    """Return the columns that may point to rows that are not there yet."""
    keys = [key for key in table.foreign_keys if place[key.column.table] >= place[table]]
    return sorted({key.parent for key in keys}, key=lambda column: column.name)


def _copy_rows(source: Session, target: Connection, table: Table, late: list[Column]) -> None:
    empty = {column.name: None for column in late if column.nullable}
    rows = source.execute(in_order(source, table))
    while batch := [{**row._mapping, **empty} for row in islice(rows, BATCH)]:
        target.execute(table.insert(), batch)


def _set_late(source: Session, target: Connection, table: Table, late: list[Column]) -> None:
    late = [column for column in late if column.nullable]
    if not late:
        return
    key = next(iter(table.primary_key))
    update = (
        table.update().where(key == bindparam("the_key")).values({c.name: bindparam(f"new_{c.name}") for c in late})
    )
    rows = source.execute(in_order(source, table))
    while batch := [_late_values(row._mapping, key, late) for row in islice(rows, BATCH)]:
        target.execute(update, batch)


def _late_values(row: Any, key: Column, late: list[Column]) -> dict[str, Any]:
    return {"the_key": row[key.name], **{f"new_{column.name}": row[column.name] for column in late}}


def _restart_numbers(target: Connection, table: Table) -> None:
    """Let PostgreSQL go on behind the highest number; SQLite does so by itself."""
    key = table.autoincrement_column
    if target.dialect.name != "postgresql" or key is None or not isinstance(key.type, Integer):
        return
    highest = target.scalar(select(func.max(key)))
    if highest is not None:
        target.execute(select(func.setval(func.pg_get_serial_sequence(table.name, key.name), highest)))


def _copy_schema_number(source: Session, target: Connection) -> None:
    if not inspect(source.connection()).has_table(SCHEMA):
        return
    version = Table(SCHEMA, MetaData(), Column("version_num", String(32), primary_key=True))
    version.create(target, checkfirst=True)
    target.execute(version.delete())
    for row in source.execute(select(version)):
        target.execute(version.insert(), dict(row._mapping))


def _compare(source: Session, target: Engine, tell: Callable[[str, Count, Count], None]) -> bool:
    equal = True
    with snapshot(target) as copied:
        for table in every_table():
            here, there = count(source, table), count(copied, table)
            tell(table.name, here, there)
            equal = equal and here == there
    return equal
