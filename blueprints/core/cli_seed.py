"""``flask seed``: the data a house starts with."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from models.core import seeds

group = AppGroup("seed", help="基础数据与演示站")


@group.command("base")
def base() -> None:
    """基础数据：角色、条款、班次等，可重复执行。"""
    seeds.run(seeds.BASE)
    click.echo("基础数据已就绪。")
