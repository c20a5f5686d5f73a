"""The generator's arithmetic over two years: everybody works, rests and sits as often as the others."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from models.roster import DutyPost, Lane, LaneKind
from models.roster.rotation import Turn, by_need, crew_places
from tests.roster.simulate import CYCLE, crews_of, kinds, lanes, simulate_roster

SINCE = date(2025, 1, 1)


def per_person(stints) -> dict[int, list]:
    found = defaultdict(list)
    for stint in stints:
        found[stint.person].append(stint)
    return found


def test_every_business_date_has_its_three_shifts():
    covered = defaultdict(set)
    for stint in simulate_roster():
        covered[stint.business_date].add(stint.code)
    assert len(covered) == 731
    assert set(map(frozenset, covered.values())) == {frozenset(kinds())}


def test_nobody_is_booked_twice_or_rests_less_than_a_day():
    for stints in per_person(simulate_roster()).values():
        assert all(second.starts_at - first.ends_at >= timedelta(hours=24) for first, second in pairwise(stints))


def test_shifts_follow_each_other_without_a_gap():
    ends = sorted({(stint.starts_at, stint.ends_at) for stint in simulate_roster(days=60)})
    assert all(first[1] == second[0] for first, second in pairwise(ends))


def test_everybody_sits_in_every_lane_equally_often():
    for person, stints in per_person(simulate_roster()).items():
        seats = Counter(stint.lane for stint in stints if stint.post is not DutyPost.LEADER)
        if person % 100 != 1:
            assert max(seats.values()) - min(seats.values()) <= 1, person


def test_who_is_off_does_no_duty_and_the_lanes_stay_manned():
    off = [SINCE + timedelta(days=n) for n in range(0, 731, 7)]
    stints = simulate_roster(leave={103: off})
    assert not [s for s in stints if s.person == 103 and s.business_date in off]
    manned = Counter((s.business_date, s.code) for s in stints if s.lane)
    assert set(manned.values()) == {4}


def test_a_swap_exchanges_two_people_for_a_day():
    day = SINCE + timedelta(days=4)
    plain, swapped = simulate_roster(days=10), simulate_roster(days=10, swaps=[(day, 102, 202)])
    before = {(s.code, s.lane) for s in plain if s.person == 102 and s.business_date == day}
    assert before and before == {(s.code, s.lane) for s in swapped if s.person == 202 and s.business_date == day}


@given(st.integers(-400, 400), st.sampled_from(["early", "middle", "night"]))
@settings(max_examples=200, deadline=None)
def test_each_shift_of_a_day_belongs_to_exactly_one_crew(days, code):
    turn = Turn(CYCLE, (0, 1, 2, 3), SINCE, [1, 2, 3, 4])
    crew, nth = turn.crew_on(SINCE + timedelta(days=days), code)
    again, following = turn.crew_on(SINCE + timedelta(days=days + 4), code)
    assert (crew, nth + 3) == (again, following)


def test_a_short_crew_keeps_an_entry_and_an_exit_open():
    places = list(crew_places(crews_of(1, 2)[1], lanes(), nth=0))
    taken = {place.lane_id for place in places if place.lane_id}
    assert {lane.kind for lane in lanes() if lane.id in taken} == set(LaneKind)


def test_lanes_that_only_etc_uses_get_nobody():
    etc = Lane(id=9, code="X09", kind=LaneKind.EXIT, is_etc_only=True)
    assert etc not in by_need([*lanes(), etc])
