"""Rules of the periodic 回访, apart from complaints. Source: domain §2.12 (S3 §5.2), seeds 2-60 and 3-31."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time
from random import Random

from sqlalchemy import select

from models.accounts import Unit, User
from models.core import audit, clock
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.core.flow import first
from models.core.numbering import next_number
from models.service import asking
from models.service.kinds import AppointmentState, CallResult, Outcome
from models.service.reach import one_at_a_time, require_station
from models.service.tables import Appointment, FollowUpCall, FollowUpRound, ServiceRecord

MOST = 200  # people in one round
SETTLED = "这位已有回访结果，不能再改；确有出入的请另行说明。"


def draw(*, unit: Unit, since: date, until: date, sample_size: int, by: User, at: datetime) -> FollowUpRound:
    """Draw those to be called, at random, from the people served between two days who left a phone.

    The seed is kept: ``sample(pool, size, seed)`` gives the same people again. Raises RuleBroken: reversed days,
    nobody to call, not one's station.
    """
    require_station(by, "follow_up.run", unit.id, field="unit")
    if until < since or until > clock.local(at).date():
        raise RuleBroken("结束日期不能早于开始日期，也不能晚于今天。", field="until")
    if not 1 <= sample_size <= MOST:
        raise RuleBroken(f"一次抽 1 到 {MOST} 人。", field="sample_size")
    one_at_a_time(unit.id)
    found = pool(unit.id, since, until)
    if not found:
        raise RuleBroken("这段时间没有留下电话、还没回访过的服务对象，请换一段时间。", field="since")
    row = FollowUpRound(number=next_number("HF", f"{clock.local(at):%Y}"), unit_id=unit.id, since=since, until=until)
    row.sample_size, row.seed, row.pool_size = sample_size, secrets.randbelow(2**31), len(found)
    row.drawn_by_id, row.drawn_at = by.id, at
    db.session.add(row)
    db.session.flush()
    for kind, source_id in sample(found, sample_size, row.seed):
        call = FollowUpCall(round_id=row.id, unit_id=unit.id, **{kind: source_id})
        db.session.add(call)
        audit.record("follow_up.draw", call, by)
    audit.record("follow_up.draw", row, by, note=f"{len(found)} 人中抽 {min(sample_size, len(found))} 人")
    return row


def pool(station_id: int, since: date, until: date) -> list[tuple[str, int]]:
    """Return ``(column, id)`` of every record and visit that can be asked about, in a fixed order; nobody twice."""
    days = (clock.at(since, time()), clock.at(until, time.max))
    records = select(ServiceRecord.id).where(
        ServiceRecord.unit_id == station_id,
        ServiceRecord.phone != "",
        ServiceRecord.outcome == Outcome.SERVED,
        ServiceRecord.served_at.between(*days),
        ServiceRecord.id.not_in(select(FollowUpCall.record_id).where(FollowUpCall.record_id.is_not(None))),
    )
    visits = select(Appointment.id).where(
        Appointment.unit_id == station_id,
        Appointment.phone != "",
        Appointment.state == AppointmentState.DONE,
        Appointment.finished_at.between(*days),
        Appointment.id.not_in(select(FollowUpCall.appointment_id).where(FollowUpCall.appointment_id.is_not(None))),
    )
    found = [("record_id", one) for one in db.session.scalars(records.order_by(ServiceRecord.id))]
    return found + [("appointment_id", one) for one in db.session.scalars(visits.order_by(Appointment.id))]


def sample(found: list[tuple[str, int]], size: int, seed: int) -> list[tuple[str, int]]:
    """Draw ``size`` of ``found`` without return; the same seed draws the same. Pure."""
    return sorted(Random(seed).sample(found, min(size, len(found))))


def _may_call(row: FollowUpCall, by: User) -> None:
    if asking.callable_among([row], by):
        return
    require_station(by, "follow_up.run", row.unit_id)
    if row.result not in (None, CallResult.NO_ANSWER):
        raise Overtaken(SETTLED)
    if not asking.is_open(row):
        raise RuleBroken(f"已拨打 {row.tries} 次无人接听，不再拨打，按“无人接听”统计。")
    raise RuleBroken("回访要由没有经办这次服务的人进行，请交给同事。")


@first(_may_call)
def call(row: FollowUpCall, *, result: CallResult, said: str, by: User, at: datetime) -> None:
    """Keep how a call ended; whoever did not answer may be called again, three times in all.

    Raises RuleBroken: dissatisfaction or refusal without words, what is not among ``asking.to_call``;
    Overtaken: the person has answered before. Source: seed 2-60 (reasons written truthfully).
    """
    if result in (CallResult.UNSATISFIED, CallResult.REFUSED) and not said:
        raise RuleBroken(f"{result.label}的，请如实写明原话或原因。", field="said")
    row.result, row.said, row.tries = result, said, row.tries + 1
    row.called_by_id, row.called_at = by.id, at
    audit.record("follow_up.call", row, by, note=result.label)


def tally(calls: list[FollowUpCall]) -> dict[CallResult | None, int]:
    """Count the calls by how they ended, None for those never made. Pure."""
    return {result: sum(one.result is result for one in calls) for result in (None, *CallResult)}


@first(_may_call)
def look(row: FollowUpCall, *, by: User) -> None:
    """Put on record that ``by`` looks at whom to call. Raises RuleBroken: as ``call``."""
    about = {"name": row.source.number, "unit_id": row.unit_id}
    audit.act("follow_up.contact", ("follow_up_calls", row.id), by, f"回访 {row.round.number}", **about)
