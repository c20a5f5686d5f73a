"""``flask seed``: the data a house starts with."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from models.accounts import User, demo
from models.core import marks, seeds
from models.core.db import Base, db
from models.roster import demo as roster

group = AppGroup("seed", help="基础数据与演示站")


@group.command("base")
def base() -> None:
    """基础数据：角色、条款、班次等，可重复执行。"""
    seeds.run(seeds.BASE)
    click.echo("基础数据已就绪。")


@group.command("demo")
@click.option("--fresh", is_flag=True, help="先清空数据库（仅限演示库）")
def fill_demo(fresh: bool) -> None:
    """演示站：一个收费所、两个站、八个班组，内容固定，可重复执行。"""
    if current_app.config["ZW"].mode == "production":
        raise click.ClickException("正式运行方式下不能建立演示站。")
    if fresh:
        _empty()
    elif db.session.scalar(select(User.id).limit(1)) and not _is_demo():
        raise click.ClickException("数据库里已有真实人员，没有改动任何内容。")
    marks.write(marks.DEMONSTRATION, "begun")
    seeds.run(seeds.BASE)
    seeds.run(seeds.DEMO)
    marks.write(marks.DEMONSTRATION, "complete")
    click.echo("演示站已就绪。")


@group.command("sign-ins")
def sign_ins() -> None:
    """列出演示账号。"""
    if not _is_demo():
        raise click.ClickException("这不是演示库。")
    click.echo(f"演示账号（密码 {demo.PASSWORD}，签认口令 {demo.PIN}）：")
    for role, unit, staff_no, name in demo.sign_ins():
        click.echo(f"  {staff_no}  {name}  {role}（{unit}）")
    click.echo("现在当班（密码相同）：")
    for line in roster.on_duty_now():
        click.echo(f"  {line}")


def _is_demo() -> bool:
    return marks.read(marks.DEMONSTRATION) != ""


def _empty() -> None:
    """Drop and make anew every table of a demonstration database. Raises ClickException for any other."""
    if db.session.scalar(select(User.id).limit(1)) and not _is_demo():
        raise click.ClickException("这不是演示库，没有改动任何内容。")
    db.session.remove()
    Base.metadata.drop_all(db.engine)
    Base.metadata.create_all(db.engine)
