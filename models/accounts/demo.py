"""The people of the demonstration station: one 收费所, two stations, eight crews. Invented, and always the same."""

from __future__ import annotations

from datetime import date
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from models.accounts import passwords
from models.accounts.house import name_house
from models.accounts.tables import Body, BodyPost, Reach, Role, RoleGrant, Unit, UnitKind, User
from models.core import audit, clock
from models.core.db import db
from models.core.seeds import demo_data
from models.core.settings import SettingValue

PASSWORD, PIN = "Qinglan-2026", "135790"  # printed in README; refused in production
SINCE = date(2024, 3, 1)
NEWCOMERS = {"00022", "00032"}  # have never signed in: they meet the forced change of the password
GROUP = "lead_group"
STATIONS = (("qinglan", "青岚收费站", 21), ("meiling", "梅岭收费站", 22))
CREWS = ("一班", "二班", "三班", "四班")
DEPARTMENTS = (
    ("collection", "征费室"),
    ("finance", "财务室"),
    ("tickets", "票管室"),
    ("monitoring", "监控室"),
    ("general", "办公室"),
    ("inspection", "督查组"),
)
# staff number, name, home unit, post, role, unit of the grant
OFFICE = (
    ("00001", "陈立新", "office", "所长", "leader", "office"),
    ("00002", "傅文强", "office", "副所长", "deputy", "office"),
    ("00011", "席敏之", "general", "系统管理员", "admin", "company"),
    ("00012", "安少华", "general", "安全管理员", "security", "company"),
    ("00013", "沈计然", "general", "审计管理员", "auditor", "company"),
    ("00020", "吴静怡", "collection", "征费室主任", "office_head", "office"),
    ("00021", "明月华", "collection", "征费室专员", "office", "office"),
    ("00022", "林洁如", "collection", "征费室专员", "office", "office"),
    ("00031", "周敏", "inspection", "督查员", "inspector", "office"),
    ("00032", "谭松涛", "inspection", "督查员", "inspector", "office"),
    ("00041", "蔡玉玲", "finance", "出纳", "finance", "office"),
    ("00901", "何青山", "company", "公司业务主管", "hq", "company"),
    ("00951", "方未然", "office", "监督员", "mystery", "office"),
)
# post, role, how many in each station, last digits of the first staff number
IN_STATION = (
    ("值班站长", "duty_leader", 3, 1),
    ("票管员", "ticket", 2, 11),
    ("监控员", "monitor", 1, 21),
    ("内勤", "clerk", 1, 31),
)
# post, role, how many in each crew
IN_CREW = (("班长", "shift_leader", 1), ("收费员", "collector", 5), ("外勤", "field", 1))
SURNAMES = (
    "刘王赵孙何李黄韩马郑钱许邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚钟姜崔谭"
    "陆范汪廖石金韦贾夏付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万覃武戴莫孔"
)
GIVEN = (
    "建平 晓梅 倩 雪 磊 洋 国强 涛 丽 芳 志远 海燕 俊杰 秀英 文博 "
    "雨桐 子轩 思远 佳怡 明辉 春梅 卫东 立军 玉兰 浩然 静 婷婷 永红 少华 桂香 "
    "鹏飞 小龙 艳红 德胜 红梅 家豪 雅琴 振华 淑芬 天佑 慧敏 长江 喆 珺 玥"
).split()


@demo_data(order=10)
def fill() -> None:
    """Put units, people, grants and the 领导小组 into an empty house."""
    if db.session.scalar(select(Unit.id).limit(1)):
        return
    units = _units()
    _people(units)
    _group(units)
    db.session.commit()


@demo_data(order=11)
def name_the_house() -> None:
    """Head the pages with the name of the 收费所, those of a station's people with the station's."""
    if db.session.scalar(select(SettingValue.id).where(SettingValue.key == "house.name").limit(1)):
        return
    codes = ("office", *(code for code, _name, _prefix in STATIONS))
    for unit in db.session.scalars(select(Unit).where(Unit.code.in_(codes)).order_by(Unit.id)):
        name_house(unit.name, SINCE, unit if unit.kind is UnitKind.STATION else None)
    db.session.commit()


def _units() -> dict[str, Unit]:
    rows = [
        ("company", None, UnitKind.COMPANY, "昌泰高速公路公司"),
        ("office", "company", UnitKind.OFFICE, "昌南收费所"),
    ]
    rows += [(code, "office", UnitKind.DEPARTMENT, name) for code, name in DEPARTMENTS]
    for code, name, _prefix in STATIONS:
        rows.append((code, "office", UnitKind.STATION, name))
        rows += [(f"{code}-{n}", code, UnitKind.CREW, crew) for n, crew in enumerate(CREWS, 1)]
    units: dict[str, Unit] = {}
    for sort, (code, parent, kind, name) in enumerate(rows):
        above = units.get(parent or "")
        unit = units[code] = Unit(code=code, name=name, kind=kind, parent_id=above and above.id, sort=sort)
        db.session.add(unit)
        db.session.flush()
        unit.path = f"{above.path if above else '/'}{unit.id}/"
        audit.record("unit.create", unit, None)
    return units


def _people(units: dict[str, Unit]) -> None:
    roles = {role.code: role for role in db.session.scalars(select(Role))}
    kept = (passwords.rehashed(PASSWORD), passwords.rehashed(PIN))
    for staff_no, name, home, post, role_code, at in [*OFFICE, *_station_people()]:
        person = User(
            staff_no=staff_no,
            staff_key=staff_no,
            name=name,
            unit_id=units[home].id,
            post_title=post,
            phone=f"139{int(staff_no):08d}",
            password_hash=kept[0],
            pin_hash=kept[1],
            password_set_at=clock.now(),
            joined_on=SINCE,
            must_change_password=staff_no in NEWCOMERS,
            must_change_pin=False,
        )
        db.session.add(person)
        audit.record("user.create", person, None)
        _grant(person, roles[role_code], units[at])


def _grant(person: User, role: Role, unit: Unit) -> None:
    reach = role.default_reach if unit.kind is not UnitKind.COMPANY else Reach.ALL
    grant = RoleGrant(user_id=person.id, role_id=role.id, unit_id=unit.id, reach=reach, from_on=SINCE)
    db.session.add(grant)
    audit.record("role.grant", grant, None)


def _station_people() -> list[tuple]:
    """Return the rows of both stations; names come from a fixed seed, none twice."""
    names, rows = _names(), []
    for code, _name, prefix in STATIONS:
        for post, role, many, first in IN_STATION:
            rows += [(f"{prefix}0{first + n:02d}", next(names), code, post, role, code) for n in range(many)]
        for crew in range(1, len(CREWS) + 1):
            at, number = f"{code}-{crew}", 0
            for post, role, many in IN_CREW:
                for _ in range(many):
                    number += 1
                    rows.append((f"{prefix}{crew}{number:02d}", next(names), at, post, role, at))
    return rows


def _names():
    pairs = [surname + given for surname in SURNAMES for given in GIVEN]
    Random(20260101).shuffle(pairs)
    taken = {row[1] for row in OFFICE}
    return (pair for pair in pairs if pair not in taken)


def _group(units: dict[str, Unit]) -> None:
    """Seat 规范化服务考核工作领导小组 and its office in the 征费室. Source: domain §1.1 (S0)."""
    people = {person.staff_no: person for person in db.session.scalars(select(User))}
    group = _body(GROUP, "规范化服务考核工作领导小组", units, None)
    bureau = _body(f"{GROUP}_office", "规范化服务考核工作领导小组办公室", units, group)
    posts = [(group, "00001", "组长"), (group, "00002", "副组长"), (group, "00020", "成员"), (group, "00041", "成员")]
    posts += [(bureau, "00020", "主任"), (bureau, "00021", "成员")]
    for body, staff_no, post in posts:
        row = BodyPost(body_id=body.id, user_id=people[staff_no].id, post=post, from_on=SINCE)
        db.session.add(row)
        audit.record("body.appoint", row, None)


def _body(code: str, name: str, units: dict[str, Unit], parent: Body | None) -> Body:
    body = Body(code=code, name=name, unit_id=units["office"].id, seated_unit_id=units["collection"].id)
    body.parent_id = parent.id if parent else None
    db.session.add(body)
    audit.record("body.create", body, None)
    return body


def sign_ins() -> list[tuple[str, str, str, str]]:
    """Return ``(role, unit, staff number, name)`` of the first person of each role and station."""
    station = aliased(Unit)
    rows = (
        select(Role.name, Unit.name, User.staff_no, User.name, func.coalesce(station.id, 0))
        .join(RoleGrant, RoleGrant.role_id == Role.id)
        .join(User, User.id == RoleGrant.user_id)
        .join(Unit, Unit.id == User.unit_id)
        .outerjoin(station, (station.kind == UnitKind.STATION) & Unit.path.startswith(station.path))
        .order_by(Role.sort, User.staff_no)
    )
    first: dict[tuple[str, int], tuple[str, str, str, str]] = {}
    for role, unit, staff_no, name, station_id in db.session.execute(rows):
        first.setdefault((role, station_id), (role, unit, staff_no, name))
    return list(first.values())
