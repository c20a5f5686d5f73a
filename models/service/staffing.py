"""Who can go out in a slot: neither at another appointment nor bound by the roster. Source: seed 1-42."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from models import roster
from models.accounts import User
from models.accounts.scope import in_roles
from models.core import clock
from models.core.db import db
from models.roster import Duty, DutyPost, Shift
from models.service.kinds import AppointmentState
from models.service.tables import Appointment

GOING = (AppointmentState.DISPATCHED, AppointmentState.VISITING)
BOUND = (DutyPost.LEADER, DutyPost.MONITOR, DutyPost.DUTY_LEADER)  # posts that cannot be left while on duty
COLLECTS = ("collector", "shift_leader")  # roles that may take money
GOES = ("collector", "field", "shift_leader", "duty_leader", "ticket", "clerk")


@dataclass(slots=True)
class Hours:
    """What is known of one person on a day: their duties, appointments and day off."""

    duties: list[Duty] = field(default_factory=list)
    visits: list[Appointment] = field(default_factory=list)
    is_off: bool = False

    def hindrance(self, starts_at: datetime, ends_at: datetime, but: int | None = None) -> str:
        """Return why the person cannot go between two moments, "" if they can. ``but`` is the appointment itself."""
        for visit in self.visits:
            if visit.id != but and visit.starts_at < ends_at and visit.ends_at > starts_at:
                return f"{visit.slot} 已派往 {visit.number}"
        for duty in self.duties:
            if duty.starts_at < ends_at and duty.ends_at > starts_at and _binds(duty):
                return f"{duty.span} {duty.lane.name if duty.lane else duty.post.label}当班"
        return "当日请假或调休" if self.is_off else ""

    def duty_in(self, starts_at: datetime, ends_at: datetime) -> Duty | None:
        """Return the duty during which the person would go."""
        return next((d for d in self.duties if d.starts_at < ends_at and d.ends_at > starts_at), None)


def _binds(duty: Duty) -> bool:
    """Whether a duty cannot be left: a lane is manned, or the post is needed where it is."""
    return duty.lane_id is not None or duty.post in BOUND


def hours_on(station_id: int, day: date) -> dict[int, Hours]:
    """Return what is known of everybody with a duty, an appointment or a day off at a station on ``day``."""
    known: dict[int, Hours] = {}
    since, until = clock.at(day, datetime.min.time()), clock.at(day, datetime.max.time())
    for duty in db.session.scalars(_duties(station_id, since, until)):
        known.setdefault(duty.user_id, Hours()).duties.append(duty)
    for visit in db.session.scalars(_visits(station_id, since, until)):
        for person_id in visit.staff_ids:
            known.setdefault(person_id, Hours()).visits.append(visit)
    for person_id, _day in db.session.execute(roster.queries.days_off_between(day, day)):
        known.setdefault(person_id, Hours()).is_off = True
    return known


def _duties(station_id: int, since: datetime, until: datetime) -> Select[tuple[Duty]]:
    here = (Shift.unit_id == station_id, Shift.state.in_(roster.queries.LIVE), *roster.queries.HOLDS)
    rows = select(Duty).join(Shift).where(*here, Duty.starts_at <= until, Duty.ends_at >= since)
    return rows.options(joinedload(Duty.lane), joinedload(Duty.user)).order_by(Duty.starts_at)


def _visits(station_id: int, since: datetime, until: datetime) -> Select[tuple[Appointment]]:
    here = (Appointment.unit_id == station_id, Appointment.state.in_(GOING))
    rows = select(Appointment).where(*here, Appointment.starts_at <= until, Appointment.ends_at >= since)
    return rows.order_by(Appointment.starts_at)


def people_of(station_id: int, roles: tuple[str, ...], on: date) -> list[User]:
    """Return the station's people who hold one of ``roles`` on a day, by staff number."""
    return list(db.session.scalars(roster.queries.staff_of(station_id).where(User.id.in_(in_roles(roles, on)))))


def lock(person_ids: list[int]) -> None:
    """Keep two dispatchers from sending the same person twice at once: their rows are held until the commit."""
    rows = select(User.id).where(User.id.in_(person_ids)).order_by(User.id).with_for_update(key_share=True)
    db.session.execute(rows).all()
