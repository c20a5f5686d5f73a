"""The cast: people with fixed posts in two stations of one 收费所. Tests read ``cast["han"]``.

青岚站 (qinglan), crew 一班: liu leads, wang and zhao collect; crew 二班: han leads, sun and zhou collect; duo is its
值班站长, li its 票管员, huang 外勤. 梅岭站 (meiling), crew 一班: mo leads, mei collects; du is its 值班站长.
昌南收费所: ming 征费室专员, wu 征费室主任, min and tan 督查员, cai 财务室, chen 所长, fu 副所长. hq watches from the
company. xi, an and shen are the system, security and audit administrators.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from models.accounts import Body, BodyPost, Reach, Role, RoleGrant, Unit, UnitKind, User
from models.core import audit, clock
from models.core.db import db

# key: (parent, kind, name)
UNITS = {
    "company": (None, UnitKind.COMPANY, "昌泰公司"),
    "office": ("company", UnitKind.OFFICE, "昌南收费所"),
    "collection": ("office", UnitKind.DEPARTMENT, "征费室"),
    "finance": ("office", UnitKind.DEPARTMENT, "财务室"),
    "inspection": ("office", UnitKind.DEPARTMENT, "督查组"),
    "qinglan": ("office", UnitKind.STATION, "青岚收费站"),
    "crew1": ("qinglan", UnitKind.CREW, "一班"),
    "crew2": ("qinglan", UnitKind.CREW, "二班"),
    "meiling": ("office", UnitKind.STATION, "梅岭收费站"),
    "mcrew1": ("meiling", UnitKind.CREW, "梅岭一班"),
}
# key: (staff_no, name, home unit, post, role, unit of the grant)
PEOPLE = {
    "wang": ("00317", "王倩", "crew1", "收费员", "collector", "crew1"),
    "zhao": ("00351", "赵磊", "crew1", "收费员", "collector", "crew1"),
    "liu": ("00116", "刘建平", "crew1", "班长", "shift_leader", "crew1"),
    "sun": ("00329", "孙晓梅", "crew2", "收费员", "collector", "crew2"),
    "zhou": ("00336", "周洋", "crew2", "收费员", "collector", "crew2"),
    "han": ("00128", "韩雪", "crew2", "班长", "shift_leader", "crew2"),
    "huang": ("00361", "黄涛", "crew1", "外勤", "field", "crew1"),
    "duo": ("00105", "多国庆", "qinglan", "值班站长", "duty_leader", "qinglan"),
    "li": ("00304", "李国强", "qinglan", "票管员", "ticket", "qinglan"),
    "jian": ("00306", "简宁", "qinglan", "监控员", "monitor", "qinglan"),
    "nei": ("00308", "倪文", "qinglan", "内勤", "clerk", "qinglan"),
    "mei": ("00417", "梅芳", "mcrew1", "收费员", "collector", "mcrew1"),
    "mo": ("00416", "莫山", "mcrew1", "班长", "shift_leader", "mcrew1"),
    "du": ("00405", "杜鹃", "meiling", "值班站长", "duty_leader", "meiling"),
    "ming": ("00021", "明月", "collection", "征费室专员", "office", "office"),
    "wu": ("00020", "吴静", "collection", "征费室主任", "office_head", "office"),
    "min": ("00031", "周敏", "inspection", "督查员", "inspector", "office"),
    "tan": ("00032", "谭松", "inspection", "督查员", "inspector", "office"),
    "cai": ("00041", "蔡玲", "finance", "出纳", "finance", "office"),
    "chen": ("00001", "陈立新", "office", "所长", "leader", "office"),
    "fu": ("00002", "傅强", "office", "副所长", "deputy", "office"),
    "hq": ("00901", "何青", "company", "公司业务主管", "hq", "company"),
    "mystery": ("00951", "方未", "office", "监督员", "mystery", "office"),
    "xi": ("00011", "席文", "office", "系统管理员", "admin", "company"),
    "an": ("00012", "安然", "office", "安全管理员", "security", "company"),
    "shen": ("00013", "沈计", "office", "审计管理员", "auditor", "company"),
}
GROUP = "lead_group"  # 规范化服务考核工作领导小组
POSTS = (("chen", "组长"), ("fu", "副组长"), ("wu", "成员"), ("cai", "成员"))
SINCE = date(2025, 1, 1)


def add() -> None:
    """Put units, people, grants and the standing body into an empty house with base data."""
    units: dict[str, Unit] = {}
    for key, (parent, kind, name) in UNITS.items():
        units[key] = _add_unit(key, units.get(parent), kind, name)
    roles = {role.code: role for role in db.session.scalars(select(Role))}
    people = {key: _add_person(row, units, roles) for key, row in PEOPLE.items()}
    group = Body(code=GROUP, name="规范化服务考核工作领导小组", unit_id=units["office"].id)
    group.seated_unit_id = units["collection"].id
    db.session.add(group)
    audit.record("body.create", group, None)
    for key, post in POSTS:
        row = BodyPost(body_id=group.id, user_id=people[key].id, post=post, from_on=SINCE)
        db.session.add(row)
        audit.record("body.appoint", row, None)
    db.session.commit()


def _add_unit(code: str, parent: Unit | None, kind: UnitKind, name: str) -> Unit:
    unit = Unit(code=code, name=name, kind=kind, parent_id=parent.id if parent else None)
    db.session.add(unit)
    db.session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    audit.record("unit.create", unit, None)
    return unit


def _add_person(row: tuple, units: dict[str, Unit], roles: dict[str, Role]) -> User:
    staff_no, name, home, post, role_code, at = row
    person = User(staff_no=staff_no, staff_key=staff_no, name=name, unit_id=units[home].id, post_title=post)
    person.password_set_at, person.must_change_password, person.must_change_pin = clock.now(), False, False
    db.session.add(person)
    audit.record("user.create", person, None)
    role = roles[role_code]
    reach = Reach.ALL if role_code == "hq" else role.default_reach
    grant = RoleGrant(user_id=person.id, role_id=role.id, unit_id=units[at].id, reach=reach)
    db.session.add(grant)
    audit.record("role.grant", grant, None)
    return person


def people() -> dict[str, User]:
    """Return the cast by key, units loaded."""
    by_number = {person.staff_no: person for person in db.session.scalars(select(User))}
    return {key: by_number[row[0]] for key, row in PEOPLE.items()}


def units() -> dict[str, Unit]:
    by_code = {unit.code: unit for unit in db.session.scalars(select(Unit))}
    return {key: by_code[key] for key in UNITS}
