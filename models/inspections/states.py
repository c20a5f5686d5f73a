"""The states of inspections and of their check sheets, and who may move them. Source: domain §2.2."""

from __future__ import annotations

from models.core.flow import Flow, Step
from models.inspections.kinds import InspectionState, TemplateState
from models.inspections.tables import Inspection

S, T = InspectionState, TemplateState


def _is_numbered(inspection: Inspection) -> str | None:
    """Refuse to give up what the inspected have been told of."""
    return "已经编号的督查不能作废，请改正后重新提交。" if inspection.number else None


INSPECTION = Flow(
    [
        Step("record", frozenset({S.RUNNING}), S.RUNNING, "inspection.record", "继续检查", tone="p"),
        Step("submit", frozenset({S.RUNNING}), S.CONFIRMING, "inspection.submit", "提交当事人确认", tone="p"),
        Step("withdraw", frozenset({S.RUNNING}), S.WITHDRAWN, "inspection.withdraw", "作废", _is_numbered),
        Step("settle", frozenset({S.CONFIRMING}), S.REVIEW, "inspection.publish", "确认期满"),
        Step("send_back", frozenset({S.REVIEW}), S.RUNNING, "inspection.send_back", "退回督查人员"),
        Step("publish", frozenset({S.REVIEW}), S.PUBLISHED, "inspection.publish", "审核通报", tone="p"),
        Step("rectify", frozenset({S.PUBLISHED}), S.RECTIFYING, "inspection.rectify", "转整改"),
        Step("archive", frozenset({S.PUBLISHED, S.RECTIFYING}), S.ARCHIVED, "inspection.archive", "归档", tone="p"),
    ]
)
TEMPLATE = Flow(
    [
        Step("publish", frozenset({T.DRAFT}), T.PUBLISHED, "template.publish", "发布", tone="p"),
        Step("replace", frozenset({T.PUBLISHED}), T.RETIRED, "template.publish", "由新版替换"),
        Step("retire", frozenset({T.PUBLISHED, T.DRAFT}), T.RETIRED, "template.retire", "停用"),
    ]
)
