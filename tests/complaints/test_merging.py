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
    Rung,
    Severity,
    chain,
    exits,
    handling,
    merging,
)
from models.core import clock
from models.core.db import db as _db
from models.core.errors import RuleBroken
from models.deadlines import DeadlinePause
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
    """The clocks that run on a case and their pauses, column by column."""
    timers = list(_db.session.scalars(deadlines.open_of(case).execution_options(populate_existing=True)))
    ids = [timer.id for timer in timers]
    pauses = select(DeadlinePause).where(DeadlinePause.timer_id.in_(ids)).order_by(DeadlinePause.id)
    rows = [*timers, *_db.session.scalars(pauses.execution_options(populate_existing=True))]
    return [{c.key: getattr(row, c.key) for c in inspect(type(row)).column_attrs} for row in rows]


def live(case: Complaint, what: str, cast, at) -> None:
    """Let one thing happen to a case; what is not its turn is refused and changes nothing."""
    case, duo, ming = makers.whole(case), cast["duo"], cast["ming"]
    told = {"words": "已联系", "who": "", "is_settled": False}
    acts = {
        "accept": lambda: handling.accept(case, by=ming, at=at),
        "contact": lambda: handling.note(case, rung=Rung.CONTACT, by=ming, at=at, **told),
        "investigate": lambda: handling.investigate(case, person=duo, note="", by=ming, at=at),
        "take": lambda: chain.take(case, by=case.offered_to or duo, at=at),
        "pause": lambda: exits.pause(case, reason="等材料", by=ming, at=at),
        "go_on": lambda: exits.go_on(case, by=ming, at=at),
        "graver": lambda: exits.grade(case, severity=Severity.GRAVE, reason="舆情", by=ming, at=at),
        "serious": lambda: exits.grade(case, severity=Severity.SERIOUS, reason="核实", by=ming, at=at),
        "escalate": lambda: exits.escalate(case, reason="催办", by=ming, at=at),
        "merge": lambda: _merge_and_part(case, cast, at),
    }
    try:
        with _db.session.begin_nested():
            acts[what]()
    except RuleBroken:
        pass


def _merge_and_part(case: Complaint, cast, at) -> None:
    into = makers.make_accepted(cast)
    merging.merge(case, into=into, reason="同一件事", by=cast["ming"], at=at)
    merging.part(makers.whole(case), reason="不是一件", by=cast["ming"], at=at + timedelta(minutes=7))


ACTS = "accept contact investigate take pause go_on graver serious escalate merge".split()


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(
    acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(1, 400)), max_size=8),
    paused=st.booleans(),
    apart=st.integers(0, 3000),
)
def test_merging_and_parting_is_as_if_nothing_had_been(db, cast, acts, paused, apart):
    """Over random histories: pauses, changes of severity, offers and merges before, and standing still at the time."""
    at = clock.now() - timedelta(days=4)
    promised = {"promised_reply_at": at + timedelta(days=9)}
    into, case = makers.make_accepted(cast), makers.make_case(cast, at=at, **promised)
    for what, minutes in [("accept", 3), *acts, *([("pause", 5)] if paused else [])]:
        at += timedelta(minutes=minutes)
        live(case, what, cast, at)
    if chain.offer_of(case):
        chain.recall(makers.whole(case), by=cast["ming"], at=at)
    before, ran = digest(case), clocks(case)
    merging.merge(makers.whole(case), into=into, reason="同一件事", by=cast["ming"], at=at)
    assert makers.whole(case).state is ComplaintState.MERGED and clocks(case) == []
    merging.part(makers.whole(case), reason="不是一件", by=cast["ming"], at=at + timedelta(minutes=apart))
    assert digest(case) == before
    assert clocks(case) == ran
    db.session.rollback()


@pytest.mark.parametrize("make", MAKE)
def test_every_state_comes_back(db, cast, make):
    into, case = makers.make_accepted(cast), make(cast)
    before, ran = digest(case), clocks(case)
    merging.merge(case, into=into, reason="同一件事", by=cast["ming"], at=clock.now())
    merging.part(makers.whole(case), reason="不是一件", by=cast["ming"], at=clock.now() + timedelta(hours=1))
    assert digest(case) == before and clocks(case) == ran


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


def test_the_page_marks_the_likely_ones_first_and_says_why(db, cast, as_):
    now = clock.now()
    same = makers.make_case(cast, at=now - timedelta(days=2), phone="13900000001", plate="赣A12345")
    old = makers.make_case(cast, at=now - timedelta(days=30), phone="13900000001", plate="")
    other = makers.make_case(cast, at=now - timedelta(hours=1), phone="13900000007", plate="")
    case = makers.make_case(cast, at=now, phone="13900000001", plate="赣A12345")
    db.session.commit()
    text = as_(cast["ming"]).get(f"/complaints/{case.id}/merge").text
    assert f"【同一号码、同一车牌】{same.number}" in text and "前 1 件可能是同一件事" in text
    assert text.index(f">【同一号码、同一车牌】{same.number}") < text.index(f">{other.number} ")
    assert f">{old.number} " in text, "the same number a month ago is offered, but not as likely"
    assert merging.signs_of(case, other) == []
