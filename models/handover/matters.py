"""遗留事项: each open one lies in exactly one handover, the one that has not been taken over yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from models.accounts import User
from models.core import audit
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.flow import first
from models.handover import queries
from models.handover.followups import Matter, MatterLine
from models.handover.kinds import MatterState, Urgency
from models.handover.sheet import Line, Reading
from models.handover.tables import Handover

FIELDS = ("sentence", "owner", "due")
SHOWN = ("sentence", "owner", "due", "urgency", "hops", "result")


def snapshot(handover: Handover, reading: Reading, *, by: User, at: datetime) -> None:
    """Turn the new lines of the form into matters, close those that are done, and list all of them in the record."""
    _close_done(handover, by, at)
    body = dict(handover.draft.body)
    body["matters"] = [_opened(handover, line, by, at) for line in reading["matters"]]
    handover.draft.body = body
    _drop_removed(handover, {line["_id"] for line in body["matters"]}, by, at)
    db.session.flush()
    _list(handover)


def _close_done(handover: Handover, by: User, at: datetime) -> None:
    results = handover.draft.body.get("carried", {})
    for matter in db.session.scalars(queries.held_matters(handover.id)):
        if result := results.get(f"{matter.id}-result"):
            close(matter, result, by=by, at=at)


def _opened(handover: Handover, line: Line, by: User, at: datetime) -> dict:
    """Return the line's texts with the id of its matter, which is made now or follows what was typed."""
    matter = db.session.get(Matter, line.texts.get("_id") or 0)
    if matter is None:
        matter = Matter(unit_id=handover.unit_id, handover_id=handover.id, opened_in_id=handover.id, opened_at=at)
        db.session.add(matter)
    for field in FIELDS:
        setattr(matter, field, line.values[field] or "")
    matter.urgency = line.urgency or Urgency.NORMAL
    if matter.id is None or db.session.is_modified(matter):
        audit.record("matter.open", matter, by)
    return {**line.texts, "_id": matter.id}


def _drop_removed(handover: Handover, kept: set[int], by: User, at: datetime) -> None:
    """A matter of an earlier, withdrawn signature that was taken out of the form is closed as an error."""
    for matter in db.session.scalars(queries.held_matters(handover.id)):
        if matter.opened_in_id == handover.id and matter.id not in kept:
            close(matter, "填写有误，已撤销", by=by, at=at)


def _list(handover: Handover) -> None:
    """Write the record's lines: what is held and open, and what was closed during this shift."""
    known = {line.matter_id: line for line in handover.matter_lines}
    here = select(Matter).where(Matter.handover_id == handover.id).order_by(Matter.opened_at, Matter.id)
    for sort, matter in enumerate(db.session.scalars(here)):
        line = known.pop(matter.id, None) or MatterLine(matter_id=matter.id)
        if line.handover_id is None:
            handover.matter_lines.append(line)
        line.sort = sort
        for field in SHOWN:
            setattr(line, field, getattr(matter, field))
    for gone in known.values():
        handover.matter_lines.remove(gone)


def pass_on(handover: Handover, heir: Handover, *, by: User) -> None:
    """Move what is open into ``heir``, one hop further."""
    for matter in db.session.scalars(queries.held_matters(handover.id)).all():
        matter.handover_id, matter.hops = heir.id, matter.hops + 1
        audit.record("matter.pass_on", matter, by)


def take_back(handover: Handover, *, by: User) -> None:
    """Undo ``pass_on`` when the incoming leader withdraws. Raises RuleBroken: the next shift has signed already."""
    ids = [line.matter_id for line in handover.matter_lines]
    rows = db.session.scalars(select(Matter).where(Matter.id.in_(ids), Matter.state == MatterState.OPEN)).all()
    holders = {matter.handover_id for matter in rows}
    for holder in db.session.scalars(select(Handover).where(Handover.id.in_(holders))):
        if not holder.is_editable:
            raise RuleBroken("下一班已经签认，不能再撤回。")
    for matter in rows:
        matter.handover_id, matter.hops = handover.id, matter.hops - 1
        audit.record("matter.take_back", matter, by)


def _require_open(matter: Matter, _by: User) -> None:
    if matter.state is MatterState.CLOSED:
        raise RuleBroken("这件事项已经办结。")


def _may_close(matter: Matter, by: User) -> None:
    _require_open(matter, by)
    if not db.session.get_one(Handover, matter.handover_id).is_editable:
        raise RuleBroken("这件事项所在的交接班正在签认，接班后再办结。")


@first(_require_open)
def close(matter: Matter, result: str, *, by: User, at: datetime) -> None:
    """Close a matter with what came of it. Raises RuleBroken: it is closed already, or lies in a signed record."""
    if not result:
        raise RuleBroken("请填写办理结果。", field="result")
    matter.state, matter.result, matter.closed_at, matter.closed_by_id = MatterState.CLOSED, result, at, by.id
    audit.record("matter.close", matter, by, result)


@first(_may_close)
def close_from_list(matter: Matter, result: str, *, by: User, at: datetime) -> None:
    """Close a matter outside the form. Raises RuleBroken: its record is being signed."""
    close(matter, result, by=by, at=at)


def age_days(matter: Matter, now: datetime) -> int:
    """Return for how many whole days a matter has been open, or was open until it was closed."""
    return ((matter.closed_at or now) - matter.opened_at).days
