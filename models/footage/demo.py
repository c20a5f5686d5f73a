"""Camera groups of both demonstration stations, and recordings at every stage. Invented, and always the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from models.accounts import Unit, UnitKind, User
from models.core import clock
from models.core.db import db
from models.core.seeds import demo_data
from models.footage import groups, rules
from models.footage.kinds import Coverage
from models.footage.tables import CameraGroup, Preservation
from models.roster import Lane

HASH = "9f2c1b7e4d6a8035e1c4b2f7a9d0863e5b7c1f4a2d8e6093b5a7c9e1f3d2048b"
GROUPS = (
    ("车道摄像机", Coverage.LANE, 15 * 24),
    ("亭内摄像机", Coverage.BOOTH, 30 * 24),
    ("广场全景", Coverage.PLAZA, 7 * 24),
)


@dataclass(frozen=True, slots=True)
class Case:
    """Hours since it happened and since it was asked for, which lane ("" plaza), minutes around, and its end."""

    happened: float
    asked: float
    lane: int | None
    minutes: int
    title: str
    end: str = ""


CASES = (
    Case(164.5, 40, None, 10, "广场两车刮擦，司机要求查看经过"),
    Case(352, 60, 1, 10, "司机称多收通行费，请求核对"),
    Case(150, 26, None, 15, "外部人员进入广场"),
    Case(30, 20, 2, 10, "司机投诉收费员态度"),
    Case(5, 3, 0, 5, "栏杆砸车，客户要求赔偿"),
    Case(4.8, 2, 0, 10, "栏杆砸车，机电核查"),
    Case(120, 100, 1, 10, "ETC 扣费争议", "save"),
    Case(200, 180, 2, 20, "绿通查验争议", "save"),
    Case(400, 390, None, 30, "广场拥堵，交警调取", "lose"),
    Case(90, 80, 2, 10, "重复申请", "cancel"),
)


@demo_data(order=35)
def fill() -> None:
    """Do nothing in a house that has cameras."""
    if db.session.scalar(select(CameraGroup.id).limit(1)):
        return
    stations = db.session.scalars(select(Unit).where(Unit.kind == UnitKind.STATION).order_by(Unit.id)).all()
    keeper = db.session.scalars(select(User).where(User.staff_no == "00020")).one()
    for station in stations:
        lanes = list(db.session.scalars(select(Lane).where(Lane.unit_id == station.id).order_by(Lane.sort, Lane.code)))
        for name, coverage, hours in GROUPS if lanes else ():
            groups.add(station, name=name, coverage=coverage, lanes=lanes, hours=hours, by=keeper)
    _cases(stations[0])
    db.session.commit()


def _cases(station: Unit) -> None:
    monitor = db.session.scalars(select(User).where(User.unit_id == station.id, User.post_title == "监控员")).first()
    leader = db.session.scalars(select(User).where(User.unit_id == station.id, User.post_title == "值班站长")).first()
    lanes = list(db.session.scalars(select(Lane).where(Lane.unit_id == station.id).order_by(Lane.sort, Lane.code)))
    if monitor is None or leader is None or not lanes:
        return
    for position, case in enumerate(CASES):
        row = _ask(station, lanes, case, leader)
        _finish(row, case, position, monitor, leader)


def _ask(station: Unit, lanes: list[Lane], case: Case, by: User) -> Preservation:
    now = clock.now().replace(second=0, microsecond=0)
    lane = None if case.lane is None else lanes[case.lane % len(lanes)]
    return rules.request(
        None,
        station=station,
        lane=lane,
        around=now - timedelta(hours=case.happened),
        before_minutes=case.minutes,
        after_minutes=case.minutes,
        title=case.title,
        by=by,
        at=now - timedelta(hours=case.asked),
    )


def _finish(row: Preservation, case: Case, position: int, monitor: User, leader: User) -> None:
    at = clock.now() - timedelta(hours=case.asked - 2)
    if case.end == "save":
        clip = f"监控室 2 号硬盘/{clock.local(row.from_at):%Y%m%d}/{row.number}.mp4"
        rules.save(row, clip=clip, sha256=f"{position:02x}{HASH[2:]}", by=monitor, at=at)
    elif case.end == "lose":
        rules.lose(row, reason="硬盘故障，当日录像无法读出，已报修", by=monitor, at=at)
    elif case.end == "cancel":
        rules.cancel(row, reason="与前一件重复", by=leader, at=at)
