"""A house of its own for one story: instance folder, keys, database, server, and its rows read from beside the app."""

from __future__ import annotations

import functools
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import create_engine, text

from tests import postgres
from tests.browser import ROOT, LiveServer
from tests.conftest import KEY, WORKER, workplace
from tests.missing import skip_or_fail

DURABLE = "&options=-csynchronous_commit%3Don"  # the server of the tests answers before it writes, unless told so


@dataclass
class House:
    """``url`` is what the server is given as DATABASE_URL."""

    folder: Path
    url: str
    _engine: object = field(default=None, repr=False)

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    def server(self, **environment: str) -> LiveServer:
        """Return the house's server, not yet started; a second one gets another port."""
        return LiveServer(self.folder, "production", **{"DATABASE_URL": self.url} | environment)

    def rows(self, statement: str, **values) -> list[tuple]:
        """Read rows past the app, on a connection of one's own."""
        self._engine = self._engine or create_engine(self.url)
        with self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(statement), values)]

    def change(self, statement: str, **values) -> None:
        """Change rows past the app, as nobody may in earnest: to age a sign-in, to make a person idle."""
        self._engine = self._engine or create_engine(self.url)
        with self._engine.begin() as connection:
            connection.execute(text(statement), values)

    def is_sound(self) -> str:
        """Return "" when every invariant and the whole audit chain hold, else what the commands say."""
        command = [sys.executable, "-m", "tests.stories.sound"]
        told = subprocess.run(
            command, cwd=ROOT, env=self.environment(), capture_output=True, text=True, timeout=300, check=False
        )
        return told.stdout + told.stderr if told.returncode else ""

    def environment(self) -> dict[str, str]:
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(("ZW_", "DATABASE_URL"))}
        own = {"ZW_INSTANCE": str(self.folder), "ZW_MODE": "production", "DATABASE_URL": self.url}
        return inherited | own

    def close(self) -> None:
        if self._engine is not None:
            self._engine.dispose()


@contextmanager
def opened(engine: str, folder: Path, common: Path, name: str = "story"):
    """Open a house like the template; ``common`` as in ``_template``, ``name`` tells houses open at once apart."""
    name = f"zw_{name}_{WORKER}"
    house = House(folder, _copy(engine, _template(engine, common), folder, name))
    lay_keys(folder)
    try:
        yield house
    finally:
        house.close()
        if engine == "postgresql":
            postgres.server().drop(name)


@contextmanager
def alone(server: postgres.Server, folder: Path):
    """Open a house on a PostgreSQL of its own."""
    lay_keys(folder)
    server.create_template("zw_alone", lambda url: fill(folder, url))
    house = House(folder, server.url("zw_alone") + DURABLE)
    try:
        yield house
    finally:
        house.close()


def _copy(engine: str, template: Path | str, folder: Path, name: str) -> str:
    if engine == "sqlite":
        shutil.copyfile(template, folder / "house.db")
        return f"sqlite:///{folder / 'house.db'}"
    return postgres.server().reset(name, template) + DURABLE


@functools.cache
def _template(engine: str, common: Path) -> Path | str:
    """Build the database every story starts from, once per run; ``common`` is a folder that all workers share."""
    if engine == "sqlite":
        return _template_file(common)
    folder = workplace() / "stories"
    folder.mkdir()
    lay_keys(folder)
    server = postgres.server()
    if server is None:
        skip_or_fail(postgres.MISSING)
    server.create_template("zw_stories", lambda url: fill(folder, url))
    return "zw_stories"


def _template_file(common: Path) -> Path:
    folder = common / "stories"
    folder.mkdir(exist_ok=True)
    lock = sqlite3.connect(folder / "lock.db", timeout=300, isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")  # the first worker builds, the others wait
    try:
        if not (folder / "template.db").exists():
            lay_keys(folder)
            fill(folder, f"sqlite:///{folder / 'house.db'}")
            (folder / "house.db").rename(folder / "template.db")
    finally:
        lock.close()
    return folder / "template.db"


def fill(folder: Path, url: str) -> None:
    """Run ``build`` over an empty database. Raises AssertionError with what it printed."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ZW_")}
    environment |= {"DATABASE_URL": url, "ZW_INSTANCE": str(folder), "ZW_MODE": "production"}
    command = [sys.executable, "-m", "tests.stories.build"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]


def lay_keys(folder: Path) -> None:
    """Put the tests' key where the bootstrap would put fresh ones."""
    keys = folder / "keys"
    keys.mkdir(mode=0o700, exist_ok=True)
    for name in ("session.key", "audit.key"):
        (keys / name).write_text(KEY)
        (keys / name).chmod(0o600)
