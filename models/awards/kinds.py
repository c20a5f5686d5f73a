"""The closed lists of awards. Source: domain §2.13."""

from __future__ import annotations

from models.core.db import Labelled


class Holder(Labelled):
    PERSON = ("person", "个人")
    CREW = ("crew", "班组")


class AwardState(Labelled):
    CALL = ("call", "征集", "info", "send")
    SCREENING = ("screening", "资格审查", "info", "list-check")
    JURY = ("jury", "评审", "info", "scale")
    NOTICE = ("notice", "公示", "warn", "eye")
    APPROVAL = ("approval", "批准中", "warn", "clock")
    APPROVED = ("approved", "已批准", "ok", "check")
    ISSUED = ("issued", "已颁发", "ok", "rubber-stamp")
    CANCELLED = ("cancelled", "已取消", "", "x")


class Outcome(Labelled):
    """What became of an objection."""

    UPHELD = ("upheld", "异议成立", "danger")
    REJECTED = ("rejected", "异议不成立", "ok")


class Component(Labelled):
    """What a total is made of; each on the base of 100. Source: domain §2.13."""

    SCORE = ("score", "积分得分")
    MERIT = ("merit", "加分")
    QUIZ = ("quiz", "每日一练")
    INSPECTION = ("inspection", "督查得分")
    JURY = ("jury", "评审打分")


S = AwardState
BEFORE_NOTICE = (S.SCREENING, S.JURY)
AFTER_NOTICE = (S.NOTICE, S.APPROVAL, S.APPROVED)
PUBLIC = (*AFTER_NOTICE, S.ISSUED)
