"""The words of inspections: kinds, methods, types, verdicts, states. Source: domain §2.2, forms.json (X1)."""

from __future__ import annotations

from models.core.db import Labelled


class Kind(Labelled):
    """Why there is an inspection. Mystery visits have their own room. Source: domain §2.2."""

    DAILY = ("daily", "日常检查")
    SPECIAL = ("special", "专项督查")
    OPEN = ("open", "明查")
    SELF = ("self", "班长自查")
    DUTY = ("duty", "值班站长检查")
    CROSS = ("cross", "交叉互查")
    SUPERIOR = ("superior", "上级检查")
    PREPARATION = ("preparation", "迎检自查")

    @property
    def is_self_check(self) -> bool:
        """Whether a unit looks at itself: one person is enough, and it may be one's own crew."""
        return self in (Kind.SELF, Kind.DUTY, Kind.PREPARATION)


class Method(Labelled):
    """How it is done. Source: domain §2.2 (W9)."""

    ON_SITE = ("on_site", "现场")
    VIDEO = ("video", "录像")
    FIGURES = ("figures", "数据")
    COMPLAINT = ("complaint", "投诉")
    TOPIC = ("topic", "专项")
    SIMULATION = ("simulation", "模拟测试")


class Topic(Labelled):
    """What it is about; several at once. Source: forms.json 稽查类型 (X1)."""

    POST = ("post", "上岗规范")
    PLACE = ("place", "现场管理")
    POLICY = ("policy", "政策掌握")
    TICKETS = ("tickets", "票证管理")
    GREEN = ("green", "绿通管理")
    EQUIPMENT = ("equipment", "机电管理")
    HOUSEHOLD = ("household", "内务管理")
    COURTESY = ("courtesy", "文明服务")
    OPERATION = ("operation", "业务操作")
    OTHER = ("other", "其他")


WEATHER = (
    "晴 多云 阴 小雨 中雨 大雨 暴雨 小到中雨 中到大雨 大到暴雨 阵雨 雷阵雨 雾 霾 扬沙 雨夹雪 小雪 中雪 大雪 暴雪 "
    "小到中雪 中到大雪 大到暴雪"
).split()  # Source: forms.json 天气


class Verdict(Labelled):
    """What was found at an item; at a bonus item PASS is nothing to add and FAIL is points to add."""

    PASS = ("pass", "合格", "ok", "check")
    FAIL = ("fail", "不合格", "danger", "x")
    NONE = ("none", "不适用", "", "circle-dashed")


class TemplateState(Labelled):
    DRAFT = ("draft", "编制中", "", "pencil-question")
    PUBLISHED = ("published", "现行", "ok", "check")
    RETIRED = ("retired", "已停用", "", "lock")


class InspectionState(Labelled):
    """Source: domain §2.2. Plans are another room's; a withdrawn one never had a number."""

    RUNNING = ("running", "进行中", "info", "pencil-question")
    CONFIRMING = ("confirming", "待当事人确认", "warn", "clock")
    REVIEW = ("review", "待审核", "warn", "clock")
    PUBLISHED = ("published", "已通报", "ok", "check")
    RECTIFYING = ("rectifying", "整改中", "info", "tool")
    ARCHIVED = ("archived", "已归档", "", "archive")
    WITHDRAWN = ("withdrawn", "已作废", "", "x")


class ReplyState(Labelled):
    """What the inspected person said of a finding; silence counts as consent when the time is over."""

    WAITING = ("waiting", "待确认", "warn", "clock")
    AGREED = ("agreed", "已认可", "ok", "check")
    DISPUTED = ("disputed", "有异议", "danger", "message-circle")
    LAPSED = ("lapsed", "逾期视为认可", "", "clock")


class Outcome(Labelled):
    """What the office decides on a dispute."""

    UPHELD = ("upheld", "维持", "", "check")
    AMENDED = ("amended", "改变次数", "info", "edit")
    OVERTURNED = ("overturned", "撤销", "ok", "x")


IN_SECRET = (InspectionState.RUNNING, InspectionState.WITHDRAWN)  # shown to those who inspect, to nobody else
TOLD = tuple(state for state in InspectionState if state not in IN_SECRET)
OUT = (InspectionState.PUBLISHED, InspectionState.RECTIFYING, InspectionState.ARCHIVED)  # results that count
