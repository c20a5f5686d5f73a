"""``flask user``: what can only be done at the server itself."""

from __future__ import annotations

import click
from flask import current_app

from blueprints.admin import bp
from models.accounts import invitations, passwords, queries
from models.accounts import people as rules
from models.core.db import db
from models.core.errors import RuleBroken


@bp.cli.command("create-admins")
def create_admins() -> None:
    """打印一次性地址，在那里建立系统、安全、审计三位管理员；24 小时内有效。"""
    try:
        token = invitations.invite()
    except RuleBroken as refusal:
        raise click.ClickException(str(refusal)) from refusal
    db.session.commit()
    house = current_app.config["ZW"]
    scheme = "https" if house.tls else "http"
    click.echo("请在 24 小时内打开下面的地址，建立三位管理员（只能用一次）：")
    click.echo(f"  {scheme}://{house.bind}/first-administrators/{token}")


@bp.cli.command("reset")
@click.argument("staff_no")
def reset(staff_no: str) -> None:
    """重置一个人的密码并打印初始密码；三员忘记密码时用。"""
    person = db.session.scalar(queries.numbered(staff_no))
    if person is None:
        raise click.ClickException(f"没有工号 {staff_no}。")
    initial = passwords.initial_password()
    rules.reset_at_server(person, initial)
    db.session.commit()
    click.echo(f"{person.name} 的初始密码（登录后须更换）：{initial}")
