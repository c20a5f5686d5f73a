"""Nobody is in two places at once, and everybody rests between two shifts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from models.accounts import User
from models.core import clock
from models.core.db import db, locked
from models.core.errors import RuleBroken
from models.roster.tables import Duty, DutyPost, Shift

# 值班站长 stay for a whole business date and rest at the station. Source: assumed, see docs/adr/0007
ROUND_THE_CLOCK = DutyPost.DUTY_LEADER


class Booking(NamedTuple):
    """A person's hours in one shift; ``shift`` tells segments of one shift from two shifts."""

    person: int
    starts_at: datetime
    ends_at: datetime
    shift: object
    post: DutyPost


class Bar(NamedTuple):
    """Days on which a person may not be on duty, both included, and what a refusal calls the reason.

    ``told`` is what the roster says at the place that is empty now, for everybody who reads it; "" says nothing.
    """

    person: int
    since: date
    until: date
    why: str
    told: str = ""


Barring = Callable[[Sequence[int], date, date], Iterable[Bar]]
BARRINGS: list[Barring] = []


def bars(provider: Barring) -> Barring:
    """Register ``provider(people, since, until)``: rooms above tell whom they keep from duty within those days."""
    BARRINGS.append(provider)
    return provider


def check(wanted: Sequence[Booking], *, rest_hours: int, reason: str, leaving_out: Iterable[int] = ()) -> None:
    """Check that nobody is booked twice in any station, and that everybody rests or ``reason`` says why not.

    ``leaving_out`` are ids of duties about to be voided. Locks the people, so that of two planners who want the same
    person one waits. Raises RuleBroken at ``person`` or ``reason`` with name, day and hours; also for somebody whom
    another room keeps from duty. Source: domain §2.9.
    """
    if not wanted:
        return
    people = sorted({booking.person for booking in wanted})
    db.session.execute(locked(select(User.id).where(User.id.in_(people)).order_by(User.id)))
    _refuse_barred(people, wanted)
    rest = timedelta(hours=rest_hours)
    spans = sorted([*wanted, *_standing(people, wanted, rest, set(leaving_out))], key=lambda b: b[:3])
    for first, second in _neighbours(spans):
        if second.starts_at < first.ends_at:
            raise RuleBroken(_clash(first, second, wanted), field="person")
        if not reason and _too_close(first, second, rest):
            raise RuleBroken(_no_rest(first, second, rest_hours), field="reason")


def _refuse_barred(people: Sequence[int], wanted: Sequence[Booking]) -> None:
    since, until = (clock.local(of(b.starts_at for b in wanted)).date() for of in (min, max))
    barred = [bar for provider in BARRINGS for bar in provider(people, since, until)]
    for bar in barred:
        for booking in (one for one in wanted if one.person == bar.person):
            day = clock.local(booking.starts_at).date()
            if bar.since <= day <= bar.until:
                raise RuleBroken(f"{_name(booking)} {clock.short_day(day)} {bar.why}，不能排班。", field="person")


def _standing(people: Sequence[int], wanted: Sequence[Booking], rest: timedelta, without: set[int]) -> list[Booking]:
    since, until = min(b.starts_at for b in wanted) - rest, max(b.ends_at for b in wanted) + rest
    here = (Duty.user_id.in_(people), Duty.starts_at < until, Duty.ends_at > since)
    counted = (Duty.is_void.is_(False), Duty.is_correction.is_(False), Duty.id.not_in(without))
    found = select(Duty.user_id, Duty.starts_at, Duty.ends_at, Duty.shift_id, Duty.post).where(*here, *counted)
    return [Booking(*row) for row in db.session.execute(found)]


def _neighbours(spans: Sequence[Booking]) -> Iterator[tuple[Booking, Booking]]:
    """Yield each person's bookings in pairs; two that overlap always stand side by side."""
    pairs = pairwise(spans)
    return (pair for pair in pairs if pair[0].person == pair[1].person)


def _too_close(first: Booking, second: Booking, rest: timedelta) -> bool:
    if first.shift == second.shift or ROUND_THE_CLOCK in (first.post, second.post):
        return False
    return second.starts_at - first.ends_at < rest


def _clash(first: Booking, second: Booking, wanted: Sequence[Booking]) -> str:
    """Say who would be in two shifts and where the other one is."""
    moment = clock.local(second.starts_at)
    standing = next((one.shift for one in (first, second) if one not in wanted), None)
    shift = standing and db.session.scalars(_opened(standing)).first()
    place = (
        f"已排在{shift.unit.name} {clock.short_day(shift.business_date)} {shift.kind_name}" if shift else "被排了两次"
    )
    return f"{_name(first)}在 {clock.short_moment(moment)} {place}，不能重复排班。"


def _opened(shift_id: int) -> Select[tuple[Shift]]:
    return select(Shift).where(Shift.id == shift_id).options(joinedload(Shift.unit))


def _no_rest(first: Booking, second: Booking, hours: int) -> str:
    gap = (second.starts_at - first.ends_at).total_seconds() / 3600
    when = f"{clock.short_moment(first.ends_at)} 下班，{clock.short_moment(second.starts_at)} 又上班"
    return f"{_name(first)} {when}，只隔 {gap:g} 小时，少于 {hours} 小时，请写明原因。"


def _name(booking: Booking) -> str:
    return db.session.get(User, booking.person).name
