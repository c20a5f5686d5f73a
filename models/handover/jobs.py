"""Reminders: a handover that both leaders should have signed, a shift that has none."""

from __future__ import annotations

from datetime import datetime, timedelta

from models.accounts import Unit
from models.core import clock, settings
from models.core.db import db
from models.core.jobs import job
from models.handover import queries
from models.inbox.rules import notify
from models.roster import DutyPost

RECENT = timedelta(hours=24)  # older shifts without a handover are a matter of backfilling, not of an alarm


@job("handover.unsigned", "提醒未签认的交接班", every=timedelta(minutes=5))
def remind(due_at: datetime) -> None:
    """Tell the duty leaders of every handover that is late. Source: domain §2.7, 30 minutes after the change."""
    now = max(due_at, clock.now())
    for station in db.session.scalars(queries.every_station()).all():
        remind_station(station, now)


def remind_station(station: Unit, now: datetime) -> None:
    minutes = settings.value_of("handover.unsigned_minutes", unit_id=station.id)
    for late in db.session.scalars(queries.overdue(station.id, now, minutes)).unique().all():
        title = f"{late.number} {late.shift.kind.name}交接班超过 {minutes} 分钟未双签（{late.state.label}）"
        _tell(station, [late.shift_id, late.next_shift_id], title, f"/handover/{late.id}", f"unsigned-{late.id}", now)
    latest = now - timedelta(minutes=minutes)
    for shift in db.session.scalars(queries.shifts_without_handover(now - RECENT, latest, station.id)).all():
        title = f"{shift.business_date:%Y-%m-%d} {shift.kind.name}没有交接班记录"
        _tell(station, [shift.id], title, "/handover/backfill", f"missing-{shift.id}", now)


def _tell(station: Unit, shift_ids: list[int | None], title: str, href: str, key: str, now: datetime) -> None:
    """Reach the duty leaders on the roster, or all of the station when the roster names none. Once per person."""
    on_duty = [p for one in shift_ids if one for p in db.session.scalars(queries.leaders_of(one, DutyPost.DUTY_LEADER))]
    people = on_duty or list(db.session.scalars(queries.people_with("handover.seal", station)))
    notify([person.id for person in people], "handover", title, href, key=f"handover-{key}", at=now)
