"""What failed, finding by finding: the rows behind the figures of items, sections, hours and repeats."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from models.accounts import Unit, User
from models.core import clock
from models.core.db import db
from models.core.scope import visible
from models.inspections.queries import COUNTED, FAILED, FOUND, same_as
from models.inspections.statistics import period
from models.inspections.tables import Finding, Inspection, TemplateItem, TemplateSection


def failed(
    user: User,
    since: date,
    until: date,
    *,
    unit: Unit | None = None,
    item: TemplateItem | None = None,
    section: str = "",
    hour: int | None = None,
) -> Select[tuple[Finding]]:
    """Return the findings that took points in what counts between two days, both included.

    ``item`` stands for all of its code and words, whatever the edition of the sheet; ``section`` is a title; ``hour``
    is that of the clock at which the inspection began.
    """
    here = period(user, since, until, unit)
    rows = here.join(Finding, Finding.inspection_id == Inspection.id)
    rows = rows.join(TemplateItem, TemplateItem.id == Finding.item_id)
    rows = rows.join(TemplateSection, TemplateSection.id == TemplateItem.section_id).where(*FAILED)
    if item:
        rows = rows.where(*same_as(item))
    if section:
        rows = rows.where(TemplateSection.title == section)
    if hour is not None:
        begun = db.session.execute(here.with_only_columns(Inspection.id, Inspection.started_at))
        rows = rows.where(Inspection.id.in_([one for one, at in begun if clock.local(at).hour == hour]))
    return rows.with_only_columns(Finding, maintain_column_froms=True).options(*FOUND)


def sums(rows: Select[tuple[Finding]]) -> tuple[int, int]:
    """Return how often all of the findings of a list occurred, and the tenths of points that they took."""
    both = (func.coalesce(func.sum(one), 0) for one in (Finding.number, Finding.taken))
    return tuple(db.session.execute(rows.with_only_columns(*both, maintain_column_froms=True).order_by(None)).one())


def items_of(user: User) -> Select[tuple[TemplateItem]]:
    """Return the items that failed in what counts of what ``user`` may see, one for each code and words."""
    seen = visible(Inspection, user).where(*COUNTED).with_only_columns(Inspection.id)
    it = aliased(TemplateItem)
    ids = select(func.min(it.id)).where(it.id.in_(_failed_items(seen))).group_by(it.code, it.text)
    return select(TemplateItem).where(TemplateItem.id.in_(ids)).order_by(TemplateItem.code, TemplateItem.text)


def sections_of(user: User) -> list[str]:
    """Return the titles of the sections in which something failed, in order."""
    seen = visible(Inspection, user).where(*COUNTED).with_only_columns(Inspection.id)
    rows = select(TemplateSection.title).join(TemplateItem, TemplateItem.section_id == TemplateSection.id)
    rows = rows.where(TemplateItem.id.in_(_failed_items(seen))).distinct().order_by(TemplateSection.title)
    return list(db.session.scalars(rows))


def _failed_items(inspections: Select[tuple[int]]) -> Select[tuple[int]]:
    rows = select(Finding.item_id).join(TemplateItem, TemplateItem.id == Finding.item_id)
    return rows.where(Finding.inspection_id.in_(inspections), *FAILED)
