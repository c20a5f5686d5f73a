"""多头投诉: what seems the same is suggested, joined with a reason, and parted exactly. Source: S0 §7 (0-26)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, select

from models import deadlines
from models.complaints import (
    Channel,
    Complaint,
    ComplaintOffer,
    ComplaintPerson,
    ComplaintSpan,
    ComplaintState,
    OrderFrom,
    merging,
)
from models.core import clock
from models.core.db import db as _db
from models.core.errors import RuleBroken
from tests.complaints import makers

BESIDE = {"version"}  # counts the changes, these two included
MAKE = (
    makers.make_case,
    makers.make_accepted,
    makers.make_investigated,
    makers.make_judging,
    makers.make_decided,
    makers.make_replied,
    makers.make_transferred,
)


def digest(case: Complaint) -> list:
    """Everything a case is: its own row, its chain, offers and people."""
    _db.session.flush()
    _db.session.expire_all()
    rows = [_db.session.get_one(Complaint, case.id)]
    for table in (ComplaintSpan, ComplaintOffer, ComplaintPerson):
        rows += _db.session.scalars(select(table).where(table.complaint_id == case.id).order_by(table.id))
    return [
        {c.key: getattr(row, c.key) for c in inspect(type(row)).column_attrs if c.key not in BESIDE} for row in rows
    ]


def clocks(case: Complaint) -> list:
    return [(one.kind, one.side, one.due_at) for one in _db.session.scalars(deadlines.open_of(case))]


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(make=st.sampled_from(MAKE), times=st.integers(1, 3), apart=st.integers(0, 600))
def test_merging_and_parting_is_as_if_nothing_had_been(db, cast, make, times, apart):
    into, case = makers.make_accepted(cast), make(cast)
    before, ran = digest(case), clocks(case)
    for turn in range(times):
        at = clock.now() + timedelta(minutes=turn * 2)
        merging.merge(makers.whole(case), into=into, reason="同一件事", by=cast["ming"], at=at)
        assert makers.whole(case).state is ComplaintState.MERGED
        merging.part(makers.whole(case), reason="不是一件", by=cast["ming"], at=at + timedelta(minutes=apart))
    assert digest(case) == before
    assert clocks(case) == ran
    db.session.rollback()


@pytest.mark.parametrize(
    ("first", "second", "days", "found"),
    [
        ({"phone": "13900000001"}, {"phone": "139 0000 0001"}, 6, True),
        ({"phone": "13900000001"}, {"phone": "13900000001"}, 8, False),
        ({"phone": "13900000001"}, {"phone": "13900000002"}, 1, False),
        ({"plate": "赣A12345"}, {"plate": "赣A·12345", "phone": "13900000009"}, 2, True),
    ],
)
def test_the_same_number_or_plate_within_a_week_is_suggested(db, cast, first, second, days, found):
    now = clock.now()
    old = makers.make_case(cast, at=now - timedelta(days=days), **first)
    new = makers.make_case(cast, at=now, **second)
    assert (old in db.session.scalars(merging.likely_same(new, cast["ming"])).all()) is found


def test_the_same_order_is_suggested_however_old(db, cast):
    def order(days, phone):
        at = clock.now() - timedelta(days=days)
        told = {"order_from": OrderFrom.CITY, "order_no": "GD-77", "order_due_at": at + timedelta(days=3)}
        return makers.make_case(cast, at=at, channel=Channel.ORDER, phone=phone, **told)

    old, new = order(30, "13900000001"), order(0, "13900000002")
    assert db.session.scalars(merging.likely_same(new, cast["ming"])).all() == [old]


def test_what_cannot_be_joined(db, cast):
    case, closed = makers.make_accepted(cast), makers.make_refused(cast)
    for into in (case, closed):
        with pytest.raises(RuleBroken):
            merging.merge(case, into=into, reason="x", by=cast["ming"], at=clock.now())
    joined = makers.make_merged(cast)
    into = db.session.get_one(Complaint, joined.merged_into_id)
    with pytest.raises(RuleBroken, match="反过来并案"):
        merging.merge(into, into=case, reason="x", by=cast["ming"], at=clock.now())
