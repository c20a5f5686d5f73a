"""Disk full, database locked or gone, clients that dribble: a sentence instead of an error, and nothing half done."""

from __future__ import annotations

import sqlite3
import time

import pytest

from models.core import db as database
from models.training import QuizAnswer
from tests.conftest import workplace
from tests.training.makers import make_bank, make_early

SENTENCE = "没有保存任何内容"


@pytest.fixture
def locked(app, db, monkeypatch):
    """``with locked() …``: another process holds SQLite's write lock; waiting for it is short."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("只有 SQLite 会整库锁住")
    monkeypatch.setattr(database, "PATIENCE_SECONDS", 0.2)
    db.session.commit()
    other = sqlite3.connect(workplace() / "house.db", isolation_level=None)

    def lock() -> sqlite3.Connection:
        db.session.commit()
        other.execute("BEGIN IMMEDIATE")
        return other

    yield lock
    other.close()


def test_a_locked_database_refuses_writes_with_a_sentence_and_goes_on_reading(db, cast, units, as_, locked):
    make_bank()
    make_early(units, cast["liu"], cast["wang"])
    browser = as_(cast["wang"])
    db.session.execute(db.text("UPDATE sign_ins SET seen_at = datetime(seen_at, '-10 minutes')"))
    other = locked()
    refused = browser.post("/training/today/start")
    assert refused.status_code == 503 and SENTENCE in refused.text
    began = time.monotonic()
    assert browser.get("/inbox/").status_code == 200
    assert time.monotonic() - began < 2
    other.execute("ROLLBACK")
    assert browser.get("/training/today").status_code == 200
    assert browser.post("/inbox/read-all").status_code == 303
    assert db.session.scalar(db.select(db.func.count(QuizAnswer.id))) == 0
