"""The vocabulary of measures, as it stands in the tables and on the pages. Source: domain §2.3."""

from __future__ import annotations

from models.core.db import Labelled


class TalkKind(Labelled):
    MEETING = ("meeting", "约见谈话")
    ADMONITION = ("admonition", "诫勉谈话", "warn")


class TalkState(Labelled):
    PLANNED = ("planned", "待谈话", "warn", "clock")
    HELD = ("held", "待签认", "info", "writing-sign")
    SIGNED = ("signed", "已签认", "ok", "check")
    REFUSED = ("refused", "拒签，有见证人", "warn")
    CANCELLED = ("cancelled", "已取消", "", "x")


class MeasureKind(Labelled):
    CRITICISM = ("criticism", "通报批评", "warn")
    SUSPENSION = ("suspension", "待岗", "danger")
    REASSIGNMENT = ("reassignment", "调岗", "warn")
    DISMISSAL = ("dismissal", "辞退建议", "danger")


class MeasureState(Labelled):
    DRAFT = ("draft", "草拟", "", "pencil")
    REVIEW = ("review", "待审批", "warn", "clock")
    APPROVED = ("approved", "已批准", "info", "check")
    IN_FORCE = ("in_force", "执行中", "warn", "gavel")
    ENDED = ("ended", "已结束", "ok", "check")
    DECLINED = ("declined", "公司未同意", "", "x")
    REVOKED = ("revoked", "已撤销", "", "arrow-back-up")
    WITHDRAWN = ("withdrawn", "已撤回", "", "x")


class DirectiveState(Labelled):
    ISSUED = ("issued", "待办理", "warn", "clock")
    ANSWERED = ("answered", "待确认", "info", "eye")
    CLOSED = ("closed", "已办结", "ok", "check")
    WITHDRAWN = ("withdrawn", "已撤回", "", "x")


GRAVE = (MeasureKind.SUSPENSION, MeasureKind.DISMISSAL)  # need the 领导小组. Source: domain §1.3
ENDED = (MeasureState.ENDED, MeasureState.DECLINED, MeasureState.REVOKED, MeasureState.WITHDRAWN)
