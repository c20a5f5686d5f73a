"""A row and its collections come in one statement, each collection whole, in its order, and apart from the others."""

from __future__ import annotations

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.orm import selectinload

from models.complaints import Complaint, ComplaintPerson, ComplaintSpan, ComplaintStep
from models.core.db import db as _db
from models.core.gathered import gather, rows_of
from models.inspections import Inspection, Template
from models.inspections.tables import TemplateSection
from tests.complaints import makers
from tests.inspections import makers as inspections

NAMES = ("people", "duties", "spans", "steps", "offers", "revisits")
ROW = select(Complaint).where(Complaint.id == bindparam("row_id"))


@pytest.fixture
def case(cast, db):
    """A case with two people, several spans and steps, and nothing in some of its collections."""
    found = makers.make_revisited(cast)
    _db.session.flush()
    return found.id


def _read(statement, row_id: int, names=NAMES) -> dict[str, list[int]]:
    _db.session.expire_all()
    _db.session.expunge_all()
    found = _db.session.scalars(statement, {"row_id": row_id}).unique().one()
    return {name: [one.id for one in getattr(found, name)] for name in names}


def test_what_is_gathered_is_what_stands_in_each_collection(case, count_queries):
    apart = _read(ROW.options(*(selectinload(getattr(Complaint, name)) for name in NAMES)), case)
    together = gather(ROW, [rows_of(getattr(Complaint, name)) for name in NAMES])
    with count_queries() as asked:
        found = _read(together, case)
    assert found == apart and len(asked) == 1
    assert len(apart["spans"]) > 1 and [] in apart.values()


def test_no_row_of_one_collection_is_repeated_for_those_of_another(case):
    statement = gather(ROW, [rows_of(Complaint.spans), rows_of(Complaint.steps), rows_of(Complaint.people)])
    rows = _db.session.execute(statement.with_only_columns(ComplaintSpan.id, ComplaintStep.id), {"row_id": case}).all()
    sizes = [len(found) for found in _read(statement, case, ("spans", "steps", "people")).values()]
    assert len(rows) == sum(max(size, 1) for size in sizes)


def test_a_way_leads_over_one_row_to_the_rows_of_rows(cast, units, db, count_queries):
    inspection = inspections.make_running(cast, units)
    row = select(Inspection).where(Inspection.id == bindparam("row_id"))
    _db.session.flush()
    _db.session.expunge_all()
    way = rows_of(Inspection.template, Template.sections, TemplateSection.items)
    with count_queries() as asked:
        found = _db.session.scalars(gather(row, [way]), {"row_id": inspection.id}).unique().one()
        items = [[item.sort for item in section.items] for section in found.template.sections]
    assert len(asked) == 1 and len(items) > 1 and all(items)
    assert [section.sort for section in found.template.sections] == sorted(s.sort for s in found.template.sections)
    assert all(sorts == sorted(sorts) for sorts in items)


def test_without_collections_nothing_is_joined():
    assert str(gather(ROW, [])) == str(ROW)
    assert ComplaintPerson.__tablename__ not in str(gather(ROW, []))
