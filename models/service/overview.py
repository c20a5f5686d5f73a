"""What the first page and the two measures show, for the stations a person reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from models.accounts import Unit, User
from models.core import clock
from models.core.db import db
from models.service import asking, figures, queries, windows
from models.service.kinds import CallResult, Outcome
from models.service.tables import Appointment, FollowUpCall, ServiceRecord, SurveyRound, SurveySheet, WindowCheck
from models.service.windows import Turn

RECENT = timedelta(days=60)  # the seed's goals are for two months. Source: seed 1-30
MISSED_DAYS = 7
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Standing:
    """How the window of a station stands: the turn that runs, its check if there is one, and the last seven days."""

    station: Unit
    turn: Turn
    check: WindowCheck | None
    checked_days: int
    is_late: bool


def recent(today: date) -> tuple[date, date]:
    return today - RECENT, today


def turns(stations: list[Unit], at: datetime) -> list[Standing]:
    """Return how each window stands now; the house is small, two statements for each station."""
    days = _checked_days([one.id for one in stations], clock.local(at).date())
    found = []
    for station in stations:
        turn = windows.turn_at(station.id, at)
        check = windows.check_of(station.id, turn)
        late = check is None and at > turn.due_at
        found.append(Standing(station, turn, check, days.get(station.id, 0), late))
    return found


def _checked_days(station_ids: list[int], today: date) -> dict[int, int]:
    """Return on how many of the last seven days, today left out, each window was checked."""
    span = WindowCheck.business_date.between(today - timedelta(days=MISSED_DAYS), today - timedelta(days=1))
    rows = select(WindowCheck.unit_id, func.count(WindowCheck.business_date.distinct()))
    rows = rows.where(WindowCheck.unit_id.in_(station_ids), span).group_by(WindowCheck.unit_id)
    return dict(db.session.execute(rows).all())


def figures_of(station_ids: Select, since: date, until: date, at: datetime, unit_id: int | None = None) -> dict:
    """Return coverage and satisfaction of some stations between two days."""
    return {
        "coverage": figures.coverage(station_ids, since, until, at, unit_id),
        "surveyed": figures.surveyed(station_ids, since, until, unit_id),
    }


def figures_for(user: User, since: date, until: date, at: datetime) -> dict:
    return figures_of(queries.stations_read_by(user), since, until, at, user.station_id)


def coverage_rows(user: User, unit: Unit | None, since: date, until: date, at: datetime) -> dict:
    """Return the coverage with the rows behind it: unmet requests, visits done, people of special groups served."""
    ids = _within(user, unit)
    asked = figures.requests_of(ids, since, until, at).options(*queries.STAFFED)
    asked = asked.order_by(Appointment.starts_at.desc())
    unmet, done = (asked.where(*figures.counted(at, how)) for how in ("unmet", "met"))
    records = figures.special_records(ids, since, until).options(*queries.TOLD)
    declined = records.where(ServiceRecord.outcome == Outcome.DECLINED).order_by(ServiceRecord.served_at.desc())
    served = records.where(ServiceRecord.outcome == Outcome.SERVED).order_by(ServiceRecord.served_at.desc())
    lists = {"unmet": unmet, "declined": declined, "done": done, "served": served}
    return {name: db.session.scalars(rows.limit(SHOWN)).all() for name, rows in lists.items()} | {
        "counts": {name: _many(rows) for name, rows in lists.items()},
        "share": figures.coverage(ids, since, until, at, unit.id if unit else user.station_id),
        "withdrawn": figures.withdrawn(ids, since, until),
    }


def satisfaction_rows(user: User, unit: Unit | None, since: date, until: date, _at: datetime) -> dict:
    """Return the satisfaction by where it comes from, with the rounds, visits and calls behind it."""
    ids, unit_id = _within(user, unit), unit.id if unit else user.station_id
    return {
        "surveyed": figures.surveyed(ids, since, until, unit_id),
        "visited": figures.rated_visits(ids, since, until, unit_id),
        "called": figures.called(ids, since, until, unit_id),
        "rounds": db.session.scalars(_rounds(ids, since, until)).all(),
        "visits": db.session.scalars(_rated(ids, since, until).limit(SHOWN)).all(),
        "calls": db.session.scalars(_calls(ids, since, until).limit(SHOWN)).all(),
        "refusals": _count(ids, since, until, CallResult.REFUSED),
        "unreached": _count(ids, since, until, CallResult.NO_ANSWER),
    }


def _many(rows: Select) -> int:
    return db.session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0


def _within(user: User, unit: Unit | None) -> Select[tuple[int]]:
    ids = queries.stations_read_by(user)
    return ids if unit is None else ids.where(Unit.id == unit.id)


def _rounds(ids: Select, since: date, until: date) -> Select[tuple[SurveyRound]]:
    """The rounds that got a sheet in those days."""
    got = select(SurveySheet.round_id).where(figures.COUNTED, SurveySheet.answered_on.between(since, until))
    rows = select(SurveyRound).where(SurveyRound.unit_id.in_(ids), SurveyRound.id.in_(got))
    return rows.options(joinedload(SurveyRound.unit)).order_by(SurveyRound.since.desc())


def _rated(ids: Select, since: date, until: date) -> Select[tuple[Appointment]]:
    rows = select(Appointment).where(Appointment.unit_id.in_(ids), Appointment.satisfaction.is_not(None))
    rows = queries.in_days(rows, Appointment.starts_at, {"since": since, "until": until})
    return rows.options(*queries.STAFFED).order_by(Appointment.starts_at.desc())


def _calls(ids: Select, since: date, until: date) -> Select[tuple[FollowUpCall]]:
    rows = select(FollowUpCall).where(FollowUpCall.unit_id.in_(ids), FollowUpCall.result.is_not(None))
    rows = queries.in_days(rows, FollowUpCall.called_at, {"since": since, "until": until})
    return rows.options(*asking.CALLED).order_by(FollowUpCall.called_at.desc())


def _count(ids: Select, since: date, until: date, result: CallResult) -> int:
    rows = select(func.count(FollowUpCall.id)).where(FollowUpCall.unit_id.in_(ids), FollowUpCall.result == result)
    return db.session.scalar(queries.in_days(rows, FollowUpCall.called_at, {"since": since, "until": until}))
