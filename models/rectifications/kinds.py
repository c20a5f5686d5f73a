"""The vocabulary of rectification, as it stands in the tables and on the pages. Source: domain §2.4."""

from __future__ import annotations

from models.core.db import Labelled


class Category(Labelled):
    """The six classes of problems. Source: S1 1-01, 1-43."""

    OPERATION = ("operation", "操作规范性")
    SERVICE = ("service", "服务质量")
    EQUIPMENT = ("equipment", "设备管理")
    MONEY = ("money", "资金安全")
    TRAINING = ("training", "人员培训")
    SYSTEM = ("system", "制度执行")


class RectificationState(Labelled):
    ISSUED = ("issued", "已下发", "warn", "send")
    SIGNED = ("signed", "已签收", "info", "writing-sign")
    WORKING = ("working", "整改中", "info", "tool")
    REVIEW = ("review", "待复查", "warn", "eye")
    CLOSED = ("closed", "合格销号", "ok", "check")
    FAILED = ("failed", "不合格", "danger", "x")
    WITHDRAWN = ("withdrawn", "已撤回", "", "arrow-back-up")


class Side(Labelled):
    """Whether a photo shows how it was or how it is now."""

    BEFORE = ("before", "整改前")
    AFTER = ("after", "整改后")


class Decision(Labelled):
    GRANTED = ("granted", "同意延期", "ok", "check")
    REFUSED = ("refused", "不同意", "", "x")


class CampaignState(Labelled):
    DRAFT = ("draft", "筹备", "", "pencil")
    RUNNING = ("running", "进行中", "info", "flag")
    CLOSED = ("closed", "已总结", "ok", "check")


class Aim(Labelled):
    """Which way a goal points."""

    AT_LEAST = ("at_least", "不低于")
    AT_MOST = ("at_most", "不超过")
    BY_DATE = ("by_date", "按期完成")


class ProcessState(Labelled):
    DRAFT = ("draft", "草拟", "", "pencil")
    SUBMITTED = ("submitted", "待审批", "warn", "clock")
    PUBLISHED = ("published", "已发布", "ok", "check")
    RETURNED = ("returned", "已退回", "danger", "arrow-back-up")


class Fate(Labelled):
    """What a review does with a step of a process."""

    KEEP = ("keep", "保留")
    CHANGE = ("change", "简化")
    MERGE = ("merge", "并入上一步")
    REMOVE = ("remove", "取消")


class Verdict(Labelled):
    """What a review of a process comes to."""

    SIMPLIFIED = ("simplified", "简化流程", "ok", "check")
    UNCHANGED = ("unchanged", "维持现行流程")


OPEN = (RectificationState.ISSUED, RectificationState.SIGNED, RectificationState.WORKING, RectificationState.REVIEW)
ON_HAND = OPEN[:3]  # while the responsible has something to do
DONE = (RectificationState.CLOSED, RectificationState.FAILED)
