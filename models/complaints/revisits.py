"""回访: somebody else asks the complainant afterwards; who is not satisfied is handled anew. Source: domain §2.12."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from models.accounts import User
from models.complaints import callers, clocks, desks, exits
from models.complaints.kinds import ComplaintState, Satisfaction
from models.complaints.states import COMPLAINT
from models.complaints.tables import Complaint, ComplaintRevisit
from models.core import audit, settings
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.flow import first
from models.inbox import notify


def _require_other(case: Complaint, by: User) -> None:
    if refusal := callers.refusal_for(case, by):
        raise RuleBroken(refusal)


@first(_require_other)
def record(case: Complaint, *, satisfaction: Satisfaction | None, words: str, by: User, at: datetime) -> None:
    """Keep one try; ``satisfaction`` None says that nobody picked up, and the case waits for the next try.

    Who is dissatisfied sends the case back to the investigation, and the round counts up.
    Raises RuleBroken: ``by`` handled the case, or gave up before the set number of tries.
    """
    COMPLAINT.require(case, "revisit")
    _check_words(case, satisfaction, words)
    row = ComplaintRevisit(complaint_id=case.id, round=case.round, at=at, by_id=by.id, words=words or "")
    row.satisfaction = satisfaction
    if satisfaction is Satisfaction.DISSATISFIED:
        COMPLAINT.take(case, "redo")
        exits.begin_anew(case, by, at)
    elif satisfaction is not None:
        COMPLAINT.take(case, "revisit")
    db.session.add(row)
    case.satisfaction = satisfaction or case.satisfaction
    case.revisited_at = at if satisfaction is not None else case.revisited_at
    said = satisfaction.label if satisfaction else "没有接通"
    audit.record("complaint.revisit", case, by, note=f"{said}：{words}" if words else said)
    if satisfaction is not None:
        clocks.revisited(case, by, at)
    _tell_again(case, satisfaction, words, at)


def tries_of(case: Complaint) -> int:
    """Return how often the complainant was called in this round."""
    here = (ComplaintRevisit.complaint_id == case.id, ComplaintRevisit.round == case.round)
    return db.session.scalar(select(func.count(ComplaintRevisit.id)).where(*here)) or 0


def _check_words(case: Complaint, satisfaction: Satisfaction | None, words: str) -> None:
    if satisfaction is Satisfaction.DISSATISFIED and not words:
        raise RuleBroken("不满意的，请如实写明原因。", field="words")
    if satisfaction is not Satisfaction.UNREACHED or not case.phone:
        return
    least = settings.value_of("complaint.revisit_tries", unit_id=case.unit_id)
    if tries_of(case) + 1 < least:
        raise RuleBroken(f"至少联系 {least} 次才能记为联系不上，本次请记“没有接通”。", field="satisfaction")


def _tell_again(case: Complaint, satisfaction: Satisfaction | None, words: str, at: datetime) -> None:
    if satisfaction is not Satisfaction.DISSATISFIED or case.state is not ComplaintState.INVESTIGATING:
        return
    title = f"{case.number} 回访不满意，第 {case.round} 次办理：{words}"
    who = {case.responsible_id, *desks.heads_of(case)}
    key = f"complaint-{case.id}-again-{case.round}"
    notify(who, "complaint", title, f"/complaints/{case.id}", key=key, at=at)
