"""Which schema the database has, and which one this release knows."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from models.core.db import db

MIGRATIONS = Path(__file__).resolve().parents[2] / "models" / "migrations"


@cache
def newest() -> str:
    """Return the revision that this release brings."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config).get_current_head()


def is_current() -> bool:
    """Whether the database is at that revision; raises what the database raises when it does not answer."""
    return db.session.scalar(db.text("SELECT version_num FROM alembic_version")) == newest()
