"""The places of a shift that somebody was kept from, as by 待岗, and that nobody has taken since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from models.core import clock
from models.core.db import db
from models.roster import bookings, queries
from models.roster.bookings import Bar
from models.roster.tables import Duty, DutyPost


class Gap(NamedTuple):
    """A duty that was taken back, and what keeps its person from it."""

    duty: Duty
    bar: Bar

    @property
    def post(self) -> DutyPost:
        return self.duty.post

    def __str__(self) -> str:
        return f"缺岗：{self.duty.who} {self.bar.told}"


def of(duties: Sequence[Duty]) -> list[Gap]:
    """Return the open places among the duties of some shifts; without a duty that was taken back nothing is asked."""
    split = {one.replaces_id for one in duties}
    left = [one for one in duties if one.is_void and one.id not in split and not _is_taken(one, duties)]
    if not left:
        return []
    bars = _bars(left)
    found = ((duty, next((one for one in bars.get(duty.user_id, ()) if _covers(one, duty)), None)) for duty in left)
    return [Gap(duty, bar) for duty, bar in found if bar]


def in_shifts(shift_ids: Iterable[int]) -> dict[int, list[Gap]]:
    """Return the open places of some shifts by shift."""
    found: dict[int, list[Gap]] = {one: [] for one in shift_ids}
    for gap in of(db.session.scalars(queries.duties_in(list(found))).all()):
        found[gap.duty.shift_id].append(gap)
    return found


def _bars(duties: Sequence[Duty]) -> dict[int, list[Bar]]:
    people = sorted({one.user_id for one in duties})
    days = [clock.local(one.starts_at).date() for one in duties]
    found: dict[int, list[Bar]] = {}
    for bar in (bar for provider in bookings.BARRINGS for bar in provider(people, min(days), max(days)) if bar.told):
        found.setdefault(bar.person, []).append(bar)
    return found


def _covers(bar: Bar, duty: Duty) -> bool:
    return bar.since <= clock.local(duty.starts_at).date() <= bar.until


def _is_taken(gone: Duty, duties: Sequence[Duty]) -> bool:
    """Whether others hold the place for the whole of its time; a place without a lane is taken by who was added."""
    since = gone.starts_at
    for one in sorted((one for one in duties if _is_there(one, gone)), key=lambda duty: duty.starts_at):
        if one.starts_at <= since < one.ends_at:
            since = one.ends_at
    return since >= gone.ends_at


def _is_there(one: Duty, gone: Duty) -> bool:
    holds = one.shift_id == gone.shift_id and not one.is_void and not one.is_correction
    return holds and one.lane_id == gone.lane_id and (one.lane_id or (one.post is gone.post and one.is_extra))
