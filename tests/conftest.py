"""The ground every test stands on: the app on both databases, a fresh house for each test, and the cast."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

import hypothesis
import pytest
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import event
from sqlalchemy.orm.exc import StaleDataError

import models  # noqa: F401  (metadata must be whole)
from app import create_app, settle_in
from blueprints.core.config import Config
from models.accounts import SignIn, User, sign_ins
from models.core import clock, seeds, settings, trail
from models.core.db import db as _db
from models.core.db import open_for
from models.core.errors import RuleBroken
from tests import browser, postgres
from tests import cast as _cast
from tests.missing import in_ci, skip_or_fail
from tests.restoring import Restored

KEY = "5f0c6de1a99b4730b2f8e4d61c7a3f95e08b2d4c6f1a7e3955aa10cc77de42b8"
ENGINES = ("sqlite", "postgresql")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


def pytest_addoption(parser):
    parser.addoption("--database", choices=("both", *ENGINES), default="both", help="run on one database only")


def pytest_configure(config):
    """Let slow machines think; start PostgreSQL before xdist spawns its workers, which inherit its address."""
    hypothesis.settings.register_profile("house", deadline=None, derandomize=in_ci())
    hypothesis.settings.load_profile("house")
    if config.getoption("--database") != "sqlite" and getattr(config.option, "numprocesses", None):
        postgres.server()


LONG = (
    "stories/",
    "test_browser",
    "test_leak",
    "test_access_table",
    "test_security_walk",
    "security/",
    "test_start",
    "test_links",
)


def pytest_collection_modifyitems(items):
    """Begin with the long files: whichever worker is done first then finds short ones left to fill its time.

    Of those that need a demonstration house one goes first and the others last: it is filled while others run.
    """
    housed = {item for item in items if "server" in item.fixturenames}
    first = next((item.path for item in items if item in housed), None)

    def place(item) -> int:
        is_long = any(part in item.nodeid for part in LONG)
        return 0 if item.path == first else 3 if not is_long else 2 if item in housed else 1

    items.sort(key=place)


def pytest_generate_tests(metafunc):
    if "engine" in metafunc.fixturenames:
        wanted = metafunc.config.getoption("--database")
        engines = ENGINES if wanted == "both" else (wanted,)
        once = metafunc.definition.get_closest_marker("one_engine")
        metafunc.parametrize("engine", engines[:1] if once else engines, scope="session")


MEMORY = Path("/dev/shm")
ROOM = 2**30  # bytes: many times what a worker's files come to


@functools.cache
def workplace() -> Path:
    """A folder of this test process: databases, templates, attachments.

    In memory where there is room: the same files, without waiting for a disk at each of ten thousand commits. What
    survives a cut is asked of real servers on the disk, in ``tests/stories``.
    """
    in_memory = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    folder = Path(tempfile.mkdtemp(prefix=f"zw-test-{WORKER}-", dir=MEMORY if in_memory else None))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@functools.cache
def app_on(engine: str):
    """The app on one engine, built once per process; its database is replaced between tests."""
    folder = workplace() / engine
    folder.mkdir()
    app = create_app(Config(database_url=_url(engine), instance=folder, session_key=KEY, audit_key=KEY, mode="test"))
    app.jinja_env.bytecode_cache.directory = _translated()
    return app


def _translated() -> str:
    """Return the folder in which all processes of all runs keep their translated templates."""
    folder = Path(__file__).parents[1] / ".pytest_cache" / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder)


def _url(engine: str) -> str:
    if engine == "sqlite":
        return f"sqlite:///{workplace() / 'house.db'}"
    server = postgres.server()
    if server is None:
        skip_or_fail(postgres.MISSING)
    return server.url(f"zw_{WORKER}")


def _build() -> None:
    """Fill a new database: the schema, the base data, the cast."""
    upgrade()
    seeds.run(seeds.BASE)
    _cast.add()


@functools.cache
def _template(engine: str) -> Path | str:
    """Build the database that every test starts from a copy of."""
    app = app_on(engine)
    if engine == "sqlite":
        return _sqlite_template(app)
    name = "zw_template"
    postgres.server().create_template(name, lambda url: _fill_at(url))
    return name


def _sqlite_template(app) -> Path:
    with app.app_context():
        _build()
        _db.session.remove()
        _db.engine.dispose()
    template = workplace() / "template.db"
    shutil.move(workplace() / "house.db", template)
    return template


def _fill_at(url: str) -> None:
    folder = workplace() / "template"
    folder.mkdir(exist_ok=True)
    app = create_app(Config(database_url=url, instance=folder, session_key=KEY, audit_key=KEY, mode="test"))
    with app.app_context():
        _build()
        _db.session.remove()
        _db.engine.dispose()


@functools.cache
def _restored(template: str) -> Restored:
    return Restored(postgres.server(), f"zw_{WORKER}", template)


def _renew(engine: str) -> None:
    """Give the app a fresh copy of the template; what lies outside the database tells of the last house."""
    template = _template(engine)
    for heads in workplace().glob(f"*/{trail.HEADS}"):
        heads.unlink()
    if engine == "postgresql":
        _restored(template).renew()
        return
    for ending in ("", "-wal", "-shm"):
        (workplace() / f"house.db{ending}").unlink(missing_ok=True)
    shutil.copyfile(template, workplace() / "house.db")


@pytest.fixture(scope="session")
def template(engine):
    """The app and its template, made before the first test sets the clock for itself."""
    app_on(engine)
    return _template(engine)


@pytest.fixture
def app(engine, template):
    """The app with a fresh house in its database."""
    app = app_on(engine)
    settle_in(app.config["ZW"])  # the last test may have used a folder of its own
    _renew(engine)
    settings.forget()
    yield app
    clock.pin(None)
    with app.app_context():
        _db.session.remove()
        _db.engine.dispose()


@pytest.fixture
def db(app):
    with app.app_context():
        yield _db
        _db.session.rollback()


@pytest.fixture
def cast(db) -> dict[str, User]:
    """People by key; ``tests/cast.py`` tells who they are."""
    return _cast.people()


@pytest.fixture
def units(db):
    return _cast.units()


class FreshClient(FlaskClient):
    """Gives every request its own app context: without it ``g``, and with it Flask-Login's cached user, leaks from
    one request into the next. Commits the test's own session first, so that the request sees its rows."""

    def open(self, *args, **kwargs):
        _db.session.commit()
        try:
            with self.application.app_context():
                return super().open(*args, **kwargs)
        finally:
            open_for(True)  # the test itself may write again after a GET


@pytest.fixture
def client(app, db):
    """A browser that nobody has signed in at. CSRF tokens are asked for by the tests that are about them."""
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = FreshClient
    return app.test_client()


@pytest.fixture
def as_(app, db, client):
    """``as_(cast["han"])`` is a browser in which Han Xue has signed in."""

    def sign_in(person: User, terminal=None) -> FreshClient:
        browser = app.test_client()
        token = sign_ins.start(person, clock.now(), terminal)
        _db.session.commit()
        with browser.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True
        return browser

    return sign_in


@pytest.fixture(scope="module")
def server(request, tmp_path_factory):
    """A demonstration house of the module's own, running: its rows are of today and stand at every stage."""
    with browser.furnished(tmp_path_factory, request.module.__name__.replace(".", "-")) as live:
        yield live


@pytest.fixture(scope="module")
def chromium():
    with browser.launched() as found:
        yield found


@pytest.fixture
def at_once(app, db):
    """Let every one of ``acts`` be done at the same moment, each in a thread; return "" or the refusal of each."""

    def run(*acts) -> list[str]:
        db.session.commit()
        db.session.remove()
        ready = Barrier(len(acts))

        def one(act) -> str:
            with app.app_context():
                db.session.rollback()
                ready.wait()
                try:
                    act()
                    db.session.commit()
                except (RuleBroken, StaleDataError) as refusal:
                    db.session.rollback()
                    return str(refusal)
                return ""

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(one, acts))

    return run


LEFT_OUT = (SignIn.__tablename__, "role_grants", "SAVEPOINT", "SET TRANSACTION")  # no question of a page


@pytest.fixture
def count_queries(db):
    """``with count_queries() as seen:`` collects the SQL statements of the block, sign-in and user left out."""

    @contextmanager
    def counting():
        seen: list[str] = []

        def listen(_connection, _cursor, statement, *_rest) -> None:
            if not any(word in statement for word in LEFT_OUT):
                seen.append(statement)

        event.listen(_db.engine, "before_cursor_execute", listen)
        try:
            yield seen
        finally:
            event.remove(_db.engine, "before_cursor_execute", listen)

    return counting
