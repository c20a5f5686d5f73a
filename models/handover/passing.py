"""Must-read notices in the handover of every crew until that crew has been told. Source: domain §2.14, §6.4."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Select, select

from models import notices
from models.core import clock
from models.core.db import db
from models.handover.counts import NoticeLine
from models.handover.feeds import ToPass, feed
from models.handover.kinds import HandoverState
from models.handover.tables import Handover
from models.notices import Notice
from models.notices.dossier import Passed, passed_in
from models.roster import Shift

SIGNED = (HandoverState.HANDED_OVER, HandoverState.CHECKING, HandoverState.TAKEN_OVER, HandoverState.SEALED)
PREFIX = "notice-"


@feed
def must_reads(shift: Shift) -> Iterator[ToPass]:
    """Yield the must-reads in force for the crew of a shift that no signed handover of theirs has passed on."""
    passed = set(db.session.scalars(_keys_passed(shift.crew_id)))
    for notice in db.session.scalars(notices.queries.must_reads_for(shift.crew_id, clock.local(shift.ends_at).date())):
        if key_of(notice) not in passed:
            title = f"{notice.number} {notice.title}"
            yield ToPass(key_of(notice), title, f"/notices/{notice.id}")


@passed_in
def where_passed(notice: Notice) -> list[Passed]:
    """Return which crews have been told of ``notice``, by the first handover that says so."""
    rows = select(Shift.crew_id, Handover.due_at, Handover.number, Handover.id)
    rows = _lines(rows.select_from(NoticeLine)).where(NoticeLine.key == key_of(notice)).order_by(Handover.due_at.desc())
    found: dict[int, Passed] = {}
    for crew_id, at, number, handover_id in db.session.execute(rows):
        found[crew_id] = Passed(crew_id, at, number, f"/handover/{handover_id}")
    return list(found.values())


def unread_in(handover: Handover) -> dict[str, str]:
    """Return who of the crew has not signed for each notice of a handover, as ``{key: names}``."""
    body = handover.draft.body.get("notices", ()) if handover.is_editable else handover.notices
    keys = [line["key"] if isinstance(line, dict) else line.key for line in body]
    ids = [int(key.removeprefix(PREFIX)) for key in keys if key.removeprefix(PREFIX).isdecimal()]
    names: dict[str, list[str]] = {}
    if ids:
        for notice_id, name in db.session.execute(notices.queries.unsigned_in(handover.shift.crew_id, ids)):
            names.setdefault(f"{PREFIX}{notice_id}", []).append(name)
    return {key: "、".join(people) for key, people in names.items()}


def still_needed(lines: list[dict], shift: Shift) -> list[dict]:
    """Return the notices of a draft as they stand now: what is over and unsaid goes, what is new comes."""
    fresh = {one.key: one for one in must_reads(shift)}
    kept = [line for line in lines if line.get("is_passed") or not _is_ours(line) or line["key"] in fresh]
    known = {line["key"] for line in kept}
    new = [{"key": one.key, "title": one.title, "href": one.href} for one in fresh.values() if one.key not in known]
    return [*kept, *new]


def key_of(notice: Notice) -> str:
    return f"{PREFIX}{notice.id}"


def _is_ours(line: dict) -> bool:
    return str(line.get("key", "")).startswith(PREFIX)


def _keys_passed(crew_id: int) -> Select[tuple[str]]:
    return _lines(select(NoticeLine.key)).where(Shift.crew_id == crew_id, NoticeLine.key.startswith(PREFIX))


def _lines(rows: Select) -> Select:
    """Join the lines that a signature stands behind."""
    rows = rows.join(Handover, Handover.id == NoticeLine.handover_id).join(Shift, Shift.id == Handover.shift_id)
    return rows.where(NoticeLine.is_passed.is_(True), Handover.state.in_(SIGNED))


__all__ = ["key_of", "must_reads", "still_needed", "unread_in", "where_passed"]
