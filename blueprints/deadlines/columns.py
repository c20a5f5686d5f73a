"""The spreadsheets of deadlines."""

from __future__ import annotations

from datetime import datetime

from blueprints.core.sheets.exports import Column
from models.deadlines import KINDS, DeadlineRule, DeadlineTimer
from models.deadlines.ladder import in_words, when_in_words


def timers(unit_names: dict[int, str], at: datetime) -> list[Column]:
    return [
        Column("事项", lambda t: t.subject_name, 22),
        Column("期限", lambda t: t.label, 14),
        Column("哪一方", lambda t: t.side, 14),
        Column("单位", lambda t: unit_names[t.unit_id], 32),
        Column("责任人", lambda t: t.responsible.name if t.responsible else "", 12),
        Column("开始时间", lambda t: t.started_at, 20, "moment"),
        Column("到期时间", lambda t: t.due_at, 20, "moment"),
        Column("停止时间", lambda t: t.stopped_at, 20, "moment"),
        Column("状态", lambda t: standing(t, at), 24),
    ]


def standing(timer: DeadlineTimer, at: datetime) -> str:
    """Return how a clock stands, as its badge says it."""
    if timer.outcome:
        return timer.outcome.label
    if timer.is_paused:
        return "暂停中"
    span = in_words(abs(timer.left_at(at))) or "不到 1 分钟"
    if timer.is_overdue_at(at):
        return f"已超期 {span}"
    return f"还剩 {span}"


def rules(unit_names: dict[int, str], running: dict) -> list[Column]:
    """Return the columns of the rules; ``running`` are the clocks under way by kind, severity and unit."""
    return [
        Column("规则", lambda line: _kind_of(line.shown), 18),
        Column("严重程度", lambda line: _severity_of(line.shown), 14),
        Column("适用", lambda line: unit_names[line.shown.unit_id] if line.shown.unit_id else "全部单位", 28),
        Column("时限", lambda line: line.current.in_words if line.current else "尚未生效", 24),
        Column("提醒和上报", lambda line: "、".join(when_in_words(step) for step in line.shown.steps), 50),
        Column("依据", lambda line: line.shown.source, 40),
        Column("计时中", lambda line: running.get(_place(line.shown), 0), 8, "number"),
        Column("新版生效日期", lambda line: line.coming.valid_from if line.coming else None, 14, "date"),
        Column("新版时限", lambda line: line.coming.in_words if line.coming else "", 24),
    ]


def _place(rule: DeadlineRule) -> tuple[str, str, int | None]:
    return rule.kind, rule.severity, rule.unit_id


def _kind_of(rule: DeadlineRule) -> str:
    return KINDS[rule.kind].label if rule.kind in KINDS else rule.kind


def _severity_of(rule: DeadlineRule) -> str:
    return KINDS[rule.kind].severity_label(rule.severity) if rule.kind in KINDS else rule.severity


FIRED = [
    Column("时间", lambda f: f.at, 20, "moment"),
    Column("事项", lambda f: f.timer.subject_name, 22),
    Column("期限", lambda f: f.timer.label, 14),
    Column("级别", lambda f: f.step.level, 8, "number"),
    Column("位置", lambda f: when_in_words(f.step), 20),
    Column("通知", lambda f: "、".join(one.name for one in f.people), 30),
    Column("说明", lambda f: f.note or ("尚未到时间" if f.is_ahead else ""), 36),
]
