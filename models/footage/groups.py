"""Camera groups: what they see and how long they keep, with a history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import select

from models.accounts import Unit, User
from models.core import audit, clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.footage.kinds import Coverage
from models.footage.tables import CameraGroup, CameraRetention
from models.roster import Lane

MOST_HOURS = 24 * 400
BY_LANE = (Coverage.LANE, Coverage.BOOTH)
ACT = "footage.setup"


def add(station: Unit, *, name: str, coverage: Coverage, lanes: Iterable[Lane], hours: int, by: User) -> CameraGroup:
    """Add a group; what it keeps counts for every recording so far. Raises RuleBroken: as ``edit``, or no hours."""
    group = CameraGroup(unit_id=station.id)
    _fill(group, name, coverage, lanes)
    _require_hours(hours)
    group.retentions = [CameraRetention(hours=hours, valid_from=clock.today())]
    db.session.add(group)
    audit.record(ACT, group, by)
    return group


def edit(group: CameraGroup, *, name: str, coverage: Coverage, lanes: Iterable[Lane], is_open: bool, by: User) -> None:
    """Change what a group sees; recordings already asked for stay with it.

    Raises RuleBroken: the name is taken, or lanes are missing where the cameras look at lanes.
    """
    _fill(group, name, coverage, lanes)
    group.is_open = is_open
    audit.record(ACT, group, by)


def keep_for(group: CameraGroup, *, hours: int, valid_from: date, by: User) -> None:
    """Let the group keep longer or shorter from a day on. Raises RuleBroken: the day has a version, or is too early."""
    _require_hours(hours)
    if valid_from <= group.retentions[-1].valid_from:
        last = group.retentions[-1].valid_from
        raise RuleBroken(f"新的保存时间须晚于上一次的生效日期 {last}。", field="valid_from")
    group.retentions.append(CameraRetention(hours=hours, valid_from=valid_from))
    audit.record(ACT, group, by)


def of_lane(station_id: int, lane: Lane | None) -> CameraGroup:
    """Return the group that sees a lane, without one that of the plaza. Raises RuleBroken: there is none."""
    here = (CameraGroup.unit_id == station_id, CameraGroup.is_open)
    found = db.session.scalars(select(CameraGroup).where(*here).order_by(CameraGroup.id)).all()
    fitting = [one for one in found if (lane.id in one.lane_ids if lane else one.coverage is Coverage.PLAZA)]
    if not fitting:
        place = f"能看到 {lane.code} 的" if lane else "广场的"
        raise RuleBroken(f"本站还没有登记{place}摄像机组，请值班站长先在“摄像机组”里设置。", field="lane")
    return next((one for one in fitting if one.coverage is Coverage.LANE), fitting[0])


def overwritten_at(group: CameraGroup, from_at: datetime, at: datetime) -> datetime:
    """Return when the earliest moment of a recording is gone: the shortest time kept since then, to be safe."""
    first, last = clock.local(from_at).date(), clock.local(at).date()
    since = [one.hours for one in group.retentions if first < one.valid_from <= last]
    return from_at + timedelta(hours=min([group.hours_on(first), *since]))


def _fill(group: CameraGroup, name: str, coverage: Coverage, lanes: Iterable[Lane]) -> None:
    lane_ids = [lane.id for lane in lanes] if coverage in BY_LANE else []
    if coverage in BY_LANE and not lane_ids:
        raise RuleBroken("请选择摄像机能看到的车道。", field="lanes")
    with db.session.no_autoflush:
        same = (CameraGroup.unit_id == group.unit_id, CameraGroup.name == name, CameraGroup.id != (group.id or 0))
        if db.session.scalar(select(CameraGroup.id).where(*same)):
            raise RuleBroken(f"本站已经有“{name}”。", field="name")
    group.name, group.coverage, group.lane_ids = name, coverage, lane_ids


def _require_hours(hours: int) -> None:
    if not 1 <= hours <= MOST_HOURS:
        raise RuleBroken(f"保存时间请填 1 到 {MOST_HOURS} 小时。", field="hours")
