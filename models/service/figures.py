"""Coverage and satisfaction, always with their n. Source: domain §2.12, seeds 1-30 and 1-32."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, Select, func, or_, select

from models.core import clock, rates, settings
from models.core.db import db
from models.service.kinds import NO_REQUEST, RATED, AppointmentState, CallResult, Outcome, Satisfaction
from models.service.tables import (
    Appointment,
    FollowUpCall,
    ServiceRecord,
    SurveyAnswer,
    SurveyRound,
    SurveySheet,
)

COUNTED = SurveySheet.voided_at.is_(None)


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``n``. ``people`` is how many were asked when one of them counts several times; else it is n."""

    hits: int
    n: int
    goal: int
    least: int
    people: int | None = None

    @property
    def size(self) -> int:
        return self.n if self.people is None else self.people

    @property
    def is_enough(self) -> bool:
        """Whether the sample is large enough to be written as a rate."""
        return self.size >= self.least and self.n > 0

    @property
    def percent(self) -> float | None:
        """The rate in per cent with one decimal, None for a sample that is too small."""
        return rates.Share(self.hits, self.n, 1).percent if self.is_enough else None

    @property
    def shown(self) -> str:
        """The rate as a tile writes it: ``96.7``, or 数据不足."""
        return "数据不足" if self.percent is None else f"{self.percent:g}"

    @property
    def tone(self) -> str:
        if self.percent is None:
            return ""
        return "ok" if rates.Share(self.hits, self.n, 1).reaches(self.goal) else "warn"


# Coverage


def requests_of(station_ids: Select, since: date, until: date, at: datetime) -> Select[tuple[Appointment]]:
    """The visits that were asked for in those days and are due: settled, or their slot is over."""
    span = Appointment.starts_at.between(clock.at(since, time()), clock.at(until, time.max))
    return select(Appointment).where(Appointment.unit_id.in_(station_ids), span, *counted(at))


def counted(at: datetime, how: str = "asked") -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a visit that counts at ``at``: ``asked`` for, of those ``met`` or ``unmet``, or
    ``withdrawn``, which does not count."""
    if how == "withdrawn":
        return (Appointment.cancel_cause.in_(NO_REQUEST),)
    settled = Appointment.state.in_((AppointmentState.DONE, AppointmentState.CANCELLED))
    asked = or_(Appointment.cancel_cause.is_(None), Appointment.cancel_cause.not_in(NO_REQUEST))
    within = {"asked": (), "met": (_done(),), "unmet": (~_done(),)}[how]
    return asked, or_(settled, Appointment.ends_at < at), *within


def special_records(station_ids: Select, since: date, until: date) -> Select[tuple[ServiceRecord]]:
    """What special groups asked for at the station in those days, given or not."""
    span = ServiceRecord.served_at.between(clock.at(since, time()), clock.at(until, time.max))
    return select(ServiceRecord).where(ServiceRecord.unit_id.in_(station_ids), span, ServiceRecord.group.is_not(None))


def coverage(station_ids: Select, since: date, until: date, at: datetime, unit_id: int | None = None) -> Share:
    """Served of requested by special groups, declined ones counted. A census: one request is enough for a rate."""
    visits = requests_of(station_ids, since, until, at).with_only_columns(*_hits(_done()))
    records = special_records(station_ids, since, until).with_only_columns(*_hits(_served()))
    rows = [db.session.execute(one).one() for one in (visits, records)]
    goal = settings.value_of("service.coverage_goal", unit_id=unit_id)
    return Share(sum(row[0] for row in rows), sum(row[1] for row in rows), goal, 1)


def withdrawn(station_ids: Select, since: date, until: date) -> int:
    """Count the appointments that their people gave up, or that were entered twice: shown beside the coverage."""
    span = Appointment.starts_at.between(clock.at(since, time()), clock.at(until, time.max))
    here = (Appointment.unit_id.in_(station_ids), span, *counted(clock.now(), "withdrawn"))
    return db.session.scalar(select(func.count(Appointment.id)).where(*here)) or 0


# Satisfaction


def surveyed(station_ids: Select, since: date, until: date, unit_id: int | None = None) -> Share:
    """Answers at or above each round's line of all answers given; the sample is the sheets."""
    rows = select(
        func.count().filter(SurveyAnswer.score >= SurveyRound.satisfied_from),
        func.count(SurveyAnswer.id),
        func.count(SurveySheet.id.distinct()),
    )
    rows = rows.select_from(SurveySheet).join(SurveyAnswer, SurveyAnswer.sheet_id == SurveySheet.id)
    rows = rows.join(SurveyRound, SurveyRound.id == SurveySheet.round_id)
    here = (COUNTED, SurveySheet.unit_id.in_(station_ids), SurveySheet.answered_on.between(since, until))
    hits, answers, sheets = db.session.execute(rows.where(*here)).one()
    return _share(hits, answers, unit_id, sheets)


def rated_visits(station_ids: Select, since: date, until: date, unit_id: int | None = None) -> Share:
    """What the people visited said of the visit, by the day it was booked for, as the coverage counts."""
    span = Appointment.starts_at.between(clock.at(since, time()), clock.at(until, time.max))
    here = (Appointment.unit_id.in_(station_ids), span, Appointment.satisfaction.is_not(None))
    content = Appointment.satisfaction.in_(_content(Satisfaction, unit_id))
    return _share(*db.session.execute(select(*_hits(content)).where(*here)).one(), unit_id)


def called(station_ids: Select, since: date, until: date, unit_id: int | None = None) -> Share:
    """What the people called said; refusals and calls that nobody took are no answers and are counted apart."""
    span = FollowUpCall.called_at.between(clock.at(since, time()), clock.at(until, time.max))
    here = (FollowUpCall.unit_id.in_(station_ids), span, FollowUpCall.result.in_(RATED))
    content = FollowUpCall.result.in_(_content(CallResult, unit_id))
    return _share(*db.session.execute(select(*_hits(content)).where(*here)).one(), unit_id)


def share_of(hits: int, n: int, unit_id: int | None, people: int | None = None) -> Share:
    """Return ``hits`` of ``n`` against the goal of satisfaction of a station."""
    return _share(hits, n, unit_id, people)


def _share(hits: int, n: int, unit_id: int | None, people: int | None = None) -> Share:
    goal = settings.value_of("service.satisfaction_goal", unit_id=unit_id)
    return Share(hits, n, goal, settings.value_of("service.least_n", unit_id=unit_id), people)


def _content(kinds, unit_id: int | None) -> tuple:
    """Return the members of ``kinds`` that count as satisfied."""
    fair = settings.value_of("service.fair_counts", unit_id=unit_id)
    return (kinds.SATISFIED, kinds.FAIR) if fair else (kinds.SATISFIED,)


def _hits(condition):
    return func.count().filter(condition), func.count()


def _done():
    return Appointment.state == AppointmentState.DONE


def _served():
    return ServiceRecord.outcome == Outcome.SERVED
