"""Who was on duty at the time and lane of an occurrence: taken from the roster once and kept as it was."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from models.accounts import Unit, UnitKind, User
from models.complaints.kinds import Part
from models.complaints.tables import Complaint, ComplaintDuty, ComplaintPerson
from models.core import attachments, audit
from models.core.attachments import Prepared
from models.core.db import db
from models.core.errors import RuleBroken
from models.roster import Duty, DutyPost, queries

MOST_FILES = 20
ANSWERING = (DutyPost.LEADER, DutyPost.DUTY_LEADER)  # shown beside whoever sat in the lane


def on_duty(unit: Unit, occurred_at: datetime, lane_id: int | None) -> list[Duty]:
    """Return who was on duty then: those of the lane first, then the leaders; without a lane the whole shift."""
    if unit.kind is not UnitKind.STATION:
        return []
    duties = db.session.scalars(queries.who_was_on_duty(unit.id, occurred_at)).all()
    if lane_id is None:
        return sorted(duties, key=lambda duty: duty.id)
    near = [duty for duty in duties if duty.lane_id == lane_id or duty.post in ANSWERING]
    return sorted(near, key=lambda duty: (duty.lane_id != lane_id, duty.id))


def take(case: Complaint, at: datetime) -> None:
    """Copy the duties of the time and lane into the case, in place of those of an earlier time or lane.

    Writes the crew and the shift of that moment on the case. The caller records.
    """
    for old in db.session.scalars(select(ComplaintDuty).where(ComplaintDuty.complaint_id == case.id)).all():
        db.session.delete(old)
    duties = on_duty(db.session.get_one(Unit, case.unit_id), case.occurred_at, case.lane_id)
    case.team_id, case.team_name, case.shift_name = None, "", ""
    if duties:
        shift = duties[0].shift
        case.team_id, case.team_name, case.shift_name = shift.crew_id, shift.crew_name, shift.kind_name
    for duty in duties:
        row = ComplaintDuty(complaint_id=case.id, duty_id=duty.id, person_id=duty.user_id, person_name=duty.who)
        row.staff_no, row.post, row.lane_name = duty.user.staff_no, duty.post.label, duty.where
        row.team_name, row.shift_name = duty.shift.crew_name, duty.shift.kind_name
        row.starts_at, row.ends_at, row.taken_at = duty.starts_at, duty.ends_at, at
        row.is_at_lane = case.lane_id is not None and duty.lane_id == case.lane_id
        db.session.add(row)


def set_people(case: Complaint, people: list[User], part: Part) -> None:
    """Make ``people`` those who have this ``part`` in the case; names and units as they are now. The caller records."""
    wanted = {person.id: person for person in people}
    here = (ComplaintPerson.complaint_id == case.id, ComplaintPerson.part == part)
    for row in db.session.scalars(select(ComplaintPerson).where(*here)).all():
        if wanted.pop(row.person_id, None) is None:
            db.session.delete(row)
    for person in wanted.values():
        row = ComplaintPerson(complaint_id=case.id, person_id=person.id, part=part, person_name=person.name)
        row.unit_name = person.unit.name
        db.session.add(row)
    db.session.flush()
    db.session.expire(case, ["people"])


def add_file(case: Complaint, *, photo: Prepared, caption: str, by: User | None) -> None:
    """Keep a picture or document with the case. Raises RuleBroken: the case is over, or too many files."""
    if not case.is_open:
        raise RuleBroken(f"{case.number} {case.state.label}，不能再补充材料。", field="photo")
    if len(db.session.scalars(attachments.of(case)).all()) >= MOST_FILES:
        raise RuleBroken(f"每件最多 {MOST_FILES} 个附件。", field="photo")
    attachments.keep(photo, case, by, caption)
    audit.record("complaint.note", case, by, note=f"补充材料：{caption}")
