"""``flask serve``: what ``make run`` starts. Schema, first data, jobs and the server, all in one process."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select
from waitress import create_server
from waitress.server import BaseWSGIServer

from blueprints.core import schema
from blueprints.core.config import Config
from blueprints.core.wire import Channel
from models.accounts.tables import Role, RoleGrant, User
from models.core import jobs, marks, seeds
from models.core.db import db

THREADS = 16
BODY_BYTES = 17 * 2**20  # just above the app's own limit: what is larger is refused before it has come
MODES = {"production": "正式", "demo": "演示", "test": "测试"}


@click.command("serve")
@with_appcontext
def serve() -> None:
    """启动服务：更新数据库、准备数据、打印地址，然后一直运行。"""
    house: Config = current_app.config["ZW"]
    server = _listen(house)  # first: a second start on the same port must not touch the data
    _update_schema()
    _fill(house)
    _announce(house)
    db.session.remove()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # ends the loop below after the answers under way
    with _jobs():
        server.run()


@contextmanager
def _jobs() -> Iterator[None]:
    """Run what is due beside the server; a job under way is finished before the process ends."""
    stop = threading.Event()
    app = current_app._get_current_object()
    loops = [(jobs.loop_forever, (app, stop, loop)) for loop in jobs.LOOPS.values()]
    workers = [
        threading.Thread(target=work, args=given, daemon=True)
        for work, given in [(jobs.run_forever, (app, stop)), *loops]
    ]
    for worker in workers:
        worker.start()
    yield
    stop.set()
    for worker in workers:
        worker.join(timeout=10)  # seconds


def _listen(house: Config):
    """Bind the address; every connection refuses too large a body in the house's own words."""
    sockets: dict = {}
    try:
        server = create_server(
            current_app._get_current_object(),
            sockets,
            listen=house.bind,
            threads=THREADS,
            ident=None,
            max_request_body_size=BODY_BYTES,
            clear_untrusted_proxy_headers=True,
            url_scheme="https" if house.tls else "http",
        )
    except (OSError, ValueError) as error:
        raise click.ClickException(f"无法监听 {house.bind}：{error}。可用环境变量 ZW_BIND 换一个端口。") from error
    for one in sockets.values():
        if isinstance(one, BaseWSGIServer):
            one.channel_class = Channel
    return server


def _update_schema() -> None:
    try:
        schema.bring_up()
    except SystemExit as refused:  # Flask-Migrate has logged the reason
        raise click.ClickException(
            "数据库的结构不是本版本认识的，没有改动任何数据。请安装与数据相配的版本。"
        ) from refused


def _fill(house: Config) -> None:
    """Add what a new release brings, and the demonstration station to an empty database of a demonstration.

    A demonstration that was cut off half-way is completed. Raises ClickException: production on demonstration data,
    whose sign-ins everybody knows.
    """
    demonstration = marks.read(marks.DEMONSTRATION)
    if house.mode == "production" and demonstration:
        raise click.ClickException(
            f"数据目录 {house.instance} 里是演示数据，不能用于正式。请把它改名留存再启动，或用 ZW_INSTANCE 换目录。"
        )
    seeds.run(seeds.BASE)
    if house.mode == "demo" and (demonstration == "begun" or _nobody()):
        click.echo("正在准备演示站，约需一分钟…")
        _command("seed", "demo")


def _announce(house: Config) -> None:
    click.echo(f"\n站务通（{MODES[house.mode]}）：{_address(house)}")
    click.echo(f"数据目录：{house.instance}    停止：Ctrl+C\n")
    if house.mode == "demo":
        _command("seed", "sign-ins")
    elif house.mode == "production" and not _has_administrator():
        _command("user", "create-admins")


def _address(house: Config) -> str:
    host, _, port = house.bind.rpartition(":")
    shown = "本机地址" if host in {"0.0.0.0", "*", "[::]"} else host  # noqa: S104, only compared
    return f"{'https' if house.tls else 'http'}://{shown}:{port}"


def _command(*words: str) -> None:
    """Run a command of ours in this process."""
    current_app.cli.main(list(words), prog_name="flask", standalone_mode=False)


def _nobody() -> bool:
    return db.session.scalar(select(User.id).limit(1)) is None


def _has_administrator() -> bool:
    grants = select(RoleGrant.id).join(Role).where(Role.is_administrator)
    return db.session.scalar(grants.limit(1)) is not None
