"""A throw-away PostgreSQL for the tests: one server for a whole run, one database per worker, nothing left behind.

The first process that asks starts the server and leaves its folder in the environment, so that xdist workers
spawned afterwards share it. Works as root too: the server then runs as the user ``postgres``.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg

MISSING = "PostgreSQL 未安装：apt-get install postgresql 后再跑"
SHARED = "TEST_POSTGRES_FOLDER"  # environment: folder of the server that another process of this run started
PREFIX = "zw-postgres-"  # of a server's folder; the id of the process that owns it follows
SETTINGS = {
    "listen_addresses": "''",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "64MB",
    "max_connections": "120",
}


class Server:
    """A running server, reached through a socket in its own folder; anyone on this machine may connect as ``test``."""

    def __init__(self, folder: Path):
        self.folder = folder

    def url(self, dbname: str) -> str:
        return f"postgresql+psycopg://test@/{dbname}?host={self.folder}"

    def create_template(self, name: str, build: Callable[[str], None]) -> None:
        """Let ``build(url)`` fill a database once per run; later calls of that name, from any worker, wait for it.

        ``build`` disposes of its engine: a template with open connections cannot be copied, so they are cut.
        """
        with self._admin() as admin:
            admin.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
            if _exists(admin, name):
                return
            draft = f"{name}_draft"
            admin.execute(f'DROP DATABASE IF EXISTS "{draft}" WITH (FORCE)')
            admin.execute(f'CREATE DATABASE "{draft}"')
            build(self.url(draft))
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [draft])
            admin.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')

    def reset(self, dbname: str, template: str) -> str:
        """Replace ``dbname`` by a fresh copy of ``template``, cutting its connections; return its address."""
        with self._admin() as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{dbname}" WITH (FORCE)')
            admin.execute(f'CREATE DATABASE "{dbname}" TEMPLATE "{template}" STRATEGY file_copy')
        return self.url(dbname)

    def drop(self, dbname: str) -> None:
        with self._admin() as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{dbname}" WITH (FORCE)')

    def restart(self, mode: str = "immediate") -> None:
        """Stop as ``mode`` says (``immediate`` is a crash) and start again."""
        _as_server_user(self.folder, "pg_ctl", "-D", f"{self.folder}/data", "-m", mode, "-w", "restart")

    def halt(self) -> None:
        """Stop as in a crash, keeping what is on the disk; ``resume`` starts it again."""
        _as_server_user(self.folder, "pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "-w", "stop")

    def resume(self) -> None:
        _launch(self.folder)

    def stop(self) -> None:
        try:
            _as_server_user(self.folder, "pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "-w", "stop")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _admin(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), user="test", dbname="postgres", autocommit=True)


@functools.cache
def server() -> Server | None:
    """The server of this test run, started on the first call; None where PostgreSQL is not installed."""
    if folder := os.environ.get(SHARED):
        return Server(Path(folder))
    if _programs() is None:
        return None
    _sweep()
    started = _start()
    os.environ[SHARED] = str(started.folder)
    atexit.register(started.stop)
    return started


def private() -> Server | None:
    """Start a server of one's own, to be stopped by the caller; None where PostgreSQL is not installed."""
    return _start() if _programs() else None


def _start() -> Server:
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=_fast_folder()))
    if _is_root():
        shutil.chown(folder, "postgres", "postgres")
    data = ["-D", f"{folder}/data"]
    _as_server_user(folder, "initdb", *data, "-U", "test", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
    _launch(folder)
    return Server(folder)


def _launch(folder: Path) -> None:
    options = " ".join(f"-c {key}={value}" for key, value in SETTINGS.items())
    options += f" -c unix_socket_directories={folder}"
    _as_server_user(folder, "pg_ctl", "-D", f"{folder}/data", "-w", "-l", f"{folder}/log", "-o", options, "start")


def _sweep() -> None:
    """Stop servers whose test run was killed before it could tidy up."""
    for folder in Path(_fast_folder()).glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdigit() and not Path("/proc", owner).exists():
            with contextlib.suppress(RuntimeError):
                Server(folder).stop()


def _as_server_user(folder: Path, program: str, *arguments: str) -> None:
    who = {"user": "postgres", "group": "postgres", "extra_groups": []} if _is_root() else {}
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    result = subprocess.run(
        [f"{_programs()}/{program}", *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        **who,
    )
    if result.returncode:
        raise RuntimeError(f"{program}: {result.stderr.decode(errors='replace')}")


@functools.cache
def _programs() -> Path | None:
    """The folder of ``initdb``, newest version first (Debian keeps it off the PATH)."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    versions = sorted(debian, key=lambda path: float(path.parts[4]), reverse=True)
    if found := shutil.which("initdb"):
        versions.append(Path(found))
    return versions[0].parent if versions else None


def _exists(admin: psycopg.Connection, dbname: str) -> bool:
    return admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [dbname]).fetchone() is not None


def _fast_folder() -> str:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else tempfile.gettempdir()


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
