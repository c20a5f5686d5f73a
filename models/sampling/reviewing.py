"""Scoring a clip, each reviewer for themselves; and making an inspection of one in which something was wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.accounts import Unit, User
from models.core import audit
from models.core.db import db
from models.core.errors import RuleBroken
from models.inspections import (
    Inspection,
    Kind,
    Method,
    Template,
    TemplateItem,
    Topic,
    Verdict,
    opening,
    recording,
    scoring,
    sheets,
)
from models.inspections import queries as inspections
from models.inspections.recording import Reading, Told
from models.inspections.scoring import Count, Seen
from models.sampling import queries
from models.sampling.kinds import ClipState, ReviewState
from models.sampling.states import CLIP, REVIEW
from models.sampling.tables import Clip, Mark, Review


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was seen at one item: ``number`` occurrences when it failed."""

    item: TemplateItem
    verdict: Verdict
    number: int = 0
    words: str = ""


def score(review: Review, *, seen: Iterable[Judgement], clip_ref: str, note: str, by: User, at: datetime) -> None:
    """Save what the reviewer saw, for good, and reckon the sheet.

    Raises RuleBroken: not theirs, an item without a verdict, more wrong than the sheet allows; Overtaken: done.
    """
    _require_own(review, by)
    template = sheet_of(review.clip)
    found = {one.item.id: one for one in seen}
    for item in template.items:
        _require_judged(item, found.get(item.id))
    REVIEW.take(review, "score")
    reckoned = scoring.score(sheets.rule_of(template), {key: _as_seen(one) for key, one in found.items()})
    review.score, review.permille, review.done_at = reckoned.total, reckoned.permille, at
    review.clip_ref, review.note = clip_ref, note
    review.marks = [
        Mark(item_id=key, verdict=one.verdict, number=one.number, words=one.words) for key, one in found.items()
    ]
    audit.record("sampling.review", review, by, note=f"得分 {scoring.said(review.score)}")
    _finish(review.clip, by)


def miss(review: Review, *, note: str, by: User, at: datetime) -> None:
    """Say that there is no recording: the clip is through without a score. Raises RuleBroken: no reason, not theirs."""
    _require_own(review, by)
    if not note:
        raise RuleBroken("请写明没有录像的原因。", field="note")
    REVIEW.take(review, "miss")
    review.note, review.done_at = note, at
    audit.record("sampling.review", review, by, note=f"无录像：{note}")
    clip = review.clip
    for other in db.session.scalars(queries.others_of(review)).all():
        if other.state is ReviewState.WAITING:
            REVIEW.take(other, "miss")
            audit.record("sampling.review", other, by, note="另一评分人登记无录像")
    CLIP.take(clip, "miss")
    audit.record("sampling.review", clip.draw, by, note=f"{clip.name} 无录像")


def convert(review: Review, *, companion: User, by: User, at: datetime) -> Inspection:
    """Begin an inspection from a scored clip, its findings filled in, so that the person is asked and may object.

    Once for a clip. Raises RuleBroken: not theirs, nothing was wrong, done before, or as ``opening.start``.
    """
    _require_own(review, by)
    clip = review.clip
    if clip.inspection_id is not None:
        raise RuleBroken("这段录像已经转为督查。")
    wrong = [mark for mark in review.marks if mark.verdict is Verdict.FAIL]
    if clip.state is not ClipState.SCORED or not wrong:
        raise RuleBroken("这段录像没有评出问题，不需要转为督查。")
    inspection = opening.start(
        kind=Kind.SPECIAL,
        method=Method.VIDEO,
        topics=[Topic.COURTESY.value],
        template=sheet_of(clip),
        unit=db.session.get_one(Unit, clip.crew_id),
        started_at=clip.from_at,
        weather="",
        inspectors=[companion],
        by=by,
        at=at,
    )
    person = db.session.get_one(User, clip.person_id)
    recording.answer_all(inspection, [_reading(mark, person, review.clip_ref) for mark in review.marks], by=by, at=at)
    clip.inspection_id = inspection.id
    audit.record("sampling.convert", clip.draw, by, note=f"{clip.name} 转为督查")
    return inspection


def sheet_of(clip: Clip) -> Template:
    """Return the sheet of a clip's draw with its sections and items."""
    rows = select(Template).where(Template.id == clip.draw.template_id).options(inspections.PARTS)
    return db.session.scalars(rows).one()


def _finish(clip: Clip, by: User) -> None:
    """Let the clip be through when every reviewer is."""
    states = set(db.session.scalars(select(Review.state).where(Review.clip_id == clip.id)))
    if states == {ReviewState.DONE}:
        CLIP.take(clip, "score")
        audit.record("sampling.review", clip.draw, by, note=f"{clip.name} 评分完成")


def _require_own(review: Review, by: User) -> None:
    if review.reviewer_id != by.id:
        raise RuleBroken("这段录像由别人评分。")


def _require_judged(item: TemplateItem, one: Judgement | None) -> None:
    if one is None:
        raise RuleBroken(f"第 {item.code} 项还没有评。", field=f"verdict-{item.id}")
    if refusal := scoring.refusal_of(sheets.item_rule(item), _as_seen(one)):
        raise RuleBroken(f"第 {item.code} 项：{refusal}", field=f"number-{item.id}")


def _as_seen(one: Judgement) -> Seen:
    counts = (Count(one.item.id, one.number),) if one.verdict is Verdict.FAIL else ()
    return Seen(one.verdict, counts)


def _reading(mark: Mark, person: User, video_ref: str) -> Reading:
    told = Told(key=f"sampling-{mark.id}", number=mark.number, person=person, words=mark.words, video_ref=video_ref)
    return Reading(mark.item, mark.verdict, (told,) if mark.verdict is Verdict.FAIL else ())
