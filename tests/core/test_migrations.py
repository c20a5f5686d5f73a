"""The schema's history leads to the schema of the code, in both directions, on both engines, with data in it."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, inspect, text

from blueprints.core import schema
from models.core import search
from models.core.db import Base
from models.core.digest import state_digest


@pytest.fixture
def connection(db):
    db.session.remove()
    with db.engine.connect() as connection:
        yield connection


def differences(connection) -> list:
    """Return what autogenerate would still change; the version table is Alembic's own."""
    ours = {"compare_type": True, "include_name": lambda name, kind, _: kind != "table" or not search.is_index(name)}
    context = MigrationContext.configure(connection, opts=ours)
    return [one for one in compare_metadata(context, Base.metadata) if "alembic_version" not in str(one)]


def test_the_migrated_schema_is_that_of_the_code(connection):
    assert differences(connection) == []


def test_the_database_says_which_schema_it_has(db):
    assert db.session.scalar(text("SELECT version_num FROM alembic_version")) == schema.newest()
    assert schema.is_current()


def test_running_it_twice_changes_nothing(cast, db):
    before = state_digest()
    db.session.remove()
    upgrade()
    assert state_digest() == before


@pytest.mark.one_engine
@pytest.mark.parametrize("command", ["current", "check", "upgrade"])
def test_the_commands_of_the_readme_find_our_scripts(app, command):
    answer = app.test_cli_runner().invoke(args=["db", *command.split()])
    assert answer.exception is None, answer.output


def test_every_table_goes_and_comes_back(db):
    db.session.remove()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}
    upgrade()
    with db.engine.connect() as connection:
        assert differences(connection) == []


def test_the_trail_is_guarded_in_a_migrated_database_too(cast, db):
    with pytest.raises(Exception, match="append-only"):
        db.session.execute(text("DELETE FROM audit_entries"))


def test_a_schema_from_the_future_is_not_touched(cast, db):
    db.session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    db.session.commit()
    before = state_digest()
    db.session.remove()
    with pytest.raises(SystemExit):
        upgrade()
    assert state_digest() == before and not schema.is_current()


@pytest.mark.one_engine
def test_checks_indexes_and_keys_are_those_of_the_code(db, tmp_path):
    """Autogenerate looks at columns; a CHECK that only one way of building has would go unnoticed."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("compares two SQLite files")
    fresh = create_engine(f"sqlite:///{tmp_path / 'fresh.db'}")
    Base.metadata.create_all(fresh)
    built, migrated = inspect(fresh), inspect(db.engine)
    for table in Base.metadata.tables:
        for kind in ("check_constraints", "unique_constraints", "indexes", "foreign_keys"):
            ask = f"get_{kind}"
            assert named(getattr(migrated, ask)(table)) == named(getattr(built, ask)(table)), f"{table} {kind}"
    fresh.dispose()


def named(found: list[dict]) -> list[str]:
    return sorted(str({key: value for key, value in one.items() if key != "dialect_options"}) for one in found)
