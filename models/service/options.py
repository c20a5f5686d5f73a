"""What one station may want different from another about its services. Source: domain §2.12."""

from __future__ import annotations

import re
from datetime import time
from itertools import pairwise

from models.core.settings import Setting, declare, value_of

SLOTS = "09:00-10:30 10:30-12:00 14:00-15:30 15:30-17:00"
SLOT = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


def refuse_slots(text: str) -> str | None:
    """Return why ``text`` is no list of slots: each within one day, in order, none over another."""
    parts = text.split()
    if not parts or not all(SLOT.fullmatch(part) for part in parts):
        return "请按“09:00-10:30 10:30-12:00”的格式填写，时段之间空一格。"
    spans = [_span(part) for part in parts]
    if any(starts >= ends for starts, ends in spans):
        return "每个时段的结束要晚于开始。"
    if any(first[1] > second[0] for first, second in pairwise(spans)):
        return "时段要按先后填写，不能重叠。"
    return None


def slots_of(station_id: int) -> list[tuple[time, time]]:
    """Return the slots in which a station goes out."""
    return [_span(part) for part in value_of("service.slots", unit_id=station_id).split()]


def _span(part: str) -> tuple[time, time]:
    starts, ends = part.split("-")
    return time.fromisoformat(starts), time.fromisoformat(ends)


declare(
    Setting(
        "service.check_every",
        "优先窗口检查",
        "shift",
        "service",
        "每班或每天检查一次；到时未查会出现在待办和便民服务页",
        choices=(("shift", "每班一次"), ("day", "每天一次")),
    ),
    Setting("service.check_grace", "检查宽限", 120, "service", "班次（或当日 8 点）开始后多久算超时", "分钟", 0, 720),
    Setting("service.slots", "上门时段", SLOTS, "service", "时段之间空一格", check=refuse_slots),
    Setting("service.ahead_days", "最多提前预约", 30, "service", "", "天", 1, 180),
    Setting("service.coverage_goal", "特殊群体覆盖率目标", 100, "service", "整改方案目标", "%", 1, 100),
    Setting("service.satisfaction_goal", "满意度目标", 90, "service", "整改方案目标", "%", 1, 100),
    Setting("service.least_n", "最少样本", 10, "service", "样本少于此数时不显示比率，只显示“数据不足”", "份", 1, 200),
    Setting("service.fair_counts", "基本满意计入满意度", True, "service", "关闭后只有“满意”才计入；三级量表和回访适用"),
    Setting(
        "service.keep_days",
        "个人信息保留期",
        180,
        "service",
        "服务结束后满此天数，姓名、电话、车牌、地址自动清除，件数和评价保留",
        "天",
        30,
        3650,
    ),
)
