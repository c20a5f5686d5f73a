"""The words of plans and draws."""

from __future__ import annotations

from models.core.db import Labelled


class DrawKind(Labelled):
    """A directed draw names its people and its reason, and counts in nobody's fairness."""

    FAIR = ("fair", "随机抽检", "info", "arrows-exchange")
    DIRECTED = ("directed", "定向抽检", "warn", "user-check")


class DrawState(Labelled):
    OPEN = ("open", "已抽取", "info", "circle-dashed")
    CANCELLED = ("cancelled", "已作废", "", "x")


class Cause(Labelled):
    """Why somebody is looked at on purpose. Source: S2 474–491 (focus on weak and new staff)."""

    NEW = ("new", "新上岗")
    WEAK = ("weak", "薄弱环节跟踪")
    COMPLAINT = ("complaint", "投诉后跟踪")
    RETURN = ("return", "待岗、离岗后返岗")


class ClipState(Labelled):
    WAITING = ("waiting", "待评分", "warn", "clock")
    SCORED = ("scored", "已评分", "ok", "check")
    MISSING = ("missing", "无录像", "danger", "x")
    DROPPED = ("dropped", "已作废", "", "x")


class ReviewState(Labelled):
    WAITING = ("waiting", "待评分", "warn", "clock")
    DONE = ("done", "已评分", "ok", "check")
    MISSING = ("missing", "无录像", "danger", "x")
    DROPPED = ("dropped", "已作废", "", "x")
