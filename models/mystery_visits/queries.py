"""Questions to mystery visits. Everything starts from ``visible_to``: who may not know, finds nothing."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from models.accounts import Unit, UnitKind, User
from models.accounts.scope import in_reach, reaches, sits_on
from models.core import clock
from models.core.scope import scope_of, visible
from models.inspections import Inspection, InspectionState, Kind
from models.mystery_visits.kinds import GROUP, VisitState
from models.mystery_visits.tables import MysteryMatter, MysteryPhoto, MysteryReport, MysteryRoot, MysteryVisit

SENT_ON = (VisitState.SENT, VisitState.STUDIED, VisitState.PUBLISHED)
OPEN = (VisitState.PLANNED, VisitState.ISSUED, VisitState.SENT, VisitState.STUDIED)
WHOLE = (
    joinedload(MysteryVisit.unit),
    joinedload(MysteryVisit.report).joinedload(MysteryReport.root),
    selectinload(MysteryVisit.matters).options(
        joinedload(MysteryMatter.decided_by), joinedload(MysteryMatter.withdrawn_by)
    ),
    selectinload(MysteryVisit.photos),
    *(joinedload(getattr(MysteryVisit, name)) for name in ("planned_by", "studied_by", "published_by")),
)


@scope_of(MysteryVisit)
def visible_to(user: User) -> Select[tuple[MysteryVisit]]:
    """All of them to organisers, reports to the group from the sending, the published ones to those who read them."""
    ways = [
        in_reach(user, "mystery_visit.plan", MysteryVisit.unit_id),
        and_(in_reach(user, "mystery_visit.read", MysteryVisit.unit_id), MysteryVisit.state == VisitState.PUBLISHED),
    ]
    if user.may("mystery_visit.study"):
        seated = sits_on(user, GROUP, clock.today()).exists()
        here = in_reach(user, "mystery_visit.study", MysteryVisit.unit_id)
        ways.append(and_(here, seated, MysteryVisit.state.in_(SENT_ON)))
    return select(MysteryVisit).where(or_(*ways))


def published(user: User, *, unit: Unit | None = None, since: date | None = None, until: date | None = None) -> Select:
    """Return the published visits that ``user`` may read, for a list."""
    rows = visible(MysteryVisit, user).where(MysteryVisit.state == VisitState.PUBLISHED)
    rows = rows.join(MysteryReport, MysteryReport.visit_id == MysteryVisit.id)
    rows = rows.options(joinedload(MysteryVisit.unit), contains_eager(MysteryVisit.report))
    rows = rows.options(selectinload(MysteryVisit.matters))
    if unit is not None:
        rows = rows.where(MysteryVisit.unit_id == unit.id)
    if since:
        rows = rows.where(MysteryReport.visited_on >= since)
    return rows.where(MysteryReport.visited_on <= until) if until else rows


def planned(user: User, *, state: VisitState | None = None, unit: Unit | None = None) -> Select[tuple[MysteryVisit]]:
    """Return the visits that ``user`` organises, for a list."""
    rows = select(MysteryVisit).where(in_reach(user, "mystery_visit.plan", MysteryVisit.unit_id))
    rows = rows.options(joinedload(MysteryVisit.unit), joinedload(MysteryVisit.planned_by))
    rows = rows.where(MysteryVisit.state == state) if state else rows
    return rows.where(MysteryVisit.unit_id == unit.id) if unit is not None else rows


def to_study(user: User) -> Select[tuple[MysteryVisit]]:
    """Return the reports that wait for the group ``user`` sits on, the nearest day first."""
    waits = or_(MysteryVisit.state == VisitState.SENT, MysteryVisit.id.in_(undecided()))
    rows = visible(MysteryVisit, user).where(MysteryVisit.state.in_(SENT_ON), waits)
    seated = sits_on(user, GROUP, clock.today()).exists()
    rows = rows.options(joinedload(MysteryVisit.unit), joinedload(MysteryVisit.report))
    rows = rows.options(selectinload(MysteryVisit.matters))
    return rows.where(seated).order_by(MysteryVisit.due_on, MysteryVisit.id)


def undecided() -> Select[tuple[int]]:
    """Return the ids of visits with a suggestion or proposal that nobody has decided."""
    return select(MysteryMatter.visit_id).where(MysteryMatter.decision.is_(None))


def waiting_for_the_group(user: User) -> Select:
    """Return ``(count, earliest day)`` of what waits for the group."""
    waiting = to_study(user).with_only_columns(MysteryVisit.id, MysteryVisit.due_on).order_by(None).subquery()
    return select(func.count(waiting.c.id), func.min(waiting.c.due_on))


def begun(user: User, on: date) -> Select[tuple[MysteryVisit]]:
    """Return the visits that ``user`` organises and whose window has begun without a code."""
    return _organised(user).where(MysteryVisit.state == VisitState.PLANNED, MysteryVisit.from_on <= on)


def ready(user: User) -> Select[tuple[MysteryVisit]]:
    """Return the visits that ``user`` organises and can publish."""
    return _organised(user).where(MysteryVisit.state == VisitState.STUDIED)


def _organised(user: User) -> Select[tuple[MysteryVisit]]:
    return select(MysteryVisit).where(in_reach(user, "mystery_visit.plan", MysteryVisit.unit_id))


def matter_of(visit: MysteryVisit, matter_id: int) -> MysteryMatter | None:
    return next((matter for matter in visit.matters if matter.id == matter_id), None)


def sealed_photo(visit: MysteryVisit, photo_id: int) -> Select[tuple[bytes]]:
    """Return the bytes of a photo of a report that is not published yet."""
    return select(MysteryPhoto.content).where(MysteryPhoto.visit_id == visit.id, MysteryPhoto.id == photo_id)


def commitments(user: User) -> Select[tuple[MysteryReport]]:
    """Return the reports whose commitments organisers and group may see, by value; no station goes with them."""
    seen = visible(MysteryVisit, user).where(MysteryVisit.state.in_(SENT_ON)).with_only_columns(MysteryVisit.id)
    rows = select(MysteryReport).where(MysteryReport.visit_id.in_(seen))
    return rows.options(joinedload(MysteryReport.root)).order_by(MysteryReport.commitment)


def roots() -> Select[tuple[MysteryRoot]]:
    """Return the hashes of the days; they are the same for everybody and tell no count."""
    return select(MysteryRoot)


def stations(user: User, permission: str) -> Select[tuple[Unit]]:
    """Return the stations within reach of ``permission``."""
    rows = select(Unit).where(Unit.kind == UnitKind.STATION, Unit.is_open)
    return rows.where(in_reach(user, permission, Unit.id)).order_by(Unit.path)


def may_organise(user: User, visit: MysteryVisit) -> bool:
    """Whether ``user`` organises visits to the station; its unit must be loaded."""
    return reaches(user, "mystery_visit.plan", visit.unit)


def is_seated(user: User, on: date) -> Select[tuple[int]]:
    return sits_on(user, GROUP, on)


def scores(station_ids: list[int], first: date, until: date) -> Select:
    """Return ``(station, day, tenths)`` of the published reports of a period; ``until`` is not included."""
    rows = select(MysteryVisit.unit_id, MysteryReport.visited_on, MysteryReport.score)
    rows = rows.join(MysteryReport, MysteryReport.visit_id == MysteryVisit.id)
    when = (MysteryReport.visited_on >= first, MysteryReport.visited_on < until)
    return rows.where(MysteryVisit.state == VisitState.PUBLISHED, MysteryVisit.unit_id.in_(station_ids), *when)


def open_scores(station_ids: list[int], first: date, until: date) -> Select:
    """Return ``(station, moment, permille)`` of the published inspections by others; ``until`` is not included."""
    own = [kind for kind in Kind if kind.is_self_check]
    told = (InspectionState.PUBLISHED, InspectionState.RECTIFYING, InspectionState.ARCHIVED)
    rows = select(Inspection.station_id, Inspection.started_at, Inspection.permille)
    rows = rows.where(Inspection.state.in_(told), Inspection.permille.is_not(None), Inspection.kind.not_in(own))
    when = (Inspection.started_at >= clock.at(first, time()), Inspection.started_at < clock.at(until, time()))
    return rows.where(Inspection.station_id.in_(station_ids), *when)
