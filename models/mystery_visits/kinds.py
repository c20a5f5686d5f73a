"""The words of a mystery visit: its states, what the visitor scores, what the group decides."""

from __future__ import annotations

from dataclasses import dataclass

from models.core.db import Labelled

GROUP = "lead_group"  # 规范化服务考核工作领导小组, which studies every report. Source: domain §1.1 (S0)


class VisitState(Labelled):
    """``SENT`` and ``STUDIED`` are sealed: known to organisers and the group alone."""

    PLANNED = ("planned", "计划", "", "calendar")
    ISSUED = ("issued", "已发码", "info", "send")
    SENT = ("sent", "待研究", "warn", "clock")
    STUDIED = ("studied", "已研究", "info", "check")
    PUBLISHED = ("published", "已公布", "ok", "circle-check")
    CANCELLED = ("cancelled", "已取消", "", "x")


class MatterKind(Labelled):
    """What a visitor puts before the group in writing. Source: S0 (0-23, 0-24)."""

    SUGGESTION = ("suggestion", "建设性意见")
    PROPOSAL = ("proposal", "处理建议")


class Decision(Labelled):
    ADOPTED = ("adopted", "采纳", "ok", "check")
    PARTLY = ("partly", "部分采纳", "info", "check")
    DECLINED = ("declined", "不采纳", "", "x")


@dataclass(frozen=True, slots=True)
class Aspect:
    """One of the six 统一: ``points`` are its most, ``hint`` says what a passer-by can look at."""

    code: str
    label: str
    points: int
    hint: str


# Source: domain §2.2, default 100-point sheet on the 六个统一
ASPECTS = (
    Aspect("culture", "企业文化标准", 10, "服务理念、行风标语是否张贴在醒目处"),
    Aspect("signs", "机构标识标准", 10, "公告牌、车道和顶棚标志、工号牌和监督牌是否齐全清楚"),
    Aspect("place", "办公环境标准", 15, "收费亭和广场是否整洁，便民物品是否齐全"),
    Aspect("dress", "着装标准", 15, "制服、工号牌、仪容是否规范"),
    Aspect("service", "服务规范标准", 30, "坐姿手势、微笑、唱收唱付、排队时是否加开车道"),
    Aspect("words", "文明用语标准", 20, "问候、解释、致歉、指引用语，有无推诿和忌语"),
)
