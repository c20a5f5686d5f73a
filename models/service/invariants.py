"""What must always hold among the services of a station."""

from __future__ import annotations

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from models.core.checks import invariant
from models.core.db import db
from models.service.kinds import AppointmentState, GapState
from models.service.tables import Appointment, FollowUpCall, FollowUpRound, ServiceRecord, WindowGap, WindowItem

A = AppointmentState
SENT = (A.DISPATCHED, A.VISITING, A.DONE)


@invariant("上门服务按状态登记齐全：派了两人，出发、到达、完成依次登记，收款有票据号", order=71)
def told_in_full():
    sent = or_(
        Appointment.collector_id.is_(None), Appointment.recorder_id.is_(None), Appointment.dispatched_at.is_(None)
    )
    moments = or_(
        Appointment.departed_at.is_(None),
        Appointment.arrived_at < Appointment.departed_at,
        and_(Appointment.state == A.DONE, Appointment.arrived_at.is_(None)),
        Appointment.finished_at < Appointment.arrived_at,
    )
    for number in _numbers(Appointment.state.in_(SENT), sent):
        yield f"{number} 已派单，但没有登记派去的两人"
    for number in _numbers(Appointment.state.in_((A.VISITING, A.DONE)), moments):
        yield f"{number} 的出发、到达、完成时间没有依次登记"
    for number in _numbers(Appointment.amount > 0, Appointment.receipt_no.is_(None)):
        yield f"{number} 收了款，但没有票据号"
    for number in _numbers(or_(_is(A.DONE, Appointment.finished_at), _is(A.CANCELLED, Appointment.cancelled_at))):
        yield f"{number} 的状态与完成或取消的时间不符"


@invariant("同一个人在同一时段只派往一处上门", order=71)
def in_two_places():
    other = aliased(Appointment)
    same = or_(*(mine == theirs for mine in _staff(Appointment) for theirs in _staff(other)))
    at_once = and_(Appointment.starts_at < other.ends_at, Appointment.ends_at > other.starts_at)
    rows = select(Appointment.number, other.number).join(other, and_(other.id > Appointment.id, at_once, same))
    for first, second in db.session.execute(rows.where(Appointment.state.in_(SENT), other.state.in_(SENT))):
        yield f"{first} 和 {second} 时段重叠，派了同一个人"


@invariant("每轮回访抽到的人数与登记一致，一次服务只回访一次，回访人没有经办", order=71)
def asked_fairly():
    drawn = select(FollowUpRound, func.count(FollowUpCall.id)).outerjoin(FollowUpCall).group_by(FollowUpRound.id)
    for row, many in db.session.execute(drawn):
        if many != min(row.sample_size, row.pool_size):
            yield f"{row.number} 应抽 {min(row.sample_size, row.pool_size)} 人，名单上有 {many} 人"
    for source in (FollowUpCall.record_id, FollowUpCall.appointment_id):
        twice = select(func.min(FollowUpCall.id)).where(source.is_not(None)).group_by(source)
        for call_id in db.session.scalars(twice.having(func.count() > 1)):
            yield f"回访第 {call_id} 号的服务被抽了不止一次"
    for call_id in db.session.scalars(_asked_by_who_served()):
        yield f"回访第 {call_id} 号由经办人自己回访"


@invariant("优先窗口的同一物品只有一条待恢复", order=71)
def followed_once():
    rows = select(WindowItem.name).join(WindowGap, WindowGap.item_id == WindowItem.id)
    rows = rows.where(WindowGap.state == GapState.OPEN).group_by(WindowGap.unit_id, WindowItem.id, WindowItem.name)
    for name in db.session.scalars(rows.having(func.count() > 1)):
        yield f"{name} 有不止一条待恢复"


def _numbers(*where):
    return db.session.scalars(select(Appointment.number).where(*where).order_by(Appointment.id))


def _is(state: AppointmentState, moment):
    """Rows whose state and moment contradict each other."""
    return or_(
        and_(Appointment.state == state, moment.is_(None)), and_(Appointment.state != state, moment.is_not(None))
    )


def _staff(table) -> tuple:
    return table.collector_id, table.recorder_id


def _asked_by_who_served() -> Select[tuple[int]]:
    by = FollowUpCall.called_by_id
    rows = select(FollowUpCall.id).outerjoin(ServiceRecord, ServiceRecord.id == FollowUpCall.record_id)
    rows = rows.outerjoin(Appointment, Appointment.id == FollowUpCall.appointment_id)
    served = (ServiceRecord.signed_by_id, ServiceRecord.registered_by_id, *_staff(Appointment))
    return rows.where(or_(*(by == one for one in served)))
