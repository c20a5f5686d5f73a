"""The steps of a handover. Source: domain §2.7, States; security.md 17, 18."""

from __future__ import annotations

from models.core.flow import Flow, Step
from models.handover.kinds import HandoverState as State

EDITING = frozenset({State.DRAFT, State.OBJECTED})
WAITING = frozenset({State.HANDED_OVER})

FLOW = Flow(
    [
        Step("hand_over", EDITING, State.HANDED_OVER, "handover.hand_over", "签认交班", tone="p"),
        Step("withdraw_handing", WAITING, State.DRAFT, "handover.withdraw", "撤回交班签认"),
        Step("check", WAITING, State.CHECKING, "handover.check", "开始核对", tone="p"),
        Step("object", WAITING | {State.CHECKING}, State.OBJECTED, "handover.object", "退回交班人", tone="d"),
        Step("take_over", frozenset({State.CHECKING}), State.TAKEN_OVER, "handover.take_over", "签认接班", tone="p"),
        Step("withdraw_taking", frozenset({State.TAKEN_OVER}), State.CHECKING, "handover.withdraw", "撤回接班签认"),
        Step("seal", frozenset({State.TAKEN_OVER}), State.SEALED, "handover.seal", "检查签认", tone="p"),
    ]
)
