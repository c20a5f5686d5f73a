"""The spreadsheet of recordings."""

from __future__ import annotations

from blueprints.core.sheets.exports import Column
from models.core import masking
from models.footage import Preservation


def place(row: Preservation) -> str:
    return f"{row.lane.name}（{row.group.name}）" if row.lane else row.group.name


FOOTAGE = [
    Column("编号", lambda p: p.number, 14),
    Column("收费站", lambda p: p.unit.name, 16),
    Column("车道或位置", place, 22),
    Column("录像起", lambda p: p.from_at, 20, "moment"),
    Column("录像止", lambda p: p.to_at, 20, "moment"),
    Column("覆盖时间", lambda p: p.overwritten_at, 20, "moment"),
    Column("事由", lambda p: masking.scrub(p.title), 40),
    Column("状态", lambda p: p.state, 10),
    Column("申请人", lambda p: p.requested_by.name if p.requested_by else "", 10),
    Column("申请时间", lambda p: p.requested_at, 20, "moment"),
    Column("存放位置", lambda p: p.clip, 40),
    Column("SHA-256", lambda p: p.sha256, 66),
    Column("办理人", lambda p: p.closed_by.name if p.closed_by else ("系统" if p.closed_at else ""), 10),
    Column("办理时间", lambda p: p.closed_at, 20, "moment"),
    Column("说明", lambda p: masking.scrub(p.reason), 40),
]
