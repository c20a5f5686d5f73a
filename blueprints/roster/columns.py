"""Spreadsheet columns of the roster."""

from __future__ import annotations

from collections.abc import Iterable

from blueprints.core.sheets.exports import Column
from models.roster import matrix
from models.roster.gaps import Gap
from models.roster.tables import Duty

WEEKDAYS = "一二三四五六日"


def of_month(month: matrix.Month) -> list[Column]:
    """A row is a day, a column a crew, as on the page."""
    first = [
        Column("工班日", lambda row: row.day, 12, "date"),
        Column("星期", lambda row: WEEKDAYS[row.day.weekday()], 6),
        Column("节假日", lambda row: row.feast, 14),
    ]
    return first + [Column(crew.name, _shifts_of(crew.id), 16) for crew in month.crews]


def _shifts_of(crew_id: int):
    return lambda row: "、".join(f"{s.kind_name} {s.span}" for s in row.shifts.get(crew_id, ())) or "休"


def of_day(day: matrix.Day) -> list[Column]:
    """A row is a shift, a column a post or a lane."""
    first = [
        Column("班次", lambda line: line.shift.kind_name, 8),
        Column("时间", lambda line: line.shift.span, 14),
        Column("班组", lambda line: line.shift.crew_name, 12),
        Column("状态", lambda line: line.shift.state, 8),
    ]
    posts = [Column(post.label, _at_post(post), 14) for post in [*day.posts]]
    lanes = [Column(lane.name, _at_lane(lane.id), 16) for lane in day.lanes]
    last = [Column(post.label, _at_post(post), 16) for post in day.last_posts]
    return [*first, *posts, *lanes, *last, Column("更正", lambda line: _people(line.corrections), 20)]


def _at_post(post):
    return lambda line: _people(line.at_post(post), line.gaps_at_post(post))


def _at_lane(lane_id: int):
    return lambda line: _people(line.at_lane(lane_id), line.gaps_at_lane(lane_id))


def _people(duties: list[Duty], gaps: Iterable[Gap] = ()) -> str:
    spans = [(duty.who, duty.span if duty.is_partial else "") for duty in duties]
    return "、".join([*(f"{who} {span}".strip() for who, span in spans), *map(str, gaps)])


OPENINGS = [
    Column("工号", lambda row: row.user.staff_no, 10),
    Column("姓名", lambda row: row.user.name, 12),
    Column("单位", lambda row: row.user.unit.name, 16),
    Column("假别", lambda row: row.kind, 8),
    Column("天数", lambda row: row.days, 8, "number"),
    Column("截止日期", lambda row: row.as_of, 12, "date"),
    Column("依据", lambda row: row.source, 24),
    Column("导入时间", lambda row: row.imported_at, 20, "moment"),
]
HOURS = [
    Column("工号", lambda line: line.user.staff_no, 10),
    Column("姓名", lambda line: line.user.name, 12),
    Column("班组", lambda line: line.user.unit.name, 14),
    Column("班数", lambda line: line.shifts, 8, "number"),
    Column("工时", lambda line: line.hours, 10, "number"),
    Column("其中顶班和机动", lambda line: line.extra, 16, "number"),
    Column("月标准工时", lambda line: line.plan, 12, "number"),
    Column("超出标准", lambda line: line.over, 10, "number"),
]
DAYS_OFF = [
    Column("工班日", lambda row: row.business_date, 12, "date"),
    Column("工号", lambda row: row.user.staff_no, 10),
    Column("姓名", lambda row: row.user.name, 12),
    Column("类别", lambda row: row.kind, 8),
    Column("原因", lambda row: row.reason, 36),
    Column("已撤销", lambda row: row.is_void, 8),
]
CHANGES = [
    Column("工班日", lambda row: row.shift.business_date, 12, "date"),
    Column("姓名", lambda row: row.user.name, 12),
    Column("变动", lambda row: row.sentence, 50),
    Column("原因", lambda row: row.reason, 30),
    Column("安排人", lambda row: row.made_by.name, 12),
    Column("安排时间", lambda row: row.made_at, 20, "moment"),
    Column("确认时间", lambda row: row.acknowledged_at, 20, "moment"),
]
LANES = [
    Column("编号", lambda lane: lane.code, 8),
    Column("方向", lambda lane: lane.kind, 8),
    Column("设人", lambda lane: not lane.is_etc_only, 8),
    Column("在用", lambda lane: lane.is_open, 8),
    Column("顺序", lambda lane: lane.sort, 8, "number"),
]
KINDS = [
    Column("名称", lambda kind: kind.name, 8),
    Column("方案", lambda kind: kind.scheme, 12),
    Column("时间", lambda kind: kind.hours, 16),
    Column("从哪天起", lambda kind: kind.valid_from, 12, "date"),
    Column("适用", lambda kind: "本站" if kind.unit_id else "全部收费站", 12),
]
PATTERNS = [
    Column("名称", lambda pair: pair[0].name, 16),
    Column("轮转顺序", lambda pair: pair[1], 40),
    Column("各班组错开天数", lambda pair: " ".join(map(str, pair[0].offsets)), 18),
    Column("适用", lambda pair: "本站" if pair[0].unit_id else "全部收费站", 12),
]
