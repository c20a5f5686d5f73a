"""A transaction that only reads keeps nothing, on either engine. Source: docs/adr/0003."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from models.accounts import User
from models.core.db import db as house
from models.core.db import open_for

RENAME = text("UPDATE users SET name = 'x'")
HIDDEN = text("/* a reading? */ WITH one AS (SELECT 1) UPDATE users SET name = 'x'")
BEHIND_WITH = text("WITH one AS (SELECT 1) UPDATE users SET name = 'x'")
REMOVE = text("DELETE FROM audit_entries")
DECLARE = text("CREATE TABLE extra (id INTEGER)")


@pytest.fixture
def reading(cast, db):
    db.session.commit()
    open_for(False)
    yield db.session
    db.session.rollback()
    open_for(True)


def renamed() -> int:
    return house.session.scalar(select(func.count()).where(User.name == "x"))


@pytest.mark.parametrize("statement", [RENAME, HIDDEN, BEHIND_WITH, REMOVE, DECLARE], ids=lambda one: one.text[:20])
def test_no_text_that_writes_is_kept(reading, statement):
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        reading.execute(statement)
        reading.commit()
    reading.rollback()
    assert renamed() == 0


def test_no_change_of_a_row_is_kept(reading):
    reading.scalars(select(User)).first().phone = "x"
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        reading.commit()


def test_the_next_transaction_may_write(reading):
    with pytest.raises(DBAPIError):
        reading.execute(RENAME)
    reading.rollback()
    open_for(True)
    reading.execute(text("UPDATE users SET post_title = 'x'"))
    reading.commit()
    assert reading.scalar(select(func.count()).where(User.post_title != "x")) == 0


def test_reading_with_savepoints_goes_through(reading):
    with reading.begin_nested():
        assert reading.scalar(select(func.count()).select_from(User)) > 0
    reading.commit()
