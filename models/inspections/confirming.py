"""From the last item to the report: the inspected answer, the office decides disputes, the result is told.

Source: domain §2.2 (待当事人确认, 24 h), docs/adr/0007.
"""

from __future__ import annotations

from datetime import datetime

from models import deadlines
from models.accounts import User
from models.core import audit, clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.flow import first
from models.core.numbering import next_number
from models.inbox import notify
from models.inspections import queries
from models.inspections.kinds import InspectionState, ReplyState, Verdict
from models.inspections.opening import require_inspector
from models.inspections.recording import reckon, standing
from models.inspections.states import INSPECTION
from models.inspections.tables import Inspection, Reply
from models.inspections.timers import CONFIRM


def open_items(inspection: Inspection) -> list[str]:
    """Return the codes of the items without a verdict, in the order of the sheet."""
    done = {row.item_id for row in inspection.answers}
    return [item.code for item in inspection.template.items if item.id not in done]


def refusal_to_submit(inspection: Inspection) -> str | None:
    """Say what is still missing, or None."""
    if missing := open_items(inspection):
        shown = "、".join(missing[:6]) + (f" 等 {len(missing)} 项" if len(missing) > 6 else "")
        return f"还有检查项没有结论：{shown}。"
    codes = {item.id: item.code for item in inspection.template.items}
    for row in inspection.answers:
        found = standing(inspection, row.item_id) if row.verdict is Verdict.FAIL else []
        if row.verdict is Verdict.FAIL and not found:
            return f"第 {codes[row.item_id]} 项不合格，请写明问题。"
        if any(not finding.words for finding in found):
            return f"第 {codes[row.item_id]} 项的问题没有写明情况。"
    return None


def _may_submit(inspection: Inspection, by: User) -> None:
    require_inspector(inspection, by)
    if refusal := refusal_to_submit(inspection):
        raise RuleBroken(refusal)


@first(_may_submit)
def submit(inspection: Inspection, *, summary: str, suggestion: str, by: User, at: datetime) -> None:
    """Tell the inspected, who have until ``confirm_until`` to answer; without anybody to ask the office is next.

    Raises RuleBroken: not an inspector, or an item without a verdict, or a finding without words.
    """
    INSPECTION.hold(inspection, "submit")
    _may_submit(inspection, by)  # again: two inspectors record at once
    reckon(inspection)
    INSPECTION.take(inspection, "submit")
    if inspection.number is None:
        inspection.number = next_number("DC", clock.local(at).year)
    inspection.summary, inspection.suggestion, inspection.submitted_at = summary, suggestion, at
    inspection.ended_at = inspection.ended_at or at
    audit.record("inspection.submit", inspection, by)
    timer = deadlines.start(CONFIRM, inspection, unit=inspection.unit, at=at, by=by)
    inspection.confirm_until = timer.due_at
    audit.record("inspection.submit", inspection, by, note=f"确认期到 {clock.local(timer.due_at):%Y-%m-%d %H:%M}")
    asked = _ask(inspection, by)
    until = f"{clock.local(inspection.confirm_until):%Y-%m-%d %H:%M}"
    title = f"{inspection.number} 有您的检查事项，{until} 前可以认可或提出异议"
    notify(asked, "inspection", title, "/inspections/mine", key=f"inspection-{inspection.id}-asked-{at:%d%H%M}", at=at)
    settle_if_answered(inspection, at)


@first(require_inspector)
def withdraw(inspection: Inspection, *, reason: str, by: User) -> None:
    """Give up an inspection that was never submitted. Raises RuleBroken: not an inspector, or it has a number."""
    INSPECTION.take(inspection, "withdraw")
    inspection.end_reason = reason
    audit.record("inspection.withdraw", inspection, by, note=reason)


def settle_if_answered(inspection: Inspection, at: datetime) -> None:
    """Hand over to the office when everybody asked has answered."""
    if inspection.state is not InspectionState.CONFIRMING:
        return
    if db.session.scalar(queries.waiting_replies(inspection.id).limit(1)) is None:
        _settle(inspection, at)


def lapse(at: datetime) -> int:
    """Let silence count as consent where the time is over; return how many inspections went on. A job calls this."""
    due = db.session.scalars(queries.due_for_lapse(at)).unique().all()
    for inspection in due:
        for reply in db.session.scalars(queries.waiting_replies(inspection.id)):
            reply.state, reply.answered_at = ReplyState.LAPSED, at
            audit.record("inspection.lapse", reply, None)
        _settle(inspection, at)
    return len(due)


def _settle(inspection: Inspection, at: datetime) -> None:
    deadlines.stop(inspection, CONFIRM, by=None, at=at)
    INSPECTION.take(inspection, "settle")
    audit.record("inspection.settle", inspection, None)


def _ask(inspection: Inspection, by: User) -> set[int]:
    """Make a reply for each finding that somebody can answer for, the named person or who was answerable there."""
    asked = set()
    for finding in inspection.findings:
        person_id = finding.person_id or inspection.answerable_id
        if finding.is_removed or person_id is None:
            continue
        if finding.reply is None:
            reply = Reply(finding_id=finding.id, unit_id=inspection.unit_id, person_id=person_id)
            finding.reply = reply
            db.session.add(reply)
            audit.record("inspection.submit", reply, by)
        elif finding.reply.state is not ReplyState.AGREED:
            finding.reply.state, finding.reply.person_id = ReplyState.WAITING, person_id
            audit.record("inspection.submit", finding.reply, by, note="重新确认")
        if finding.reply.state is ReplyState.WAITING:
            asked.add(person_id)
    return asked
