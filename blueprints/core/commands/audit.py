"""``flask audit``: is the trail whole, and its head for safe keeping."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from models.core import trail

group = AppGroup("audit", help="审计日志")


@group.command("verify")
def verify() -> None:
    """核对整条审计链；不完整时指出第一处并以 1 退出。"""
    verdict = trail.verify()
    if verdict.is_whole:
        click.echo(f"审计链完整：共 {verdict.entries} 条，链头 {verdict.hash[:16] or '（空）'}。")
        return
    click.echo(f"审计链不完整：{verdict.sentence}。", err=True)
    sys.exit(1)


@group.command("export-head")
def export_head() -> None:
    """把当前链头写入实例目录的 audit-heads.log；每天由定时任务执行。"""
    head = trail.export_head()
    click.echo(f"已导出链头：共 {head.count} 条，{head.hash[:16] or '（空）'}。")
