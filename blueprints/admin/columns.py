"""Columns of the exports of this room."""

from __future__ import annotations

from collections.abc import Callable

from blueprints.core.sheets.exports import Column
from models import personal
from models.accounts import BodyPost
from models.core import clock
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
GRANTS = [
    Column("工号", lambda g: g.user.staff_no, 10),
    Column("姓名", lambda g: g.user.name, 12),
    Column("角色", lambda g: g.role.name, 16),
    Column("管到哪里", lambda g: g.in_words, 28),
    Column("开始日期", lambda g: g.from_on, 12, "date"),
    Column("截止日期", lambda g: g.to_on, 12, "date"),
]
REQUESTS = [
    Column("工号", lambda r: r.user.staff_no, 10),
    Column("姓名", lambda r: r.user.name, 12),
    Column("角色", lambda r: r.role.name, 16),
    Column("单位", lambda r: r.unit.name, 24),
    Column("开始日期", lambda r: r.from_on, 12, "date"),
    Column("截止日期", lambda r: r.to_on, 12, "date"),
    Column("申请时间", lambda r: r.asked_at, 20, "moment"),
]
HOLIDAYS = [
    Column("日期", lambda h: h.day, 12, "date"),
    Column("节日", lambda h: h.name, 14),
    Column("类别", lambda h: h.kind, 10),
    Column("依据", lambda h: h.source, 40),
]


def jobs(rhythm_of: Callable) -> list[Column]:
    """Return the columns of the scheduled jobs; ``rhythm_of(job)`` says how often one runs."""
    return [
        Column("任务", lambda one: one.job.label, 28),
        Column("周期", lambda one: rhythm_of(one.job), 16),
        Column("上次完成", lambda one: one.last_done_at, 20, "moment"),
        Column("下次执行", lambda one: one.next_at, 20, "moment"),
        Column("失败次数", lambda one: one.failing, 10, "number"),
        Column("失败原因", lambda one: one.error, 50),
    ]


def roles(counts: dict[int, int]) -> list[Column]:
    """Return the columns of the roles; ``counts`` are the holders by role."""
    return [
        Column("角色", lambda r: r.name, 16),
        Column("职责", lambda r: r.duties, 50),
        Column("默认范围", lambda r: r.default_reach, 12),
        Column("三员", lambda r: r.is_administrator, 8),
        Column("权限数", lambda r: len(r.permissions), 8, "number"),
        Column("现有人数", lambda r: counts.get(r.id, 0), 10, "number"),
    ]


def units(unit_names: dict[int, str], heads: dict[int, int]) -> list[Column]:
    """Return the columns of the organisation; ``heads`` are the people in service by unit."""
    return [
        Column("单位", lambda u: u.name, 20),
        Column("全称", lambda u: unit_names[u.id], 36),
        Column("代码", lambda u: u.code, 14),
        Column("类别", lambda u: u.kind, 10),
        Column("人数", lambda u: heads.get(u.id, 0), 8, "number"),
        Column("状态", lambda u: "在用" if u.is_open else "已撤销", 10),
    ]


def terminals(unit_names: dict[int, str]) -> list[Column]:
    return [
        Column("终端", lambda t: t.name, 20),
        Column("所在单位", lambda t: unit_names.get(t.unit_id, ""), 28),
        Column("用途", lambda t: "共用" if t.is_shared else "专用", 8),
        Column("状态", lambda t: "已停用" if t.is_retired else "在用", 10),
    ]


def posts(names: dict[int, str]) -> list[Column]:
    """Return the columns of the posts of standing bodies; ``names`` are the bodies' by id."""
    return [
        Column("机构", lambda p: names[p.body_id], 30),
        Column("职务", lambda p: p.post, 10),
        Column("工号", lambda p: p.user.staff_no, 10),
        Column("姓名", lambda p: p.user.name, 12),
        Column("任职日期", lambda p: p.from_on, 12, "date"),
        Column("截止日期", lambda p: p.to_on, 12, "date"),
        Column("状态", _standing, 10),
    ]


def settings(area_of: Callable, shown_of: Callable) -> list[Column]:
    """Return the columns of the settings with today's values in words."""
    return [
        Column("类别", area_of, 14),
        Column("参数", lambda s: s.label, 36),
        Column("现值", shown_of, 20),
        Column("说明", lambda s: s.note, 60),
        Column("代码", lambda s: s.key, 30),
    ]


def _standing(post: BodyPost) -> str:
    today = clock.today()
    if post.to_on and post.to_on < today:
        return "已卸任"
    return "未到任" if post.from_on > today else "在任"
