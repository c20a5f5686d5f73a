"""Channels: each has a named keeper and a deputy who is somebody else. Source: S0 §7 (0-32, 0-37), S3 §2.3 (3-10)."""

from __future__ import annotations

from models.accounts import User
from models.complaints.tables import ComplaintChannel
from models.core import audit
from models.core.errors import RuleBroken


def edit(row: ComplaintChannel, *, keeper: User, deputy: User, by: User, **told) -> None:
    """Change a channel. Raises RuleBroken: keeper and deputy are one person."""
    if keeper.id == deputy.id:
        raise RuleBroken("备岗请选择负责人以外的人。", field="deputy")
    row.keeper_id, row.deputy_id = keeper.id, deputy.id
    for name, value in told.items():
        setattr(row, name, value)
    audit.record("complaint.keep_channels", row, by)
