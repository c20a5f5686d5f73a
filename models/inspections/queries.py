"""Questions to inspections and check sheets. What runs is seen by those who inspect, by nobody else."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import contains_eager, defaultload, joinedload, selectinload

from models.accounts import Unit, UnitKind, User, UserState
from models.accounts.scope import granted, in_reach, units_under
from models.core import clock
from models.core.db import db
from models.core.gathered import rows_of
from models.core.scope import scope_of
from models.inspections.kinds import OUT, TOLD, InspectionState, Kind, ReplyState, TemplateState
from models.inspections.tables import Finding, Inspection, Inspector, Reply, SeenPerson, Template, TemplateItem
from models.inspections.tables import TemplateSection as Section

PARTS = selectinload(Template.sections).selectinload(Section.items)
LISTED = (joinedload(Inspection.template), selectinload(Inspection.inspectors).joinedload(Inspector.user))
WHOLE = (
    rows_of(Inspection.template, Template.sections, Section.items),
    joinedload(Inspection.unit),
    joinedload(Inspection.station),
    joinedload(Inspection.answerable),
    joinedload(Inspection.reviewed_by),
    joinedload(Inspection.shift),
    rows_of(Inspection.inspectors, inside=[joinedload(Inspector.user)]),
    rows_of(Inspection.seen, inside=[joinedload(SeenPerson.user)]),
    rows_of(Inspection.answers),
    rows_of(
        Inspection.findings,
        inside=[
            joinedload(Finding.person),
            joinedload(Finding.lane),
            joinedload(Finding.reply).options(joinedload(Reply.decided_by), joinedload(Reply.person)),
        ],
    ),
)
DECIDED = (  # what ``decided_since`` asks for
    joinedload(Inspection.template).selectinload(Template.sections).selectinload(Section.items),
    selectinload(Inspection.findings).joinedload(Finding.reply),
)
TOLD_OF = (
    joinedload(Finding.item),
    joinedload(Finding.person),
    joinedload(Finding.lane),
    joinedload(Finding.reply).joinedload(Reply.decided_by),
)
FOUND = (*TOLD_OF, joinedload(Finding.inspection).joinedload(Inspection.template))
FINDING = (
    *TOLD_OF,
    rows_of(Finding.inspection, Inspection.inspectors),
    defaultload(Finding.inspection).joinedload(Inspection.template),
)


# Who sees what


@scope_of(Template)
def templates_visible_to(user: User) -> Select[tuple[Template]]:
    """The published and former sheets, one book for the house; drafts for those who draw them up."""
    if user.may("template.edit") or user.may("template.publish"):
        return select(Template)
    if user.may("template.read"):
        return select(Template).where(Template.state != TemplateState.DRAFT)
    return select(Template).where(false())


@scope_of(TemplateItem)
def items_visible_to(user: User) -> Select[tuple[TemplateItem]]:
    sheets = templates_visible_to(user).with_only_columns(Template.id)
    return select(TemplateItem).where(TemplateItem.template_id.in_(sheets))


@scope_of(Inspection)
def inspections_visible_to(user: User) -> Select[tuple[Inspection]]:
    """One's own work; what runs within reach to read; what was submitted within reach to see. Source: 2-65."""
    mine = select(Inspector.inspection_id).where(Inspector.user_id == user.id)
    told = Inspection.state.in_(TOLD)
    ways = [
        Inspection.id.in_(mine),
        in_reach(user, "inspection.read", Inspection.unit_id),
        and_(in_reach(user, "inspection.see", Inspection.unit_id), told),
    ]
    return select(Inspection).where(or_(*ways))


@scope_of(Finding)
def findings_visible_to(user: User) -> Select[tuple[Finding]]:
    """Those of the inspections one sees, and those one is asked about."""
    seen = inspections_visible_to(user).with_only_columns(Inspection.id)
    asked = select(Reply.finding_id).where(Reply.person_id == user.id)
    told = select(Inspection.id).where(Inspection.state.in_(TOLD))
    mine = and_(or_(Finding.person_id == user.id, Finding.id.in_(asked)), Finding.inspection_id.in_(told))
    return select(Finding).where(or_(Finding.inspection_id.in_(seen), and_(mine, Finding.is_removed.is_(False))))


@scope_of(Reply)
def replies_visible_to(user: User) -> Select[tuple[Reply]]:
    return select(Reply).where(Reply.finding_id.in_(findings_visible_to(user).with_only_columns(Finding.id)))


# Check sheets


def editions_of(template: Template) -> Select[tuple[Template]]:
    return select(Template).where(Template.code == template.code).order_by(Template.edition.desc())


def sheets_in_force() -> Select[tuple[Template]]:
    """Return the published sheets, in the order in which they came to the house."""
    return select(Template).where(Template.state == TemplateState.PUBLISHED).order_by(Template.code, Template.id)


# Inspections


SELF = tuple(kind for kind in Kind if kind.is_self_check)
COUNTED = (Inspection.state.in_(OUT), Inspection.kind.not_in(SELF))  # what the statistics are made of
FAILED = (Finding.is_removed.is_(False), Finding.number > 0, TemplateItem.is_bonus.is_(False))  # findings that cost


def filtered(
    inspections: Select,
    *,
    text: str = "",
    unit: Unit | None = None,
    counted: bool = False,
    vetoed: bool = False,
    alone: bool = False,
    item: TemplateItem | None = None,
    **more,
) -> Select[tuple[Inspection]]:
    """Narrow to a number, unit or summary, a unit, days, what counts, vetoed ones, a failed item, ``column=value``.

    A unit stands for itself and those below, or ``alone``.
    """
    inspections = _counted(inspections, counted, vetoed, item)
    if text:
        columns = (Inspection.number, Inspection.unit_name, Inspection.summary)
        inspections = inspections.where(or_(*(column.contains(text, autoescape=True) for column in columns)))
    if unit is not None:
        here = Inspection.unit_id == unit.id if alone else Inspection.unit_id.in_(units_under(unit.path))
        inspections = inspections.where(here)
    if since := more.pop("since", None):
        inspections = inspections.where(Inspection.started_at >= clock.at(since, time()))
    if until := more.pop("until", None):
        inspections = inspections.where(Inspection.started_at <= clock.at(until, time.max))
    for name, value in more.items():
        inspections = inspections.where(getattr(Inspection, name) == value)
    return inspections.options(*LISTED)


def _counted(inspections: Select, counted: bool, vetoed: bool, item: TemplateItem | None) -> Select:
    """Narrow to what figures count: what counts at all, vetoed ones, and those at which an item failed."""
    parts = [*(COUNTED if counted else ()), *([Inspection.is_vetoed.is_(True)] if vetoed else ())]
    if item:
        parts.append(Inspection.id.in_(_at_which_failed(item)))
    return inspections.where(*parts)


def _at_which_failed(item: TemplateItem) -> Select[tuple[int]]:
    """Return the inspections at which an item failed, in whatever edition of the sheet."""
    rows = select(Finding.inspection_id).join(TemplateItem, TemplateItem.id == Finding.item_id)
    return rows.where(*FAILED, *same_as(item))


def same_as(item: TemplateItem) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of an item by its code and words, whatever the edition of the sheet."""
    return TemplateItem.code == item.code, TemplateItem.text == item.text


def waiting_replies(inspection_id: int) -> Select[tuple[Reply]]:
    """Return the replies of an inspection that are still awaited."""
    asked = select(Reply).join(Finding, Finding.id == Reply.finding_id)
    here = (Finding.inspection_id == inspection_id, Finding.is_removed.is_(False))
    return asked.where(*here, Reply.state == ReplyState.WAITING).order_by(Reply.id)


def open_disputes(inspection_id: int) -> Select[tuple[Reply]]:
    """Return the disputes of an inspection that the office has not decided."""
    asked = select(Reply).join(Finding, Finding.id == Reply.finding_id)
    here = (Finding.inspection_id == inspection_id, Finding.is_removed.is_(False), Reply.outcome.is_(None))
    return asked.where(*here, Reply.state == ReplyState.DISPUTED).order_by(Reply.id)


def due_for_lapse(at: datetime) -> Select[tuple[Inspection]]:
    over = (Inspection.state == InspectionState.CONFIRMING, Inspection.confirm_until <= at)
    return select(Inspection).where(*over).order_by(Inspection.id)


def findings_of_person(user: User, *, state: ReplyState | None = None, **days: date) -> Select[tuple[Finding]]:
    """Return what a person is asked about or was found to have done, by state and days from ``since`` to ``until``."""
    rows = select(Finding).join(Reply, Reply.finding_id == Finding.id).join(Inspection)
    rows = rows.where(Reply.person_id == user.id, Finding.is_removed.is_(False), Inspection.state.in_(TOLD))
    if state:
        rows = rows.where(Reply.state == state)
    if since := days.get("since"):
        rows = rows.where(Inspection.started_at >= clock.at(since, time()))
    if until := days.get("until"):
        rows = rows.where(Inspection.started_at <= clock.at(until, time.max))
    return rows.options(contains_eager(Finding.inspection).joinedload(Inspection.template), *TOLD_OF)


# People and units


def units_to_inspect(user: User) -> Select[tuple[Unit]]:
    """Return the crews and stations that ``user`` may begin an inspection of."""
    here = (Unit.kind.in_((UnitKind.STATION, UnitKind.CREW)), Unit.is_open.is_(True))
    return select(Unit).where(*here, in_reach(user, "inspection.start", Unit.id)).order_by(Unit.path)


def fellow_inspectors(user: User) -> Select[tuple[User]]:
    """Return who may come along: people in service who may record, of the same 收费所, without oneself.

    Who belongs to a station is not told who works at another one.
    """
    office = user.unit.ancestry[:2][-1]
    near = select(Unit.id).where(Unit.path.contains(f"/{office}/"))
    if user.station_id is not None:
        others = select(Unit.id).where(Unit.kind == UnitKind.STATION, Unit.id != user.station_id)
        near = near.where(Unit.id.not_in(others), or_(Unit.parent_id.is_(None), Unit.parent_id.not_in(others)))
    may = granted("inspection.record", clock.today())
    rows = select(User).where(User.unit_id.in_(near), User.id.in_(may), User.id != user.id)
    return rows.where(User.state != UserState.LEFT).order_by(User.staff_key)


def people_of(station_id: int) -> Select[tuple[User]]:
    """Return the people of a station and its crews in service, by staff number."""
    homes = select(Unit.id).where(or_(Unit.id == station_id, Unit.parent_id == station_id))
    return select(User).where(User.unit_id.in_(homes), User.state != UserState.LEFT).order_by(User.staff_key)


def station_of(unit: Unit) -> Unit:
    """Return the station of a crew, any other unit itself."""
    return db.session.get_one(Unit, unit.parent_id) if unit.kind is UnitKind.CREW else unit


# Desks


def own_waiting(user: User) -> Select:
    """Return ``(count, earliest moment)`` of the findings a person is asked about."""
    rows = select(func.count(Reply.id), func.min(Inspection.confirm_until)).join(
        Finding, Finding.id == Reply.finding_id
    )
    rows = rows.join(Inspection, Inspection.id == Finding.inspection_id)
    asked = (Reply.person_id == user.id, Reply.state == ReplyState.WAITING, Finding.is_removed.is_(False))
    return rows.where(*asked, Inspection.state == InspectionState.CONFIRMING)


def own_drafts(user: User) -> Select[tuple[Inspection]]:
    """Return the inspections under way in which a person takes part; unit and inspectors loaded."""
    mine = select(Inspector.inspection_id).where(Inspector.user_id == user.id)
    rows = select(Inspection).where(Inspection.id.in_(mine), Inspection.state == InspectionState.RUNNING)
    options = (joinedload(Inspection.unit), selectinload(Inspection.inspectors).joinedload(Inspector.user))
    return rows.options(*options).order_by(Inspection.id)


def disputes_within(user: User) -> Select:
    """Return ``(finding, number)`` of the disputes within reach that ``user`` may decide."""
    mine = select(Inspector.inspection_id).where(Inspector.user_id == user.id)
    rows = select(Finding.id, Inspection.number).join(Reply, Reply.finding_id == Finding.id)
    rows = rows.join(Inspection, Inspection.id == Finding.inspection_id)
    open_ones = (Reply.state == ReplyState.DISPUTED, Reply.outcome.is_(None), Finding.is_removed.is_(False))
    here = (in_reach(user, "inspection.decide", Inspection.unit_id), Inspection.id.not_in(mine))
    return rows.where(*open_ones, *here, Inspection.state == InspectionState.REVIEW).order_by(Finding.id)


def in_review(user: User) -> Select[tuple[Inspection]]:
    """Return the inspections that wait for ``user`` to publish them; never those they made."""
    mine = select(Inspector.inspection_id).where(Inspector.user_id == user.id)
    here = (in_reach(user, "inspection.publish", Inspection.unit_id), Inspection.state == InspectionState.REVIEW)
    return select(Inspection).where(*here, Inspection.id.not_in(mine))
