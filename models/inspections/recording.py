"""What an inspector records at the items, from the page or from a device that was out of reach for a while.

Every item is saved for itself. What a device sends carries a key of its own: a second arrival changes nothing and is
answered with the same receipt, so nothing is lost and nothing is there twice. Source: docs/adr/0019.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.accounts import User
from models.core import attachments, audit
from models.core.attachments import Attachment, Prepared
from models.core.db import db, locked, upsert
from models.core.errors import RuleBroken
from models.core.flow import first
from models.core.gathered import gather
from models.inspections import queries, scoring, sheets
from models.inspections.kinds import Verdict
from models.inspections.opening import require_inspector
from models.inspections.scoring import Count, Seen
from models.inspections.states import INSPECTION
from models.inspections.tables import Answer, Delivery, Finding, Inspection, TemplateItem
from models.roster import Lane

MOST_FINDINGS, MOST_PHOTOS = 20, 12  # of an item; of a finding


@dataclass(frozen=True, slots=True)
class Told:
    """One finding as it was typed; ``key`` names it for ever, ``rate`` in tenths, None = the item's step.

    ``marks`` are places in the sample (3,5,8); more of them than ``number`` say nothing and are dropped.
    """

    key: str
    number: int = 1
    rate: int | None = None
    person: User | None = None
    lane: Lane | None = None
    words: str = ""
    video_ref: str = ""
    is_removed: bool = False
    marks: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands at one item. Findings that are not named stay as they are."""

    item: TemplateItem
    verdict: Verdict
    findings: tuple[Told, ...] = ()
    sampled: int | None = None
    note: str = ""


def answer(inspection: Inspection, reading: Reading, *, by: User, at: datetime) -> None:
    """Save the verdict on one item with its findings, and reckon the sheet anew. A later answer replaces this one.

    With another verdict than 不合格 all findings of the item are taken out. Raises RuleBroken: not an inspector, more
    wrong than looked at, a rate out of range, too many findings; the refusal names the item.
    """
    answer_all(inspection, [reading], by=by, at=at)


@first(require_inspector)
def answer_all(inspection: Inspection, readings: Iterable[Reading], *, by: User, at: datetime) -> None:
    """Save the answers of a whole page, all or none, as ``answer`` does."""
    hold(inspection)
    for reading in readings:
        try:
            _answer(inspection, reading, by, at)
        except RuleBroken as refusal:
            raise RuleBroken(f"第 {reading.item.code} 项：{refusal}", refusal.field) from None
        audit.record("inspection.record", inspection, by, note=f"第 {reading.item.code} 项 {reading.verdict.label}")
    reckon(inspection)
    audit.record("inspection.record", inspection, by, note=f"得分 {scoring.said(inspection.score)}")


def hold(inspection: Inspection) -> None:
    """Lock the inspection and read its answers as they are now: two inspectors record at once.

    Raises Overtaken: it is not under way.
    """
    INSPECTION.hold(inspection, "record")
    fresh = gather(select(Inspection).where(Inspection.id == inspection.id), queries.WHOLE)
    db.session.scalars(fresh.execution_options(populate_existing=True)).unique().one()


def reckon(inspection: Inspection) -> scoring.Score:
    """Put the score, and the share of each item and finding, into the rows; the caller records it."""
    found = score_of(inspection)
    inspection.score, inspection.permille, inspection.taken = found.total, found.permille, found.taken
    inspection.is_vetoed = found.is_vetoed
    by_item = {item.key: item for section in found.sections for item in section.items}
    for row in inspection.answers:
        row.taken = by_item[row.item_id].taken
    for finding in inspection.findings:
        shares = by_item[finding.item_id].shares or {}
        finding.taken = shares.get(finding.key, 0)
    return found


def score_of(inspection: Inspection) -> scoring.Score:
    """Reckon the sheet as it stands, with the reason for every tenth; template, answers and findings loaded."""
    seen = {row.item_id: seen_at(inspection, row) for row in inspection.answers}
    return scoring.score(sheets.rule_of(inspection.template), seen)


def seen_at(inspection: Inspection, row: Answer) -> Seen:
    """Return one answer as the engine takes it; what a dispute took away counts no more."""
    counts = tuple(Count(one.key, one.number, one.rate) for one in standing(inspection, row.item_id) if one.number)
    verdict = row.verdict
    if verdict is Verdict.FAIL and not counts and inspection.number is not None:
        verdict = Verdict.PASS
    return Seen(verdict, counts, row.sampled)


def standing(inspection: Inspection, item_id: int) -> list[Finding]:
    """Return the findings at an item that were not taken out."""
    return [one for one in inspection.findings if one.item_id == item_id and not one.is_removed]


@first(require_inspector)
def add_photo(inspection: Inspection, finding: Finding, *, photo: Prepared, by: User) -> Attachment:
    """Keep a picture with a finding. Raises RuleBroken: not an inspector, or too many."""
    hold(inspection)
    if len(db.session.scalars(attachments.of(finding)).all()) >= MOST_PHOTOS:
        raise RuleBroken(f"每条问题最多 {MOST_PHOTOS} 张照片。", field="photo")
    return attachments.keep(photo, finding, by, "现场照片")


@first(require_inspector)
def drop_photo(inspection: Inspection, attachment: Attachment, *, by: User) -> None:
    """Take a picture out of sight while the inspection runs."""
    hold(inspection)
    attachments.retire(attachment, by, "记录时去掉")


# Deliveries of devices


def claim(inspection: Inspection, key: str, what: str, *, by: User, at: datetime) -> bool:
    """Take a device's key for this transaction; False when it arrived before. Waits for one under way.

    The inspection is locked first: two devices that claim and then ask for the lock would wait for each other.
    """
    db.session.execute(locked(select(Inspection.id).where(Inspection.id == inspection.id))).all()
    row = {"inspection_id": inspection.id, "key": key, "what": what, "user_id": by.id, "at": at}
    claimed = upsert(db.session, Delivery).values(row).on_conflict_do_nothing().returning(Delivery.id)
    return db.session.scalar(claimed) is not None


def receipt(inspection: Inspection, key: str) -> Delivery | None:
    return db.session.scalar(select(Delivery).where(Delivery.inspection_id == inspection.id, Delivery.key == key))


def _answer(inspection: Inspection, reading: Reading, by: User, at: datetime) -> None:
    item = reading.item
    row = next((one for one in inspection.answers if one.item_id == item.id), None)
    if row is None:
        row = Answer(inspection_id=inspection.id, item_id=item.id, verdict=reading.verdict, at=at)
        inspection.answers.append(row)
    row.verdict, row.note, row.by_id, row.at = reading.verdict, reading.note, by.id, at
    row.sampled = reading.sampled if item.sample_size is not None else None
    for one in reading.findings:
        _put(inspection, item, one, at)
    _keep_only(inspection, item, reading.verdict)
    if refusal := scoring.refusal_of(sheets.item_rule(item), seen_at(inspection, row)):
        raise RuleBroken(refusal, field=f"number-{item.id}")


def _put(inspection: Inspection, item: TemplateItem, told: Told, at: datetime) -> None:
    """Add a finding, or change the one with the same key."""
    finding = next((one for one in inspection.findings if one.key == told.key), None)
    if finding is None:
        if len(standing(inspection, item.id)) >= MOST_FINDINGS:
            raise RuleBroken(f"每项最多 {MOST_FINDINGS} 条问题。")
        finding = Finding(inspection_id=inspection.id, unit_id=inspection.unit_id, key=told.key, item_id=item.id, at=at)
        finding.item, finding.reply = item, None
        inspection.findings.append(finding)
    elif finding.item_id != item.id:
        raise RuleBroken("这条问题属于另一项，请刷新后重试。")
    finding.person, finding.lane, finding.at = told.person, told.lane, at
    finding.number, finding.rate, finding.is_removed = told.number, told.rate, told.is_removed
    finding.words, finding.video_ref = told.words, told.video_ref
    places = set(told.marks.split(","))
    finding.marks = told.marks if item.sample_size and len(places) <= told.number else ""


def _keep_only(inspection: Inspection, item: TemplateItem, verdict: Verdict) -> None:
    if verdict is not Verdict.FAIL:
        for finding in standing(inspection, item.id):
            finding.is_removed = True


def deliver(inspection: Inspection, key: str, reading: Reading, *, by: User, at: datetime) -> Delivery:
    """Take an answer that a device sent; a second arrival of ``key`` changes nothing. As ``answer``."""
    if claim(inspection, key, "answer", by=by, at=at):
        answer(inspection, reading, by=by, at=at)
    return receipt(inspection, key)


def deliver_photo(
    inspection: Inspection, key: str, finding_key: str, *, photo: Prepared, by: User, at: datetime
) -> Delivery:
    """Take a photo that a device sent for a finding, once. Raises RuleBroken: no such finding yet; as ``add_photo``."""
    if claim(inspection, key, "photo", by=by, at=at):
        finding = next((one for one in inspection.findings if one.key == finding_key), None)
        if finding is None:
            raise RuleBroken("这张照片所属的问题还没有送达，请先发送该项。")
        kept = add_photo(inspection, finding, photo=photo, by=by)
        db.session.flush()
        receipt(inspection, key).attachment_id = kept.id
    return receipt(inspection, key)


def received_keys(inspection: Inspection) -> list[str]:
    """Return the keys of everything that devices have delivered."""
    return list(db.session.scalars(select(Delivery.key).where(Delivery.inspection_id == inspection.id)))
