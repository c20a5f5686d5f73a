"""Drawing video clips: the fair draw of a month, the directed one, and taking one back."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from models.accounts import Unit, User
from models.core import audit, clock, settings
from models.core.db import db, locked
from models.core.errors import RuleBroken
from models.core.months import next_of
from models.core.numbering import next_number
from models.inbox import notify
from models.inspections import Kind, Template, opening
from models.roster import Duty
from models.sampling import drawing, queries
from models.sampling.drawing import Candidate, Pick
from models.sampling.kinds import Cause, ClipState, DrawKind, DrawState, ReviewState
from models.sampling.states import CLIP, DRAW, REVIEW
from models.sampling.tables import Clip, Draw, Review

MOST_CLIPS, MOST_EACH = 400, 20


def draw_fair(  # noqa: PLR0913  (the fields of the form)
    station: Unit,
    *,
    month: date,
    until: date,
    total: int,
    template: Template,
    reviewers: Sequence[User],
    by: User,
    at: datetime,
    seed: str = "",
) -> Draw:
    """Draw ``total`` clips among all who collected in the month up to ``until``, nobody more than one above another.

    A second draw of the same month could go on until it pleases: it is refused while the first one stands. Who was
    drawn least earlier this year gets the one more. ``seed`` is given by the demonstration
    only, which is always the same. Raises RuleBroken: dates, numbers, reviewers, nobody on duty.
    """
    db.session.scalars(locked(queries.open_lock(station.id))).one()
    if standing := db.session.scalars(queries.open_fair(station.id, month)).first():
        raise RuleBroken(
            f"{month:%Y-%m} 已随机抽检过（{standing.number}）。重新抽取前，请先写明理由作废。", field="month"
        )
    _require_bounds(month, until, total, at)
    _require_team(station, reviewers)
    earlier = dict(db.session.execute(queries.drawn_earlier(station.id, month)).all())
    duties = _duties(station, month, until, at)
    return _carry_out(
        Draw(kind=DrawKind.FAIR, unit=station, month=month, until=until, template=template, total=total, seed=seed),
        duties,
        earlier=earlier,
        reviewers=reviewers,
        by=by,
        at=at,
    )


def draw_directed(  # noqa: PLR0913  (the fields of the form)
    station: Unit,
    *,
    month: date,
    until: date,
    people: Iterable[User],
    each: int,
    cause: Cause,
    reason: str,
    template: Template,
    reviewers: Sequence[User],
    by: User,
    at: datetime,
    seed: str = "",
) -> Draw:
    """Draw ``each`` clips of every one of ``people``, for a reason that is kept; it counts in no fair draw.

    Raises RuleBroken: no reason, nobody named, somebody without a duty, or as ``draw_fair``.
    """
    wanted = {person.id: person for person in people}
    if not wanted:
        raise RuleBroken("请选择定向抽检的人员。", field="people")
    if not reason:
        raise RuleBroken("请写明定向抽检的理由。", field="reason")
    if not 1 <= each <= MOST_EACH:
        raise RuleBroken(f"每人应抽 1 到 {MOST_EACH} 段。", field="each")
    _require_bounds(month, until, each * len(wanted), at)
    _require_team(station, reviewers)
    duties = [duty for duty in _duties(station, month, until, at) if duty.user_id in wanted]
    if absent := [p.name for p in wanted.values() if p.id not in {duty.user_id for duty in duties}]:
        raise RuleBroken(f"{'、'.join(absent)}在这段时间没有车道当班。", field="people")
    made = Draw(kind=DrawKind.DIRECTED, unit=station, month=month, until=until, template=template, seed=seed)
    made.total, made.cause, made.reason = each * len(wanted), cause, reason
    return _carry_out(made, duties, earlier={}, reviewers=reviewers, by=by, at=at)


def cancel(draw: Draw, *, reason: str, by: User) -> None:
    """Take a draw back with all that was scored in it. Raises RuleBroken: no reason, or a clip became an inspection."""
    if not reason:
        raise RuleBroken("请写明作废的理由。", field="reason")
    clips = db.session.scalars(queries.clips_of(draw)).unique().all()
    if used := next((clip for clip in clips if clip.inspection_id), None):
        raise RuleBroken(f"{used.name} 已转为督查 {used.inspection.name}，不能作废。")
    DRAW.take(draw, "cancel")
    draw.end_reason = reason
    for clip in clips:
        CLIP.take(clip, "drop")
        for review in clip.reviews:
            REVIEW.take(review, "drop")
            audit.record("sampling.cancel", review, by, note=reason)
    audit.record("sampling.cancel", draw, by, note=reason)


def reassign(review: Review, *, reviewer: User, by: User, at: datetime) -> None:
    """Give a clip that waits to another reviewer. Raises RuleBroken: it is through, or not their business."""
    REVIEW.require(review, "score")
    clip = review.clip
    _require_outside(db.session.get_one(Unit, clip.unit_id), reviewer)
    others = db.session.scalars(queries.others_of(review)).all()
    if reviewer.id in {one.reviewer_id for one in (review, *others)}:
        raise RuleBroken(f"{reviewer.name}已经在评这段录像。", field="reviewer")
    review.reviewer_id = reviewer.id
    audit.record("sampling.assign", review, by)
    _tell(clip.draw, [reviewer.id], f"assign-{review.id}-{reviewer.id}", at)


def again(draw: Draw) -> list[Pick]:
    """Carry the draw out once more from what was kept: the same clips come out, or somebody has changed it."""
    earlier = {int(person): number for person, number in draw.earlier.items()}
    return drawing.draw(
        drawing.from_rows(draw.candidates),
        draw.total,
        minutes=draw.minutes,
        double_percent=draw.double_percent,
        earlier=earlier,
        seed=draw.seed,
    )


def differences(draw: Draw, clips: Sequence[Clip]) -> list[str]:
    """Return in words where a repetition of the draw differs from the clips that are on record; none if all is well."""
    if drawing.fingerprint(drawing.from_rows(draw.candidates)) != draw.fingerprint:
        return ["候选名单与抽取时的校验值不符"]
    wanted = {(p.candidate.duty_id, p.from_at, p.is_double) for p in again(draw)}
    kept = {(c.duty_id, c.from_at, c.is_double) for c in clips}
    return [f"{len(wanted ^ kept)} 段录像与重新计算的结果不符"] if wanted != kept else []


def _carry_out(
    made: Draw, duties: Sequence[Duty], *, earlier: Mapping[int, int], reviewers: Sequence[User], by: User, at: datetime
) -> Draw:
    """Draw with a seed that nobody could know, and hand the clips out."""
    candidates = [Candidate(d.id, d.user_id, d.lane_id, d.starts_at, d.ends_at) for d in duties]
    made.minutes = settings.value_of("sampling.minutes", unit_id=made.unit.id)
    double = 100 if len(reviewers) > 1 and made.kind is DrawKind.DIRECTED else None
    made.double_percent = double or settings.value_of("sampling.double_percent", unit_id=made.unit.id)
    made.double_percent = made.double_percent if len(reviewers) > 1 else 0
    made.seed, made.fingerprint = made.seed or secrets.token_hex(16), drawing.fingerprint(candidates)
    made.candidates, made.earlier = drawing.as_rows(candidates), {str(who): n for who, n in earlier.items()}
    made.number, made.state = next_number("CJ", clock.local(at).year), DrawState.OPEN
    made.drawn_by_id, made.drawn_at = by.id, at
    picks = again(made)
    if len(picks) < made.total:
        raise RuleBroken("这段时间没有够长的车道当班记录，抽不出录像。请检查班表是否已发布。", field="until")
    made.clips = _clips(made, picks, duties, reviewers)
    db.session.add(made)
    audit.record("sampling.draw", made, by, note=f"种子 {made.seed}")
    for review in (review for clip in made.clips for review in clip.reviews):
        audit.record("sampling.assign", review, by)
    _tell(made, [person.id for person in reviewers], "drawn", at)
    return made


def _clips(made: Draw, picks: Sequence[Pick], duties: Sequence[Duty], reviewers: Sequence[User]) -> list[Clip]:
    """Make a row of each pick with the names as they were, and hand them out in turn, two to a double one."""
    by_id = {duty.id: duty for duty in duties}
    turn = sorted(reviewers, key=lambda person: drawing.lot(made.seed, "reviewer", person.id))
    clips = []
    for place, pick in enumerate(picks):
        clip = _clip(made, pick, by_id[pick.candidate.duty_id])
        wanted = 2 if pick.is_double else 1
        clip.reviews = [_review(made, turn[(place + n) % len(turn)]) for n in range(wanted)]
        clips.append(clip)
    return clips


def _clip(made: Draw, pick: Pick, duty: Duty) -> Clip:
    shift = duty.shift
    return Clip(
        unit_id=made.unit.id,
        person_id=duty.user_id,
        person_name=duty.person_name or duty.user.name,
        duty_id=duty.id,
        crew_id=shift.crew_id,
        crew_name=shift.crew_name or shift.crew.name,
        lane_name=duty.lane_name or duty.lane.name,
        from_at=pick.from_at,
        to_at=pick.from_at + timedelta(minutes=made.minutes),
        is_double=pick.is_double,
        state=ClipState.WAITING,
    )


def _review(made: Draw, reviewer: User) -> Review:
    return Review(unit_id=made.unit.id, reviewer_id=reviewer.id, state=ReviewState.WAITING)


def _duties(station: Unit, month: date, until: date, at: datetime) -> list[Duty]:
    return list(db.session.scalars(queries.candidates(station.id, month, until, at)).unique())


def _require_bounds(month: date, until: date, total: int, at: datetime) -> None:
    if month.day != 1:
        raise RuleBroken("月份请从第一天算起。", field="month")
    if not month <= until < next_of(month):
        raise RuleBroken("截止日期应在所选月份之内。", field="until")
    if until >= clock.local(at).date():
        raise RuleBroken("截止日期应早于今天：没有过完的班次不能抽。", field="until")
    if not 1 <= total <= MOST_CLIPS:
        raise RuleBroken(f"一次应抽 1 到 {MOST_CLIPS} 段。", field="total")


def _require_team(station: Unit, reviewers: Sequence[User]) -> None:
    if not reviewers:
        raise RuleBroken("请选择评分人。", field="reviewers")
    for person in reviewers:
        _require_outside(station, person)


def _require_outside(station: Unit, person: User) -> None:
    """Nobody scores the station they belong to. Source: domain §2.2 (W22), §6.10."""
    if refusal := opening.refusal_of(person, Kind.SPECIAL, station, station.id):
        raise RuleBroken(refusal, field="reviewers")


def _tell(draw: Draw, person_ids: Iterable[int], what: str, at: datetime) -> None:
    title = f"{draw.number} 有录像等您评分"
    notify(person_ids, "sampling", title, "/sampling/mine", key=f"sampling-{draw.number}-{what}", at=at)
