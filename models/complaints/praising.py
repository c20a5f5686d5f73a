"""Praise: verified by the 征费室, then it belongs to the people it is for. Source: domain §2.1, S3 §2.3."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, select

from models.accounts import User
from models.complaints import chain, evidence, scoring
from models.complaints.kinds import Part
from models.complaints.scoring import PRAISES
from models.complaints.states import COMPLAINT
from models.complaints.tables import Complaint, ComplaintPraise
from models.core import audit
from models.core.db import db
from models.core.errors import RuleBroken
from models.inbox import notify


def verify(case: Complaint, *, is_verified: bool, finding: str, people: Iterable[User], by: User, at: datetime) -> None:
    """Find praise true or not, and file it. True praise is posted to each person it names.

    Raises RuleBroken: true but for nobody, or for ``by``.
    """
    people = list(people) if is_verified else []
    if is_verified and not people:
        raise RuleBroken("请选择受到表扬的人。", field="people")
    if by.id in {person.id for person in people}:
        raise RuleBroken("不能核实对您本人的表扬，请由他人核实。", field="people")
    COMPLAINT.take(case, "verify")
    case.is_verified, case.finding, case.decided_by_id, case.decided_at = is_verified, finding, by.id, at
    case.closed_at = at
    chain.finish(case, at)
    evidence.set_people(case, people, Part.INVOLVED)
    audit.record("complaint.verify", case, by, note="属实" if is_verified else "无法核实")
    for person in people:
        _credit(case, person, by, at)


def _credit(case: Complaint, person: User, by: User, at: datetime) -> None:
    row = ComplaintPraise(complaint_id=case.id, person_id=person.id, unit_id=person.unit_id, verified_at=at)
    row.verified_by_id = by.id
    db.session.add(row)
    audit.record("complaint.verify", row, by, note=case.number)
    scoring.credit(case, row, by, at)
    key = f"complaint-{case.id}-praise-{row.id}"
    notify([person.id], "complaint", f"{case.number} 对您的表扬已核实", PRAISES, key=key, at=at)


def unverify(case: Complaint, *, reason: str, by: User, at: datetime) -> None:
    """Take a verification back: the case waits for a new one, and the praise of everybody it named is withdrawn.

    Raises RuleBroken: it is not verified, or it praises ``by``.
    """
    rows = db.session.scalars(standing_of(case)).all()
    if by.id in {row.person_id for row in rows}:
        raise RuleBroken("不能处理对您本人的表扬，请由他人撤销。")
    COMPLAINT.take(case, "unverify")
    case.is_verified = case.decided_at = case.decided_by_id = case.closed_at = None
    case.finding = ""
    chain.again(case, at)
    evidence.set_people(case, [], Part.INVOLVED)
    audit.record("complaint.unverify", case, by, note=reason)
    for row in rows:
        _withdraw(case, row, reason, by, at)


def standing_of(case: Complaint) -> Select[tuple[ComplaintPraise]]:
    """Return the praise that stands from a case."""
    here = (ComplaintPraise.complaint_id == case.id, ComplaintPraise.withdrawn_at.is_(None))
    return select(ComplaintPraise).where(*here).order_by(ComplaintPraise.id)


def _withdraw(case: Complaint, row: ComplaintPraise, reason: str, by: User, at: datetime) -> None:
    row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_reason = at, by.id, reason
    audit.record("complaint.unverify", row, by, note=f"{case.number}：{reason}")
    scoring.discredit(case, row, reason, by, at)
    key = f"complaint-{case.id}-praise-{row.id}-withdrawn"
    notify([row.person_id], "complaint", f"{case.number} 对您的表扬已撤销：{reason}", PRAISES, key=key, at=at)
