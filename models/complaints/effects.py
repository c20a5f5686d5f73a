"""What a decision brings about elsewhere, and how either side takes the other back. See docs/adr on reversal.

A complaint that is true and our fault is reported as a breach of the rules of every person involved; mishandling is
reported with the responsible leader. Only reports are made here, and points posted: whether a penalty follows is
decided above.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from models.accounts import User
from models.complaints import chain, clocks, desks, scoring
from models.complaints.kinds import Liability, Part, Rung
from models.complaints.states import COMPLAINT
from models.complaints.tables import Complaint, ComplaintPerson, ComplaintStep
from models.core import audit, clock
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.core.masking import scrub
from models.inbox import notify
from models.rulebook import breaches
from models.rulebook.breaches import Breach, Standing

SOURCE = "complaint"
BADLY = "-处置"  # behind the number of a case: the breach is how it was handled


def discipline(case: Complaint, clauses: list, by: User, at: datetime) -> None:
    """Report every person involved for what was found to be true. Raises RuleBroken: no clause was named."""
    if not clauses:
        raise RuleBroken("认定我方或双方责任的，请选择违反的条款。", field="clauses")
    for one in case.involved:
        told = {"source": SOURCE, "source_ref": case.number, "source_href": f"/complaints/{case.id}"}
        told |= {"person": one.person, "occurred_at": case.occurred_at, "place": case.place or case.unit.name}
        breach = Breach(facts=scrub(case.content), clauses=clauses, **told)
        breaches.report(breach, by, at, confirmed=True)
    scoring.deduct(case, by, at)


def require_not_mishandled(case: Complaint) -> None:
    if case.is_mishandled:
        raise Overtaken(f"{case.number} 已经认定处置不当。")


def mishandle(
    case: Complaint,
    *,
    handler: User,
    leader: User,
    occurred_at: datetime,
    reason: str,
    by: User,
    at: datetime,
    **more,
) -> None:
    """认定处置不当: the handler and the responsible leader answer for it, 200–500 元 each. Source: S0 §8.3.

    ``more``: amounts in cents (the handler first), clauses, ten_clause. Raises RuleBroken: it is said already,
    ``by`` is one of the two, or it lies ahead or before the complaint.
    """
    require_not_mishandled(case)
    if not case.occurred_at.replace(second=0, microsecond=0) <= occurred_at <= at:
        begun = f"{clock.local(case.occurred_at):%Y-%m-%d %H:%M}"
        raise RuleBroken(f"处置不当应发生在 {begun}（投诉的事情发生）之后、现在之前。", field="occurred_at")
    if by.id in (handler.id, leader.id):
        raise RuleBroken("不能认定您本人经办或负责的投诉。", field="handler" if by.id == handler.id else "leader")
    case.is_mishandled, case.mishandled_reason = True, reason
    audit.record("complaint.mishandle", case, by, note=f"{handler.name}、{leader.name}：{reason}")
    told = {"source_ref": f"{case.number}{BADLY}", "source_href": f"/complaints/{case.id}", "facts": reason}
    breaches.report_mishandling(handler, leader, by=by, at=at, occurred_at=occurred_at, **told, **more)


def standings_of(case: Complaint) -> list[Standing]:
    """Return how every breach that the case led to stands."""
    return breaches.standings_of(SOURCE, case.number, f"{case.number}{BADLY}")


def overturn(case: Complaint, *, reason: str, by: User, at: datetime) -> None:
    """Take a decision on the liability back: the case waits for a new one, and what it brought about is undone.

    Raises RuleBroken: it was not decided yet.
    """
    was_over = not case.is_open
    COMPLAINT.take(case, "overturn")
    told = f"撤销认定（{case.liability.label}）：{reason}"
    case.liability = case.is_verified = case.decided_at = case.decided_by_id = None
    case.finding, case.apology, case.apologised_at = "", "", None
    if was_over:
        case.closed_at = None
        chain.again(case, at)
    clocks.redone(case, by, at)
    audit.record("complaint.overturn", case, by, note=told)
    withdraw_reports(case, told, by, at)
    who = {case.responsible_id, *desks.deciders_of(case)} - {by.id}
    key = f"complaint-{case.id}-overturned-{case.version}"
    notify(who, "complaint", f"{case.number} {told}", f"/complaints/{case.id}", key=key, at=at)


def withdraw_reports(case: Complaint, reason: str, by: User, at: datetime) -> None:
    """Take back the breaches and points that came from a case; mishandling stands on its own."""
    if any(one.is_live for one in breaches.standings_of(SOURCE, case.number)):
        breaches.overturn(SOURCE, case.number, reason, by, at)
    scoring.restore(case, case.involved, reason, by, at)


def hear_of_overturning(source_ref: str, standing: Standing, reason: str, by: User | None, at: datetime) -> None:
    """An appeal or a reversal on the side of discipline took a breach back: the case says so.

    When nobody's breach is left the finding of the case falls too: 查无实据. Mishandling only loses its mark.
    """
    number, badly, _rest = source_ref.partition(BADLY)
    case = db.session.scalar(select(Complaint).where(Complaint.number == number))
    if case is None:
        return
    words = f"{standing.person_name} 的违规 {standing.number} 已撤销：{reason}"
    step = ComplaintStep(complaint_id=case.id, rung=Rung.PROGRESS, at=at, who="违规处罚", words=words)
    step.by_id, step.recorded_at = by.id if by else case.responsible_id, at
    db.session.add(step)
    if not badly:
        concerned = (ComplaintPerson.complaint_id == case.id, ComplaintPerson.person_id == standing.person_id)
        people = db.session.scalars(select(ComplaintPerson).where(*concerned, ComplaintPerson.part == Part.INVOLVED))
        scoring.restore(case, list(people), reason, by, at)
    if not any(one.is_live for one in breaches.standings_of(SOURCE, source_ref)):
        if badly:
            case.is_mishandled = False
        elif case.liability is not None:
            case.liability, case.is_verified = Liability.NONE, False
    audit.record("complaint.overturn", case, by, note=words)
    key = f"complaint-{case.id}-breach-{standing.number}"
    who = {case.responsible_id, *desks.heads_of(case)}
    notify(who, "complaint", f"{case.number}：{words}", f"/complaints/{case.id}", key=key, at=at)


breaches.on_overturned(SOURCE, hear_of_overturning)
