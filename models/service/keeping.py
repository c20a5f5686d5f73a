"""Personal data goes when its time is over; what was done and how it was judged stays. Source: security.md 28."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import func, or_, select

from models.accounts import Unit, UnitKind
from models.core import audit, settings
from models.core.db import db
from models.core.jobs import job
from models.service.kinds import AppointmentState
from models.service.tables import Appointment, ServiceRecord

OF_RECORD = ("person_name", "phone", "plate")
OF_VISIT = ("person_name", "phone", "address", "signer")
OVER = (AppointmentState.DONE, AppointmentState.CANCELLED)
PER_RUN = 500  # rows of one station and table in one night


@job("service.purge", "清除便民服务中到期的个人信息", daily_at=time(2, 40))
def purge(due_at: datetime) -> None:
    """Drop names, phones, plates and addresses of every station that have been kept long enough."""
    for station_id in db.session.scalars(select(Unit.id).where(Unit.kind == UnitKind.STATION)).all():
        days = settings.value_of("service.keep_days", unit_id=station_id)
        purge_station(station_id, due_at - timedelta(days=days), due_at)


def purge_station(station_id: int, before: datetime, at: datetime) -> int:
    """Drop what is older than ``before`` at one station; return how many rows lost something."""
    kept = or_(*(getattr(ServiceRecord, name) != "" for name in OF_RECORD))
    here = (ServiceRecord.unit_id == station_id, ServiceRecord.served_at < before, kept)
    old = list(db.session.scalars(select(ServiceRecord).where(*here).limit(PER_RUN)))
    ended = func.coalesce(Appointment.finished_at, Appointment.cancelled_at, Appointment.ends_at)
    kept = or_(*(getattr(Appointment, name) != "" for name in OF_VISIT))
    here = (Appointment.unit_id == station_id, Appointment.state.in_(OVER), ended < before, kept)
    gone = list(db.session.scalars(select(Appointment).where(*here).limit(PER_RUN)))
    for row, names in [*((one, OF_RECORD) for one in old), *((one, OF_VISIT) for one in gone)]:
        for name in names:
            setattr(row, name, "")
        row.purged_at = at
        audit.record("service.purge", row, None)
    return len(old) + len(gone)
