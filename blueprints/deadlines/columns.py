"""The spreadsheets of deadlines."""

from __future__ import annotations

from datetime import datetime

from blueprints.core.sheets.exports import Column
from models.deadlines import DeadlineTimer
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


FIRED = [
    Column("时间", lambda f: f.at, 20, "moment"),
    Column("事项", lambda f: f.timer.subject_name, 22),
    Column("期限", lambda f: f.timer.label, 14),
    Column("级别", lambda f: f.step.level, 8, "number"),
    Column("位置", lambda f: when_in_words(f.step), 20),
    Column("通知", lambda f: "、".join(one.name for one in f.people), 30),
    Column("说明", lambda f: f.note or ("尚未到时间" if f.is_ahead else ""), 36),
]
