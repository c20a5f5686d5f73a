"""``flask jobs``: the scheduled jobs, run by hand or looked at."""

from __future__ import annotations

import threading
from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup

from models.core import clock, jobs
from models.core.jobs import Job, RunState

group = AppGroup("jobs", help="定时任务")


@group.command("run")
@click.option("--forever", is_flag=True, help="一直运行，到期即执行。")
def run(forever: bool) -> None:
    """执行到期的任务；服务运行时会自动执行，多处同时执行也只生效一次。"""
    if forever:
        jobs.run_forever(current_app._get_current_object(), threading.Event())
        return
    ran = jobs.run_due(clock.now(), jobs.worker_name())
    for name, due_at, state in ran:
        click.echo(f"{_moment(due_at)}  {state.label}  {jobs.JOBS[name].label}")
    if not ran:
        click.echo("没有到期的任务。")
    if any(state in (RunState.TODO, RunState.FAILED) for _name, _due_at, state in ran):
        raise SystemExit(1)


@group.command("list")
def show() -> None:
    """列出任务：上次完成、下次执行、失败次数与原因。"""
    for one in jobs.standings(clock.now()):
        last = _moment(one.last_done_at) if one.last_done_at else "从未执行"
        click.echo(f"{one.job.label}（{one.job.name}，{_rhythm(one.job)}）上次 {last}，下次 {_moment(one.next_at)}")
        if one.failing:
            click.echo(f"    失败 {one.failing} 次：{one.error}")


def _moment(moment: datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"


def _rhythm(job: Job) -> str:
    if job.daily_at:
        return f"每天 {job.daily_at:%H:%M}"
    minutes = int(job.every.total_seconds() // 60)
    return f"每 {minutes // 60} 小时" if minutes % 60 == 0 else f"每 {minutes} 分钟"
