"""A roster of many years as pure rows: no database, the generator's own arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from models.roster import DutyPost, Lane, LaneKind, ShiftKind
from models.roster.rotation import House, Member, Turn, draw_up

THREE = (
    ("early", time(7, 30), time(15, 30)),
    ("middle", time(15, 30), time(23, 30)),
    ("night", time(23, 30), time(7, 30)),
)
CYCLE = ("early", "middle", "night", "")


@dataclass(frozen=True, slots=True)
class Stint:
    """One person's duty in one simulated shift."""

    person: int
    business_date: date
    code: str
    starts_at: datetime
    ends_at: datetime
    lane: str | None
    post: DutyPost


def kinds() -> dict[str, ShiftKind]:
    return {code: ShiftKind(code=code, name=code, starts=starts, ends=ends) for code, starts, ends in THREE}


def lanes(codes: str = "E01 E02 X01 X02") -> list[Lane]:
    return [
        Lane(id=n, code=code, kind=LaneKind.ENTRY if code[0] == "E" else LaneKind.EXIT, is_etc_only=False)
        for n, code in enumerate(codes.split(), 1)
    ]


def crews_of(many: int = 4, size: int = 5) -> dict[int, list[Member]]:
    """Return crews 1…``many``; person 101 leads crew 1, 102… collect there."""
    posts = [DutyPost.LEADER] + [DutyPost.COLLECTOR] * size
    return {n: [Member(n * 100 + i, post) for i, post in enumerate(posts, 1)] for n in range(1, many + 1)}


def simulate_roster(
    since: date = date(2025, 1, 1),
    days: int = 731,
    *,
    leave: Mapping[int, Iterable[date]] | None = None,
    swaps: Sequence[tuple[date, int, int]] = (),
    night_rule: str = "end",
) -> list[Stint]:
    """Return two years of four crews in 四班三运转, in order of start.

    ``leave`` is {person: business dates off}; a swap ``(business date, a, b)`` lets b do what a would have done that
    day and a what b would have done, if anything.
    """
    off = frozenset((person, day) for person, dates in (leave or {}).items() for day in dates)
    seats = lanes()
    house = House(crews_of(), (), seats, kinds(), night_rule, off)
    turn = Turn(CYCLE, (0, 1, 2, 3), since, list(house.crews))
    names = {lane.id: lane.code for lane in seats}
    exchanged = {(day, one): other for day, a, b in swaps for one, other in ((a, b), (b, a))}
    return [
        Stint(
            exchanged.get((shift.business_date, place.user_id), place.user_id),
            shift.business_date,
            shift.kind.code,
            shift.starts_at,
            shift.ends_at,
            names.get(place.lane_id),
            place.post,
        )
        for shift in draw_up(turn, house, since, since + timedelta(days=days - 1))
        for place in shift.places
    ]
