"""A must-read stands in the handover of every crew until that crew has been told, and never twice. Domain §6.4."""

from __future__ import annotations

from datetime import date, timedelta

from models.core import clock
from models.core.db import db
from models.handover import passing
from models.notices import dossier, drafting
from models.roster import DutyPost, Lane
from tests.handover import makers as handovers
from tests.notices import makers
from tests.roster.makers import make_lanes, make_shift

DAY = handovers.DAY


def shift_of(cast, units, crew: str, leader: str, collector: str, on: date, kind: str):
    lane = db.session.scalar(db.select(Lane).where(Lane.code == "X01")) or make_lanes(units["qinglan"])["X01"]
    posts = {cast[leader]: (DutyPost.LEADER, None), cast[collector]: (DutyPost.COLLECTOR, lane)}
    return make_shift(units["qinglan"], on, kind, units[crew], posts)


def must_read(cast, units, to: str = "office"):
    return makers.make_published(cast, units["office"], effective_on=DAY - timedelta(days=1), units=[units[to]])


def keys(shift) -> list[str]:
    return [one.key for one in passing.must_reads(shift)]


def test_each_crew_gets_it_until_it_was_passed_on(cast, units):
    notice = must_read(cast, units)
    first = shift_of(cast, units, "crew1", "liu", "wang", DAY, "early")
    other = shift_of(cast, units, "crew2", "han", "sun", DAY, "middle")
    again = shift_of(cast, units, "crew1", "liu", "wang", DAY + timedelta(days=1), "early")
    assert keys(first) == keys(other) == keys(again) == [f"notice-{notice.id}"]
    handover = handovers.make_handover(first, cast["liu"])
    assert [line["key"] for line in handover.draft.body["notices"]] == [f"notice-{notice.id}"]
    names = passing.unread_in(handover)[f"notice-{notice.id}"]
    assert "王倩" in names and "孙晓梅" not in names
    handovers.give_pins(cast["liu"], cast["han"])
    handover = handovers.full(handover)
    handovers.fill(handover, cast["liu"], notices__flags="1", notices__0__is_passed="1")
    handovers.sign_out(handover, cast["liu"])
    db.session.flush()
    assert keys(again) == []
    assert keys(other) == [f"notice-{notice.id}"]
    told = {crew: bool(passed) for crew, passed in dossier.crews_told(notice)}
    assert told == {"青岚收费站一班": True, "青岚收费站二班": False, "梅岭收费站梅岭一班": False}


def test_it_goes_when_it_is_withdrawn_and_a_new_one_comes(cast, units):
    old = must_read(cast, units)
    shift = shift_of(cast, units, "crew1", "liu", "wang", DAY, "early")
    lines = handovers.make_handover(shift, cast["liu"]).draft.body["notices"]
    drafting.withdraw(old, reason="有误", by=cast["chen"], at=clock.now())
    new = must_read(cast, units)
    assert [line["key"] for line in passing.still_needed(lines, shift)] == [f"notice-{new.id}"]
    said = [line | {"is_passed": "1"} for line in lines]
    assert [line["key"] for line in passing.still_needed(said, shift)] == [f"notice-{old.id}", f"notice-{new.id}"]


def test_who_is_not_addressed_is_not_told(cast, units):
    must_read(cast, units, to="meiling")
    assert keys(shift_of(cast, units, "crew1", "liu", "wang", DAY, "early")) == []
