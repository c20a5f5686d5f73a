"""The states of violations and penalties, and who may move them. Source: domain §2.3."""

from __future__ import annotations

from models.core.flow import Flow, Step
from models.penalties.kinds import Mode, PenaltyState, ViolationState
from models.penalties.tables import Penalty

V, P = ViolationState, PenaltyState


def _nothing_to_pay_back(penalty: Penalty) -> str | None:
    """Refuse to pay back what was never paid, or has been paid back."""
    return None if penalty.received > penalty.payable else "没有需要退还的金额。"


def _has_money_open(penalty: Penalty) -> str | None:
    """Refuse to file away what finance has not collected."""
    if penalty.state is P.EFFECTIVE and penalty.mode is not Mode.POINTS and penalty.payable > 0:
        return "还没有收缴，不能归档。"
    return None


VIOLATION = Flow(
    [
        Step("confirm", frozenset({V.REPORTED}), V.CONFIRMED, "violation.confirm", "认定违规", tone="p"),
        Step("dismiss", frozenset({V.REPORTED}), V.DISMISSED, "violation.dismiss", "不予认定"),
        Step("overturn", frozenset({V.CONFIRMED}), V.OVERTURNED, "penalty.decide_appeal", "撤销认定"),
    ]
)
PENALTY = Flow(
    [
        Step("submit", frozenset({P.DRAFT}), P.REVIEW, "penalty.submit", "提交审批", tone="p"),
        Step("withdraw", frozenset({P.DRAFT, P.REVIEW}), P.WITHDRAWN, "penalty.withdraw", "撤回"),
        Step("send_back", frozenset({P.REVIEW}), P.DRAFT, "approval.decide", "退回"),
        Step("approve", frozenset({P.REVIEW}), P.APPROVED, "approval.decide", "批准"),
        Step("serve", frozenset({P.APPROVED}), P.SERVED, "penalty.serve", "送达", tone="p"),
        Step("sign", frozenset({P.APPROVED}), P.SERVED, "penalty.appeal", "签收决定书", tone="p"),
        Step("waive", frozenset({P.SERVED}), P.EFFECTIVE, "penalty.appeal", "放弃申诉"),
        Step("appeal", frozenset({P.SERVED}), P.APPEALED, "penalty.appeal", "申诉"),
        Step("take_effect", frozenset({P.SERVED, P.APPEALED}), P.EFFECTIVE, "penalty.decide_appeal", "生效"),
        Step("revoke", frozenset({P.APPEALED}), P.REVOKED, "penalty.decide_appeal", "决定申诉"),
        Step("demand", frozenset({P.EFFECTIVE}), P.DUE, "penalty.decide_appeal", "转财务收缴"),
        Step(
            "reverse",
            frozenset({P.APPROVED, P.SERVED, P.APPEALED, P.EFFECTIVE, P.DUE, P.COLLECTED, P.ARCHIVED}),
            P.REVOKED,
            "penalty.reverse",
            "撤销处罚",
            tone="d",
        ),
        Step(
            "refund",
            frozenset({P.REVOKED}),
            P.REVOKED,
            "penalty.collect",
            "登记退还",
            guard=_nothing_to_pay_back,
            tone="p",
        ),
        Step("unbook", frozenset({P.COLLECTED, P.ARCHIVED}), P.DUE, "penalty.collect", "冲销收据"),
        Step("collect", frozenset({P.DUE}), P.COLLECTED, "penalty.collect", "登记收缴", tone="p"),
        Step(
            "archive",
            frozenset({P.COLLECTED, P.EFFECTIVE}),
            P.ARCHIVED,
            "penalty.archive",
            "归档",
            guard=_has_money_open,
            tone="p",
        ),
    ]
)
