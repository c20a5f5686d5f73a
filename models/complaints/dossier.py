"""What the page of a case tells beside its own columns: the course so far, the chain, and what one may do."""

from __future__ import annotations

from datetime import datetime

from models.accounts import User
from models.complaints import callers, handling, merging
from models.complaints.kinds import AT_FAULT, ENDED, LADDER, ComplaintKind, ComplaintState, HoldEnd, OfferState
from models.complaints.states import COMPLAINT
from models.complaints.tables import Complaint
from models.core import clock
from models.core.audit import AuditEntry
from models.core.flow import Step

C = ComplaintState
WITHIN = frozenset({"redo", "merge", *(name for name in COMPLAINT.steps if name.startswith("part_"))})
OF_THE_RESPONSIBLE = frozenset({"accept", "answer", "report", "reply"})
STAGES = ("登记", "受理", "调查", "定责", "处理", "回复", "回访", "办结")
SHORT = ("登记", "受理", "答复", "办结")
AT = {
    C.REGISTERED: 1,
    C.ACCEPTED: 2,
    C.INVESTIGATING: 2,
    C.TRANSFERRED: 2,
    C.JUDGING: 3,
    C.HANDLING: 4,
    C.REPLIED: 6,
    C.REVISITED: 7,
    C.CLOSED: 8,
}
AT_SHORT = {C.REGISTERED: 1, C.ACCEPTED: 2, C.REPLIED: 3, C.CLOSED: 4}


def stages(case: Complaint) -> tuple[tuple[str, ...], int] | None:
    """Return the stages of a case and which is next; None for one that left the way."""
    if case.state in ENDED and case.state is not C.CLOSED:
        return None
    return (STAGES, AT[case.state]) if case.is_complaint else (SHORT, AT_SHORT.get(case.state, 2))


def steps_open_to(case: Complaint, user: User) -> list[Step]:
    """Return the steps that ``user`` may take now, in the order of the way."""
    found = [step for step in COMPLAINT.open_to(case, user) if step.name not in WITHIN]
    return [step for step in found if _may(case, step, user)]


def _may(case: Complaint, step: Step, user: User) -> bool:
    if step.name in OF_THE_RESPONSIBLE:
        return user.id == case.responsible_id or user.may("complaint.investigate")
    if step.name in ("decide", "send_back"):
        return handling.refusal_to_decide(case, user) is None
    return step.name != "revisit" or callers.refusal_for(case, user) is None


def story(case: Complaint, tries: list[AuditEntry], merges: list[tuple]) -> list[dict[str, str]]:
    """Return the course of a case as rows of a timeline, oldest first: milestones, steps, calls, and what follows.

    ``tries`` are the steps that were refused because it was not their turn, ``merges`` the rows of
    ``merging.course_of``.
    """
    rows = [*_milestones(case), *_steps(case), *_revisits(case), *_tries(tries), *_merges(case, merges)]
    rows.sort(key=lambda pair: pair[0])
    told = [row for _at, row in rows]
    if case.is_open:
        told.append(_row("now", _waiting_for(case), None, f"责任人 {case.responsible.name}"))
    return told


def chain(case: Complaint) -> list[dict[str, str]]:
    """Return the chain of responsibility: spans and the offers between, oldest first."""
    rows = []
    for span in case.spans:
        until = clock.short_moment(span.to_at) if span.to_at else "现在"
        how = f"{span.how.label}，到{until}" + ("结束" if span.end is HoldEnd.ENDED else "")
        state = "done" if span.to_at else "now"
        rows.append((span.from_at, 0, _row(state, span.person_name, span.from_at, how)))
    for offer in case.offers:
        who = f"{offer.giver.name} 移交 {offer.taker.name}：{offer.state.label}"
        state = "todo" if offer.state is OfferState.OPEN else "done"
        if offer.state is not OfferState.TAKEN:
            rows.append((offer.offered_at, 1, _row(state, who, offer.offered_at, offer.note, offer.reason)))
    return [row for _at, _kind, row in sorted(rows, key=lambda one: one[:2])]


def ladder(case: Complaint) -> list[tuple[str, str]]:
    """Return how far the ladder on the spot was climbed: each rung with the time and words, or a dash."""
    climbed = {step.rung: step for step in case.steps}
    return [
        (rung.label, f"{clock.local(one.at):%H:%M} {one.who}：{one.words}" if (one := climbed.get(rung)) else "—")
        for rung in LADDER
    ]


def _milestones(case: Complaint):
    first = f"首问责任人 {case.first_receiver.name}"
    yield case.registered_at, _row("done", f"登记（{case.channel.label}）", case.registered_at, first)
    if case.accepted_at:
        yield case.accepted_at, _row("done", "受理", case.accepted_at, "")
    if case.investigated_at:
        who = case.investigator.name if case.investigator else ""
        yield case.investigated_at, _row("done", "提交调查情况", case.investigated_at, who)
    if case.decided_at:
        said = f"{case.liability.label if case.liability else ''} {case.finding}".strip()
        yield case.decided_at, _row("done", "责任认定", case.decided_at, case.decided_by.name, said)
    if case.apologised_at:
        who = "、".join(one.person_name for one in case.apologists)
        yield case.apologised_at, _row("done", "致歉", case.apologised_at, who, case.apology)
    if case.replied_at:
        way = f"{case.replied_by.name}，{case.reply_way.label}"
        yield case.replied_at, _row("done", "回复", case.replied_at, way, case.reply)
    if case.closed_at:
        yield case.closed_at, _row("done", case.state.label, case.closed_at, "", case.exit_reason)


def _steps(case: Complaint):
    for step in case.steps:
        title = step.rung.label + ("，当场解决" if step.is_settled else "")
        yield step.at, _row("done", title, step.at, step.who, step.words)


def _revisits(case: Complaint):
    for one in case.revisits:
        title = f"回访：{one.satisfaction.label if one.satisfaction else '没有接通'}"
        yield one.at, _row("done", title, one.at, one.by.name, one.words)


def _tries(tries: list[AuditEntry]):
    for one in tries:
        yield one.at, _row("done", "不按顺序办理，未通过", one.at, one.actor_name, one.note)


def _merges(case: Complaint, merges: list[tuple]):
    for at, title, who, reason in merging.course(case, merges):
        yield at, _row("done", title, at, who, reason)


def _waiting_for(case: Complaint) -> str:
    return {
        C.REGISTERED: "受理",
        C.ACCEPTED: "指定调查人" if case.is_complaint else "答复",
        C.INVESTIGATING: f"调查（第 {case.round} 次）" if case.round > 1 else "调查",
        C.TRANSFERRED: f"等待{case.transferred_to}反馈",
        C.JUDGING: "责任认定",
        C.HANDLING: "处理并回复",
        C.REPLIED: "回访" if case.is_complaint else "办结",
        C.REVISITED: "办结归档",
    }[case.state]


def _row(state: str, title: str, at: datetime | None, who: str, said: str = "") -> dict[str, str]:
    shown = clock.short_moment(at) if at else ""
    return {"state": state, "title": title, "time": shown, "who": who, "said": said}


def procedure(case: Complaint) -> list[dict[str, str]]:
    """Return whether the steps that S0 asks for were taken, in order: ok, bad (out of order) or no (not yet).

    Source: S0 §8.3, domain 0-46.
    """
    rows = [
        ("受理", case.accepted_at, case.registered_at, "#course"),
        ("联系投诉人", case.contacted_at, case.registered_at, "#course"),
    ]
    if case.is_complaint:
        rows += [
            ("调查", case.investigated_at, case.accepted_at, "#investigation"),
            ("责任认定", case.decided_at, case.investigated_at, "#investigation"),
        ]
        if case.liability in AT_FAULT:
            rows.append(("致歉", case.apologised_at, case.decided_at, "#reply"))
    rows.append(("回复", case.replied_at, case.decided_at if case.is_complaint else case.accepted_at, "#reply"))
    if case.is_complaint:
        rows.append(("回访", case.revisited_at, case.replied_at, "#reply"))
    return [_check(*row) for row in rows if case.kind is not ComplaintKind.PRAISE or row[0] == "受理"]


def _check(title: str, at: datetime | None, after: datetime | None, href: str) -> dict[str, str]:
    if at is None:
        return {"state": "no", "href": href, "title": title, "note": "未办"}
    in_order = after is None or at >= after
    note = clock.short_moment(at)
    return {"state": "ok" if in_order else "bad", "href": href, "title": title, "note": note}
