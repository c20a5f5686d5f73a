"""The nightly chores of the core."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import delete

from models.core import attachments, drafts, jobs, throttles, trail
from models.core.db import db
from models.core.jobs import job
from models.core.receipts import FormReceipt

RECEIPTS, DRAFTS, RUNS = timedelta(days=30), timedelta(days=30), timedelta(days=90)


@job("core.audit_head", "导出审计链首", daily_at=time(0, 5))
def export_audit_head(_due_at: datetime) -> None:
    """Keep outside the database how long the trail was and how it ended. Source: security.md 24."""
    trail.export_head()


@job("core.receipts", "清理表单回执", daily_at=time(3, 10))
def forget_receipts(due_at: datetime) -> None:
    """A form is not sent twice a month apart."""
    db.session.execute(delete(FormReceipt).where(FormReceipt.at < due_at - RECEIPTS))


@job("core.drafts", "清理过期草稿", daily_at=time(3, 15))
def forget_drafts(due_at: datetime) -> None:
    drafts.sweep(due_at - DRAFTS)


@job("core.runs", "清理任务记录", daily_at=time(3, 20))
def forget_runs(due_at: datetime) -> None:
    jobs.sweep(due_at - RUNS)


@job("core.files", "清理无主文件", daily_at=time(3, 25))
def forget_orphans(_due_at: datetime) -> None:
    """A file whose row was never committed belongs to nobody. Source: security.md 22."""
    attachments.sweep_orphans()


@job("core.throttles", "清理访问计数", daily_at=time(3, 30))
def forget_throttles(due_at: datetime) -> None:
    throttles.sweep(due_at)
