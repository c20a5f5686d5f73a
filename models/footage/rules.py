"""Asking for a recording, saving it, and what happens when it could not be saved. Source: domain §2.1 (evidence)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import select

from models.accounts import Unit, User
from models.core import audit, clock
from models.core.db import Base, db
from models.core.errors import RuleBroken
from models.core.flow import Flow, Step
from models.core.numbering import next_number
from models.footage import groups, timers
from models.footage.kinds import FootageState
from models.footage.tables import CameraGroup, Preservation, PreservationRequest
from models.inbox import notify
from models.roster import Lane
from models.roster import queries as roster

S = FootageState
MOST_MINUTES = 12 * 60  # on either side of the moment
GONE = "到覆盖时间仍未保全"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_IN_LINE = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")

FLOW = Flow(
    [
        Step("save", frozenset({S.WAITING, S.LOST}), S.SAVED, "footage.save", "登记保全", tone="p"),
        Step("lose", frozenset({S.WAITING}), S.LOST, "footage.save", "登记已覆盖"),
        Step("cancel", frozenset({S.WAITING}), S.CANCELLED, "footage.cancel", "取消保全"),
    ]
)


def request(
    owner: Base | None, *, station: Unit, lane: Lane | None, around: datetime, by: User, at: datetime, **told
) -> Preservation:
    """Ask that what the cameras saw of ``lane`` (None: the plaza) around a moment be saved, and tell the monitors.

    ``told``: before_minutes, after_minutes, title, href. A request that overlaps one of the same cameras joins it,
    and the range grows. The caller decides who may ask. Raises RuleBroken: a moment ahead, a range beyond twelve
    hours on a side, or no cameras known for the lane.
    """
    from_at, to_at = _range(around, told["before_minutes"], told["after_minutes"], at)
    if lane is not None and lane.unit_id != station.id:
        raise RuleBroken(f"{lane.code} 不是{station.name}的车道。", field="lane")
    group = groups.of_lane(station.id, lane)
    row = _overlapping(group, from_at, to_at)
    if row is None:
        row = _begin(group, lane, from_at, to_at, told["title"], by, at)
    elif row.is_waiting:
        _grow(row, from_at, to_at, by, at)
    _link(row, owner, from_at, to_at, told, by, at)
    return row


def save(row: Preservation, *, clip: str, sha256: str, by: User, at: datetime) -> None:
    """Note where the copy lies and its SHA-256. Raises RuleBroken: no place, no such hash, or not over yet."""
    digest = _digest_in(sha256)
    if digest is None:
        raise RuleBroken("校验值是 64 位的 SHA-256，只含数字和字母 a 到 f，请整行粘贴。", field="sha256")
    if at < row.to_at:
        raise RuleBroken(f"录像要到 {clock.short_moment(row.to_at)} 才结束，请届时再保全。", field="clip")
    if twin := db.session.scalar(select(Preservation.number).where(Preservation.sha256 == digest).limit(1)):
        raise RuleBroken(f"这个校验值已经登记在 {twin}，请核对是不是选错了文件。", field="sha256")
    FLOW.require(row, "save")
    row.clip, row.sha256, row.reason = clip, digest, ""  # first: a saved one without proof cannot exist
    FLOW.take(row, "save")
    _close(row, by, at)
    audit.record("footage.save", row, by)
    timers.end(row, by, at)
    _tell(row, f"{row.number} 录像已保全", "saved", at)


def _digest_in(text: str) -> str | None:
    """Return the one SHA-256 in what was pasted: alone, in groups, or a whole line with the name of the file."""
    whole = re.sub(r"[\s:]", "", text).lower()
    found = {whole} if _SHA256.fullmatch(whole) else set(_IN_LINE.findall(text.lower()))
    return found.pop() if len(found) == 1 else None


def lose(row: Preservation, *, reason: str, by: User | None, at: datetime) -> None:
    """Note that the recording is gone, and why. Raises RuleBroken: no reason."""
    if not reason:
        raise RuleBroken("请写明录像为什么没有保住。", field="reason")
    FLOW.take(row, "lose")
    row.reason = reason
    _close(row, by, at)
    audit.record("footage.lose", row, by, note=reason)
    timers.end(row, by, at)
    overseers = db.session.scalars(roster.people_who_may("footage.cancel", db.session.get_one(Unit, row.unit_id)))
    _tell(row, f"{row.number} 录像没有保住：{reason}", "lost", at, *overseers)


def cancel(row: Preservation, *, reason: str, by: User, at: datetime) -> None:
    """Take a request back that nobody needs any more. Raises RuleBroken: no reason."""
    if not reason:
        raise RuleBroken("请写明取消的理由。", field="reason")
    FLOW.take(row, "cancel")
    row.reason = reason
    _close(row, by, at)
    audit.record("footage.cancel", row, by, note=reason)
    timers.drop(row, reason, by, at)
    _tell(row, f"{row.number} 录像保全已取消", "cancelled", at)


def give_up(at: datetime) -> int:
    """Mark what was overwritten unsaved; return how many. It can still be saved if the copy turns up."""
    gone = select(Preservation).where(Preservation.state == S.WAITING, Preservation.overwritten_at <= at)
    rows = db.session.scalars(gone.order_by(Preservation.id)).all()
    for row in rows:
        lose(row, reason=GONE, by=None, at=at)
    return len(rows)


def _range(around: datetime, before: int, after: int, at: datetime) -> tuple[datetime, datetime]:
    if around > at:
        raise RuleBroken("时间不能晚于现在。", field="around")
    for field, minutes in (("before_minutes", before), ("after_minutes", after)):
        if not 0 <= minutes <= MOST_MINUTES:
            raise RuleBroken(f"请填 0 到 {MOST_MINUTES} 分钟。", field=field)
    if before + after == 0:
        raise RuleBroken("前后至少填一个分钟数。", field="before_minutes")
    return around - timedelta(minutes=before), around + timedelta(minutes=after)


def _overlapping(group: CameraGroup, from_at: datetime, to_at: datetime) -> Preservation | None:
    """Return the request that this one can join: a saved one that holds it all, or a waiting one that overlaps.

    The group is locked first, so that of two requests at once the second finds the first.
    """
    db.session.execute(select(CameraGroup.id).where(CameraGroup.id == group.id).with_for_update())
    mine = select(Preservation).where(Preservation.group_id == group.id).order_by(Preservation.id)
    waiting = (Preservation.state == S.WAITING, Preservation.from_at <= to_at, Preservation.to_at >= from_at)
    saved = (Preservation.state == S.SAVED, Preservation.from_at <= from_at, Preservation.to_at >= to_at)
    joined = db.session.scalars(mine.where(*saved).limit(1)).first()
    return joined or db.session.scalars(mine.where(*waiting).limit(1)).first()


def _begin(group: CameraGroup, lane: Lane | None, from_at: datetime, to_at: datetime, title: str, by, at):
    row = Preservation(number=next_number("LX", clock.local(at).year), unit_id=group.unit_id, group_id=group.id)
    row.lane_id, row.title, row.from_at, row.to_at = lane.id if lane else None, title, from_at, to_at
    row.overwritten_at = groups.overwritten_at(group, from_at, at)
    row.state, row.requested_by_id, row.requested_at, row.requests = S.WAITING, by.id, at, []
    db.session.add(row)
    audit.record("footage.request", row, by)
    if row.overwritten_at > at:
        timers.begin(row, by, at)
    _tell_monitors(row, at)
    return row


def _grow(row: Preservation, from_at: datetime, to_at: datetime, by: User, at: datetime) -> None:
    """Widen the range so that it holds both; an earlier beginning is overwritten earlier."""
    if row.from_at <= from_at and to_at <= row.to_at:
        return
    is_earlier = from_at < row.from_at
    row.from_at, row.to_at = min(row.from_at, from_at), max(row.to_at, to_at)
    if is_earlier:
        row.overwritten_at = groups.overwritten_at(db.session.get_one(CameraGroup, row.group_id), row.from_at, at)
    audit.record("footage.merge", row, by)
    if is_earlier and row.overwritten_at > at:
        timers.move(row, by, at)


def _link(row: Preservation, owner: Base | None, from_at: datetime, to_at: datetime, told: dict, by, at) -> None:
    """Add who asked and for what; the same case asks once."""
    link = PreservationRequest(preservation_id=row.id, title=told["title"], href=told.get("href", ""))
    link.owner_type, link.owner_id = (owner.__tablename__, owner.id) if owner is not None else ("", None)
    same = (PreservationRequest.preservation_id == row.id, PreservationRequest.owner_type == link.owner_type)
    known = select(PreservationRequest.id).where(*same, PreservationRequest.owner_id == link.owner_id)
    if owner is not None and db.session.scalar(known.limit(1)):
        return
    link.from_at, link.to_at, link.by_id, link.at = from_at, to_at, by.id, at
    db.session.add(link)
    audit.record("footage.request", row, by, note=link.title)


def _close(row: Preservation, by: User | None, at: datetime) -> None:
    row.closed_by_id, row.closed_at = by.id if by else None, at


def _tell_monitors(row: Preservation, at: datetime) -> None:
    people = db.session.scalars(roster.people_who_may("footage.save", db.session.get_one(Unit, row.unit_id))).all()
    title = f"{row.number} 请在 {clock.local(row.overwritten_at):%Y-%m-%d %H:%M} 前保全录像"
    notify(people, "footage", title, row.href, key=f"footage-{row.id}-begin", at=at)


def _tell(row: Preservation, title: str, what: str, at: datetime, *others: int) -> None:
    """Tell everybody who asked for it."""
    asked = select(PreservationRequest.by_id).where(PreservationRequest.preservation_id == row.id)
    who = {one for one in db.session.scalars(asked) if one} | set(others)
    notify(who - {row.closed_by_id}, "footage", title, row.href, key=f"footage-{row.id}-{what}-{row.version}", at=at)
