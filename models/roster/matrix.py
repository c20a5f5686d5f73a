"""The roster as a reader sees it: a month by crews, a day by posts and lanes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, func, select

from models.accounts import Unit, User
from models.core import clock, holidays
from models.core.db import db
from models.core.workdays import Calendar, is_workday
from models.roster import gaps, queries
from models.roster.calendar import DAY, night_rule
from models.roster.gaps import Gap
from models.roster.rotation import month_of
from models.roster.tables import DayOff, Duty, DutyPost, Lane, Shift
from models.roster.tables.shifts import span_of

FIRST_POSTS = (DutyPost.DUTY_LEADER, DutyPost.LEADER)  # before the lanes
LAST_POSTS = (DutyPost.COLLECTOR, DutyPost.RESERVE, DutyPost.FIELD, DutyPost.MONITOR, DutyPost.TICKET)  # without a lane


@dataclass(frozen=True, slots=True)
class Row:
    """A day of the month: why it is special, and each crew's shifts by crew id."""

    day: date
    feast: str
    is_off: bool
    shifts: dict[int, list[Shift]]


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    last: date
    crews: list[Unit]
    rows: list[Row]
    drafts: int
    night_rule: str


def month(station: Unit, day: date, *, with_drafts: bool = True) -> Month:
    """Return the month of ``day``; crews that have a shift in it or are open now are its columns. Three statements."""
    first, last = month_of(day)
    shifts = _shifts(station, first, last, with_drafts)
    crews = {crew.id: crew for crew in [*db.session.scalars(queries.crews_of(station.id)), *(s.crew for s in shifts)]}
    by_day: dict[date, list[Shift]] = {}
    for shift in shifts:
        by_day.setdefault(shift.business_date, []).append(shift)
    calendar = holidays.calendar()
    days = (first + DAY * n for n in range((last - first).days + 1))
    rows = [_row(day, by_day.get(day, []), calendar) for day in days]
    drafts, night = sum(shift.is_draft for shift in shifts), night_rule(station.id, last)
    return Month(first, last, sorted(crews.values(), key=lambda crew: (crew.sort, crew.id)), rows, drafts, night)


def _shifts(station: Unit, since: date, until: date, with_drafts: bool) -> list[Shift]:
    found = db.session.scalars(queries.shifts_between(station.id, since, until))
    return [shift for shift in found if with_drafts or not shift.is_draft]


def _row(day: date, shifts: Iterable[Shift], calendar: Calendar) -> Row:
    by_crew: dict[int, list[Shift]] = {}
    for shift in shifts:
        by_crew.setdefault(shift.crew_id, []).append(shift)
    feast = calendar.holidays.get(day) or (f"{calendar.makeup[day]}调休上班" if day in calendar.makeup else "")
    return Row(day, feast, not is_workday(day, calendar), by_crew)


@dataclass(frozen=True)
class Line:
    """One shift of a day: who is at each post and lane, what was changed, what was corrected."""

    shift: Shift
    duties: list[Duty]
    void: list[Duty] = field(default_factory=list)
    corrections: list[Duty] = field(default_factory=list)
    off: dict[int, DayOff] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)

    def gaps_at_post(self, post: DutyPost) -> list[Gap]:
        return [gap for gap in self.gaps if gap.post is post and gap.duty.lane_id is None]

    def gaps_at_lane(self, lane_id: int) -> list[Gap]:
        return [gap for gap in self.gaps if gap.duty.lane_id == lane_id]

    def at_post(self, post: DutyPost) -> list[Duty]:
        return [duty for duty in self.duties if duty.post is post and duty.lane_id is None]

    def at_lane(self, lane_id: int) -> list[Duty]:
        return [duty for duty in self.duties if duty.lane_id == lane_id]

    @property
    def leader(self) -> str:
        return "、".join(duty.who for duty in self.duties if duty.post is DutyPost.LEADER)

    @property
    def holes(self) -> list[Duty]:
        """The duties of people who have the day off: they need a substitute."""
        return [] if self.shift.is_frozen else [duty for duty in self.duties if duty.user_id in self.off]


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    feast: str
    lines: list[Line]
    posts: list[DutyPost]
    lanes: list[Lane]
    last_posts: list[DutyPost]


def day_sheet(station: Unit, day: date, *, with_drafts: bool = True) -> Day:
    """Return the shifts of one business date with their people; five statements, however many there are,
    and one more for whom another room keeps from duty."""
    lines = lines_of(_shifts(station, day, day, with_drafts), day)
    seen = [duty for line in lines for duty in line.duties]
    lanes = {
        lane.id: lane for lane in [*db.session.scalars(queries.lanes_of(station.id)), *(d.lane for d in seen if d.lane)]
    }
    left = [gap.duty for line in lines for gap in line.gaps]
    used = {duty.post for duty in [*seen, *left] if duty.lane_id is None}
    calendar = holidays.calendar()
    feast = calendar.holidays.get(day) or calendar.makeup.get(day, "")
    last = [post for post in LAST_POSTS if post in used]
    return Day(
        day, feast, lines, list(FIRST_POSTS), sorted(lanes.values(), key=lambda lane: (lane.sort, lane.code)), last
    )


def lines_of(shifts: Sequence[Shift], day: date) -> list[Line]:
    duties = list(db.session.scalars(queries.duties_in([shift.id for shift in shifts])))
    off = {row.user_id: row for row in db.session.scalars(_off_on(day))}
    open_places = gaps.of(duties)
    lines = []
    for shift in shifts:
        own = [duty for duty in duties if duty.shift_id == shift.id]
        held = [duty for duty in own if not duty.is_void and not duty.is_correction]
        void, corrections = [d for d in own if d.is_void], [d for d in own if d.is_correction]
        lines.append(Line(shift, held, void, corrections, off, [gap for gap in open_places if gap.duty in void]))
    return lines


def _off_on(day: date):
    return select(DayOff).where(DayOff.business_date == day, DayOff.is_void.is_(False))


@dataclass(frozen=True, slots=True)
class ShiftNow:
    """What the sidebar shows of the shift that runs."""

    name: str
    hours: str
    leader: str
    headcount: int


def shift_now(user: User, moment) -> ShiftNow | None:
    """Return the running shift of the person's station; one statement. None: no station, or nothing published."""
    if user.station_id is None:
        return None
    duties = db.session.execute(_duties_at(), {"station": user.station_id, "moment": moment}).all()
    if not duties:
        return None
    first, leaders = duties[0], [duty.who for duty in duties if duty.post is DutyPost.LEADER]
    name = f"{clock.short_day(first.business_date)} {first.kind_name}"
    return ShiftNow(
        name, span_of(first.starts_at, first.ends_at), "、".join(leaders), len({one.user_id for one in duties})
    )


@cache
def _duties_at() -> Select[tuple]:
    """Return ``queries.who_was_on_duty`` in the few columns that every page shows, built once."""
    here = queries.on_duty(bindparam("station"), bindparam("moment", type_=Duty.starts_at.type))
    who = func.coalesce(func.nullif(Duty.person_name, ""), User.name).label("who")
    told = (Shift.business_date, Shift.kind_name, Shift.starts_at, Shift.ends_at, Duty.post, Duty.user_id, who)
    rows = select(*told).select_from(Duty).join(Shift, Shift.id == Duty.shift_id).join(User, User.id == Duty.user_id)
    return rows.where(*here).order_by(Duty.id)
