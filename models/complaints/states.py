"""The states of a case and of an offered responsibility, and who may move them. Source: domain §2.1.

Who exactly of those with the permission may move a case is said by the rules: they know the person.
"""

from __future__ import annotations

from models.complaints.kinds import AT_FAULT, OPEN, ComplaintKind, ComplaintState, OfferState
from models.complaints.tables import Complaint
from models.core.flow import Flow, Step

C, F = ComplaintState, OfferState
DECIDED = frozenset({C.HANDLING, C.REPLIED, C.REVISITED, C.CLOSED})
BEFORE_REPLY = frozenset(OPEN) - {C.REPLIED, C.REVISITED}


def _is_no_complaint(case: Complaint) -> str | None:
    return None if case.is_complaint else f"{case.kind.label}不需要定责，直接答复。"


def _is_complaint(case: Complaint) -> str | None:
    return "投诉须先调查、定责，再处理回复。" if case.is_complaint else None


def _is_praise(case: Complaint) -> str | None:
    return None if case.kind is ComplaintKind.PRAISE else "只有表扬需要核实后归入个人。"


def _was_verified(case: Complaint) -> str | None:
    return _is_praise(case) or (None if case.is_verified is not None else "还没有核实。")


def _is_not_praise(case: Complaint) -> str | None:
    return "表扬由征费室核实后办结。" if case.kind is ComplaintKind.PRAISE else None


def _may_be_answered(case: Complaint) -> str | None:
    return _is_complaint(case) or _is_not_praise(case)


def _has_apology(case: Complaint) -> str | None:
    if case.liability in AT_FAULT and case.apologised_at is None:
        return f"{case.liability.label}，请先登记致歉人和致歉情况，再回复。"
    return None


def _was_decided(case: Complaint) -> str | None:
    return None if case.liability is not None else "还没有责任认定。"


def _was_asked(case: Complaint) -> str | None:
    """A complaint is filed only after the complainant was asked, anything else after the answer."""
    if case.is_complaint and case.state is C.REPLIED:
        return "还没有回访，不能办结。"
    return None


COMPLAINT = Flow(
    [
        Step("accept", frozenset({C.REGISTERED}), C.ACCEPTED, "complaint.accept", "受理", tone="p"),
        Step("answer", frozenset({C.ACCEPTED}), C.REPLIED, "complaint.answer", "答复", _may_be_answered, "p"),
        Step("verify", frozenset({C.ACCEPTED}), C.CLOSED, "complaint.verify", "核实表扬", _is_praise, "p"),
        Step(
            "investigate",
            frozenset({C.ACCEPTED}),
            C.INVESTIGATING,
            "complaint.investigate",
            "指定调查人",
            _is_no_complaint,
            "p",
        ),
        Step("report", frozenset({C.INVESTIGATING}), C.JUDGING, "complaint.report", "提交调查情况", tone="p"),
        Step("decide", frozenset({C.JUDGING}), C.HANDLING, "complaint.decide", "责任认定", tone="p"),
        Step("send_back", frozenset({C.JUDGING}), C.INVESTIGATING, "complaint.decide", "退回补充调查"),
        Step("reply", frozenset({C.HANDLING}), C.REPLIED, "complaint.reply", "回复投诉人", _has_apology, "p"),
        Step("revisit", frozenset({C.REPLIED}), C.REVISITED, "complaint.revisit", "回访", _is_no_complaint, "p"),
        Step("redo", frozenset({C.REPLIED}), C.INVESTIGATING, "complaint.revisit", "重新办理", _is_no_complaint),
        Step("close", frozenset({C.REVISITED, C.REPLIED}), C.CLOSED, "complaint.close", "办结归档", _was_asked, "p"),
        Step("transfer", frozenset({C.ACCEPTED, C.INVESTIGATING}), C.TRANSFERRED, "complaint.transfer", "转外单位"),
        Step("resume", frozenset({C.TRANSFERRED}), C.INVESTIGATING, "complaint.transfer", "登记反馈", tone="p"),
        Step("refuse", frozenset({C.REGISTERED}), C.REFUSED, "complaint.refuse", "不予受理"),
        Step("withdraw", BEFORE_REPLY, C.WITHDRAWN, "complaint.withdraw", "撤诉"),
        Step("reopen", frozenset({C.CLOSED}), C.INVESTIGATING, "complaint.reopen", "重新办理", _is_no_complaint),
        Step("unverify", frozenset({C.CLOSED}), C.ACCEPTED, "complaint.unverify", "撤销核实", _was_verified, "d"),
        Step("overturn", DECIDED, C.JUDGING, "complaint.overturn", "撤销认定", _was_decided, "d"),
        Step("merge", frozenset(OPEN), C.MERGED, "complaint.merge", "并案"),
        *(Step(f"part_{s.value}", frozenset({C.MERGED}), s, "complaint.merge", "取消并案") for s in OPEN),
    ]
)
OFFER = Flow(
    [
        Step("take", frozenset({F.OPEN}), F.TAKEN, "complaint.take", "接受", tone="p"),
        Step("decline", frozenset({F.OPEN}), F.DECLINED, "complaint.take", "退回"),
        Step("lapse", frozenset({F.OPEN}), F.LAPSED, "complaint.take", "逾时"),
        Step("recall", frozenset({F.OPEN}), F.RECALLED, "complaint.offer", "收回"),
    ]
)
