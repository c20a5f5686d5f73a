"""Channels: each has a named keeper and a deputy who is somebody else. Source: S0 §7 (0-32, 0-37), S3 §2.3 (3-10)."""

from __future__ import annotations

from sqlalchemy import select

from models.accounts import Unit, User
from models.complaints.kinds import Channel
from models.complaints.tables import ComplaintChannel
from models.core import audit
from models.core.db import db
from models.core.errors import RuleBroken


def add(*, unit: Unit, channel: Channel, keeper: User, deputy: User, by: User, **told) -> ComplaintChannel:
    """Add a channel of a unit. Raises RuleBroken: the unit has it already, or as ``edit``."""
    same = (ComplaintChannel.unit_id == unit.id, ComplaintChannel.channel == channel)
    if db.session.scalar(select(ComplaintChannel.id).where(*same)):
        raise RuleBroken(f"{unit.name}已经有“{channel.label}”，请在清单里修改。", field="channel")
    row = ComplaintChannel(unit_id=unit.id, channel=channel)
    _fill(row, keeper, deputy, told)
    db.session.add(row)
    audit.record("complaint.keep_channels", row, by)
    return row


def edit(row: ComplaintChannel, *, keeper: User, deputy: User, by: User, **told) -> None:
    """Change a channel. Raises RuleBroken: keeper and deputy are one person."""
    _fill(row, keeper, deputy, told)
    audit.record("complaint.keep_channels", row, by)


def _fill(row: ComplaintChannel, keeper: User, deputy: User, told: dict) -> None:
    if keeper.id == deputy.id:
        raise RuleBroken("备岗请选择负责人以外的人。", field="deputy")
    row.keeper_id, row.deputy_id = keeper.id, deputy.id
    for name, value in told.items():
        setattr(row, name, value)
