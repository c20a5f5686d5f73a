"""``flask check``: every invariant of the domain, one line each."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from models.core import checks

SHOWN = 20


@click.command("check")
@with_appcontext
def check() -> None:
    """逐条核对业务数据；有一条不成立时以 1 退出。"""
    failed = False
    for sentence, broken in checks.run():
        failed = failed or bool(broken)
        click.echo(f"{'不成立' if broken else '成立'}  {sentence}")
        for line in broken[:SHOWN]:
            click.echo(f"        {line}")
        if len(broken) > SHOWN:
            click.echo(f"        …… 共 {len(broken)} 处")
    sys.exit(1 if failed else 0)
