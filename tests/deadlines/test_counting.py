"""What must hold for every clock, whatever its measure, pauses and changes."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from models.core import clock
from models.deadlines import ClockKind, TimeUnit
from models.deadlines.counting import Gap, Measure, Phase, counted, course, cut, moment_of
from tests.deadlines.golden import TABLE

MOMENTS = st.datetimes(datetime(2025, 12, 1), datetime(2026, 12, 31)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0, tzinfo=clock.ZONE)
)
MEASURES = st.builds(Measure, st.sampled_from(TimeUnit), st.sampled_from(ClockKind))
AMOUNTS = st.integers(min_value=1, max_value=40)
SPANS = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 3000)), max_size=4)  # minutes until, minutes long


def gaps_from(start: datetime, spans: list[tuple[int, int]]) -> list[Gap]:
    """Return pauses one after another, none overlapping."""
    gaps, at = [], start
    for wait, length in spans:
        at += timedelta(minutes=wait)
        gaps.append(Gap(at, at + timedelta(minutes=length), "暂停"))
        at += timedelta(minutes=length)
    return gaps


@given(MOMENTS, MEASURES, AMOUNTS, SPANS)
def test_a_course_has_no_gap_and_counts_exactly_the_amount(start, measure, amount, spans):
    stretches = course(start, [Phase(start, measure, measure.total(amount))], gaps_from(start, spans), TABLE)
    assert stretches[0].from_at == start
    assert all(before.to_at == after.from_at for before, after in pairwise(stretches))
    assert all(one.from_at < one.to_at for one in stretches)
    assert counted(stretches) == measure.total(amount)
    assert all(one.counted == bool(one.amount) for one in stretches) and stretches[-1].counted


@given(MOMENTS, MEASURES, AMOUNTS, SPANS, st.integers(0, 9000))
def test_pausing_and_resuming_at_one_instant_changes_nothing(start, measure, amount, spans, minutes):
    phases, gaps = [Phase(start, measure, measure.total(amount))], gaps_from(start, spans)
    moment = start + timedelta(minutes=minutes)
    blink = sorted([*gaps, Gap(moment, moment, "暂停")])
    assert course(start, phases, blink, TABLE) == course(start, phases, gaps, TABLE)


@given(MOMENTS, MEASURES, AMOUNTS, SPANS, st.integers(1, 3000))
def test_a_pause_never_makes_it_due_earlier(start, measure, amount, spans, longer):
    phases, gaps = [Phase(start, measure, measure.total(amount))], gaps_from(start, spans)
    without = course(start, phases, gaps[:-1], TABLE)[-1].to_at
    assert course(start, phases, gaps, TABLE)[-1].to_at >= without


@given(MOMENTS, MEASURES, AMOUNTS, MEASURES, AMOUNTS, st.integers(0, 9000))
def test_a_change_leaves_no_gap_and_takes_back_no_time(start, old, first, new, second, minutes):
    moment = start + timedelta(minutes=minutes)
    phases = [Phase(start, old, old.total(first)), Phase(moment, new, new.total(second))]
    before, after = course(start, phases[:1], [], TABLE), course(start, phases, [], TABLE)
    assert all(one.to_at == other.from_at for one, other in pairwise(after))
    assert after[-1].to_at >= min(before[-1].to_at, moment)
    assert sum(one.amount for one in cut(after, moment, new.is_days)) <= counted(after)


@given(MOMENTS, MEASURES, AMOUNTS, st.integers(1, 100), st.integers(1, 100))
def test_shares_of_the_time_come_in_order_and_the_whole_is_due(start, measure, amount, one, other):
    stretches = course(start, [Phase(start, measure, measure.total(amount))], [], TABLE)
    less, more = sorted((one, other))
    assert start <= moment_of(stretches, less / 100) <= moment_of(stretches, more / 100)
    assert moment_of(stretches, 1.0) == stretches[-1].to_at
