"""Columns of the exports of this room."""

from __future__ import annotations

from blueprints.core.sheets.exports import Column
from models import personal
from models.core.audit import AuditEntry
from models.core.wording import act_of, in_words


def people(unit_names: dict[int, str], roles: dict[int, str]) -> list[Column]:
    """Return the columns of the staff list; units and roles are named by the caller, once for all rows."""
    return [
        Column("工号", lambda p: p.staff_no, 10),
        Column("姓名", lambda p: p.name, 12),
        Column("单位", lambda p: unit_names.get(p.unit_id, p.unit.name), 24),
        Column("岗位", lambda p: p.post_title, 14),
        Column("角色", lambda p: roles.get(p.id, ""), 24),
        Column("电话", lambda p: personal.shown(p, "phone"), 16),
        Column("状态", lambda p: p.state, 8),
        Column("入职日期", lambda p: p.joined_on, 12, "date"),
        Column("离职日期", lambda p: p.left_on, 12, "date"),
    ]


def _changes(entry: AuditEntry) -> str:
    return "；".join(in_words(entry)[1:])


AUDIT = [
    Column("编号", lambda e: e.id, 8, "number"),
    Column("时间", lambda e: e.at, 20, "moment"),
    Column("操作人", lambda e: e.actor_name, 20),
    Column("操作", lambda e: act_of(e.action), 20),
    Column("对象", lambda e: e.subject_name, 24),
    Column("内容", _changes, 60),
    Column("来源", lambda e: e.origin, 16),
    Column("校验值", lambda e: e.hash, 64),
]
