"""Questions to the book of complaints. Who may see a case is said here once."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import BindParameter, ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from models.accounts import Unit, UnitKind, User, UserState, structure
from models.accounts.scope import in_reach, known, named, stations_seen_by, units_under
from models.complaints import callers, clocks
from models.complaints.kinds import (
    AT_FAULT,
    HAPPY,
    OPEN,
    ComplaintState,
    Liability,
    OfferState,
    Part,
    Satisfaction,
)
from models.complaints.searching import has_text
from models.complaints.tables import (
    Complaint,
    ComplaintChannel,
    ComplaintDuty,
    ComplaintMerge,
    ComplaintOffer,
    ComplaintPerson,
    ComplaintPraise,
    ComplaintRevisit,
    TrafficMonth,
)
from models.core import clock, masking
from models.core.gathered import rows_of
from models.core.scope import scope_of, visible

LISTED = (joinedload(Complaint.unit), joinedload(Complaint.responsible))
WHOLE = (
    *(joinedload(getattr(Complaint, name)) for name in ("unit", "first_receiver", "responsible", "offered_to")),
    *(joinedload(getattr(Complaint, name)) for name in ("investigator", "decided_by", "replied_by", "merged_into")),
    rows_of(Complaint.people, inside=[joinedload(ComplaintPerson.person)]),
    rows_of(Complaint.duties),
    rows_of(Complaint.spans),
    rows_of(Complaint.steps),
    rows_of(Complaint.offers, inside=[joinedload(ComplaintOffer.giver), joinedload(ComplaintOffer.taker)]),
    rows_of(Complaint.revisits, inside=[joinedload(ComplaintRevisit.by)]),
)
MOST_EARLIER = 8


# Who sees what


@scope_of(Complaint)
def complaints_visible_to(user: User) -> Select[tuple[Complaint]]:
    """Those within reach, those of the own station for its leaders, and those one received, holds or is offered."""
    own = [Complaint.first_receiver_id == user.id, Complaint.responsible_id == user.id]
    own += [Complaint.offered_to_id == user.id, Complaint.investigator_id == user.id]
    ways = [in_reach(user, "complaint.read", Complaint.unit_id), *own]
    if user.may("complaint.read"):
        stations = select(Unit.id).where(Unit.kind == UnitKind.STATION, stations_seen_by(user, "complaint.read"))
        ways.append(Complaint.unit_id.in_(stations))
    if user.may("complaint.revisit") and not user.may("complaint.read"):
        asked = in_reach(user, "complaint.revisit", Complaint.unit_id)
        ways.append(asked & (Complaint.state == ComplaintState.REPLIED))
    return select(Complaint).where(or_(*ways))


@scope_of(ComplaintChannel)
def channels_visible_to(user: User) -> Select[tuple[ComplaintChannel]]:
    """The channels of the own units and of those within reach: they are published anyway."""
    near = ComplaintChannel.unit_id.in_(user.unit.ancestry)
    reached = in_reach(user, "complaint.read", ComplaintChannel.unit_id)
    people = (joinedload(ComplaintChannel.keeper), joinedload(ComplaintChannel.deputy))
    return select(ComplaintChannel).where(or_(near, reached)).options(joinedload(ComplaintChannel.unit), *people)


@scope_of(ComplaintPraise)
def praises_visible_to(user: User) -> Select[tuple[ComplaintPraise]]:
    """One's own praise, and that within reach."""
    reached = in_reach(user, "complaint.read", ComplaintPraise.unit_id)
    people = (joinedload(ComplaintPraise.person), joinedload(ComplaintPraise.verified_by))
    more = (joinedload(ComplaintPraise.complaint), joinedload(ComplaintPraise.unit))
    return select(ComplaintPraise).where(or_(ComplaintPraise.person_id == user.id, reached)).options(*people, *more)


@scope_of(TrafficMonth)
def traffic_visible_to(user: User) -> Select[tuple[TrafficMonth]]:
    ways = (in_reach(user, one, TrafficMonth.unit_id) for one in ("complaint.traffic", "complaint.statistics"))
    people = (joinedload(TrafficMonth.unit), joinedload(TrafficMonth.entered_by))
    return select(TrafficMonth).where(or_(*ways)).options(*people)


# Lists


def filtered(cases: Select, **chosen) -> Select[tuple[Complaint]]:
    """Narrow to what a list's filter says; ``filter_parts`` tells which words it knows."""
    return cases.where(*filter_parts(**chosen)).options(*LISTED)


def filter_parts(**chosen) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter: text, group, unit, team, person, lane, days, overdue, and ``column=value``.

    ``person`` and ``responsible`` are what somebody typed, a name or a 工号; ``mine`` and ``to_revisit`` are a person.
    ``group`` is open or ended; ``handled`` is met, missed or any; ``liability`` may be at_fault and ``satisfaction``
    happy, which are two values each. ``since`` and ``until`` are days of registration. ``again`` is who looks: of the
    cases that the others leave, those of a telephone that stands in several. Statistics and lists use the same, so
    that a figure opens exactly what it counted.
    """
    user, parts = chosen.pop("again", None), []
    if user:
        parts.append(_again(user, {name: value for name, value in chosen.items() if name != "text"}))
    for name, value in chosen.items():
        parts.append(_PARTS[name](value) if name in _PARTS else getattr(Complaint, name) == value)
    return parts


def _again(user: User, chosen: dict) -> ColumnElement[bool]:
    """Those of a telephone that stands in several of the cases that ``user`` sees within a filter."""
    told = visible(Complaint, user).where(*filter_parts(**chosen), Complaint.phone != "")
    return Complaint.phone.in_(
        told.with_only_columns(Complaint.phone).group_by(Complaint.phone).having(func.count() > 1)
    )


def _unit(unit: Unit) -> ColumnElement[bool]:
    return Complaint.unit_id.in_(units_under(unit.path))


def _person(text: str) -> ColumnElement[bool]:
    """Those that name somebody as involved; what was not found true does not stick to anybody in statistics."""
    involved = (ComplaintPerson.person_id.in_(named(text)), ComplaintPerson.part == Part.INVOLVED)
    return Complaint.id.in_(select(ComplaintPerson.complaint_id).where(*involved))


def overdue_at(at: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Return the condition that a clock of the case is over at a moment, which may be told when it is asked."""
    return Complaint.id.in_(clocks.overdue_ids(at))


def _group(group: str) -> ColumnElement[bool]:
    return Complaint.state.in_(OPEN) if group == "open" else Complaint.state.not_in(OPEN)


_PARTS = {
    "text": has_text,
    "unit": _unit,
    "person": _person,
    "group": _group,
    "liability": lambda word: Complaint.liability.in_(AT_FAULT if word == "at_fault" else (Liability(word),)),
    "satisfaction": lambda word: Complaint.satisfaction.in_(HAPPY if word == "happy" else (Satisfaction(word),)),
    "replied": lambda _yes: Complaint.replied_at.is_not(None),
    "joined": lambda _no: Complaint.merged_into_id.is_(None),
    "team": lambda crew: Complaint.team_id == crew.id,
    "lane": lambda lane: Complaint.lane_name == lane,
    "responsible": lambda text: Complaint.responsible_id.in_(named(text)),
    "mine": lambda person: Complaint.responsible_id == person.id,
    "to_revisit": callers.waits_for,
    "since": lambda day: Complaint.registered_at >= clock.at(day, time()),
    "until": lambda day: Complaint.registered_at <= clock.at(day, time.max),
    "handled": clocks.handled,
    "overdue": lambda _yes: overdue_at(clock.now()),
}


def earlier_of(user: User, *, phone: str = "", plate: str = "", but: int = 0) -> Select[tuple[Complaint]]:
    """Return the visible cases whose telephone or plate begins so, both bare, the newest first."""
    same = [_begins(Complaint.phone, phone)] if phone else []
    if plate:
        same.append(_begins(Complaint.plate, plate))
    rows = visible(Complaint, user).where(Complaint.id != but, or_(*same)) if same else select(Complaint).where(False)
    return rows.order_by(Complaint.id.desc()).limit(MOST_EARLIER)


def known_of(user: User, *, phone: str = "", plate: str = "") -> Select[tuple[Complaint]]:
    """Return the cases of a whole telephone or plate where ``user`` registers that are not theirs to open.

    Whoever takes a call has to hear that the matter is known, and with whom it lies; for a page that tells no more.
    """
    same = [Complaint.phone == phone] if phone and not masking.is_phone(phone) else []
    same += [Complaint.plate == plate] if plate and not masking.is_plate(plate) else []
    if not same:
        return select(Complaint).where(False)
    here = Complaint.unit_id.in_(stations_to_register_at(user).with_only_columns(Unit.id).order_by(None))
    theirs = complaints_visible_to(user).with_only_columns(Complaint.id)
    rows = select(Complaint).where(or_(*same), here, Complaint.id.not_in(theirs))
    return rows.options(joinedload(Complaint.responsible)).order_by(Complaint.id.desc()).limit(MOST_EARLIER)


def _begins(column, start: str) -> ColumnElement[bool]:
    """Return that ``column`` begins with ``start``, as a range that an index answers on both engines."""
    return (column >= start) & (column < start + "\uffff")


def channels_filtered(rows: Select, *, published: str = "", **chosen) -> Select[tuple[ComplaintChannel]]:
    """Narrow to a unit, a channel, and what is published or not."""
    if published:
        rows = rows.where(ComplaintChannel.is_published == (published == "yes"))
    if unit := chosen.pop("unit", None):
        rows = rows.where(ComplaintChannel.unit_id == unit.id)
    return rows.where(*(getattr(ComplaintChannel, name) == value for name, value in chosen.items()))


def published_for(user: User, unit: Unit) -> Select[tuple[ComplaintChannel]]:
    """Return the published channels of a unit, then those of the units above it."""
    here = (ComplaintChannel.unit_id.in_(unit.ancestry), ComplaintChannel.is_published)
    rows = visible(ComplaintChannel, user).where(*here)
    return rows.order_by(ComplaintChannel.unit_id != unit.id, ComplaintChannel.id)


def units_with_channels(user: User) -> Select[tuple[Unit]]:
    """Return the units whose published channels a person may print, their own first."""
    seen = visible(ComplaintChannel, user).where(ComplaintChannel.is_published)
    ids = seen.with_only_columns(ComplaintChannel.unit_id)
    return select(Unit).where(Unit.id.in_(ids)).order_by(Unit.id != (user.station_id or 0), Unit.path)


def units_to_publish_for(user: User) -> Select[tuple[Unit]]:
    """Return the stations and offices whose channels a person keeps."""
    kinds = Unit.kind.in_((UnitKind.STATION, UnitKind.OFFICE))
    return (
        select(Unit).where(kinds, Unit.is_open, in_reach(user, "complaint.keep_channels", Unit.id)).order_by(Unit.path)
    )


def traffic_filtered(rows: Select, *, unit: Unit | None = None, year: str = "") -> Select[tuple[TrafficMonth]]:
    """Narrow to a station and the months of a year."""
    if unit is not None:
        rows = rows.where(TrafficMonth.unit_id == unit.id)
    if year:
        rows = rows.where(TrafficMonth.month.between(date(int(year), 1, 1), date(int(year), 12, 31)))
    return rows


def stations_to_register_at(user: User) -> Select[tuple[Unit]]:
    """Return where a person may register a case: their own station, or those within reach, and the office."""
    kinds = Unit.kind.in_((UnitKind.STATION, UnitKind.OFFICE))
    near = Unit.id.in_(user.unit.ancestry)
    reached = in_reach(user, "complaint.investigate", Unit.id)
    return select(Unit).where(kinds, Unit.is_open, or_(near, reached)).order_by(Unit.id != user.station_id, Unit.path)


def own_of(person_id: int) -> Select[tuple[Complaint]]:
    """Return the open cases that a person is responsible for."""
    return select(Complaint).where(Complaint.responsible_id == person_id, Complaint.state.in_(OPEN))


def praises_of(person: User, since: datetime, until: datetime) -> Select[tuple[ComplaintPraise]]:
    """Return the praise of a person that was verified between two moments and stands."""
    here = (ComplaintPraise.person_id == person.id, ComplaintPraise.verified_at.between(since, until))
    standing = ComplaintPraise.withdrawn_at.is_(None)
    return select(ComplaintPraise).where(*here, standing).options(joinedload(ComplaintPraise.complaint))


def praises_filtered(rows: Select, *, standing: str = "", **chosen) -> Select[tuple[ComplaintPraise]]:
    """Narrow to a unit with those below it, a name or 工号, days of verification, and what stands or was withdrawn."""
    if standing:
        rows = rows.where(ComplaintPraise.withdrawn_at.is_(None) == (standing == "yes"))
    if unit := chosen.get("unit"):
        rows = rows.where(ComplaintPraise.unit_id.in_(units_under(unit.path)))
    if person := chosen.get("person"):
        rows = rows.where(ComplaintPraise.person_id.in_(named(person)))
    if since := chosen.get("since"):
        rows = rows.where(ComplaintPraise.verified_at >= clock.at(since, time()))
    if until := chosen.get("until"):
        rows = rows.where(ComplaintPraise.verified_at <= clock.at(until, time.max))
    return rows


def cases_opened_by(user: User, case_ids: list[int]) -> Select[tuple[int]]:
    """Return which of the cases ``user`` may open."""
    return visible(Complaint, user).where(Complaint.id.in_(case_ids)).with_only_columns(Complaint.id)


def duties_of(case: Complaint) -> Select[tuple[ComplaintDuty]]:
    return select(ComplaintDuty).where(ComplaintDuty.complaint_id == case.id).order_by(ComplaintDuty.id)


def merges_of(case: Complaint) -> Select[tuple[ComplaintMerge]]:
    """Return how a case was joined and parted, oldest first."""
    rows = select(ComplaintMerge).where(ComplaintMerge.complaint_id == case.id)
    return rows.options(joinedload(ComplaintMerge.into), joinedload(ComplaintMerge.by)).order_by(ComplaintMerge.id)


def last_of(user: User) -> Select[tuple[Complaint]]:
    """Return what a person registered last: its channel is likely the next one's too."""
    return select(Complaint).where(Complaint.first_receiver_id == user.id).order_by(Complaint.id.desc()).limit(1)


def staff_of(unit: Unit, viewer: User) -> Select[tuple[User]]:
    """Return the people who may be involved in a case of ``unit`` or apologise for it: those of its 收费所."""
    here = (User.unit_id.in_(structure.units_near(unit, viewer)), User.state != UserState.LEFT, known(clock.today()))
    rows = select(User).where(*here)
    return rows.order_by(User.unit_id, User.staff_key)


# Desks


def at_desk(user: User, permission: str, **words) -> Select[tuple[Complaint]]:
    """Return the cases within the reach of ``permission`` that the words of ``filter_parts`` leave."""
    return visible(Complaint, user).where(in_reach(user, permission, Complaint.unit_id), *filter_parts(**words))


def offered_to(user: User) -> Select[tuple[ComplaintOffer]]:
    """Return the offers that wait for a person, the most urgent first."""
    here = (ComplaintOffer.to_id == user.id, ComplaintOffer.state == OfferState.OPEN)
    rows = select(ComplaintOffer).where(*here).options(joinedload(ComplaintOffer.complaint))
    return rows.order_by(ComplaintOffer.answer_by)
