"""The states of a meeting and of a decision, and who may move them."""

from __future__ import annotations

from models.core.flow import Flow, Step
from models.meetings.kinds import DecisionState, MeetingState
from models.meetings.tables import Decision, Meeting

M, D = MeetingState, DecisionState


def _unwritten(meeting: Meeting) -> str | None:
    """Refuse minutes that are silent about a point of the agenda. ``meeting.agenda`` must be loaded."""
    silent = [item.title for item in meeting.agenda if not item.words]
    if not meeting.agenda:
        return "还没有议题，请先记录纪要。"
    return f"还没有写纪要的议题：{'、'.join(silent[:3])}。" if silent else None


def _extended(decision: Decision) -> str | None:
    return "期限只能延长一次。" if decision.extended_at else None


MEETING = Flow(
    [
        Step("hold", frozenset({M.PLANNED}), M.HELD, "meeting.plan", "登记召开", tone="p"),
        Step("cancel", frozenset({M.PLANNED}), M.CANCELLED, "meeting.plan", "取消会议"),
        Step("submit", frozenset({M.HELD}), M.REVIEW, "meeting.plan", "报请签发", guard=_unwritten, tone="p"),
        Step("sign", frozenset({M.REVIEW}), M.SIGNED, "meeting.sign", "签发纪要", tone="p"),
        Step("send_back", frozenset({M.REVIEW}), M.HELD, "meeting.sign", "退回修改"),
    ]
)
DECISION = Flow(
    [
        Step("report", frozenset({D.OPEN}), D.REPORTED, "meeting.attend", "报告办结", tone="p"),
        Step("progress", frozenset({D.OPEN}), D.OPEN, "meeting.attend", "报告进展"),
        Step("confirm", frozenset({D.REPORTED}), D.DONE, "meeting.oversee", "确认办结", tone="p"),
        Step("send_back", frozenset({D.REPORTED}), D.OPEN, "meeting.oversee", "退回重办"),
        Step("extend", frozenset({D.OPEN}), D.OPEN, "meeting.oversee", "延长期限", guard=_extended),
        Step("drop", frozenset({D.OPEN, D.REPORTED}), D.DROPPED, "meeting.plan", "撤销决定", tone="d"),
    ]
)
