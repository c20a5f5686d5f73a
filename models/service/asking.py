"""Questions to what people say: rounds of calls and of surveys."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from models.accounts import Unit, User
from models.accounts.scope import stations_for
from models.core.db import db
from models.core.scope import scope_of
from models.service.figures import COUNTED
from models.service.kinds import RATED, CallResult
from models.service.queries import at_unit, equal, in_days, stations_read_by
from models.service.tables import (
    Appointment,
    FollowUpCall,
    FollowUpRound,
    ServiceRecord,
    SurveyAnswer,
    SurveyDimension,
    SurveyRound,
    SurveySheet,
)

TRIES = 3  # calls to somebody who does not answer
DRAWN = (joinedload(FollowUpRound.unit), joinedload(FollowUpRound.drawn_by))
MADE = (joinedload(SurveyRound.unit), joinedload(SurveyRound.made_by))
TYPED = (joinedload(SurveySheet.entered_by), joinedload(SurveySheet.voided_by))
CALLED = (
    joinedload(FollowUpCall.round).joinedload(FollowUpRound.unit),
    joinedload(FollowUpCall.record).joinedload(ServiceRecord.kind),
    joinedload(FollowUpCall.appointment).joinedload(Appointment.unit),
    joinedload(FollowUpCall.called_by),
)
OPEN = or_(
    FollowUpCall.result.is_(None),
    (FollowUpCall.result == CallResult.NO_ANSWER) & (FollowUpCall.tries < TRIES),
)


def is_open(call: FollowUpCall) -> bool:
    """Whether somebody is still to be called: ``OPEN``, of a row at hand."""
    return call.result is None or (call.result is CallResult.NO_ANSWER and call.tries < TRIES)


@scope_of(FollowUpRound)
def follow_up_rounds_visible_to(user: User) -> Select[tuple[FollowUpRound]]:
    return select(FollowUpRound).where(FollowUpRound.unit_id.in_(stations_read_by(user)))


@scope_of(FollowUpCall)
def calls_visible_to(user: User) -> Select[tuple[FollowUpCall]]:
    """Those of the stations one reads, and of those one calls for."""
    return select(FollowUpCall).where(or_(FollowUpCall.unit_id.in_(stations_read_by(user)), _called_for_by(user)))


@scope_of(SurveyRound)
def survey_rounds_visible_to(user: User) -> Select[tuple[SurveyRound]]:
    return select(SurveyRound).where(SurveyRound.unit_id.in_(stations_read_by(user)))


@scope_of(SurveySheet)
def sheets_visible_to(user: User) -> Select[tuple[SurveySheet]]:
    return select(SurveySheet).where(SurveySheet.unit_id.in_(stations_read_by(user)))


# Calls


def to_call(user: User) -> Select[tuple[FollowUpCall]]:
    """Return the calls that ``user`` may make now: open, at a station where they call, to people others served.

    The to-do, its list, the buttons and the rule ask this; what is not among them is explained by the rule.
    """
    return select(FollowUpCall).where(OPEN, _called_for_by(user), ~_served_by(user))


def _called_for_by(user: User) -> ColumnElement[bool]:
    return FollowUpCall.unit_id.in_(stations_for(user, "follow_up.run").with_only_columns(Unit.id).order_by(None))


def _served_by(user: User) -> ColumnElement[bool]:
    record, visit = (ServiceRecord.id == FollowUpCall.record_id), (Appointment.id == FollowUpCall.appointment_id)
    signed = or_(ServiceRecord.signed_by_id == user.id, ServiceRecord.registered_by_id == user.id)
    went = or_(Appointment.collector_id == user.id, Appointment.recorder_id == user.id)
    return or_(exists().where(record, signed), exists().where(visit, went))


def callable_among(calls: list[FollowUpCall], user: User) -> set[int]:
    """Return the ids of those ``calls`` that ``user`` may make now."""
    if not user.may("follow_up.run"):
        return set()
    rows = to_call(user).where(FollowUpCall.id.in_([one.id for one in calls])).with_only_columns(FollowUpCall.id)
    return set(db.session.scalars(rows))


def filtered_rounds(rows: Select, *, unit: Unit | None = None, **more) -> Select[tuple[FollowUpRound]]:
    """Narrow to a station and to rounds whose period touches the days."""
    return _touching(at_unit(rows, FollowUpRound.unit_id, unit), FollowUpRound, more).options(*DRAWN)


def filtered_calls(
    rows: Select, *, text: str = "", unit: Unit | None = None, waiting: bool = False, mine: User | None = None, **more
) -> Select[tuple[FollowUpCall]]:
    """Narrow to what was said, a station, days of the call, a result or any rating, those still to be made, by whom."""
    if more.pop("rated", False):
        rows = rows.where(FollowUpCall.result.in_(RATED))
    if waiting:
        rows = rows.where(OPEN)
    if mine:
        rows = rows.where(FollowUpCall.id.in_(to_call(mine).with_only_columns(FollowUpCall.id)))
    if text:
        rows = rows.where(FollowUpCall.said.contains(text, autoescape=True))
    rows = in_days(rows, FollowUpCall.called_at, more)
    return equal(at_unit(rows, FollowUpCall.unit_id, unit), FollowUpCall, more).options(*CALLED)


def calls_of(round_id: int) -> Select[tuple[FollowUpCall]]:
    return select(FollowUpCall).where(FollowUpCall.round_id == round_id).options(*CALLED).order_by(FollowUpCall.id)


def call_counts(round_ids: list[int]) -> dict[int, dict[CallResult | None, int]]:
    """Return how the calls of each round ended, None for those to be made."""
    rows = select(FollowUpCall.round_id, FollowUpCall.result, func.count()).where(FollowUpCall.round_id.in_(round_ids))
    found: dict[int, dict] = {one: {} for one in round_ids}
    for round_id, result, count in db.session.execute(rows.group_by(FollowUpCall.round_id, FollowUpCall.result)):
        found[round_id][result] = count
    return found


def next_open(row: FollowUpCall, user: User) -> Select[tuple[int]]:
    """The id of the next call of the same round that ``user`` may make, behind ``row`` first, then from the start."""
    others = (FollowUpCall.round_id == row.round_id, FollowUpCall.id != row.id)
    order = (FollowUpCall.result.is_not(None), FollowUpCall.id < row.id, FollowUpCall.id)
    return to_call(user).where(*others).with_only_columns(FollowUpCall.id).order_by(*order).limit(1)


# Surveys


def filtered_surveys(rows: Select, *, unit: Unit | None = None, **more) -> Select[tuple[SurveyRound]]:
    rows = _touching(at_unit(rows, SurveyRound.unit_id, unit), SurveyRound, more)
    return equal(rows, SurveyRound, more).options(*MADE)


def sheet_counts(round_ids: list[int]) -> dict[int, int]:
    """Return how many sheets each round has, those struck out left aside."""
    rows = select(SurveySheet.round_id, func.count()).where(COUNTED, SurveySheet.round_id.in_(round_ids))
    return dict(db.session.execute(rows.group_by(SurveySheet.round_id)).all())


def dimensions_of(round_id: int) -> Select[tuple[SurveyDimension]]:
    return select(SurveyDimension).where(SurveyDimension.round_id == round_id).order_by(SurveyDimension.sort)


def sheets_of(round_id: int) -> Select[tuple[SurveySheet]]:
    rows = select(SurveySheet).where(SurveySheet.round_id == round_id)
    return rows.options(selectinload(SurveySheet.answers), *TYPED)


def filtered_sheets(rows: Select, *, text: str = "", unit: Unit | None = None, **more) -> Select[tuple[SurveySheet]]:
    """Narrow the sheets that count to words, a station, days of the answer, a round and a channel."""
    if text:
        rows = rows.where(SurveySheet.said.contains(text, autoescape=True))
    if row := more.pop("round", None):
        rows = rows.where(SurveySheet.round_id == row.id)
    if since := more.pop("since", None):
        rows = rows.where(SurveySheet.answered_on >= since)
    if until := more.pop("until", None):
        rows = rows.where(SurveySheet.answered_on <= until)
    rows = equal(at_unit(rows.where(COUNTED), SurveySheet.unit_id, unit), SurveySheet, more)
    asked = joinedload(SurveySheet.round).joinedload(SurveyRound.unit)
    return rows.options(asked, selectinload(SurveySheet.answers).joinedload(SurveyAnswer.dimension), *TYPED)


def void_count(round_id: int) -> Select[tuple[int]]:
    return select(func.count(SurveySheet.id)).where(SurveySheet.round_id == round_id, ~COUNTED)


def by_slug(slug: str) -> Select[tuple[SurveyRound]]:
    """The round of a QR address; whoever holds the paper may answer."""
    return select(SurveyRound).where(SurveyRound.slug == slug).options(*MADE)


def _touching(rows: Select, table: type, more: dict) -> Select:
    """Take the days out of ``more`` and narrow to rounds that touch them."""
    if since := more.pop("since", None):
        rows = rows.where(table.until >= since)
    if until := more.pop("until", None):
        rows = rows.where(table.since <= until)
    return rows
