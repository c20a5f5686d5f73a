"""The states of a notice, and who may move it. Source: domain §2.14; issue 4, deliver 7."""

from __future__ import annotations

from models.core.flow import Flow, Step
from models.notices.kinds import NoticeState

S = NoticeState

NOTICE = Flow(
    [
        Step("submit", frozenset({S.DRAFT}), S.REVIEW, "notice.draft", "报请签发", tone="p"),
        Step("drop", frozenset({S.DRAFT}), S.DROPPED, "notice.draft", "作废草稿"),
        Step("recall", frozenset({S.REVIEW}), S.DRAFT, "notice.draft", "撤回修改"),
        Step("send_back", frozenset({S.REVIEW}), S.DRAFT, "approval.decide", "退回"),
        Step("publish", frozenset({S.REVIEW}), S.PUBLISHED, "approval.decide", "签发"),
        Step("withdraw", frozenset({S.PUBLISHED}), S.WITHDRAWN, "notice.withdraw", "撤回通知", tone="d"),
        Step("expire", frozenset({S.PUBLISHED}), S.EXPIRED, "notice.withdraw", "到期"),
    ]
)
WITHIN = frozenset({"send_back", "publish", "expire"})  # steps that other acts take
OWN = frozenset({"submit", "drop", "recall"})  # of who drafted it
