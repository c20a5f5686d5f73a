"""Disk full, database locked or gone, clients that dribble: a sentence instead of an error, and nothing half done."""

from __future__ import annotations

import socket
import sqlite3
import time
from contextlib import contextmanager, suppress
from threading import Event, Thread

import pytest

from models.core import db as database
from models.training import QuizAnswer
from tests import postgres
from tests.conftest import workplace
from tests.missing import skip_or_fail
from tests.stories import crowd, killing, quiz
from tests.stories import house as houses
from tests.stories.people import COLLECTORS
from tests.stories.quiz import Taker
from tests.stories.visitor import Visitor
from tests.training.makers import make_bank, make_early

resource = pytest.importorskip("resource", reason="只在 Linux 上跑")

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


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="只有 Linux 能让一个进程写不进文件")
def test_a_full_disk_refuses_writes_and_recovers_without_restart(house, server):
    if not house.is_sqlite:
        pytest.skip("PostgreSQL 的磁盘不归本服务管")
    taker = Taker(Visitor(server).sign_in(COLLECTORS[0]), COLLECTORS[0])
    taker.open()
    assert taker.step("A")
    usual = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1024, resource.RLIM_INFINITY))
    for _try in range(3):
        taker.step("B")
    told = {answer.status for answer in taker.answers if answer.status not in (200, 303)}
    assert told == {503}
    assert SENTENCE in next(answer.text for answer in taker.answers if answer.status == 503)
    assert taker.visitor.get("/inbox/").status == 200
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, usual)
    assert quiz.kept(house) == taker.acknowledged
    taker.finish()
    assert quiz.kept(house) == taker.acknowledged and len(taker.acknowledged) == 5
    assert house.is_sound() == ""


@pytest.fixture
def own_postgres(engine, tmp_path):
    """A house on a PostgreSQL of its own, which the test may break."""
    if engine != "postgresql":
        pytest.skip("SQLite 没有可以重启的服务")
    private = postgres.private()
    if private is None:
        skip_or_fail(postgres.MISSING)
    try:
        with houses.alone(private, tmp_path) as house:
            yield private, house
    finally:
        with suppress(RuntimeError):  # already stopped
            private.stop()


def test_a_crashed_postgresql_is_answered_with_a_sentence_and_found_again(own_postgres):
    private, house = own_postgres
    with house.server() as server:
        takers = [Taker(Visitor(server).sign_in(no), no) for no in COLLECTORS[:4]]
        for taker in takers:
            taker.open()
        writers = [killing.Writer(lambda taker=taker: taker.step("C")) for taker in takers]
        for writer in writers:
            writer.start()
        private.restart("immediate")
        private.halt()
        gone = takers[0].visitor.tab().get("/training/today")
        assert gone.status == 503 and SENTENCE in gone.text
        for writer in writers:
            writer.enough.set()
            writer.join(timeout=60)
        assert [writer.failure for writer in writers] == [None] * 4
        private.resume()
        began = time.monotonic()
        while takers[0].visitor.get("/readyz").status != 200:
            assert time.monotonic() - began < 15
        statuses = {answer.status for taker in takers for answer in taker.answers}
        assert statuses <= {200, 303, 503}
        kept = quiz.kept(house)
        lost = [w for taker in takers for w, choice in taker.acknowledged.items() if kept.get(w) != choice]
        assert lost == []
    assert house.is_sound() == ""


def test_sixty_slow_clients_do_not_hold_up_the_others(server):
    person = Visitor(server).sign_in(COLLECTORS[0])
    usual = crowd.share([person.get("/inbox/").seconds for _ in range(20)], 0.95)
    with dribbling(server.bind, 60):
        answers = [person.get("/inbox/") for _ in range(40)]
    assert {answer.status for answer in answers} == {200}
    assert crowd.share([answer.seconds for answer in answers], 0.95) < max(1, 3 * usual)


@contextmanager
def dribbling(bind: str, count: int):
    """Keep ``count`` connections open that send a byte now and then: half of them headers, half of them a body."""
    host, _, port = bind.rpartition(":")
    lines = [socket.create_connection((host, int(port)), timeout=5) for _ in range(count)]
    for number, line in enumerate(lines):
        body = b"Content-Length: 100000\r\n\r\n" if number % 2 else b""
        line.sendall(b"POST /sign-in HTTP/1.1\r\nHost: " + bind.encode() + b"\r\n" + body)
    enough = Event()
    feeder = Thread(target=_dribble, args=(lines, enough), daemon=True)
    feeder.start()
    try:
        yield
    finally:
        enough.set()
        feeder.join()
        for line in lines:
            line.close()


def _dribble(lines: list[socket.socket], enough: Event) -> None:
    while not enough.wait(0.1):
        for line in lines:
            with suppress(OSError):
                line.sendall(b"x")
