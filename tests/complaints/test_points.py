"""What a case leaves in the ledger of points, and how it falls with its cause. Source: S0 §8, S3 §2.3."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from models.complaints import Liability, effects, praising, scoring
from models.core import clock
from models.points import PRAISE, PointEntry
from models.points.kinds import EntryType
from models.rulebook import breaches
from tests.complaints import makers
from tests.complaints.test_praise import make_praise


def of(db, person, kind: str) -> list[tuple[str, int]]:
    """The entries of a person and kind, settlings left out: how each came about and what it counts in tenths."""
    mine = (PointEntry.person_id == person.id, PointEntry.kind == kind, PointEntry.type != EntryType.SETTLING)
    found = select(PointEntry).where(*mine).order_by(PointEntry.id).options(selectinload(PointEntry.lines))
    rows = db.session.scalars(found.execution_options(populate_existing=True))
    return [(row.type.value, row.merit or row.score) for row in rows]


def test_praise_posts_merit_and_its_withdrawal_takes_it_back(db, cast):
    case = make_praise(cast, "wang")
    ((_, worth),) = of(db, cast["wang"], PRAISE)
    assert worth > 0
    praising.unverify(case, reason="看错了人", by=cast["wu"], at=clock.now())
    assert [value for _, value in of(db, cast["wang"], PRAISE)] == [worth, -worth]
    entry = db.session.scalars(select(PointEntry).where(PointEntry.kind == PRAISE)).unique().first()
    assert (entry.source_label, entry.source_href) == (case.number, "/complaints/praises")
    db.session.commit()


def test_a_true_complaint_deducts_and_overturning_takes_it_back(db, cast):
    case = makers.make_decided(cast)
    assert of(db, cast["zhao"], scoring.COMPLAINT) == [("event", -20)]
    effects.overturn(case, reason="录像不是当班", by=cast["wu"], at=clock.now())
    assert [value for _, value in of(db, cast["zhao"], scoring.COMPLAINT)] == [-20, 20]
    db.session.commit()


def test_a_breach_that_falls_on_the_other_side_takes_the_deduction_along(db, cast):
    case = makers.make_decided(cast)
    (standing,) = breaches.standings_of(effects.SOURCE, case.number)
    effects.hear_of_overturning(case.number, standing, "申诉成立", cast["wu"], clock.now())
    effects.hear_of_overturning(case.number, standing, "申诉成立", cast["wu"], clock.now())
    assert [value for _, value in of(db, cast["zhao"], scoring.COMPLAINT)] == [-20, 20]


def test_what_is_not_our_fault_deducts_nothing(db, cast):
    makers.make_decided(cast, Liability.DRIVER)
    assert of(db, cast["zhao"], scoring.COMPLAINT) == []
