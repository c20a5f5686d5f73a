"""Questions to recordings and camera groups."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from models.accounts import Unit, User
from models.accounts.scope import stations_seen_by
from models.core import clock
from models.core.db import Base
from models.core.scope import scope_of
from models.footage.kinds import FootageState
from models.footage.tables import CameraGroup, Preservation, PreservationRequest
from models.roster import Lane

LISTED = (joinedload(Preservation.group), joinedload(Preservation.lane), joinedload(Preservation.unit))
WHOLE = (
    *LISTED,
    joinedload(Preservation.requested_by),
    joinedload(Preservation.closed_by),
    selectinload(Preservation.requests).joinedload(PreservationRequest.by),
)


@scope_of(Preservation)
def preservations_visible_to(user: User) -> Select[tuple[Preservation]]:
    """Those of the stations where one may read, or works: a monitor's grant reaches only the monitor."""
    return select(Preservation).where(_at_stations(user, "footage.read", Preservation.unit_id))


@scope_of(CameraGroup)
def groups_visible_to(user: User) -> Select[tuple[CameraGroup]]:
    return select(CameraGroup).where(_at_stations(user, "footage.read", CameraGroup.unit_id))


def filtered(rows: Select, *, text: str = "", unit: Unit | None = None, **more) -> Select[tuple[Preservation]]:
    """Narrow to a number, reason, clip or hash, a station, days of the recording, those that wait and are gone
    by the moment ``gone_by``, and ``column=value``."""
    if text:
        columns = (Preservation.number, Preservation.title, Preservation.clip, Preservation.sha256)
        rows = rows.where(or_(*(column.contains(text, autoescape=True) for column in columns)))
    if unit is not None:
        rows = rows.where(Preservation.unit_id == unit.id)
    if gone_by := more.pop("gone_by", None):
        rows = rows.where(Preservation.state == FootageState.WAITING, Preservation.overwritten_at < gone_by)
    if since := more.pop("since", None):
        rows = rows.where(Preservation.to_at >= clock.at(since, time()))
    if until := more.pop("until", None):
        rows = rows.where(Preservation.from_at <= clock.at(until, time.max))
    for name, value in more.items():
        rows = rows.where(getattr(Preservation, name) == value)
    return rows.options(*LISTED)


def of(owner: Base) -> Select[tuple[Preservation]]:
    """Return the recordings that a case asked for, oldest first; the case's room decides who sees the case."""
    mine = (PreservationRequest.owner_type == owner.__tablename__, PreservationRequest.owner_id == owner.id)
    ids = select(PreservationRequest.preservation_id).where(*mine)
    return select(Preservation).where(Preservation.id.in_(ids)).options(*LISTED).order_by(Preservation.id)


def waiting(user: User, before: datetime | None = None) -> Select:
    """Return ``(count, earliest moment)`` of what waits to be saved where ``user`` may save."""
    here = (_at_stations(user, "footage.save", Preservation.unit_id), Preservation.state == FootageState.WAITING)
    rows = select(func.count(Preservation.id), func.min(Preservation.overwritten_at)).where(*here)
    return rows if before is None else rows.where(Preservation.overwritten_at < before)


def figures(rows: Select, at: datetime, soon: datetime) -> Select:
    """Return ``(waiting, gone soon, saved, lost)`` of what ``rows`` may see; one statement."""
    seen = rows.with_only_columns(Preservation.state, Preservation.overwritten_at).subquery()
    waits = seen.c.state == FootageState.WAITING
    return select(
        func.count().filter(waits),
        func.count().filter(waits, seen.c.overwritten_at < soon),
        func.count().filter(seen.c.state == FootageState.SAVED),
        func.count().filter(seen.c.state == FootageState.LOST),
    )


def _at_stations(user: User, permission: str, unit) -> ColumnElement[bool]:
    """Return the condition that a row belongs to a station where ``user`` holds ``permission``, or works."""
    return unit.in_(select(Unit.id).where(stations_seen_by(user, permission)))


def groups_of(station_id: int) -> Select[tuple[CameraGroup]]:
    rows = select(CameraGroup).where(CameraGroup.unit_id == station_id)
    return rows.order_by(CameraGroup.is_open.desc(), CameraGroup.coverage, CameraGroup.name)


def lanes_of_stations(station_ids: list[int]) -> Select[tuple[Lane]]:
    here = (Lane.unit_id.in_(station_ids), Lane.is_open.is_(True))
    return select(Lane).where(*here).order_by(Lane.unit_id, Lane.sort, Lane.code)


def asked_between(rows: Select, since: date, until: date) -> Select[tuple[Preservation]]:
    """Return what was asked for between two days, both included, for the printed register."""
    asked = Preservation.requested_at
    rows = rows.where(asked >= clock.at(since, time()), asked <= clock.at(until, time.max))
    return rows.options(*WHOLE).order_by(Preservation.id)
