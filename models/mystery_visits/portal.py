"""The visitor's side: a code opens one report; once it is sent, nothing of it comes back but a receipt.

No name, number or roster of the house is read here. Source: domain §1.2 (mystery), §2.2, §6.9.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import joinedload

from models.core import audit, clock
from models.core.db import db, upsert
from models.core.errors import RuleBroken
from models.core.holidays import calendar
from models.core.masking import scrub
from models.core.pictures import Prepared
from models.core.settings import value_of
from models.core.workdays import add_workdays
from models.mystery_visits import codes
from models.mystery_visits.kinds import ASPECTS, MatterKind, VisitState
from models.mystery_visits.sealing import canonical, commitment_of, new_salt
from models.mystery_visits.states import FLOW
from models.mystery_visits.tables import MysteryDraft, MysteryMatter, MysteryPhoto, MysteryReport, MysteryVisit

PHOTOS = 6  # of one report
NO_SUCH_CODE = "访问码无效。请对照纸条核对，区分数字和字母；仍不能使用时联系给您纸条的人。"


def find(typed: str, on: date) -> MysteryVisit | None:
    """Return the visit that a code opens today. Unknown, spent, revoked and expired codes are one and the same miss."""
    return db.session.scalar(_open_on(on).where(MysteryVisit.code_hash == codes.hash_of(typed)))


def begin(visit: MysteryVisit, at: datetime) -> str:
    """Return the secret for the browser that typed the code; another browser that has it open is shut."""
    secret, kept = codes.new_secret()
    row = upsert(db.session, MysteryDraft).values(visit_id=visit.id, opening_hash=kept, fields={}, saved_at=at)
    db.session.execute(row.on_conflict_do_update(index_elements=["visit_id"], set_={"opening_hash": kept}))
    return secret


def opened(secret: str, on: date) -> MysteryVisit | None:
    """Return the visit that a browser has open, while its code is good."""
    kept = codes.hash_of_secret(secret)
    rows = _open_on(on).join(MysteryDraft, MysteryDraft.visit_id == MysteryVisit.id)
    return db.session.scalar(rows.where(MysteryDraft.opening_hash == kept).options(joinedload(MysteryVisit.unit)))


def draft_of(visit: MysteryVisit) -> MysteryDraft:
    return db.session.get_one(MysteryDraft, visit.id)


def receipt_of(secret: str) -> MysteryReport | None:
    """Return the report that a browser has sent, for its receipt."""
    return db.session.scalar(select(MysteryReport).where(MysteryReport.opening_hash == codes.hash_of_secret(secret)))


def save(visit: MysteryVisit, fields: dict[str, list[str]], at: datetime) -> None:
    """Keep what the visitor has typed so far."""
    draft = draft_of(visit)
    draft.fields, draft.saved_at = fields, at


def photos_of(visit: MysteryVisit) -> Select[tuple[MysteryPhoto]]:
    return select(MysteryPhoto).where(MysteryPhoto.visit_id == visit.id).order_by(MysteryPhoto.id)


def small_of(visit: MysteryVisit, photo_id: int) -> Select[tuple[bytes]]:
    """Return the thumbnail of a photo of the report that is open."""
    return select(MysteryPhoto.small).where(MysteryPhoto.visit_id == visit.id, MysteryPhoto.id == photo_id)


def add_photo(visit: MysteryVisit, photo: Prepared) -> None:
    """Keep a picture with the report. Raises RuleBroken: it is a PDF, or there are enough."""
    if photo.width is None or photo.height is None:
        raise RuleBroken("这里只收照片，请拍照或选择图片。", field="photo")
    here = select(func.count()).where(MysteryPhoto.visit_id == visit.id)
    if db.session.scalar(here) >= PHOTOS:
        raise RuleBroken(f"最多 {PHOTOS} 张照片，请先删去一张。", field="photo")
    row = MysteryPhoto(visit_id=visit.id, content=photo.content, small=photo.small, width=photo.width)
    row.height, row.sha256 = photo.height, hashlib.sha256(photo.content).hexdigest()
    db.session.add(row)


def remove_photo(visit: MysteryVisit, photo_id: int) -> None:
    db.session.execute(delete(MysteryPhoto).where(MysteryPhoto.visit_id == visit.id, MysteryPhoto.id == photo_id))


def send(
    visit: MysteryVisit,
    *,
    visited_at: datetime,
    scores: dict[str, int | None],
    suggestions: list[str],
    proposals: list[str],
    at: datetime,
    **told: str,
) -> MysteryReport:
    """Seal the report and spend the code; of two at once exactly one wins. Numbers in its words are sealed masked.

    ``scores`` are tenths of a point per aspect, None what the visitor could not see; ``told`` are ``lane``,
    ``errand``, ``quotes`` and ``impression``. Raises RuleBroken: nothing scored, the visit lies outside the window;
    Overtaken: it was sent from elsewhere.
    """
    _require_day(visit, visited_at, at)
    score = total(scores)
    FLOW.take(visit, "send")
    suggestions, proposals = [scrub(one) for one in suggestions], [scrub(one) for one in proposals]
    told = {name: scrub(text) for name, text in told.items()}
    draft = draft_of(visit)
    text = canonical(_document(visit, visited_at, scores, suggestions, proposals, told))
    salt = new_salt()
    report = MysteryReport(visit_id=visit.id, receipt_no=codes.new_receipt_no(), sealed=text, salt=salt, sent_at=at)
    report.commitment, report.opening_hash = commitment_of(text, salt), draft.opening_hash
    report.visited_on, report.score = clock.local(visited_at).date(), score
    db.session.add(report)
    for kind, texts in ((MatterKind.SUGGESTION, suggestions), (MatterKind.PROPOSAL, proposals)):
        rows = enumerate(texts, 1)
        db.session.add_all(MysteryMatter(visit_id=visit.id, kind=kind, position=n, text=one) for n, one in rows)
    db.session.delete(draft)
    visit.code_hash = visit.code_until = None
    visit.due_on = due_on(visit, at)
    _record_namelessly(visit)
    return report


def due_on(visit: MysteryVisit, at: datetime) -> date:
    """Return the day by which the group must have studied the report. Source: assumed, see docs/adr/0007."""
    days = value_of("mystery_visit.decide_days", unit_id=visit.unit_id)
    return add_workdays(clock.local(at).date(), days, calendar())


def total(scores: dict[str, int | None]) -> int:
    """Return the score on the base of 100 in tenths, of what was seen. Raises RuleBroken: beyond the points, or none.

    What the visitor could not see counts neither way.
    """
    seen = [(aspect, scores.get(aspect.code)) for aspect in ASPECTS if scores.get(aspect.code) is not None]
    for aspect, tenths in seen:
        if not 0 <= tenths <= aspect.points * 10:
            raise RuleBroken(f"{aspect.label}应在 0 到 {aspect.points} 分之间。", field=aspect.code)
    most = sum(aspect.points for aspect, _tenths in seen)
    if not most:
        raise RuleBroken("请至少给一项打分；没有看到的留空。", field=ASPECTS[0].code)
    return (sum(tenths for _aspect, tenths in seen) * 200 + most) // (2 * most)


def _document(visit, visited_at, scores, suggestions, proposals, told) -> dict[str, Any]:
    """Return what is sealed: all that the visitor said, and the station it was about."""
    photos = db.session.scalars(photos_of(visit).with_only_columns(MysteryPhoto.sha256))
    return {
        "station": visit.unit.name,
        "visited_at": clock.local(visited_at).strftime("%Y-%m-%d %H:%M"),
        "scores": {aspect.code: scores.get(aspect.code) for aspect in ASPECTS},
        "suggestions": suggestions,
        "proposals": proposals,
        "photos": list(photos),
        **told,
    }


def _open_on(on: date) -> Select[tuple[MysteryVisit]]:
    good = (MysteryVisit.from_on <= on, MysteryVisit.code_until >= on)
    return select(MysteryVisit).where(MysteryVisit.state == VisitState.ISSUED, *good)


def _require_day(visit: MysteryVisit, visited_at: datetime, at: datetime) -> None:
    if visited_at > at:
        raise RuleBroken("到站时间不能晚于现在。", field="visited_at")
    if not visit.from_on <= clock.local(visited_at).date() <= visit.to_on:
        raise RuleBroken(f"到站日期应在 {visit.from_on} 至 {visit.to_on} 之间。", field="visited_at")


def _record_namelessly(visit: MysteryVisit) -> None:
    """Put the sending on record without the address it came from: it would lead to the visitor."""
    token = audit.origin.set("")
    try:
        audit.record("mystery_visit.send", visit, None)
    finally:
        audit.origin.reset(token)
