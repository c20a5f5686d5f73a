"""``flask search``: the full-text index, which can always be built again."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from models.core import search
from models.core.db import db

group = AppGroup("search", help="全文检索")


@group.command("rebuild")
def rebuild() -> None:
    """按现有记录重建全文检索的索引。"""
    search.rebuild(db.session())
    db.session.commit()
    click.echo("索引已重建。")
