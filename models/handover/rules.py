"""Opening a handover and filling in its draft. Signing is in ``signing``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from math import ceil

from models.accounts import User
from models.accounts.scope import reaches
from models.core import audit, settings
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.numbering import next_number
from models.handover import opening, prefill, queries, sheet
from models.handover.tables import Handover, HandoverDraft
from models.handover.texts import Limits, Places
from models.roster import Shift
from models.roster.queries import duties_of, shift_after


def open_draft(shift: Shift, by: User | None, at: datetime, *, backfill_reason: str = "") -> Handover:
    """Begin the handover of ``shift``, filled with what the house knows. Raises RuleBroken: there is one already."""
    if db.session.scalar(queries.of_shift(shift.id)):
        raise RuleBroken("这个班次已经有交接班记录。", field="shift")
    following = db.session.scalar(shift_after(shift))
    handover = Handover(
        number=next_number("JB", f"{shift.business_date:%Y%m%d}", digits=1),
        unit_id=shift.unit_id,
        shift_id=shift.id,
        next_shift_id=following.id if following else None,
        starts_at=shift.starts_at,
        due_at=shift.ends_at,
        is_backfill=bool(backfill_reason),
        backfill_reason=backfill_reason,
    )
    db.session.add(handover)
    audit.record("handover.backfill" if backfill_reason else "handover.record", handover, by, backfill_reason)
    draft = HandoverDraft(handover_id=handover.id, body=prefill.body_for(shift), saved_at=at)
    db.session.add(draft)
    db.session.flush()
    if db.session.scalar(queries.others_of(handover).limit(1)) is None:
        opening.add_matters(handover, by, at)
    return handover


def begin(shift: Shift | None, *, by: User, at: datetime) -> Handover:
    """Open the handover of the running shift by hand. Raises RuleBroken: no shift now, or somebody else's."""
    if shift is None:
        raise RuleBroken("现在没有已发布的班次，请先发布班表。")
    require_recorder(shift, by)
    return open_draft(shift, by, at)


def backfill(shift: Shift, reason: str, *, by: User, at: datetime) -> Handover:
    """Open the handover of a shift that was written on paper during an outage. Raises RuleBroken: it is not over."""
    if shift.ends_at > at:
        raise RuleBroken("这个班次还没有结束，请直接填写交接班记录。", field="shift")
    require_recorder(shift, by)
    return open_draft(shift, by, at, backfill_reason=reason)


def save_draft(handover: Handover, texts: Mapping[str, str], *, by: User, at: datetime) -> bool:
    """Keep what was typed, word for word. True if something changed. Raises RuleBroken: signed, or not one's own."""
    if not handover.is_editable:
        raise RuleBroken("这份交接班已经签认，内容不能再改。")
    require_recorder(handover.shift, by)
    draft = handover.draft
    body = sheet.merged(draft.body, texts)
    if body == draft.body:
        return False
    draft.body, draft.saved_at, draft.saved_by_id = body, at, by.id
    db.session.flush()
    return True


def require_recorder(shift: Shift, person: User) -> None:
    """Raise RuleBroken unless ``person`` leads the shift, or reaches its crew or station for keeping the record."""
    if not may_record(shift, person):
        raise RuleBroken("只有本班班长、票管员和值班站长可以填写这份记录。")


def may_record(shift: Shift, person: User) -> bool:
    if reaches(person, "handover.record", shift.crew):
        return True
    return person.id in {leader.id for leader in db.session.scalars(queries.leaders_of(shift.id))}


def places_of(handover: Handover) -> Places:
    """Return the lanes and people the form of ``handover`` may point to."""
    shift = handover.shift
    lanes = {lane.id: lane for lane in db.session.scalars(queries.station_lanes(handover.unit_id))}
    people = {duty.user_id: duty.user for duty in db.session.scalars(duties_of(shift))}
    people |= {row.user_id: row.user for row in handover.members}
    return Places(shift.starts_at, shift.ends_at, lanes, people, limits_of(shift))


def limits_of(shift: Shift) -> Limits:
    """Return what the settings ask of ``shift``; the card stock follows the entrance flow of the seven days before."""

    def value(name: str) -> int:
        return settings.value_of(f"handover.{name}", unit_id=shift.unit_id, on=shift.business_date)

    issued = db.session.execute(queries.cards_issued_daily(shift.unit_id, shift.business_date)).all()
    daily = sum(cards for _day, cards in issued) / len(issued) if issued else 0
    minutes = (value(f"{name}_minutes") for name in ("absence", "line_up", "log_in", "leaving"))
    return Limits(*minutes, card_stock=ceil(daily * value("card_stock_percent") / 100))


def reading_of(handover: Handover) -> sheet.Reading:
    """Return the form as it stands: the draft while it is filled in, the signed rows afterwards."""
    body = handover.draft.body if handover.is_editable else sheet.body_of(handover)
    return sheet.read(body, places_of(handover))


__all__ = ["backfill", "may_record", "open_draft", "places_of", "reading_of", "require_recorder", "save_draft"]
