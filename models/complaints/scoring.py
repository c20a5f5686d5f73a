"""What a case leaves in the ledger of points: praise that was verified, and a complaint that is true and our fault.

Each posting names the row of the case that it comes from, so that it falls with it. A penalty that takes effect for
the same case takes the deduction back: one fact is not counted twice. Source: S0 §8, S3 §2.3; issue 4.3.
"""

from __future__ import annotations

from datetime import datetime

from models import points
from models.accounts import User
from models.complaints.tables import Complaint, ComplaintPerson, ComplaintPraise
from models.core import clock
from models.core.db import db
from models.points.kinds import Side

COMPLAINT = "complaint"
PRAISES = "/complaints/praises"

points.declare(
    points.Kind(
        COMPLAINT,
        "属实投诉扣分",
        Side.DEDUCT,
        20,
        is_offsetting=True,
        note="投诉认定属实且为我方或双方责任，认定之日记涉及人员；同一投诉已受处罚的不重复扣分。",
        source="实施方案第七、八条（示例分值）",
    )
)


def credit(case: Complaint, praise: ComplaintPraise, by: User, at: datetime) -> None:
    """Post the praise of one person."""
    person, day = db.session.get_one(User, praise.person_id), clock.local(at).date()
    points.post(points.PRAISE, person, _of_praise(case, praise), on=day, by=by, at=at)


def discredit(case: Complaint, praise: ComplaintPraise, reason: str, by: User, at: datetime) -> None:
    points.reverse(_of_praise(case, praise), reason, by, at)


def deduct(case: Complaint, by: User, at: datetime) -> None:
    """Post the deduction of everybody the case is about."""
    for one in case.involved:
        person, day = db.session.get_one(User, one.person_id), clock.local(at).date()
        points.post(COMPLAINT, person, _of_person(case, one), on=day, by=by, at=at)


def restore(case: Complaint, people: list[ComplaintPerson], reason: str, by: User | None, at: datetime) -> None:
    """Take back the deductions of ``people`` from a case; what was taken back already stays so."""
    for one in people:
        points.reverse(_of_person(case, one), reason, by, at)


def _of_praise(case: Complaint, praise: ComplaintPraise) -> points.Origin:
    return points.origin_of(praise, case.number, PRAISES, "表扬核实属实")


def _of_person(case: Complaint, one: ComplaintPerson) -> points.Origin:
    words = f"{case.type.label}，{case.liability.label}" if case.liability else case.type.label
    return points.origin_of(one, case.number, f"/complaints/{case.id}", words)
