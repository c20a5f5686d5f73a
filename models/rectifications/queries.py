"""Questions to rectifications."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from models.accounts import Unit, User, UserState
from models.accounts.scope import granted, in_reach, units_under
from models.core import clock
from models.core.db import db
from models.core.scope import scope_of
from models.rectifications.kinds import ON_HAND, OPEN, RectificationState, Side
from models.rectifications.tables import (
    Rectification,
    RectificationExtension,
    RectificationMeasure,
    RectificationPhoto,
)

LISTED = (joinedload(Rectification.responsible), selectinload(Rectification.measures))
_PEOPLE = ("responsible", "issued_by", "signed_by", "submitted_by", "reviewed_by", "unit", "level_unit")
WHOLE = (
    *(joinedload(getattr(Rectification, name)) for name in _PEOPLE),
    selectinload(Rectification.measures).joinedload(RectificationMeasure.owner),
    selectinload(Rectification.measures).joinedload(RectificationMeasure.done_by),
    joinedload(Rectification.extension).joinedload(RectificationExtension.asked_by),
    joinedload(Rectification.extension).joinedload(RectificationExtension.leader),
    joinedload(Rectification.extension).joinedload(RectificationExtension.decided_by),
)


@scope_of(Rectification)
def visible_to(user: User) -> Select[tuple[Rectification]]:
    """Those within reach to read or to answer for, and those that name the person in any part."""
    mine = select(RectificationMeasure.rectification_id).where(RectificationMeasure.owner_id == user.id)
    asked = select(RectificationExtension.rectification_id).where(RectificationExtension.leader_id == user.id)
    named = [getattr(Rectification, name) == user.id for name in ("responsible_id", "issued_by_id", "reviewed_by_id")]
    reach = [in_reach(user, one, Rectification.unit_id) for one in ("rectification.read", "rectification.work")]
    return select(Rectification).where(or_(*reach, *named, Rectification.id.in_(mine), Rectification.id.in_(asked)))


# One order


def of_source(source: str, ref: str | None) -> Rectification | None:
    """Return the order that stands for a row of another room, the newest of its chain; None when there is none."""
    here = (Rectification.source == source, Rectification.source_ref == ref)
    rows = select(Rectification).where(*here, Rectification.state != RectificationState.WITHDRAWN)
    return db.session.scalars(rows.order_by(Rectification.issue_no.desc()).limit(1)).first()


def of_sources(source: str, refs: list[str]) -> dict[str, Rectification]:
    """The same for many rows of a list: ``{ref: order}``, one statement."""
    here = (Rectification.source == source, Rectification.source_ref.in_(refs))
    rows = select(Rectification).where(*here, Rectification.state != RectificationState.WITHDRAWN)
    return {row.source_ref: row for row in db.session.scalars(rows.order_by(Rectification.issue_no))}


def chain_of(row: Rectification) -> list[Rectification]:
    """Return the orders for the same matter, the first one first; ``row`` is one of them."""
    chain = [row]
    while chain[0].reissued_from_id is not None:
        chain.insert(0, db.session.get_one(Rectification, chain[0].reissued_from_id, options=_TOLD))
    while (after := db.session.scalars(_after(chain[-1])).first()) is not None:
        chain.append(after)
    return chain


_TOLD = (joinedload(Rectification.responsible), joinedload(Rectification.level_unit))


def _after(row: Rectification) -> Select[tuple[Rectification]]:
    return select(Rectification).where(Rectification.reissued_from_id == row.id).options(*_TOLD)


def same_before(row: Rectification, since: datetime) -> Select[tuple[Rectification]]:
    """Return orders for the same class in the same unit that were struck off at or after ``since``, newest first.

    When both speak of an item, it must be the same one. Source: domain §2.4 (recurrence).
    """
    same = (Rectification.unit_id == row.unit_id, Rectification.category == row.category)
    struck_off = (Rectification.state == RectificationState.CLOSED, Rectification.reviewed_at >= since)
    rows = select(Rectification).where(*same, *struck_off)
    if row.source_item:
        rows = rows.where(or_(Rectification.source_item == row.source_item, Rectification.source_item == ""))
    return rows.order_by(Rectification.id.desc())


def recurrences_of(row: Rectification) -> Select[tuple[Rectification]]:
    """Return the later orders that repeat this one."""
    return select(Rectification).where(Rectification.recurs_id == row.id).order_by(Rectification.id)


def photos_of(row: Rectification, side: Side | None = None) -> Select[tuple[RectificationPhoto]]:
    """Return the pictures of an order with their files, oldest first."""
    rows = select(RectificationPhoto).where(RectificationPhoto.rectification_id == row.id)
    rows = rows.where(RectificationPhoto.side == side) if side else rows
    return rows.options(joinedload(RectificationPhoto.attachment)).order_by(RectificationPhoto.id)


def owners_for(unit: Unit, responsible: User) -> Select[tuple[User]]:
    """Return who may own a measure: people in service of the unit and below, and the responsible."""
    here = or_(User.unit_id.in_(units_under(unit.path)), User.id == responsible.id)
    return select(User).where(here, User.state != UserState.LEFT).order_by(User.unit_id, User.staff_key)


def people_who_work(user: User) -> Select[tuple[User]]:
    """Return who may be made responsible by ``user``: people within reach whose role may work on rectifications."""
    held = granted("rectification.work", clock.today())
    here = (in_reach(user, "rectification.issue", User.unit_id), User.state != UserState.LEFT, User.id != user.id)
    return select(User).where(User.id.in_(held), *here).order_by(User.unit_id, User.staff_key)


def people_responsible(user: User) -> Select[tuple[User]]:
    """Return who is responsible for any of the orders that ``user`` may see, by number."""
    ids = visible_to(user).with_only_columns(Rectification.responsible_id)
    return select(User).where(User.id.in_(ids)).options(joinedload(User.unit)).order_by(User.staff_key)


# Lists


def filtered(
    rows: Select, *, text: str = "", unit: Unit | None = None, alone: bool = False, **more
) -> Select[tuple[Rectification]]:
    """Narrow to words, a unit and below or ``alone``, what ``_narrowed`` knows, and ``column=value``, for a list."""
    if text:
        columns = (Rectification.number, Rectification.problem, Rectification.source_ref, Rectification.unit_name)
        rows = rows.where(or_(*(column.contains(text, autoescape=True) for column in columns)))
    if unit is not None:
        rows = rows.where(
            Rectification.unit_id == unit.id if alone else Rectification.unit_id.in_(units_under(unit.path))
        )
    rows = _narrowed(rows, more)
    for name, value in more.items():
        rows = rows.where(getattr(Rectification, name) == value)
    return rows.options(*LISTED)


def _narrowed(rows: Select, more: dict) -> Select:
    """Take days of issue, lateness, recurrence and standing out of ``more`` and narrow by them."""
    if since := more.pop("since", None):
        rows = rows.where(Rectification.issued_at >= clock.at(since, time()))
    if until := more.pop("until", None):
        rows = rows.where(Rectification.issued_at <= clock.at(until, time.max))
    if more.pop("overdue", False):
        rows = rows.where(late_on(clock.today()))
    if more.pop("recurring", False):
        rows = rows.where(Rectification.recurs_id.is_not(None))
    if more.pop("standing", False):
        rows = rows.where(Rectification.state != RectificationState.WITHDRAWN)
    return rows


def late_on(day: date):
    """Return the condition "late on ``day``": the responsible has not handed in what was due before."""
    return and_(Rectification.state.in_(ON_HAND), Rectification.due_on < day)


def answered_by(user: User) -> Select[tuple[Rectification]]:
    """Return the open orders a person answers for, the nearest due first."""
    mine = (Rectification.responsible_id == user.id, Rectification.state.in_(OPEN))
    return select(Rectification).where(*mine).order_by(Rectification.due_on, Rectification.id)


def measures_of(user: User) -> Select:
    """Return ``(measure, order)`` of what a person still has to do, the nearest due first."""
    rows = select(RectificationMeasure, Rectification)
    rows = rows.join(Rectification, Rectification.id == RectificationMeasure.rectification_id)
    mine = (RectificationMeasure.owner_id == user.id, RectificationMeasure.done_at.is_(None))
    live = Rectification.state == RectificationState.WORKING
    return rows.where(*mine, live).order_by(RectificationMeasure.due_on, RectificationMeasure.id)


def issued_by(user: User) -> Select[tuple[Rectification]]:
    """Return the open orders a person has issued, the nearest due first."""
    mine = (Rectification.issued_by_id == user.id, Rectification.state.in_(OPEN))
    return select(Rectification).where(*mine).options(*LISTED).order_by(Rectification.due_on, Rectification.id)


def to_review(user: User) -> Select[tuple[Rectification]]:
    """Return what waits for a reviewer and may be reviewed by ``user``: nobody judges their own work."""
    here = in_reach(user, "rectification.review", Rectification.unit_id)
    own = select(RectificationMeasure.rectification_id).where(
        or_(RectificationMeasure.owner_id == user.id, RectificationMeasure.done_by_id == user.id)
    )
    waiting = Rectification.state == RectificationState.REVIEW
    others = (Rectification.responsible_id != user.id, Rectification.submitted_by_id != user.id)
    rows = select(Rectification).where(here, waiting, *others, Rectification.id.not_in(own))
    return rows.options(*LISTED).order_by(Rectification.submitted_at, Rectification.id)


def extensions_for(user: User) -> Select[tuple[RectificationExtension]]:
    """Return the requests for more time that wait for ``user``."""
    mine = (RectificationExtension.leader_id == user.id, RectificationExtension.decision.is_(None))
    return select(RectificationExtension).where(*mine).order_by(RectificationExtension.id)


def count_of(rows: Select) -> int:
    """Count the rows of a Select without its order and its loading options."""
    inner = rows.with_only_columns(func.count()).order_by(None)
    return db.session.scalar(inner) or 0
