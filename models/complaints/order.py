"""Steps that were asked for before their turn: refused, and put on record all the same. Source: S0 §8.3 (0-46).

A step whose turn is over is no such try: somebody was faster, and nobody left the order.
"""

from __future__ import annotations

from sqlalchemy import Select, select

from models.accounts import User
from models.complaints.kinds import ComplaintState
from models.complaints.states import COMPLAINT
from models.complaints.tables import Complaint
from models.core import audit
from models.core.audit import AuditEntry

C = ComplaintState
ACT = "complaint.out_of_order"
WAY = (C.REGISTERED, C.ACCEPTED, C.INVESTIGATING, C.JUDGING, C.HANDLING, C.REPLIED, C.REVISITED, C.CLOSED)
STEPS = frozenset("accept answer verify investigate report decide send_back reply revisit close".split())
APOLOGY = "apologise"  # moves no state, yet has its turn: while the case is handled
ORDERLY = frozenset("answer reply close".split())  # their guards ask for an earlier step of a complaint


def is_premature(case: Complaint, name: str) -> bool:
    """Whether step ``name`` comes before its turn: a state of the way, or what its guard asks for, is still ahead."""
    if name == APOLOGY:
        return case.is_complaint and case.state in WAY and WAY.index(case.state) < WAY.index(C.HANDLING)
    step = COMPLAINT.steps[name]
    if name not in STEPS or case.state not in WAY:
        return False
    if case.state in step.sources:
        return name in ORDERLY and case.is_complaint and step.guard(case) is not None
    return WAY.index(case.state) < min(WAY.index(state) for state in step.sources)


def told(case: Complaint, name: str) -> str:
    """Return what was tried and why it was not its turn."""
    if name == APOLOGY:
        return f"登记致歉：当时是“{case.state.label}”"
    step = COMPLAINT.steps[name]
    why = step.guard(case) if case.state in step.sources else None
    return f"{step.label}：{why or f'当时是“{case.state.label}”'}"


def put_on_record(case_id: int, number: str, unit_id: int, note: str, by: User) -> None:
    """Enter a try into the trail; it changes nothing, so the caller gives it a transaction of its own."""
    audit.act(ACT, (Complaint.__tablename__, case_id), by, note, name=number, unit_id=unit_id)


def tries_of(case: Complaint) -> Select[tuple[AuditEntry]]:
    """Return what was tried on a case before its turn, oldest first."""
    here = (AuditEntry.subject_type == Complaint.__tablename__, AuditEntry.subject_id == case.id)
    return select(AuditEntry).where(*here, AuditEntry.action == ACT).order_by(AuditEntry.id)
