"""The state as a number, as lines, and as a copy: the same on both databases."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import create_engine, select, text

from models.accounts import Unit, User, sign_ins
from models.core import audit, clock, digest
from models.core.db import db as _db
from tests import postgres
from tests.conftest import WORKER
from tests.missing import skip_or_fail


@pytest.fixture
def run(app, db):
    """``run("data", "digest")`` is the command's result."""

    def invoke(*arguments: str):
        _db.session.commit()
        return app.test_cli_runner().invoke(args=arguments)

    return invoke


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request, tmp_path):
    """The address of an empty database on either engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'target.db'}"
        return
    if "postgresql" not in _wanted(request):
        pytest.skip("只在 SQLite 上跑")
    server = postgres.server()
    if server is None:
        skip_or_fail(postgres.MISSING)
    name = f"zw_copy_{WORKER}"
    server.drop(name)
    with server._admin() as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    yield server.url(name)
    server.drop(name)


def _wanted(request) -> str:
    wanted = request.config.getoption("--database")
    return "sqlite postgresql" if wanted == "both" else wanted


def test_the_digest_changes_with_the_data_and_comes_back_with_it(cast, run):
    before = run("data", "digest").output.strip()
    assert len(before) == 64
    _set_post(cast, "监控员")
    assert run("data", "digest").output.strip() != before
    _set_post(cast, "收费员", version=1)
    assert run("data", "digest").output.strip() == before


def _set_post(cast, post: str, version: int | None = None) -> None:
    cast["wang"].post_title = post
    audit.record("user.edit", cast["wang"], cast["xi"])
    _db.session.commit()
    if version:
        _db.session.execute(text("UPDATE users SET version = 1 WHERE staff_no = '00317'"))
        _db.session.commit()


def test_signing_in_leaves_the_digest_as_it_was(cast, run):
    before = run("data", "digest").output
    sign_ins.start(cast["wang"], clock.now())
    audit.act("sign_in.start", ("users", cast["wang"].id), cast["wang"])
    assert run("data", "digest").output == before


def test_a_dump_has_every_row_once_in_a_stable_order(cast, run):
    found = [json.loads(line) for line in run("data", "dump", "--table", "users").output.splitlines()]
    assert [row["id"] for row in found] == sorted(row.id for row in cast.values())
    assert next(row["staff_no"] for row in found if row["name"] == "王倩") == "00317"
    assert run("data", "dump").output == run("data", "dump").output


def test_a_dump_of_an_unknown_table_is_refused(run):
    result = run("data", "dump", "--table", "nobody")
    assert result.exit_code == 2 and "没有名为 nobody 的表" in result.output


def test_a_copy_is_equal_row_by_row_and_still_in_use(cast, run, target):
    """A unit whose parent has the higher id is the order that a careless copy trips over."""
    _add_unit_before_its_parent(cast)
    result = run("data", "copy", "--to", target)
    assert result.exit_code == 0, result.output
    assert "全部一致" in result.output and "users" in result.output
    _check_usable(target)


def _add_unit_before_its_parent(cast) -> None:
    parent = Unit(code="late", name="后设班组", kind=cast["wang"].unit.kind, path="/999/")
    _db.session.add(parent)
    audit.record("unit.create", parent, None)
    cast["wang"].unit.parent_id = parent.id
    audit.record("unit.edit", cast["wang"].unit, None)
    _db.session.commit()


def _check_usable(target: str) -> None:
    """The copy gives the next number, keeps its trail append-only and knows its people."""
    engine = create_engine(target)
    with engine.begin() as connection:
        names = connection.scalars(select(User.name).where(User.staff_no == "00317")).all()
        highest = connection.scalar(text("SELECT max(id) FROM units"))
        added = Unit.__table__.insert().values(
            code="new", name="新", kind="crew", path="/", sort=0, is_open=True, version=1
        )
        assert connection.execute(added).inserted_primary_key[0] == highest + 1
    assert names == ["王倩"]
    with engine.begin() as connection, pytest.raises(Exception, match="append-only"):
        connection.execute(text("DELETE FROM audit_entries"))
    engine.dispose()


def test_a_copy_into_a_used_database_is_refused(cast, run, target):
    assert run("data", "copy", "--to", target).exit_code == 0
    again = run("data", "copy", "--to", target)
    assert again.exit_code == 1 and "不是空的" in again.output


def test_the_digest_is_the_same_on_both_engines(cast, run, target):
    run("data", "copy", "--to", target)
    here = {table.name: _count(_db.engine, table) for table in digest.business_tables()}
    engine = create_engine(target)
    there = {table.name: _count(engine, table) for table in digest.business_tables()}
    engine.dispose()
    assert here == there and here["users"].rows == len(cast)


def _count(engine, table):
    with digest.snapshot(engine) as session:
        return digest.count(session, table)


def test_checks_say_every_invariant_and_fail_on_a_broken_one(run, monkeypatch):
    from models.core import checks

    result = run("check")
    assert result.exit_code == 0 and "成立  每个附件的文件都在" in result.output
    monkeypatch.setattr(checks, "_INVARIANTS", list(checks._INVARIANTS))
    checks.invariant("没有半途的交班", order=1)(lambda: ["交接 7 只有一方签认"])
    result = run("check")
    assert result.exit_code == 1
    assert result.output.splitlines()[:2] == ["不成立  没有半途的交班", "        交接 7 只有一方签认"]
