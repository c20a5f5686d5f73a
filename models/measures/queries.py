"""Questions to talks, measures and orders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload

from models.accounts import Unit, User, UserState, structure
from models.accounts.scope import granted, in_reach, known, units_under
from models.approvals import Approval
from models.core import clock
from models.core.db import db
from models.core.scope import scope_of, visible
from models.measures.kinds import DirectiveState, MeasureState, TalkState
from models.measures.tables import Directive, Measure, Talk
from models.penalties import Penalty, PenaltyState

UNSEEN = (MeasureState.DRAFT, MeasureState.WITHDRAWN)
TALKED = tuple(joinedload(getattr(Talk, name)) for name in ("person", "talker", "arranged_by", "witness", "penalty"))
MEASURED = tuple(joinedload(getattr(Measure, name)) for name in ("person", "drafted_by", "started_by", "penalty"))
ORDERED = tuple(
    joinedload(getattr(Directive, name)) for name in ("unit", "responsible", "issued_by", "closed_by", "penalty")
)


@scope_of(Talk)
def talks_visible_to(user: User) -> Select[tuple[Talk]]:
    """Those within reach, one's own, and those one holds or arranged."""
    mine = or_(Talk.person_id == user.id, Talk.talker_id == user.id, Talk.arranged_by_id == user.id)
    return select(Talk).where(or_(mine, in_reach(user, "talk.read", Talk.unit_id)))


@scope_of(Measure)
def measures_visible_to(user: User) -> Select[tuple[Measure]]:
    """Those within reach, one's own once submitted, and those one is asked to decide."""
    asked = visible(Approval, user).where(Approval.subject_type == Measure.__tablename__)
    ways = (
        and_(Measure.person_id == user.id, Measure.state.not_in(UNSEEN)),
        in_reach(user, "measure.read", Measure.unit_id),
        Measure.id.in_(asked.with_only_columns(Approval.subject_id)),
    )
    return select(Measure).where(or_(*ways))


@scope_of(Directive)
def directives_visible_to(user: User) -> Select[tuple[Directive]]:
    mine = or_(Directive.responsible_id == user.id, Directive.issued_by_id == user.id)
    return select(Directive).where(or_(mine, in_reach(user, "directive.read", Directive.unit_id)))


def filtered(table: type, rows: Select, *, text: str = "", unit: Unit | None = None, **more) -> Select:
    """Narrow talks or measures to a number, name or text, a unit and below, days, and ``column=value``."""
    moment = Talk.planned_at if table is Talk else Measure.drafted_at
    said = Talk.reason if table is Talk else Measure.facts
    rows = rows.join(User, User.id == table.person_id)
    if text:
        columns = (table.number, User.name, User.staff_no, said)
        rows = rows.where(or_(*(column.contains(text, autoescape=True) for column in columns)))
    if unit is not None:
        rows = rows.where(table.unit_id.in_(units_under(unit.path)))
    if since := more.pop("since", None):
        rows = rows.where(moment >= clock.at(since, time()))
    if until := more.pop("until", None):
        rows = rows.where(moment <= clock.at(until, time.max))
    for name, value in more.items():
        rows = rows.where(getattr(table, name) == value)
    return rows.options(*(TALKED if table is Talk else MEASURED))


def filtered_directives(rows: Select, *, text: str = "", unit: Unit | None = None, **more) -> Select:
    if text:
        rows = rows.where(
            or_(*(column.contains(text, autoescape=True) for column in (Directive.number, Directive.order)))
        )
    if unit is not None:
        rows = rows.where(Directive.unit_id.in_(units_under(unit.path)))
    if since := more.pop("since", None):
        rows = rows.where(Directive.due_on >= since)
    if until := more.pop("until", None):
        rows = rows.where(Directive.due_on <= until)
    for name, value in more.items():
        rows = rows.where(getattr(Directive, name) == value)
    return rows.options(*ORDERED)


def people_within(user: User, permission: str) -> Select[tuple[User]]:
    """Return the people in service within reach, without ``user``."""
    here = (in_reach(user, permission, User.unit_id, User.id), User.state != UserState.LEFT, User.id != user.id)
    return select(User).where(*here).order_by(User.staff_key)


def talkers(user: User) -> Select[tuple[User]]:
    """Return who may hold a talk: everybody in service at one's own 收费所 who holds the permission."""
    may = User.id.in_(granted("talk.hold", clock.today()))
    return select(User).where(may, _near(user.unit, user), User.state != UserState.LEFT).order_by(User.staff_key)


def witnesses(talk: Talk, server: User) -> Select[tuple[User]]:
    """Return who may witness a refusal: people in service at the same 收费所, without those who take part."""
    out = (User.id.not_in((talk.person_id, talk.talker_id, server.id)), User.state != UserState.LEFT)
    return select(User).where(_near(db.session.get_one(Unit, talk.unit_id), server), *out).order_by(User.staff_key)


def _near(unit: Unit, viewer: User):
    """Return the condition that a person works at the 收费所 of ``unit``, where ``viewer`` may be told of them."""
    return and_(User.unit_id.in_(structure.units_near(unit, viewer)), known(clock.today()))


def penalties_of(user: User, person: User | None = None) -> Select[tuple[Penalty]]:
    """Return the penalties a record may hang on: those within sight that stand, the newest first."""
    dead = (PenaltyState.REVOKED, PenaltyState.WITHDRAWN)
    rows = visible(Penalty, user).where(Penalty.state.not_in(dead), Penalty.person_id != user.id)
    if person is not None:
        rows = rows.where(Penalty.person_id == person.id)
    return rows.options(joinedload(Penalty.person)).order_by(Penalty.id.desc()).limit(200)


def of_penalty(table: type, penalty: Penalty, viewer: User) -> Select:
    return visible(table, viewer).where(table.penalty_id == penalty.id).order_by(table.id)


def talks_waiting(user: User) -> Select[tuple[Talk]]:
    """Return the talks that one is to hold, and those of one's own that are to be signed."""
    mine = and_(Talk.person_id == user.id, Talk.state == TalkState.HELD)
    held = and_(Talk.talker_id == user.id, Talk.state == TalkState.PLANNED)
    return select(Talk).where(or_(mine, held)).order_by(Talk.planned_at)


def measures_to_state(user: User) -> Select[tuple[Measure]]:
    return select(Measure).where(Measure.person_id == user.id, Measure.state == MeasureState.REVIEW)


def measures_to_start(user: User) -> Select[tuple[Measure]]:
    here = (in_reach(user, "measure.start", Measure.unit_id), Measure.person_id != user.id)
    return select(Measure).where(*here, Measure.state == MeasureState.APPROVED)


def suspensions_over(user: User, today: date) -> Select[tuple[Measure]]:
    """Return the suspensions of others whose days are over, so that the re-test or the return is due."""
    here = (in_reach(user, "measure.start", Measure.unit_id), Measure.state == MeasureState.IN_FORCE)
    return select(Measure).where(*here, Measure.to_on < today, Measure.person_id != user.id)


def directives_waiting(user: User) -> Select[tuple[Directive]]:
    mine = and_(Directive.responsible_id == user.id, Directive.state == DirectiveState.ISSUED)
    back = and_(Directive.issued_by_id == user.id, Directive.state == DirectiveState.ANSWERED)
    return select(Directive).where(or_(mine, back)).order_by(Directive.due_on)


def suspensions_of(people: Iterable[int], until: date) -> Select[tuple[Measure]]:
    """Return the suspensions in force of these people that have begun by a day."""
    here = (Measure.person_id.in_(people), Measure.to_on.is_not(None), Measure.from_on <= until)
    return select(Measure).where(*here, Measure.state == MeasureState.IN_FORCE).order_by(Measure.id)
