"""What one house may want different from another about deadlines, and the timetable that follows from it."""

from __future__ import annotations

import re
from datetime import date, time
from functools import lru_cache, partial
from itertools import pairwise

from models.core import holidays
from models.core.settings import Setting, declare, value_of
from models.deadlines.counting import Hours, Timetable

OFFICE_HOURS = "08:30-12:00,14:00-17:30"
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@lru_cache(maxsize=64)
def read_hours(text: str) -> Hours:
    """Return ``08:30-12:00,14:00-17:30`` as pairs of times. Raises ValueError: not so, empty, or out of order."""
    spans = [_SPAN.fullmatch(part.strip()) for part in text.replace("，", ",").split(",")]
    if not all(spans):
        raise ValueError(text)
    hours = tuple((time(int(m[1]), int(m[2])), time(int(m[3]), int(m[4]))) for m in spans)
    edges = [edge for span in hours for edge in span]
    if any(later <= earlier for earlier, later in pairwise(edges)):
        raise ValueError(text)
    return hours


def refuse_hours(text: str) -> str | None:
    try:
        read_hours(text)
    except ValueError:
        return "请按“08:30-12:00,14:00-17:30”的格式填写，时间从早到晚，不能重叠。"
    return None


def timetable(unit_id: int | None) -> Timetable:
    """Return the timetable of a unit: the holidays as they stand, and each day's office hours; one statement."""
    return Timetable(holidays.calendar(), partial(_hours_on, unit_id))


def _hours_on(unit_id: int | None, day: date) -> Hours:
    return read_hours(value_of("deadline.office_hours", unit_id=unit_id, on=day))


declare(
    Setting(
        "deadline.office_hours",
        "办公时间",
        OFFICE_HOURS,
        "deadlines",
        "只计办公时间的期限按它计时，午休不计；夏令作息改变时另填生效日期即可",
        check=refuse_hours,
    ),
    Setting(
        "deadline.twin_buffer",
        "交办事项的内部提前量",
        24,
        "deadlines",
        "本单位期限比交办单位的期限提前这么久；剩余时间不足两倍时取一半",
        "小时",
        1,
        240,
    ),
    Setting(
        "deadline.wait_for_office",
        "不紧急的提醒等到办公时间再发",
        True,
        "deadlines",
        "夜间、午休、周末和节假日不打扰；标为紧急的步骤不受影响",
    ),
)
