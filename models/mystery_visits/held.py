"""Acts that the trail may not show yet: kept apart and chained per visit, brought into the trail at publication.

The auditor reads the whole trail, and a gap in its numbers would speak as loudly as an entry. So a visit that is not
published has no entry at all; what was done is put by here, sealed with the trail's key, and told afterwards.
Source: docs/adr/0016.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select

from models.core import audit, clock
from models.core.db import db
from models.mystery_visits.sealing import canonical
from models.mystery_visits.tables import HeldAct, MysteryVisit


@audit.holds_back(MysteryVisit.__tablename__)
def put_by(visit: MysteryVisit, entry: dict[str, Any]) -> bool:
    """Keep an act of a visit that is not published; the act that publishes it goes straight to the trail."""
    if visit.is_published:
        return False
    kept = entry | {"at": entry["at"].isoformat(timespec="microseconds")}
    kept["subject_name"] = "暗访"
    last = db.session.scalar(
        select(HeldAct.hash).where(HeldAct.visit_id == visit.id).order_by(HeldAct.id.desc()).limit(1)
    )
    db.session.add(HeldAct(visit_id=visit.id, entry=kept, hash=seal(kept, last or "")))
    db.session.flush()
    return True


def seal(entry: dict[str, Any], previous: str) -> str:
    return audit.seal_text(f"held:{previous}:{canonical(entry)}")


def disclose(visit: MysteryVisit, at: datetime) -> None:
    """Bring what was put by into the trail, in its order, each with the moment at which it was done."""
    waiting = select(HeldAct).where(HeldAct.visit_id == visit.id, HeldAct.disclosed_at.is_(None))
    for act in db.session.scalars(waiting.order_by(HeldAct.id)):
        done_at = clock.local(datetime.fromisoformat(act.entry["at"]))
        audit.disclose(act.entry, f"封存期间的操作，办理于 {done_at:%Y-%m-%d %H:%M:%S}")
        act.disclosed_at = at


def broken() -> Iterator[str]:
    """Yield a sentence for every act that was changed, or does not follow the one before."""
    last: dict[int, str] = {}
    for act in db.session.scalars(select(HeldAct).order_by(HeldAct.id)):
        if seal(act.entry, last.get(act.visit_id, "")) != act.hash:
            yield f"封存记录 {act.id} 与前一条不衔接，或内容被改动"
        last[act.visit_id] = act.hash
