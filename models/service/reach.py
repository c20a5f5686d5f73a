"""At which stations a person does a thing of the service room."""

from __future__ import annotations

from sqlalchemy import select

from models.accounts import Unit, User
from models.accounts.scope import stations_for
from models.core.db import db
from models.core.errors import RuleBroken


def require_station(user: User | None, permission: str, station_id: int, field: str | None = None) -> None:
    """Raise RuleBroken unless ``user`` may do ``permission`` at the station. None is the system itself."""
    if user is None:
        return
    found = stations_for(user, permission).where(Unit.id == station_id).with_only_columns(Unit.id)
    if db.session.scalar(found.order_by(None)) is None:
        raise RuleBroken("这不是您负责的收费站，请由该站人员办理。", field=field)


def one_at_a_time(station_id: int) -> None:
    """Hold a station until the commit, before it is asked what is free there; rows may still refer to it meanwhile."""
    db.session.execute(select(Unit.id).where(Unit.id == station_id).with_for_update(key_share=True)).all()
