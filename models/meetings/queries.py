"""Questions to meetings and their decisions."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from models.accounts import Unit, UnitKind, User, UserState, structure
from models.accounts.scope import granted, in_reach, units_under
from models.core import clock
from models.core.db import db
from models.core.scope import scope_of
from models.meetings.kinds import LIVE, PAST, DecisionState, MeetingState
from models.meetings.tables import AgendaItem, Attendee, Decision, DecisionEntry, Meeting, Remark

LISTED = (joinedload(Meeting.unit), joinedload(Meeting.chair))
TOLD = tuple(joinedload(getattr(Decision, name)) for name in ("meeting", "department", "owner", "overseer"))
WHOLE = (
    *LISTED,
    joinedload(Meeting.recorder),
    selectinload(Meeting.attendees).joinedload(Attendee.user).joinedload(User.unit),
    selectinload(Meeting.agenda).joinedload(AgendaItem.written_by),
    selectinload(Meeting.decisions).options(*TOLD[1:]),
    selectinload(Meeting.remarks).joinedload(Remark.by),
)
COURSE = (
    *TOLD,
    joinedload(Decision.meeting).joinedload(Meeting.unit),
    joinedload(Decision.agenda),
    selectinload(Decision.entries).joinedload(DecisionEntry.by),
)
OF_ITEM = joinedload(AgendaItem.meeting).options(joinedload(Meeting.unit), selectinload(Meeting.agenda))


# Who sees what


@scope_of(Meeting)
def meetings_visible_to(user: User) -> Select[tuple[Meeting]]:
    """Those within reach, and those one is called to, chairs or records."""
    called = select(Attendee.meeting_id).where(Attendee.user_id == user.id)
    mine = or_(Meeting.chair_id == user.id, Meeting.recorder_id == user.id, Meeting.id.in_(called))
    return select(Meeting).where(or_(mine, in_reach(user, "meeting.read", Meeting.unit_id)))


@scope_of(AgendaItem)
def agenda_visible_to(user: User) -> Select[tuple[AgendaItem]]:
    meetings = meetings_visible_to(user).with_only_columns(Meeting.id)
    return select(AgendaItem).where(AgendaItem.meeting_id.in_(meetings))


@scope_of(Decision)
def decisions_visible_to(user: User) -> Select[tuple[Decision]]:
    """Those of the meetings one sees, and those one carries out or oversees."""
    mine = or_(Decision.owner_id == user.id, Decision.overseer_id == user.id)
    meetings = meetings_visible_to(user).with_only_columns(Meeting.id)
    return select(Decision).where(or_(mine, Decision.meeting_id.in_(meetings)))


# Lists


def filtered(
    rows: Select,
    *,
    text: str = "",
    year: int | None = None,
    unit: Unit | None = None,
    state: MeetingState | None = None,
) -> Select[tuple[Meeting]]:
    """Narrow meetings to words of title, number or minutes, the year it is planned for, a unit and below, a state."""
    if text:
        said = select(AgendaItem.meeting_id).where(_has(text, AgendaItem.title, AgendaItem.words))
        rows = rows.where(or_(_has(text, Meeting.number, Meeting.title), Meeting.id.in_(said)))
    if year:
        begins, ends = (clock.at(date(one, 1, 1), time()) for one in (year, year + 1))
        rows = rows.where(Meeting.planned_at >= begins, Meeting.planned_at < ends)
    if unit is not None:
        rows = rows.where(Meeting.unit_id.in_(units_under(unit.path)))
    return (rows.where(Meeting.state == state) if state else rows).options(*LISTED)


def filtered_decisions(rows: Select, *, text: str = "", unit: Unit | None = None, **more) -> Select[tuple[Decision]]:
    """Narrow decisions to words or a person, the department and below, days due, lateness, and ``column=value``."""
    if text:
        people = select(User.id).where(_has(text, User.name, User.staff_no))
        meetings = select(Meeting.id).where(_has(text, Meeting.number, Meeting.title))
        parts = (Decision.owner_id.in_(people), Decision.overseer_id.in_(people), Decision.meeting_id.in_(meetings))
        rows = rows.where(or_(_has(text, Decision.number, Decision.text), *parts))
    if unit is not None:
        rows = rows.where(Decision.department_id.in_(units_under(unit.path)))
    if since := more.pop("since", None):
        rows = rows.where(Decision.due_on >= since)
    if until := more.pop("until", None):
        rows = rows.where(Decision.due_on <= until)
    if more.pop("overdue", False):
        rows = rows.where(late_on(clock.today()))
    for name, value in more.items():
        rows = rows.where(getattr(Decision, name) == value)
    return rows.options(*TOLD)


def _has(text: str, *columns):
    return or_(*(column.contains(text, autoescape=True) for column in columns))


def late_on(day: date):
    """Return the condition "late on ``day``": still with its owner after the day due."""
    return and_(Decision.state == DecisionState.OPEN, Decision.due_on < day)


def counts_of(ids: list[int]) -> dict[int, tuple[int, int]]:
    """Return ``(decisions, of them still open)`` by meeting, dropped ones left out; one statement."""
    still = func.count().filter(Decision.state.in_(LIVE))
    rows = select(Decision.meeting_id, func.count(), still).where(Decision.meeting_id.in_(ids))
    rows = rows.where(Decision.state != DecisionState.DROPPED).group_by(Decision.meeting_id)
    return {meeting_id: (every, live) for meeting_id, every, live in db.session.execute(rows)}


def last_before(meeting: Meeting) -> Select[tuple[Meeting]]:
    """Return the meeting that the same unit held before."""
    held = (Meeting.unit_id == meeting.unit_id, Meeting.planned_at < meeting.planned_at, Meeting.state.in_(PAST))
    return select(Meeting).where(*held).order_by(Meeting.planned_at.desc(), Meeting.id.desc()).limit(1)


def left_open(meeting: Meeting) -> Select[tuple[Decision]]:
    """Return what earlier meetings of the same unit left undone, the oldest first."""
    earlier = select(Meeting.id).where(Meeting.unit_id == meeting.unit_id, Meeting.planned_at < meeting.planned_at)
    rows = select(Decision).where(Decision.meeting_id.in_(earlier), Decision.state.in_(LIVE))
    return rows.options(*TOLD[1:]).order_by(Decision.due_on, Decision.id)


# People and units


def units_to_meet(user: User) -> Select[tuple[Unit]]:
    """Return the stations and offices that ``user`` may prepare a meeting of."""
    here = (Unit.kind.in_((UnitKind.OFFICE, UnitKind.STATION)), Unit.is_open)
    return select(Unit).where(*here, in_reach(user, "meeting.plan", Unit.id)).order_by(Unit.path)


def near(unit: Unit, viewer: User, permission: str) -> Select[tuple[User]]:
    """Return the people in service at the 收费所 of ``unit`` who hold ``permission`` today."""
    held = granted(permission, clock.today())
    here = (User.unit_id.in_(structure.units_near(unit, viewer)), User.state != UserState.LEFT)
    return select(User).where(User.id.in_(held), *here).options(joinedload(User.unit)).order_by(User.staff_key)


def departments_near(unit: Unit, viewer: User) -> Select[tuple[Unit]]:
    """Return the units of the 收费所 of ``unit`` that a decision can be given to."""
    return structure.open_units().where(Unit.id.in_(structure.units_near(unit, viewer)))


# Desks


def owned_by(user: User) -> Select[tuple[Decision]]:
    """Return what a person has to carry out, the nearest due first."""
    mine = (Decision.owner_id == user.id, Decision.state == DecisionState.OPEN)
    return select(Decision).where(*mine).options(*TOLD).order_by(Decision.due_on, Decision.id)


def carried_by(person: User) -> Select[tuple[Decision]]:
    """Return what a person answers for as owner, with what waits for the overseer's word."""
    return select(Decision).where(Decision.owner_id == person.id, Decision.state.in_(LIVE)).order_by(Decision.id)


def overseen_by(user: User) -> Select[tuple[Decision]]:
    """Return the open decisions a person sees to, those that wait for the word first."""
    mine = (Decision.overseer_id == user.id, Decision.state.in_(LIVE))
    rows = select(Decision).where(*mine).options(*TOLD)
    return rows.order_by(Decision.state != DecisionState.REPORTED, Decision.due_on, Decision.id)


def late_before(user: User, day: date) -> Select[tuple[Decision]]:
    """Return the late decisions of the meetings that ``user`` chairs."""
    chaired = select(Meeting.id).where(Meeting.chair_id == user.id)
    return select(Decision).where(Decision.meeting_id.in_(chaired), late_on(day)).options(*TOLD)


def to_sign(user: User) -> Select[tuple[Meeting]]:
    return select(Meeting).where(Meeting.chair_id == user.id, Meeting.state == MeetingState.REVIEW)


def to_write(user: User) -> Select[tuple[Meeting]]:
    return select(Meeting).where(Meeting.recorder_id == user.id, Meeting.state == MeetingState.HELD)


def coming(user: User) -> Select[tuple[Meeting]]:
    """Return the planned meetings that a person is called to."""
    called = select(Attendee.meeting_id).where(Attendee.user_id == user.id)
    rows = select(Meeting).where(Meeting.id.in_(called), Meeting.state == MeetingState.PLANNED)
    return rows.options(*LISTED).order_by(Meeting.planned_at)


def in_hand_of(person: User) -> Select[tuple[Meeting]]:
    """Return the meetings that are not signed yet and that a person chairs or records."""
    mine = or_(Meeting.chair_id == person.id, Meeting.recorder_id == person.id)
    over = (MeetingState.SIGNED, MeetingState.CANCELLED)
    return select(Meeting).where(mine, Meeting.state.not_in(over)).order_by(Meeting.id)


def finished_of(user: User) -> Select[tuple[Decision]]:
    """Return the last decisions a person has carried out."""
    mine = (Decision.owner_id == user.id, Decision.state.in_((DecisionState.DONE, DecisionState.REPORTED)))
    return select(Decision).where(*mine).options(*TOLD).order_by(Decision.id.desc()).limit(20)


def to_escalate(day: date) -> Select[tuple[Decision]]:
    """Return the late decisions that no chair has heard of."""
    rows = select(Decision).where(late_on(day), Decision.escalated_at.is_(None))
    return rows.options(*TOLD).order_by(Decision.id)
