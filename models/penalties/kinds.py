"""The vocabulary of penalties, as it stands in the tables and on the pages. Source: domain §2.3."""

from __future__ import annotations

from models.core.db import Labelled


class Source(Labelled):
    INSPECTION = ("inspection", "督查")
    COMPLAINT = ("complaint", "投诉")
    MONITOR = ("monitor", "监控")
    SELF = ("self", "自查")
    MYSTERY_VISIT = ("mystery_visit", "暗访")


class ViolationState(Labelled):
    REPORTED = ("reported", "待核实", "warn", "clock")
    CONFIRMED = ("confirmed", "已认定", "info", "check")
    DISMISSED = ("dismissed", "不予认定")
    OVERTURNED = ("overturned", "已撤销", "", "arrow-back-up")


class Path(Labelled):
    """How the amount is found."""

    CLAUSES = ("clauses", "按条款累加")
    COMPLAINT = ("complaint", "投诉属实且情节特别严重")
    MISHANDLING = ("mishandling", "投诉处置不当")


class Mode(Labelled):
    FINE = ("fine", "罚款")
    POINTS = ("points", "绩效扣分")
    DEDUCTION = ("deduction", "绩效扣款")


class PenaltyState(Labelled):
    DRAFT = ("draft", "草拟", "", "pencil")
    REVIEW = ("review", "待审批", "warn", "clock")
    APPROVED = ("approved", "已批准", "info", "check")
    SERVED = ("served", "已送达", "info", "writing-sign")
    APPEALED = ("appealed", "申诉中", "warn", "message-circle")
    EFFECTIVE = ("effective", "已生效", "ok", "gavel")
    DUE = ("due", "待收缴", "warn", "coin")
    COLLECTED = ("collected", "已收缴", "ok", "receipt")
    ARCHIVED = ("archived", "已归档", "", "archive")
    REVOKED = ("revoked", "已撤销", "", "arrow-back-up")
    WITHDRAWN = ("withdrawn", "已撤回", "", "x")


class ServiceKind(Labelled):
    SIGNED = ("signed", "本人签收")
    REFUSED = ("refused", "拒签，有见证人")


class Outcome(Labelled):
    UPHELD = ("upheld", "维持")
    ALTERED = ("altered", "变更")
    REVOKED = ("revoked", "撤销")


class PaymentMethod(Labelled):
    CASH = ("cash", "现金")
    PAYROLL = ("payroll", "工资代扣")
    TRANSFER = ("transfer", "转账")


class EntryKind(Labelled):
    """What an entry of the ledger of fines is. A wrong one is never changed: a reversal of it is added."""

    RECEIPT = ("receipt", "收款", "ok")
    REVERSAL = ("reversal", "冲销", "warn")
    REFUND = ("refund", "退还", "info")


DEAD = (PenaltyState.REVOKED, PenaltyState.WITHDRAWN)  # count for nothing
UNDER_WAY = (
    PenaltyState.REVIEW,
    PenaltyState.APPROVED,
    PenaltyState.SERVED,
    PenaltyState.APPEALED,
    PenaltyState.EFFECTIVE,
    PenaltyState.DUE,
)  # submitted, and something is still to be done
IN_FORCE = (PenaltyState.EFFECTIVE, PenaltyState.DUE, PenaltyState.COLLECTED, PenaltyState.ARCHIVED)
