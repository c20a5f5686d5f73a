"""The pack of a meeting: the figures of its period as plain data, live until it is held, then one frozen copy."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from models.accounts import Unit, User, structure
from models.accounts.scope import reaches
from models.core import clock
from models.core.db import db
from models.meetings import queries
from models.meetings.period import Period
from models.meetings.readings import Scope
from models.meetings.sections import SECTIONS, told
from models.meetings.tables import Decision, Meeting

FORM = 1  # of the data, for whoever reads an old copy


def shown(meeting: Meeting, at: datetime) -> dict[str, Any]:
    """Return the frozen pack of a meeting that was held, else the figures as they are at ``at``."""
    return meeting.pack if meeting.was_held else compose(meeting, at)


def compose(meeting: Meeting, at: datetime) -> dict[str, Any]:
    """Return the pack as plain data: what earlier meetings left open, and the sections that its chair may read.

    ``meeting.unit`` and ``meeting.chair`` must be loaded.
    """
    period = Period(meeting.since, meeting.until)
    scope, chair = Scope(meeting.chair, meeting.unit, period), meeting.chair
    before = period.before()
    return {
        "form": FORM,
        "unit": meeting.unit.name,
        "since": period.since.isoformat(),
        "until": period.until.isoformat(),
        "before_since": before.since.isoformat(),
        "before_until": before.until.isoformat(),
        "counted_at": at.isoformat(timespec="seconds"),
        "counted_for": chair.name,
        "last": _last(meeting),
        "earlier": [_open(one, at) for one in db.session.scalars(queries.left_open(meeting))],
        "sections": [told(one, scope) for one in SECTIONS if chair.may(one.permission)],
    }


def freeze(meeting: Meeting, at: datetime) -> None:
    """Keep the pack as it is now with its SHA-256; nothing that happens later changes it."""
    meeting.pack = json.loads(written(compose(meeting, at)))
    meeting.pack_hash = hash_of(meeting.pack)


def written(pack: dict[str, Any]) -> str:
    """Return the pack as the one text that its hash is taken of."""
    return json.dumps(pack, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(pack: dict[str, Any]) -> str:
    return hashlib.sha256(written(pack).encode()).hexdigest()


def section_of(pack: dict[str, Any], code: str) -> dict[str, Any] | None:
    return next((one for one in pack["sections"] if one["code"] == code), None)


def may_open(section: dict[str, Any], reader: User, unit: Unit) -> bool:
    """Whether ``reader`` may open the lists behind the figures of a section, and finds there all of ``unit``."""
    reach = next((one.reach for one in SECTIONS if one.code == section["code"]), ())
    return reader.may(section["permission"]) and all(reaches(reader, one, unit) for one in reach)


def _last(meeting: Meeting) -> dict[str, Any] | None:
    """Return how many decisions the meeting before made, and how many of them are carried out."""
    last = db.session.scalar(queries.last_before(meeting))
    if last is None:
        return None
    every, still = queries.counts_of([last.id]).get(last.id, (0, 0))
    return {"id": last.id, "title": last.title, "decisions": every, "done": every - still}


def _open(decision: Decision, at: datetime) -> dict[str, Any]:
    late = decision.is_late_on(clock.local(at).date())
    return {
        "id": decision.id,
        "number": decision.number,
        "text": decision.text,
        "department": structure.full_name(decision.department),
        "owner": decision.owner.name,
        "due_on": decision.due_on.isoformat(),
        "state": "已超期" if late else decision.state.label,
        "late": late,
        "report": decision.report,
    }
