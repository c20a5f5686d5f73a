"""What waits for people in the service room."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import func, select

from models.accounts import Unit, User
from models.accounts.scope import stations_for
from models.inbox import Ask, Each, Todo, tells, todo
from models.roster.queries import duty_near
from models.service import asking, queries, windows
from models.service.kinds import AppointmentState
from models.service.tables import Appointment

HOME = "/service/"


@todo
def service_of(user: User, _on: date) -> Iterator[Ask | Each]:
    """Visits I am sent to, appointments without staff, items to restore, people to call."""
    if user.may("appointment.visit"):
        yield Each(queries.sent(user), _visit)
    if user.may("appointment.dispatch"):
        yield from _undispatched(user)
    if user.may("service.check") and user.may("appointment.dispatch"):
        gaps = queries.open_gaps(_ids(user, "service.check"))
        yield Ask.count(gaps, "优先窗口物品待恢复", "/service/gaps?state=open", icon="tool")
    if user.may("follow_up.run"):
        yield from _calls(user)


def _visit(row: Appointment) -> Todo:
    said = "上门服务待出发" if row.state is AppointmentState.DISPATCHED else "上门服务待登记完成"
    return Todo(f"{row.number} {said}", f"/service/appointments/{row.id}", row.slot, due_at=row.starts_at, icon="car")


def _undispatched(user: User) -> Iterator[Ask]:
    rows = queries.without_staff(_ids(user, "appointment.dispatch")).subquery()
    yield Ask(select(func.count(), func.min(rows.c.starts_at)), _to_dispatch)


def _to_dispatch(count: int, first: datetime | None) -> Todo:
    return Todo("上门预约待派单", "/service/appointments?state=booked", count=count, due_at=first, icon="users")


@tells
def check_of_window(user: User, at: datetime) -> Iterator[Todo]:
    """The check is asked of those who are on duty now, and of the 值班站长; the rest would only hear noise."""
    if user.station_id is None or not user.may("service.check") or not _is_here(user, at):
        return
    turn = windows.turn_at(user.station_id, at)
    if windows.check_of(user.station_id, turn) is None:
        yield Todo(f"优先窗口待检查（{turn.period}）", "/service/checks/new", due_at=turn.due_at, icon="list-check")


def _is_here(user: User, at: datetime) -> bool:
    duty = duty_near(user.id, at, before=at, after=at)
    return duty is not None and duty.starts_at <= at < duty.ends_at


def _calls(user: User) -> Iterator[Ask]:
    yield Ask.count(asking.to_call(user), "回访待拨打", "/service/calls?mine=y", icon="phone-call")


def _ids(user: User, permission: str):
    return stations_for(user, permission).with_only_columns(Unit.id).order_by(None)
