"""What the inspected say of what was found: agree, or dispute with evidence, inside their time. Source: domain §2.2."""

from __future__ import annotations

from datetime import datetime

from models.accounts import User
from models.core import attachments, audit
from models.core.attachments import Prepared
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.core.flow import first
from models.inspections import confirming
from models.inspections.kinds import InspectionState, ReplyState
from models.inspections.tables import Finding

MOST_FILES = 6
OVER = "确认时限已过，按认可处理。"


def refusal_for(finding: Finding, by: User, at: datetime) -> str | None:
    """Say why ``by`` cannot answer for a finding now, or None; inspection and reply loaded."""
    reply, inspection = finding.reply, finding.inspection
    if reply is None or reply.person_id != by.id:
        return "只有被查当事人本人可以答复。"
    if reply.state is not ReplyState.WAITING:
        return "已经答复过，不能更改。"
    if inspection.state is not InspectionState.CONFIRMING or at > inspection.confirm_until:
        return OVER
    return None


def _require(finding: Finding, by: User, at: datetime) -> None:
    if refusal := refusal_for(finding, by, at):
        is_late = finding.reply is not None and finding.reply.state is not ReplyState.WAITING
        raise Overtaken(refusal) if is_late else RuleBroken(refusal)


@first(_require)
def agree(finding: Finding, *, by: User, at: datetime) -> None:
    """Accept a finding. Raises RuleBroken: somebody else's, answered, or too late."""
    _require_open(finding, by, at)
    finding.reply.state, finding.reply.answered_at = ReplyState.AGREED, at
    audit.record("inspection.answer", finding.reply, by, note="认可")
    confirming.settle_if_answered(finding.inspection, at)


@first(_require)
def dispute(finding: Finding, *, words: str, photo: Prepared | None, by: User, at: datetime) -> None:
    """Object to a finding, with a reason and perhaps a picture; as ``agree``."""
    _require_open(finding, by, at)
    finding.reply.state, finding.reply.words, finding.reply.answered_at = ReplyState.DISPUTED, words, at
    audit.record("inspection.answer", finding.reply, by, note=f"异议：{words}")
    if photo is not None:
        attachments.keep(photo, finding.reply, by, "异议证据")
    confirming.settle_if_answered(finding.inspection, at)


def add_evidence(finding: Finding, *, photo: Prepared, by: User, at: datetime) -> None:
    """Add a file to one's dispute until the office decides. Raises RuleBroken: not theirs, decided, too many."""
    reply = finding.reply
    if reply is None or reply.person_id != by.id or reply.state is not ReplyState.DISPUTED:
        raise RuleBroken("只有提出异议的当事人可以补充证据。", field="photo")
    if reply.outcome is not None:
        raise RuleBroken("异议已经决定，不能再补充证据。", field="photo")
    if len(db.session.scalars(attachments.of(reply)).all()) >= MOST_FILES:
        raise RuleBroken(f"最多 {MOST_FILES} 个文件。", field="photo")
    attachments.keep(photo, reply, by, "异议证据")


def _require_open(finding: Finding, by: User, at: datetime) -> None:
    db.session.refresh(finding.reply, ["state"], with_for_update=True)
    _require(finding, by, at)
