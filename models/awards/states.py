"""The states of a round, and who may move it. Source: domain §2.13."""

from __future__ import annotations

from models.awards.kinds import AwardState
from models.core.flow import Flow, Step

S = AwardState
LIVE = frozenset({S.CALL, S.SCREENING, S.JURY, S.NOTICE, S.APPROVED})
FLOW = Flow(
    [
        Step("screen", frozenset({S.CALL, S.SCREENING}), S.SCREENING, "award.open", "资格审查", tone="p"),
        Step("start_jury", frozenset({S.SCREENING}), S.JURY, "award.open", "开始评审", tone="p"),
        Step("publish", frozenset({S.JURY}), S.NOTICE, "award.open", "公示", tone="p"),
        Step("submit", frozenset({S.NOTICE}), S.APPROVAL, "award.open", "提交批准", tone="p"),
        Step("send_back", frozenset({S.APPROVAL}), S.NOTICE, "approval.decide", "退回"),
        Step("approve", frozenset({S.APPROVAL}), S.APPROVED, "approval.decide", "批准"),
        Step("issue", frozenset({S.APPROVED}), S.ISSUED, "award.open", "颁发", tone="p"),
        Step("cancel", LIVE, S.CANCELLED, "award.open", "取消评选", tone="d"),
    ]
)
