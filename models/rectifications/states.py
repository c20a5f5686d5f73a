"""The states of rectifications, campaigns and process reviews, and who may move them. Source: domain §2.4."""

from __future__ import annotations

from models.core.flow import Flow, Step
from models.rectifications.kinds import ON_HAND, CampaignState, ProcessState, RectificationState

R, C, P = RectificationState, CampaignState, ProcessState

RECTIFICATION = Flow(
    [
        Step("sign", frozenset({R.ISSUED}), R.SIGNED, "rectification.work", "签收", tone="p"),
        Step("begin", frozenset({R.SIGNED}), R.WORKING, "rectification.work", "制定整改计划", tone="p"),
        Step("submit", frozenset({R.WORKING}), R.REVIEW, "rectification.work", "报请复查", tone="p"),
        Step("close", frozenset({R.REVIEW}), R.CLOSED, "rectification.review", "合格销号", tone="p"),
        Step("fail", frozenset({R.REVIEW}), R.FAILED, "rectification.review", "不合格"),
        Step("withdraw", frozenset(ON_HAND), R.WITHDRAWN, "rectification.withdraw", "撤回"),
    ]
)
CAMPAIGN = Flow(
    [
        Step("start", frozenset({C.DRAFT}), C.RUNNING, "campaign.plan", "开始行动", tone="p"),
        Step("close", frozenset({C.RUNNING}), C.CLOSED, "campaign.plan", "总结经验", tone="p"),
    ]
)
PROCESS = Flow(
    [
        Step("submit", frozenset({P.DRAFT, P.RETURNED}), P.SUBMITTED, "process.draft", "提交审批", tone="p"),
        Step("publish", frozenset({P.SUBMITTED}), P.PUBLISHED, "process.approve", "批准并发布", tone="p"),
        Step("return", frozenset({P.SUBMITTED}), P.RETURNED, "process.approve", "退回"),
    ]
)
