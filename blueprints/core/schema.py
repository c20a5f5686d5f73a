"""Which schema the database has, which one this release knows, and how one becomes the other.

Alembic is a tenth of what a start imports, and nearly every start finds the newest schema: it is imported when needed.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import click
from flask import Flask, g
from flask.cli import with_appcontext
from sqlalchemy import inspect

from models.core.db import db

MIGRATIONS = Path(__file__).resolve().parents[2] / "models" / "migrations"


def init_app(app: Flask) -> None:
    app.extensions["migrate"] = _Migrate(app)
    app.cli.add_command(_Commands("db", callback=_prepare, help="数据库的结构：升级、退回、新的脚本。"))


@cache
def newest() -> str:
    """Return the revision that this release brings: the scripts are numbered in the order in which they run."""
    return max(script.name[:4] for script in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def is_current() -> bool:
    """Whether the database is at that revision; raises what the database raises when it does not answer."""
    return db.session.scalar(db.text("SELECT version_num FROM alembic_version")) == newest()


def bring_up() -> None:
    """Bring the database to the newest revision. Raises SystemExit, its reason logged: no revision we know."""
    if inspect(db.engine).has_table("alembic_version") and is_current():
        return
    db.session.rollback()
    _flask_migrate().upgrade()


class _Migrate:
    """What Flask-Migrate keeps of itself in ``app.extensions``; the first question puts the real one here."""

    def __init__(self, app: Flask):
        self._app = app

    def __getattr__(self, name: str) -> object:
        _flask_migrate().Migrate(self._app, db, directory=str(MIGRATIONS))
        return getattr(self._app.extensions["migrate"], name)


class _Commands(click.Group):
    """``flask db``: the commands of Flask-Migrate."""

    def list_commands(self, context: click.Context) -> list[str]:
        return _flask_migrate().cli.db.list_commands(context)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        return _flask_migrate().cli.db.get_command(context, name)


@with_appcontext
def _prepare() -> None:
    """Leave for each command what Flask-Migrate's own group does: the folder and arguments are the house's."""
    g.directory, g.x_arg = None, ()


def _flask_migrate() -> ModuleType:
    import_module("flask_migrate.cli")
    return import_module("flask_migrate")
