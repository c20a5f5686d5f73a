"""Questions to plans and draws. Nobody outside the inspecting desk gets an answer."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import NamedTuple

from sqlalchemy import Select, and_, extract, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from models.accounts import Unit, UnitKind, User
from models.accounts.scope import holders, in_reach, stations_seen_by
from models.core import clock
from models.core.db import another
from models.core.months import next_of
from models.core.scope import scope_of
from models.inspections import Inspection, InspectionState, Kind, Verdict
from models.inspections.kinds import TOLD
from models.roster import Duty, DutyPost, Shift, ShiftState
from models.sampling.kinds import ClipState, DrawKind, DrawState, ReviewState
from models.sampling.tables import Clip, Draw, Mark, PlanTarget, Review

SHEET = joinedload(Draw.template)
JUDGED = (Verdict.PASS, Verdict.FAIL)


@scope_of(PlanTarget)
def targets_visible_to(user: User) -> Select[tuple[PlanTarget]]:
    return select(PlanTarget).where(in_reach(user, "sampling.read", PlanTarget.unit_id))


@scope_of(Draw)
def draws_visible_to(user: User) -> Select[tuple[Draw]]:
    told = (joinedload(Draw.unit), SHEET, joinedload(Draw.drawn_by))
    return select(Draw).where(in_reach(user, "sampling.read", Draw.unit_id)).options(*told)


@scope_of(Clip)
def clips_visible_to(user: User) -> Select[tuple[Clip]]:
    return select(Clip).where(in_reach(user, "sampling.read", Clip.unit_id)).options(joinedload(Clip.draw))


@scope_of(Review)
def reviews_visible_to(user: User) -> Select[tuple[Review]]:
    """One's own reviews; those of others once every reviewer of the clip is through."""
    through = select(Clip.id).where(Clip.state != ClipState.WAITING)
    others = and_(in_reach(user, "sampling.read", Review.unit_id), Review.clip_id.in_(through))
    return select(Review).where(or_(Review.reviewer_id == user.id, others))


def stations(user: User) -> Select[tuple[Unit]]:
    """Return the stations whose plans the person may read."""
    here = (Unit.kind == UnitKind.STATION, Unit.is_open.is_(True), stations_seen_by(user, "sampling.read"))
    return select(Unit).where(*here).order_by(Unit.sort, Unit.id)


# Plans


def targets(station_ids: list[int], month: date) -> Select[tuple[PlanTarget]]:
    return select(PlanTarget).where(PlanTarget.unit_id.in_(station_ids), PlanTarget.month == month)


def held(station_ids: list[int], month: date) -> Select[tuple[int, Kind, int, int]]:
    """Return ``(station, kind, under way, done)`` of the inspections of a month; one grouped statement."""
    since, until = clock.at(month, time()), clock.at(next_of(month), time())
    running = func.count().filter(Inspection.state == InspectionState.RUNNING)
    done = func.count().filter(Inspection.state.in_(TOLD))
    here = (Inspection.station_id.in_(station_ids), Inspection.started_at >= since, Inspection.started_at < until)
    rows = select(Inspection.station_id, Inspection.kind, running, done).where(*here)
    return rows.group_by(Inspection.station_id, Inspection.kind)


# Draws


def open_lock(station_id: int) -> Select[tuple[Unit]]:
    """Return the row that a draw of the station locks, so that of two at once the second one sees the first."""
    return select(Unit).where(Unit.id == station_id)


def open_fair(station_id: int, month: date) -> Select[tuple[Draw]]:
    here = (Draw.unit_id == station_id, Draw.month == month, Draw.kind == DrawKind.FAIR)
    return select(Draw).where(*here, Draw.state == DrawState.OPEN)


def candidates(station_id: int, since: date, until: date, at: datetime) -> Select[tuple[Duty]]:
    """Return the duties of collectors on a lane that are over, of a span of business dates; shift, crew loaded."""
    shift = (Shift.unit_id == station_id, Shift.business_date >= since, Shift.business_date <= until)
    held = (Duty.is_void.is_(False), Duty.is_correction.is_(False), Duty.lane_id.is_not(None), Duty.ends_at <= at)
    known = Shift.state.in_((ShiftState.PUBLISHED, ShiftState.FROZEN))
    rows = select(Duty).join(Shift).where(*shift, *held, known, Duty.post == DutyPost.COLLECTOR)
    told = (joinedload(Duty.shift).joinedload(Shift.crew), joinedload(Duty.lane), joinedload(Duty.user))
    return rows.options(*told).order_by(Duty.id)


def drawn_earlier(station_id: int, month: date) -> Select[tuple[int, int]]:
    """Return ``(person, clips)`` of the fair draws that stand, of the same year and before ``month``."""
    here = (Draw.unit_id == station_id, Draw.kind == DrawKind.FAIR, Draw.state == DrawState.OPEN)
    when = (extract("year", Draw.month) == month.year, Draw.month < month)
    rows = select(Clip.person_id, func.count()).join(Draw, Draw.id == Clip.draw_id)
    return rows.where(*here, *when).group_by(Clip.person_id)


def filtered(draws: Select, *, unit: Unit | None = None, month: str = "", **equal) -> Select[tuple[Draw]]:
    """Narrow to a station, a month such as ``2026-11``, and ``column=value``."""
    if unit is not None:
        draws = draws.where(Draw.unit_id == unit.id)
    if month:
        draws = draws.where(Draw.month == date.fromisoformat(f"{month}-01"))
    for name, value in equal.items():
        draws = draws.where(getattr(Draw, name) == value)
    return draws


def progress_of(draw_ids: list[int]) -> Select[tuple[int, int, int]]:
    """Return ``(draw, clips, clips that are through)``."""
    through = func.count().filter(Clip.state.in_((ClipState.SCORED, ClipState.MISSING)))
    return select(Clip.draw_id, func.count(), through).where(Clip.draw_id.in_(draw_ids)).group_by(Clip.draw_id)


def clips_of(draw: Draw) -> Select[tuple[Clip]]:
    """Return the clips of a draw with their reviews and what became of them."""
    told = (selectinload(Clip.reviews).joinedload(Review.reviewer), joinedload(Clip.inspection))
    return select(Clip).where(Clip.draw_id == draw.id).options(*told).order_by(Clip.from_at, Clip.id)


def reviewers(unit: Unit) -> Select[tuple[User]]:
    """Return who may be asked to score: holders of the permission in service, whose reach covers the station."""
    may = holders("sampling.review", unit, clock.today())
    return select(User).where(User.id.in_(may)).order_by(User.staff_key)


# Reviews


WHOLE = (
    joinedload(Review.clip).joinedload(Clip.draw).joinedload(Draw.unit),
    joinedload(Review.reviewer),
    selectinload(Review.marks).joinedload(Mark.item),
)


def waiting(user: User) -> Select[tuple[Review]]:
    """Return the clips that wait for the person's score, the oldest draw first."""
    rows = select(Review).join(Clip, Clip.id == Review.clip_id)
    mine = (Review.reviewer_id == user.id, Review.state == ReviewState.WAITING)
    return rows.where(*mine).options(*WHOLE).order_by(Clip.draw_id, Clip.from_at, Review.id)


def through(user: User, *, text: str = "", state: ReviewState | None = None) -> Select[tuple[Review]]:
    """Return the clips that the person is through with, of a draw whose number holds ``text`` and in a state.

    What was taken back before the person scored it is none of them.
    """
    done = or_(Review.state != ReviewState.DROPPED, Review.done_at.is_not(None))
    rows = (
        select(Review).where(Review.reviewer_id == user.id, Review.state != ReviewState.WAITING, done).options(*WHOLE)
    )
    if text:
        drawn = select(Clip.id).join(Draw, Draw.id == Clip.draw_id).where(Draw.number.contains(text, autoescape=True))
        rows = rows.where(Review.clip_id.in_(drawn))
    return rows.where(Review.state == state) if state else rows


def review_of(clip: Clip, review_id: int) -> Select[tuple[Review]]:
    """Return one review of a clip that the caller may see, for handing it on."""
    return select(Review).where(Review.clip_id == clip.id, Review.id == review_id).options(*WHOLE)


def others_of(review: Review) -> Select[tuple[Review]]:
    """Return the other reviews of the same clip."""
    return select(Review).where(Review.clip_id == review.clip_id, Review.id != review.id).order_by(Review.id)


class Judged(NamedTuple):
    """How often two reviewers said ``one`` and ``other`` of the same item of the same clip."""

    one_id: int
    other_id: int
    item_id: int
    one: Verdict
    other: Verdict
    number: int


def judgements(user: User, since: date, until: date) -> Select:
    """Return rows of ``Judged`` for the double-scored clips of two days and between, within the person's reach."""
    a, b = another(Review, "a"), another(Review, "b")
    m, n = another(Mark, "m"), another(Mark, "n")
    both = (a.state == ReviewState.DONE, b.state == ReviewState.DONE, a.reviewer_id < b.reviewer_id)
    span = (Clip.from_at >= clock.at(since, time()), Clip.from_at <= clock.at(until, time.max))
    rows = select(a.reviewer_id, b.reviewer_id, m.item_id, m.verdict, n.verdict, func.count())
    rows = rows.select_from(a).join(b, b.clip_id == a.clip_id).join(Clip, Clip.id == a.clip_id)
    rows = rows.join(m, m.review_id == a.id).join(n, and_(n.review_id == b.id, n.item_id == m.item_id))
    rows = rows.where(*both, *span, in_reach(user, "sampling.read", Clip.unit_id))
    rows = rows.where(m.verdict.in_(JUDGED), n.verdict.in_(JUDGED))
    return rows.group_by(a.reviewer_id, b.reviewer_id, m.item_id, m.verdict, n.verdict)
