"""The places of a shift that somebody was taken off, for whatever reason, and that nobody has taken since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select

from models.accounts import Move, MoveKind, UserState
from models.core import clock
from models.core.db import db
from models.roster import bookings, queries
from models.roster.bookings import Bar
from models.roster.tables import Duty, DutyPost
from models.roster.tables.shifts import span_of

TAKEN_OFF = "已撤下"  # by who plans; the reason is the planner's and the person's


class Hole(NamedTuple):
    """The stretch of a duty that was taken back in which nobody is there."""

    duty: Duty
    starts_at: datetime
    ends_at: datetime

    @property
    def day(self) -> date:
        return clock.local(self.starts_at).date()


class Gap(NamedTuple):
    """A hole, and why its person is not there, in words for everybody who reads the roster."""

    hole: Hole
    why: str

    @property
    def duty(self) -> Duty:
        return self.hole.duty

    @property
    def post(self) -> DutyPost:
        return self.duty.post

    @property
    def span(self) -> str:
        return span_of(self.hole.starts_at, self.hole.ends_at)

    @property
    def told(self) -> str:
        return f"缺岗：{self.duty.who} {self.why}"

    def __str__(self) -> str:
        shift = self.duty.shift
        is_whole = (self.hole.starts_at, self.hole.ends_at) == (shift.starts_at, shift.ends_at)
        return self.told if is_whole else f"{self.told} {self.span}"


def of(duties: Sequence[Duty]) -> list[Gap]:
    """Return the open places among the duties of some shifts; without a duty that was taken back nothing is asked."""
    holes = [hole for one in duties if one.is_void and not one.is_correction for hole in _holes(one, duties)]
    if not holes:
        return []
    bars, moves = _bars(holes), _moves(holes)
    return [Gap(one, _barred(one, bars) or _moved(one, moves) or TAKEN_OFF) for one in holes]


def in_shifts(shift_ids: Iterable[int]) -> dict[int, list[Gap]]:
    """Return the open places of some shifts by shift."""
    found: dict[int, list[Gap]] = {one: [] for one in shift_ids}
    for gap in of(db.session.scalars(queries.duties_in(list(found))).all()):
        found[gap.duty.shift_id].append(gap)
    return found


def _holes(gone: Duty, duties: Sequence[Duty]) -> Iterator[Hole]:
    """Yield the stretches of ``gone`` that neither what came in its place nor anybody else covers."""
    since = gone.starts_at
    for one in sorted((one for one in duties if _covers(one, gone)), key=lambda duty: duty.starts_at):
        if since < one.starts_at < gone.ends_at:
            yield Hole(gone, since, one.starts_at)
        since = max(since, one.ends_at)
    if since < gone.ends_at:
        yield Hole(gone, since, gone.ends_at)


def _covers(one: Duty, gone: Duty) -> bool:
    """Whether ``one`` was put in the place of ``gone`` (and may have a hole of its own), took its place later, or is
    what the same person left that place for, as 机动 does; a place without a lane is taken by who was added."""
    if one.shift_id != gone.shift_id or one.is_correction:
        return False
    if one.replaces_id == gone.id or (one.user_id == gone.user_id and one.id > gone.id):
        return True
    return not one.is_void and one.lane_id == gone.lane_id and (one.lane_id or (one.post is gone.post and one.is_extra))


def _people(holes: Iterable[Hole]) -> list[int]:
    return sorted({one.duty.user_id for one in holes})


def _bars(holes: Sequence[Hole]) -> dict[int, list[Bar]]:
    asked = _people(holes), min(one.day for one in holes), max(one.day for one in holes)
    found: dict[int, list[Bar]] = {}
    for bar in (bar for provider in bookings.BARRINGS for bar in provider(*asked) if bar.told):
        found.setdefault(bar.person, []).append(bar)
    return found


def _barred(hole: Hole, bars: dict[int, list[Bar]]) -> str:
    return next((bar.told for bar in bars.get(hole.duty.user_id, ()) if bar.since <= hole.day <= bar.until), "")


def _moves(holes: Sequence[Hole]) -> dict[int, list[Move]]:
    """Return the moves of the people, the last one first."""
    begun = (Move.user_id.in_(_people(holes)), Move.on <= max(one.day for one in holes))
    found: dict[int, list[Move]] = {}
    for row in db.session.scalars(select(Move).where(*begun).order_by(Move.on.desc(), Move.id.desc())):
        found.setdefault(row.user_id, []).append(row)
    return found


def _moved(hole: Hole, moves: dict[int, list[Move]]) -> str:
    """Say how the person had left the crew or the station of the shift by then; "" where that was not the last move."""
    shift, person = hole.duty.shift, hole.duty.user
    in_force = (one for one in moves.get(person.id, ()) if one.on <= hole.day <= (one.until or hole.day))
    last = next(in_force, None)
    if last is None or last.from_unit_id not in (shift.crew_id, shift.unit_id):
        return ""
    if last.kind is MoveKind.LENDING:
        return f"借调至 {last.until}" if person.state is UserState.LENT else ""
    return f"已{last.kind.label}"
