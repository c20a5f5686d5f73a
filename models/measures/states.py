"""The states of talks, measures and orders, and who may move them. Source: domain §1.3, §2.3."""

from __future__ import annotations

from datetime import date

from models.core import clock
from models.core.flow import Flow, Step
from models.measures.kinds import DirectiveState, MeasureKind, MeasureState, TalkState
from models.measures.tables import Measure

T, M, D = TalkState, MeasureState, DirectiveState


def still_away(measure: Measure, day: date) -> str | None:
    """Say of a suspended person whose days are not over on ``day`` when they can return."""
    if measure.to_on and day <= measure.to_on:
        return f"待岗到 {measure.to_on} 为止，次日起才能返岗。"
    return None


def _not_tested(measure: Measure) -> str | None:
    """Refuse the return of a suspended person before the days are over or the re-test is passed."""
    if measure.kind is not MeasureKind.SUSPENSION:
        return None
    if not measure.retest_passed:
        return "复考合格后才能返岗，请先登记复考成绩。"
    return still_away(measure, clock.today())


def _no_retest(measure: Measure) -> str | None:
    """Refuse a re-test of who is not suspended, or has passed: a result that stands is corrected, not booked over."""
    if measure.kind is not MeasureKind.SUSPENSION:
        return "只有待岗需要复考。"
    if measure.retest_passed:
        return f"{measure.retest_on} 复考 {measure.retest_score} 分，已经合格，不用再登记。登记有误的请更正。"
    return None


def _no_result(measure: Measure) -> str | None:
    return "还没有登记复考成绩。" if measure.retest_on is None else None


def _no_dismissal(measure: Measure) -> str | None:
    return None if measure.kind is MeasureKind.DISMISSAL else "只有辞退建议由公司批复。"


def _is_dismissal(measure: Measure) -> str | None:
    return "辞退建议须由公司批复后执行。" if measure.kind is MeasureKind.DISMISSAL else None


TALK = Flow(
    [
        Step("hold", frozenset({T.PLANNED}), T.HELD, "talk.hold", "记录谈话", tone="p"),
        Step("cancel", frozenset({T.PLANNED}), T.CANCELLED, "talk.hold", "取消谈话"),
        Step("sign", frozenset({T.HELD}), T.SIGNED, "talk.sign", "签认谈话记录", tone="p"),
        Step("refuse", frozenset({T.HELD}), T.REFUSED, "talk.hold", "按拒签登记"),
    ]
)
MEASURE = Flow(
    [
        Step("submit", frozenset({M.DRAFT}), M.REVIEW, "measure.draft", "提交审批", tone="p"),
        Step("withdraw", frozenset({M.DRAFT, M.REVIEW}), M.WITHDRAWN, "measure.draft", "撤回"),
        Step("send_back", frozenset({M.REVIEW}), M.DRAFT, "measure.decide", "退回"),
        Step("approve", frozenset({M.REVIEW}), M.APPROVED, "measure.decide", "批准"),
        Step("start", frozenset({M.APPROVED}), M.IN_FORCE, "measure.start", "开始执行", guard=_is_dismissal, tone="p"),
        Step("agree", frozenset({M.APPROVED}), M.ENDED, "measure.start", "公司同意", guard=_no_dismissal),
        Step("decline", frozenset({M.APPROVED}), M.DECLINED, "measure.start", "公司未同意", guard=_no_dismissal),
        Step("retest", frozenset({M.IN_FORCE}), M.IN_FORCE, "measure.start", "登记复考", guard=_no_retest),
        Step("correct_retest", frozenset({M.IN_FORCE}), M.IN_FORCE, "measure.start", "更正复考", guard=_no_result),
        Step("finish", frozenset({M.IN_FORCE}), M.ENDED, "measure.start", "结束执行", guard=_not_tested, tone="p"),
        Step("revoke", frozenset({M.APPROVED, M.IN_FORCE}), M.REVOKED, "measure.revoke", "撤销", tone="d"),
    ]
)
DIRECTIVE = Flow(
    [
        Step("answer", frozenset({D.ISSUED}), D.ANSWERED, "directive.answer", "报告办理情况", tone="p"),
        Step("close", frozenset({D.ANSWERED}), D.CLOSED, "directive.issue", "确认办结", tone="p"),
        Step("reopen", frozenset({D.ANSWERED}), D.ISSUED, "directive.issue", "退回重办"),
        Step("withdraw", frozenset({D.ISSUED, D.ANSWERED}), D.WITHDRAWN, "directive.issue", "撤回"),
    ]
)
