"""Drawing up a roster from a pattern. Pure: crews, lanes, days off and holidays are arguments, rows come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from models.core.months import first_of, last_of
from models.core.workdays import Calendar, is_workday
from models.roster.bookings import ROUND_THE_CLOCK
from models.roster.calendar import DAY, hours_of, start_day
from models.roster.tables import DutyPost, Lane, LaneKind, ShiftKind

# Station staff outside crews do the day shift of workdays. Source: assumed, see docs/adr/0007
BY_DAY = (DutyPost.MONITOR, DutyPost.TICKET)


@dataclass(frozen=True, slots=True)
class Turn:
    """The pattern of the crews: ``crews[0]`` begins ``cycle`` on ``anchor``, the others ``offsets`` days later."""

    cycle: Sequence[str]
    offsets: Sequence[int]
    anchor: date
    crews: Sequence[int]

    def crew_on(self, started: date, code: str) -> tuple[int, int] | None:
        """Return who works ``code`` on a calendar day and their how-manieth shift since the anchor that is."""
        for crew, offset in zip(self.crews, self.offsets, strict=False):
            days = (started - self.anchor).days - offset
            if self.cycle[days % len(self.cycle)] == code:
                return crew, self._nth(days)
        return None

    def _nth(self, days: int) -> int:
        rounds, rest = divmod(days, len(self.cycle))
        worked = [bool(code) for code in self.cycle]
        return rounds * sum(worked) + sum(worked[:rest])


@dataclass(frozen=True, slots=True)
class Member:
    user_id: int
    post: DutyPost


@dataclass(frozen=True, slots=True)
class Place:
    """A person's place in a shift; ``lane_id`` None for posts without a lane."""

    user_id: int
    post: DutyPost
    lane_id: int | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A shift as drawn up, not yet a row."""

    business_date: date
    kind: ShiftKind
    crew_id: int
    starts_at: datetime
    ends_at: datetime
    places: tuple[Place, ...]


@dataclass(frozen=True)
class House:
    """What a station has: members of each crew and of the station itself, lanes, who is off, the holidays.

    ``night_rule`` is the setting roster.night_belongs_to.
    """

    crews: Mapping[int, Sequence[Member]]
    staff: Sequence[Member]
    lanes: Sequence[Lane]
    kinds: Mapping[str, ShiftKind]
    night_rule: str = "end"
    off: frozenset[tuple[int, date]] = frozenset()
    calendar: Calendar = field(default_factory=Calendar)


def draw_up(turn: Turn, house: House, since: date, until: date) -> Iterator[Planned]:
    """Draw up every shift of the business dates ``since`` to ``until``, both included, in order of their start."""
    day = since
    while day <= until:
        for kind in sorted(house.kinds.values(), key=lambda kind: start_of(kind, day, house)):
            started = start_day(kind, day, house.night_rule)
            if found := turn.crew_on(started, kind.code):
                yield shift_of(kind, day, *found, house)
        day += DAY


def start_of(kind: ShiftKind, business: date, house: House) -> datetime:
    return hours_of(kind, start_day(kind, business, house.night_rule))[0]


def shift_of(kind: ShiftKind, business: date, crew_id: int, nth: int, house: House) -> Planned:
    """Draw up one shift; the ``nth`` shift of a crew moves everybody on by one lane."""
    starts_at, ends_at = hours_of(kind, start_day(kind, business, house.night_rule))
    present = [m for m in house.crews.get(crew_id, ()) if (m.user_id, business) not in house.off]
    places = [*crew_places(present, house.lanes, nth), *station_places(kind, business, house)]
    return Planned(business, kind, crew_id, starts_at, ends_at, tuple(places))


def crew_places(members: Sequence[Member], lanes: Sequence[Lane], nth: int) -> Iterator[Place]:
    """Place the members of a crew: the first leader leads, the others take the lanes in turn, who is left is 机动.

    Over as many shifts as there are collectors everybody sits in every lane equally often.
    """
    leaders = [m for m in members if m.post is DutyPost.LEADER]
    yield from (Place(m.user_id, DutyPost.LEADER) for m in leaders[:1])
    collectors = [*leaders[1:], *(m for m in members if m.post is DutyPost.COLLECTOR)]
    manned = by_need(lanes)
    for index, member in enumerate(turned(collectors, nth)):
        lane = manned[index] if index < len(manned) else None
        post = DutyPost.COLLECTOR if lane or not manned else DutyPost.RESERVE
        yield Place(member.user_id, post, lane.id if lane else None)
    others = (DutyPost.LEADER, DutyPost.COLLECTOR)
    yield from (Place(m.user_id, m.post) for m in members if m.post not in others)


def station_places(kind: ShiftKind, business: date, house: House) -> Iterator[Place]:
    """Place the people outside crews: a 值班站长 for the whole date, monitors and ticket staff by day on workdays."""
    first_by_day = min((k for k in house.kinds.values() if not k.is_overnight), key=lambda k: k.starts, default=None)
    for post in (ROUND_THE_CLOCK, *BY_DAY):
        able = [m for m in house.staff if m.post is post and (m.user_id, business) not in house.off]
        wanted = post is ROUND_THE_CLOCK or (kind is first_by_day and is_workday(business, house.calendar))
        if able and wanted:
            yield Place(turned(able, business.toordinal())[0].user_id, post)


def by_need(lanes: Sequence[Lane]) -> list[Lane]:
    """Return the lanes that need a person, an entry and an exit in turn: a short crew still keeps both open."""
    manual = [lane for lane in lanes if not lane.is_etc_only]
    entries = [lane for lane in manual if lane.kind is LaneKind.ENTRY]
    exits = [lane for lane in manual if lane.kind is LaneKind.EXIT]
    ranked = [*enumerate(exits), *enumerate(entries)]
    return [lane for _rank, lane in sorted(ranked, key=lambda pair: pair[0])]


def turned(members: Sequence[Member], nth: int) -> list[Member]:
    shift = nth % len(members) if members else 0
    return [*members[shift:], *members[:shift]]


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month of ``day``."""
    return first_of(day), last_of(day)
