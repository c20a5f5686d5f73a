"""What one station may want different from another about its roster."""

from models.core.settings import Setting, declare

declare(
    Setting(
        "roster.night_belongs_to",
        "夜班归属的工班日",
        "end",
        "roster",
        "前一日晚上开始、次日早上结束的夜班算哪一天",
        choices=(("end", "结束的那一天"), ("start", "开始的那一天")),
    ),
    Setting(
        "roster.scheme",
        "班次方案",
        "three",
        "roster",
        "排班还没有发布时，用它判断某一时刻属于哪个工班日",
        choices=(("three", "早中夜三班"), ("two", "白夜两班")),
    ),
    Setting("roster.past_days", "可补排的过去天数", 3, "roster", "更早的日期不能再编排", "天", 0, 31),
    Setting("roster.rest_hours", "两班之间最少休息", 8, "roster", "不足时必须写明原因", "小时", 0, 24),
    Setting("roster.freeze_hours", "班次结束后冻结", 24, "roster", "冻结后只能更正，不能改动", "小时", 0, 72),
    Setting("roster.days_off", "每人每月调休", 2, "roster", "", "天", 0, 10),
    Setting("roster.month_hours", "月标准工时", 166, "roster", "超出部分列入加班清单", "小时", 100, 250),
)
