"""How a migration runs: in one transaction on both engines, and without SQLite's cascades eating child rows."""

from __future__ import annotations

from alembic import context
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import Connection

from models.core import search
from models.core.db import Moment, db


def render(kind: str, thing, _autogen) -> str | bool:
    """Write our own column type as the plain type it is stored as: a migration must not follow later code."""
    if kind == "type" and isinstance(thing, Moment):
        return "sa.DateTime(timezone=True)"
    return False


def is_ours(name: str | None, kind: str, _parents) -> bool:
    """Leave the search indexes alone: they are no tables of the model."""
    return kind != "table" or not search.is_index(name)


def number(_context, _revision, directives) -> None:
    """Give a new migration the number after the newest; write none when autogenerate finds nothing to change."""
    (script,) = directives
    if getattr(context.config.cmd_opts, "autogenerate", False) and script.upgrade_ops.is_empty():
        directives.clear()
    newest = ScriptDirectory.from_config(context.config).get_current_head()
    script.rev_id = f"{int(newest or 0) + 1:04d}"


def run(connection: Connection) -> None:
    """Upgrade or downgrade on ``connection``. Raises RuntimeError when a foreign key points nowhere afterwards."""
    arguments = dict(current_app.extensions["migrate"].configure_args)
    lite = connection.dialect.name == "sqlite"
    if lite:
        # batch mode drops and renames tables; with foreign keys on, ON DELETE would follow
        raw = connection.connection.driver_connection
        raw.execute("PRAGMA foreign_keys=OFF")
        arguments["transactional_ddl"] = True
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_item=render,
        include_name=is_ours,
        process_revision_directives=number,
        **arguments,
    )
    try:
        with context.begin_transaction():
            context.run_migrations()
            if lite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
                raise RuntimeError(f"foreign keys broken: {broken[:5]}")
    finally:
        if lite:
            raw.execute("PRAGMA foreign_keys=ON")


if context.is_offline_mode():
    raise SystemExit("Migrations run against a database; there is no offline mode.")
with db.engine.connect() as connection:
    run(connection)
