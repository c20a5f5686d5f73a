"""The states of a mystery visit, and who may move it. Source: domain §2.2; docs/adr/0016."""

from __future__ import annotations

from models.core import settings
from models.core.flow import Flow, Step
from models.mystery_visits.kinds import VisitState
from models.mystery_visits.tables import MysteryVisit

S = VisitState


def _is_undecided(visit: MysteryVisit) -> str | None:
    """Refuse to close the study while a suggestion or proposal waits; matters must be loaded."""
    waiting = sum(matter.decision is None for matter in visit.matters)
    return f"还有 {waiting} 条意见或处理建议没有决定，请逐条决定后再办结。" if waiting else None


def _is_unstudied(visit: MysteryVisit) -> str | None:
    """Refuse what the group has not studied, unless the house publishes at once; the seal of the day comes first."""
    if visit.state is S.SENT and not settings.value_of("mystery_visit.publish_at_once", unit_id=visit.unit_id):
        return "领导小组还没有研究，研究办结后才能公布。"
    if visit.report.root_id is None:
        return "承诺值在收到次日凌晨公布，之后才能公布评价本身。"
    return None


FLOW = Flow(
    [
        Step("issue", frozenset({S.PLANNED, S.ISSUED}), S.ISSUED, "mystery_visit.plan", "发放访问码", tone="p"),
        Step("revoke", frozenset({S.ISSUED}), S.PLANNED, "mystery_visit.plan", "作废访问码"),
        Step("cancel", frozenset({S.PLANNED, S.ISSUED}), S.CANCELLED, "mystery_visit.plan", "取消暗访", tone="d"),
        Step("send", frozenset({S.ISSUED}), S.SENT, "mystery_visit.write", "提交评价"),
        Step("study", frozenset({S.SENT}), S.STUDIED, "mystery_visit.study", "办结研究", _is_undecided, "p"),
        Step(
            "publish", frozenset({S.SENT, S.STUDIED}), S.PUBLISHED, "mystery_visit.publish", "公布", _is_unstudied, "p"
        ),
    ]
)
