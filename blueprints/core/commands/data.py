"""``flask data``: the state as one number, as lines, and as a copy in another database."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup
from sqlalchemy import create_engine

from blueprints.core.config import driver_url
from models.core import digest, moving
from models.core.db import snapshot
from models.core.digest import Count
from models.core.errors import RuleBroken

group = AppGroup("data", help="数据摘要、导出与迁移")


@group.command("digest")
@click.option("--tables", is_flag=True, help="每张表一行：行数和摘要")
def state_digest(tables: bool) -> None:
    """全部业务数据和附件的一个 SHA-256；两种数据库上相同。"""
    if tables:
        with snapshot() as session:
            for table in digest.every_table():
                rows, sha256 = digest.count(session, table)
                click.echo(f"{sha256}  {rows:>8}  {table.name}")
        return
    click.echo(digest.state_digest())


@group.command("dump")
@click.option("--table", "name", help="只输出这一张表")
def dump(name: str | None) -> None:
    """逐行输出业务数据，每行一个 JSON，顺序固定。"""
    wanted = [t for t in digest.every_table() if t.name == name] if name else digest.business_tables()
    if not wanted:
        raise click.BadParameter(f"没有名为 {name} 的表。", param_hint="--table")
    with snapshot() as session:
        for table in wanted:
            for line in digest.lines(session, table):
                click.echo(line)


@group.command("copy")
@click.option("--to", "url", required=True, help="目标数据库地址，须为空库")
def copy(url: str) -> None:
    """把全部数据搬到另一个数据库，并逐表核对行数和摘要；不一致时以 1 退出。"""
    engine = create_engine(driver_url(url))
    try:
        equal = moving.copy_to(engine, _tell)
    except RuleBroken as refusal:
        raise click.ClickException(str(refusal)) from None
    finally:
        engine.dispose()
    click.echo(
        "全部一致。附件不在数据库里，请把实例目录的 files 一并带走。" if equal else "有表不一致，请勿启用目标库。"
    )
    sys.exit(0 if equal else 1)


def _tell(name: str, here: Count, there: Count) -> None:
    verdict = "一致" if here == there else f"不一致（目标 {there.rows} 行）"
    click.echo(f"{name:<28}{here.rows:>8}  {verdict}")
