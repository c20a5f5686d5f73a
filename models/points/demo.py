"""The ledger of the demonstration station: open months, good deeds, grievances. Invented, and always the same."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import select

from models.accounts import User
from models.core import clock, months
from models.core.db import db
from models.core.seeds import demo_data
from models.points import accounts, deeds, grievances
from models.points.deed_tables import GoodDeed, Grievance
from models.points.kinds import Signer
from models.points.tables import PointBalance

MONTHS = 3
OFFICE, DUTY, MONITOR = "00021", "21001", "21021"
# days ago, who, who told of it, how it ended, what
DEEDS = (
    (52, "21103", "21101", "verify", "冒雨帮抛锚车辆推到广场，并联系施救。"),
    (33, "21104", "21103", "verify", "拾到钱包一个，内有现金和证件，当班交还失主。"),
    (20, "21203", "21201", "verify", "为走失老人联系家属，陪同等候两小时。"),
    (17, "21103", "21105", "verify", "发现货车轮胎起火，及时用灭火器扑灭。"),
    (12, "21105", "21105", "refuse", "按规定为绿通车辆验货。"),
    (6, "21102", "21104", "verify", "为突发低血糖的司机提供糖水和休息。"),
    (2, "21303", "21302", "", "夜班发现护栏缺口，设置警示后上报。"),
    (1, "21104", "21102", "", "为迷路的外地司机画了绕行路线图。"),
)
# days ago, who, crew leader, how many have signed, what, what was done
GRIEVANCES = (
    (41, "21104", "21101", 3, "司机因车型争议辱骂，把票据扔进亭内。", "耐心解释收费标准，请班长到场，没有还口。"),
    (9, "21203", "21201", 2, "司机醉酒乘客拍打岗亭玻璃。", "关好亭门，报监控并继续疏导后车。"),
    (3, "21102", "21101", 0, "绿通验货不合格，司机堵塞车道二十分钟。", "重复解释政策，请值班站长协调，未发生争吵。"),
)


@demo_data(order=20)
def open_months() -> None:
    """Open the last months for everybody; nothing in a house whose ledger has begun."""
    if db.session.scalar(select(PointBalance.id).limit(1)):
        return
    this = months.first_of(clock.today())
    for back in reversed(range(MONTHS)):
        month = months.before(this, back)
        accounts.open_month(month, clock.at(month, time(0, 10)))
    db.session.commit()


@demo_data(order=62)
def fill() -> None:
    """Tell of deeds and grievances by the rules; nothing in a house that has some or no such people."""
    people = {person.staff_no: person for person in db.session.scalars(select(User)).unique()}
    wanted = {OFFICE, DUTY, MONITOR, *(row[1] for row in (*DEEDS, *GRIEVANCES))}
    if db.session.scalar(select(GoodDeed.id).limit(1)) or not wanted <= people.keys():
        return
    for days, who, told_by, end, words in DEEDS:
        _deed(people, people[who], people[told_by], end, (_at(days), words))
    for days, who, leader, signed, *said in GRIEVANCES:
        _grievance(people[who], (people[leader], people[MONITOR], people[DUTY])[:signed], _at(days), said)
    db.session.commit()


def _at(days: int) -> datetime:
    return clock.at(clock.today() - timedelta(days=days), time(9, 20))


def _deed(people: dict[str, User], person: User, told_by: User, end: str, what: tuple[datetime, str]) -> GoodDeed:
    at, words = what
    day = clock.local(at).date()
    deed = deeds.report(person=person, happened_on=day, place="出口广场", words=words, photo=None, by=told_by, at=at)
    later = min(at + timedelta(hours=20), clock.now())
    if end == "verify":
        deeds.verify(deed, finding="经调取录像核对，情况属实。", by=people[OFFICE], at=later)
    elif end == "refuse":
        deeds.refuse(deed, finding="属于岗位职责，不作为好人好事。", by=people[OFFICE], at=later)
    return deed


def _grievance(person: User, signers: tuple[User, ...], at: datetime, said: list[str]) -> Grievance:
    words, conduct = said
    row = grievances.record(
        happened_at=at, place="X04 车道", words=words, conduct=conduct, photo=None, by=person, at=at
    )
    for hours, (post, by) in enumerate(zip(Signer, signers, strict=False), 2):
        grievances.sign(row, signer=post, words="", by=by, at=min(at + timedelta(hours=hours), clock.now()))
    return row
