"""Changes of a shift: substitutes, other lanes, people called up, and after the freeze corrections.

A change voids the duty it touches and puts others in its place, so that the history of a shift can be read from its
rows. Whom it concerns is told and acknowledges. Source: domain §2.9 (X2 顶班详情).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select

from models import closings
from models.accounts import Unit, User
from models.core import audit, clock, settings
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.inbox import notify
from models.roster import bookings
from models.roster.bookings import Booking
from models.roster.tables import Change, Duty, DutyPost, Lane, Shift, ShiftState

KEPT = ("user_id", "post", "lane_id", "substitute_for_id", "reason", "is_extra")  # by what is left of a split duty
NEAR = timedelta(hours=12)  # longer than any night: who reads it in the morning might read it too late
SPARE = (DutyPost.RESERVE, DutyPost.COLLECTOR)  # who has no lane at these posts can take one over at once


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a shift in UTC."""

    starts_at: datetime
    ends_at: datetime

    def __str__(self) -> str:
        return f"{clock.local(self.starts_at):%H:%M}–{clock.local(self.ends_at):%H:%M}"


def span_in(shift: Shift, starts: str, ends: str, within: Span | None = None) -> Span:
    """Return the stretch of ``shift`` between two times of day; "" means from its beginning or to its end.

    24:00 and 00:00 are the same moment. Raises RuleBroken: not a time, outside the shift, or reversed.
    """
    whole = within or Span(shift.starts_at, shift.ends_at)
    since = moment_in(whole, starts, "starts") if starts else whole.starts_at
    until = moment_in(whole, ends, "ends") if ends else whole.ends_at
    if until <= since:
        raise RuleBroken("结束时间必须晚于开始时间。", field="ends")
    return Span(since, until)


def moment_in(whole: Span, text: str, field: str) -> datetime:
    """Return the moment within ``whole`` at which the station's clock shows ``text``, e.g. 03:30 or 24:00."""
    try:
        at = time(0) if text.strip() == "24:00" else time.fromisoformat(text.strip())
    except ValueError:
        raise RuleBroken("时间请写成 03:30 的样子。", field=field) from None
    first = clock.local(whole.starts_at).date()
    for day in (first, first + timedelta(days=1)):
        moment = clock.at(day, at)
        if whole.starts_at <= moment <= whole.ends_at:
            return moment
    raise RuleBroken(f"{text} 不在 {whole} 之内。", field=field)


def substitute(duty: Duty, person: User, span: Span, reason: str, by: User) -> Duty:
    """Let ``person`` do ``duty`` for a stretch of it; the rest stays with whom it was.

    A 机动 of the same shift leaves that post meanwhile. Raises RuleBroken: the same person, already booked, or too
    little rest without a reason; Overtaken: the duty was changed meanwhile, or the shift is frozen.
    """
    shift = open_shift(duty)
    if person.id == duty.user_id:
        raise RuleBroken("顶班人就是原来的当班人。", field="person")
    spare = _spare_duties(shift, person, span)
    check_booking(shift, person, span, duty.post, reason, leaving_out=[one.id for one in spare])
    new = Duty(user_id=person.id, post=duty.post, lane_id=duty.lane_id, substitute_for_id=duty.user_id)
    new.reason, new.is_extra = reason, not spare
    split(duty, span, new)
    for one in spare:
        split(one, span, None)
    where = place_of(duty.post, duty.lane_id)
    told = [
        (person.id, f"您顶替{name_of(duty.user_id)}，{where}，{span}"),
        (duty.user_id, f"{person.name}顶替您，{where}，{span}"),
    ]
    tell(shift, told, reason, by)
    audit.record("roster.change", shift, by, note=reason)
    return new


def replace(duty: Duty, person: User, reason: str, by: User) -> Duty:
    """Put ``person`` in the place of somebody for the whole duty."""
    return substitute(duty, person, Span(duty.starts_at, duty.ends_at), reason, by)


def move(duty: Duty, lane: Lane, span: Span, reason: str, by: User) -> None:
    """Send somebody to another lane for a stretch; who sits there comes in exchange.

    Raises RuleBroken: the same lane, a lane of another station, or several people sit there in that time.
    """
    shift = open_shift(duty)
    if lane.id == duty.lane_id or lane.unit_id != shift.unit_id:
        raise RuleBroken("请选择本站的另一条车道。", field="lane")
    others = [one for one in standing(shift) if one.lane_id == lane.id and overlaps(one, span)]
    if len(others) > 1 or any(one.starts_at > span.starts_at or one.ends_at < span.ends_at for one in others):
        raise RuleBroken(f"{lane.code} 在 {span} 由几个人分段当班，请分段调整。", field="lane")
    told = [(duty.user_id, f"您改到{lane.name}，{span}")]
    _move_to(duty, lane.id, span, reason)
    for other in others:
        _move_to(other, duty.lane_id, span, reason)
        told.append((other.user_id, f"您改到{place_of(other.post, duty.lane_id)}，{span}"))
    tell(shift, told, reason, by)
    audit.record("roster.change", shift, by, note=reason)


def _move_to(duty: Duty, lane_id: int | None, span: Span, reason: str) -> None:
    new = Duty(user_id=duty.user_id, post=duty.post, lane_id=lane_id, substitute_for_id=duty.substitute_for_id)
    new.reason, new.is_extra = reason, duty.is_extra
    split(duty, span, new)


def call_up(shift: Shift, person: User, post: DutyPost, lane: Lane | None, span: Span, reason: str, by: User) -> Duty:
    """Add somebody to a shift who is not of its crew's turn: 机动班, 加班. Raises RuleBroken as ``substitute``."""
    open_shift_row(shift)
    if lane is not None and any(one.lane_id == lane.id and overlaps(one, span) for one in standing(shift)):
        raise RuleBroken(f"{lane.code} 在 {span} 已有人当班，请用顶班或换道。", field="lane")
    check_booking(shift, person, span, post, reason)
    lane_id = lane.id if lane else None
    new = Duty(shift_id=shift.id, user_id=person.id, post=post, lane_id=lane_id, reason=reason, is_extra=True)
    new.starts_at, new.ends_at = span.starts_at, span.ends_at
    db.session.add(new)
    tell(shift, [(person.id, f"您加入本班，{place_of(post, lane_id)}，{span}")], reason, by)
    audit.record("roster.change", shift, by, note=reason)
    return new


def release(duty: Duty, span: Span, reason: str, by: User) -> None:
    """Take somebody off for a stretch without a substitute: the hole stays visible."""
    shift = open_shift(duty)
    split(duty, span, None)
    tell(shift, [(duty.user_id, f"您不再当班，{span}")], reason, by)
    audit.record("roster.change", shift, by, note=reason)


def correct(shift: Shift, person: User, post: DutyPost, lane: Lane | None, span: Span, reason: str, by: User) -> Duty:
    """Add a correction to a frozen shift. It is shown, and changes no answer about who was on duty.

    Raises RuleBroken: the shift is not frozen yet, its month is closed, or no reason is given.
    """
    if shift.state is not ShiftState.FROZEN:
        raise RuleBroken("班次还没有冻结，请直接调整。")
    if not reason:
        raise RuleBroken("请写明更正的原因。", field="reason")
    closings.require_open(db.session.get_one(Unit, shift.unit_id), shift.business_date)
    lane_id, lane_name = (lane.id, lane.name) if lane else (None, "")
    new = Duty(shift_id=shift.id, user_id=person.id, post=post, lane_id=lane_id, reason=reason, is_correction=True)
    new.starts_at, new.ends_at, new.is_frozen = span.starts_at, span.ends_at, True
    new.person_name, new.lane_name = person.name, lane_name
    db.session.add(new)
    tell(shift, [(person.id, f"更正：您当班，{place_of(post, lane_id)}，{span}")], reason, by)
    audit.record("roster.correct", shift, by, note=reason)
    return new


def acknowledge(change: Change, by: User, at: datetime) -> None:
    """Note that the person a change concerns has seen it. Raises RuleBroken: it concerns somebody else."""
    if change.user_id != by.id:
        raise RuleBroken("只能由本人确认。")
    if change.acknowledged_at is None:
        change.acknowledged_at = at
        audit.record("roster.acknowledge", change.shift, by)


def open_shift(duty: Duty) -> Shift:
    """Return the shift of ``duty``, locked. Raises Overtaken: it is frozen, or the duty was changed meanwhile."""
    shift = db.session.get(Shift, duty.shift_id)
    open_shift_row(shift)
    db.session.refresh(duty, ["is_void"])
    if duty.is_void or duty.is_correction:
        raise Overtaken("这条排班刚刚被别人改过，请刷新后再操作。")
    return shift


def open_shift_row(shift: Shift) -> None:
    db.session.refresh(shift, ["state", "version"], with_for_update=True)
    if shift.state is ShiftState.FROZEN:
        raise Overtaken("班次已冻结，不能再调整，只能更正。")


def standing(shift: Shift) -> list[Duty]:
    """Return the duties that hold in ``shift`` now."""
    return list(db.session.scalars(select(Duty).where(Duty.shift_id == shift.id, Duty.is_void.is_(False))))


def overlaps(duty: Duty, span: Span) -> bool:
    return duty.starts_at < span.ends_at and duty.ends_at > span.starts_at


def _spare_duties(shift: Shift, person: User, span: Span) -> list[Duty]:
    """Return what ``person`` does in the same shift without a lane: it can be left for a while."""
    mine = (one for one in standing(shift) if one.user_id == person.id and overlaps(one, span))
    return [one for one in mine if one.lane_id is None and one.post in SPARE]


def check_booking(
    shift: Shift, person: User, span: Span, post: DutyPost, reason: str, leaving_out: Iterable[int] = ()
) -> None:
    hours = settings.value_of("roster.rest_hours", unit_id=shift.unit_id, on=shift.business_date)
    wanted = [Booking(person.id, span.starts_at, span.ends_at, shift.id, post)]
    bookings.check(wanted, rest_hours=hours, reason=reason, leaving_out=leaving_out)


def split(duty: Duty, span: Span, new: Duty | None) -> None:
    """Void ``duty`` and put ``new`` in its place for ``span``, what is left before and after going on as it was."""
    since, until = max(span.starts_at, duty.starts_at), min(span.ends_at, duty.ends_at)
    if not duty.starts_at <= span.starts_at < span.ends_at <= duty.ends_at and new is not None:
        raise RuleBroken(f"时段应在 {duty.span} 之内。", field="starts")
    duty.is_void = True
    pieces = [(duty.starts_at, since, _again(duty)), (until, duty.ends_at, _again(duty))]
    if new is not None:
        pieces.insert(1, (since, until, new))
    for starts_at, ends_at, piece in pieces:
        if ends_at > starts_at:
            piece.shift_id, piece.replaces_id, piece.starts_at, piece.ends_at = (
                duty.shift_id,
                duty.id,
                starts_at,
                ends_at,
            )
            db.session.add(piece)


def _again(duty: Duty) -> Duty:
    kept = {
        name: getattr(duty, name) for name in ("user_id", "post", "lane_id", "substitute_for_id", "reason", "is_extra")
    }
    return Duty(**kept)


def tell(shift: Shift, told: Iterable[tuple[int, str]], reason: str, by: User) -> None:
    """Write down whom a change of a published shift concerns, and send it; one's own act needs no acknowledgement.

    What concerns a shift before one would be up again is worth being woken for.
    """
    if shift.state is ShiftState.PLANNED:
        return
    now = clock.now()
    head, is_near = f"{shift.business_date:%Y-%m-%d} {shift.kind_name}：", now <= shift.starts_at < now + NEAR
    for user_id, what in told:
        change = Change(shift_id=shift.id, user_id=user_id, made_by_id=by.id, made_at=now, sentence=head + what)
        change.reason, change.acknowledged_at = reason, now if user_id == by.id else None
        db.session.add(change)
        db.session.flush()
        if user_id != by.id:
            href = f"/roster/mine?day={shift.business_date:%Y-%m-%d}"
            notify([user_id], "roster", head + what, href, key=f"roster-change-{change.id}", at=now, urgent=is_near)


def place_of(post: DutyPost, lane_id: int | None) -> str:
    lane = db.session.get(Lane, lane_id) if lane_id else None
    return lane.name if lane else post.label


def name_of(user_id: int) -> str:
    return db.session.get(User, user_id).name
