"""Who may ask the complainant afterwards: said once, for a row at hand and as a condition. Source: domain §2.12."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists

from models.accounts import User
from models.accounts.scope import in_reach, reaches
from models.complaints.kinds import ComplaintKind, ComplaintState, Part
from models.complaints.tables import Complaint, ComplaintPerson

HANDLED = ("responsible_id", "replied_by_id", "investigator_id")  # whoever handled or answered the case


def refusal_for(case: Complaint, by: User) -> str | None:
    """Return why ``by`` may not ask, or None: not their unit, who handled the case, or whom it is about."""
    if not reaches(by, "complaint.revisit", case.unit):
        return "这件投诉不在您的回访范围内。"
    if by.id in {getattr(case, name) for name in HANDLED}:
        return "回访须由经办人以外的人进行。"
    if by.id in {one.person_id for one in case.involved}:
        return "本件涉及您本人，请由他人回访。"
    return None


def waits_for(user: User) -> ColumnElement[bool]:
    """Return the condition of a case that ``user`` may ask about now: answered, and nothing in ``refusal_for``."""
    here = (Complaint.state == ComplaintState.REPLIED, Complaint.kind == ComplaintKind.COMPLAINT)
    others = [getattr(Complaint, name).is_distinct_from(user.id) for name in HANDLED]
    about = (ComplaintPerson.complaint_id == Complaint.id, ComplaintPerson.part == Part.INVOLVED)
    involved = exists().where(*about, ComplaintPerson.person_id == user.id)
    return and_(*here, in_reach(user, "complaint.revisit", Complaint.unit_id), *others, ~involved)
