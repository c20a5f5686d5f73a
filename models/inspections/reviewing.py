"""What the office does with a result: decide disputes, send back, report, file away. Source: domain §2.2, §1.3."""

from __future__ import annotations

from datetime import datetime

from models.accounts import User
from models.core import audit
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.flow import first
from models.inbox import notify
from models.inspections import marking, queries
from models.inspections.kinds import Outcome, ReplyState
from models.inspections.recording import reckon
from models.inspections.states import INSPECTION
from models.inspections.tables import Finding, Inspection


def _may_decide(finding: Finding, by: User) -> None:
    _require_neutral(finding, by)
    reply = finding.reply
    if reply is None or reply.state is not ReplyState.DISPUTED or reply.outcome is not None:
        raise RuleBroken("这条没有待决定的异议。")


@first(_may_decide)
def decide(
    finding: Finding, inspection: Inspection, *, outcome: Outcome, number: int | None, reason: str, **act
) -> None:
    """Decide a dispute and reckon the score anew; the person and the inspectors are told.

    Raises RuleBroken: not disputed or decided already, by an inspector or the person, no reason, a number not smaller.
    """
    by, at = act["by"], act["at"]
    reply = finding.reply
    if outcome is Outcome.AMENDED and not 0 < (number or 0) < finding.number:
        raise RuleBroken(f"改变后的数量应在 1 到 {finding.number - 1} 之间。", field="number")
    finding.number = {Outcome.AMENDED: number, Outcome.OVERTURNED: 0}.get(outcome, finding.number)
    reply.outcome, reply.reason, reply.decided_by_id, reply.decided_at = outcome, reason, by.id, at
    audit.record("inspection.decide", reply, by, note=reason)
    reckon(inspection)
    audit.record("inspection.decide", inspection, by, note=f"第 {finding.item.code} 项：{outcome.label}")
    title = f"{inspection.number} 第 {finding.item.code} 项异议：{outcome.label}"
    told = [reply.person_id, *(row.user_id for row in inspection.inspectors)]
    notify(told, "inspection", title, f"/inspections/findings/{finding.id}", key=f"reply-{reply.id}-decided", at=at)


def send_back(inspection: Inspection, *, reason: str, by: User, at: datetime) -> None:
    """Give a result back to the inspectors; they correct it and ask the inspected again."""
    INSPECTION.take(inspection, "send_back")
    inspection.end_reason = reason
    audit.record("inspection.send_back", inspection, by, note=reason)
    told = [row.user_id for row in inspection.inspectors]
    key = f"inspection-{inspection.id}-back-{at:%Y%m%d%H%M}"
    notify(
        told, "inspection", f"{inspection.number} 退回修改：{reason}", f"/inspections/{inspection.id}", key=key, at=at
    )


def refusal_to_publish(inspection: Inspection, by: User) -> str:
    """Say why ``by`` may not report the result now, or nothing."""
    if by.id in {row.user_id for row in inspection.inspectors}:
        return "本次由您检查，请由他人审核。"
    if db.session.scalar(queries.open_disputes(inspection.id).limit(1)) is not None:
        return "还有异议没有决定，不能通报。"
    return ""


def publish(inspection: Inspection, *, by: User, at: datetime) -> None:
    """Report the result. Raises RuleBroken: a dispute is not decided, or ``by`` inspected."""
    if refusal := refusal_to_publish(inspection, by):
        raise RuleBroken(refusal)
    INSPECTION.take(inspection, "publish")
    inspection.reviewed_by_id, inspection.published_at = by.id, at
    audit.record("inspection.publish", inspection, by)
    marking.book(inspection, by, at)


def _require_neutral(finding: Finding, by: User) -> None:
    """Raise RuleBroken when ``by`` inspected, or is the person the finding is about."""
    if by.id in {row.user_id for row in finding.inspection.inspectors}:
        raise RuleBroken("本次由您检查，异议请由他人决定。")
    if by.id in (finding.person_id, finding.reply.person_id if finding.reply else None):
        raise RuleBroken("本件涉及您本人，请回避，由他人办理。")
