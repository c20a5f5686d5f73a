"""Fills a new database with four stations on duty at this moment. Run as a program, so that its app stays its own.

``python -m tests.stories.build`` reads DATABASE_URL and ZW_INSTANCE as the server does. Station ``s1`` … ``s4``: crew a
is on duty (班长 n10, four 收费员 n11–n14) and hands over to crew b (班长 n20, one 收费员 n21), 值班站长 n30, on
both. 征费室专员 900 keeps the question bank and has drafted a penalty for each of ACCUSED, which waits for the
征费室主任 901 and 902. Everybody has the same password and PIN, hashed as in production.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_migrate import upgrade
from sqlalchemy import select

from app import create_app
from models.accounts import Role, RoleGrant, Unit, UnitKind, User, passwords
from models.core import audit, clock, seeds
from models.core.db import db
from models.penalties import Path, Source, drafting, violations
from models.roster import Duty, DutyPost, Lane, LaneKind, Shift, ShiftState, calendar
from models.rulebook import Book, RuleClause
from models.training import QuestionKind, bank
from models.training.tables import Difficulty
from tests.stories.people import ACCUSED, CLERK, DIRECTOR, HEADS, INSPECTOR, PASSWORD, PIN, STATIONS

COLLECTORS = {"a": 4, "b": 1}
QUESTIONS = 40


def build() -> None:
    """Create the schema and everything the stories need, except what they write themselves."""
    with create_app().app_context():
        upgrade()
        seeds.run(seeds.BASE)
        _add_questions()
        company = _add_unit("stories", None, UnitKind.COMPANY, "昌泰公司")
        office = _add_unit("stories-office", company, UnitKind.OFFICE, "昌南收费所")
        kept = (passwords.rehashed(PASSWORD), passwords.rehashed(PIN))
        clerk = _add_person(CLERK, "征费室专员", "office", office, kept)
        inspector = _add_person(INSPECTOR, "督查员", "inspector", office, kept)
        for head in HEADS:
            _add_person(head, "征费室主任", "office_head", office, kept)
        _add_person(DIRECTOR, "所长", "leader", office, kept)
        for number in STATIONS:
            _add_station(number, office, kept)
        for accused in ACCUSED:
            _add_case(accused, clerk, inspector)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()  # SQLite then puts everything into the one file that is copied


def _add_questions() -> None:
    for number in range(QUESTIONS):
        question = bank.create(
            None,
            kind=QuestionKind.SINGLE,
            stem=f"故事第 {number} 题",
            options=["甲", "乙", "丙", "丁"],
            answer="A",
            topic="文明服务",
            difficulty=Difficulty.MEDIUM,
            region="全国",
        )
        bank.activate(question, None)


def _add_unit(code: str, parent: Unit | None, kind: UnitKind, name: str) -> Unit:
    unit = Unit(code=code, name=name, kind=kind, parent_id=parent.id if parent else None)
    db.session.add(unit)
    db.session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    audit.record("unit.create", unit, None)
    return unit


def _add_station(number: int, office: Unit, kept: tuple[str, str]) -> None:
    station = _add_unit(f"s{number}", office, UnitKind.STATION, f"第{number}收费站")
    leader = _add_person(f"{number}30", "值班站长", "duty_leader", station, kept)
    lane = Lane(unit_id=station.id, code="X01", kind=LaneKind.EXIT, sort=1)
    db.session.add(lane)
    audit.record("roster.setup", lane, None)
    crews = {name: _add_crew(number, name, station, kept) for name in COLLECTORS}
    for crew in crews.values():
        crew[1].append(leader)
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    kinds = calendar.kinds_of(station.id, clock.today(), "three")
    _add_shift(station, crews["a"], kinds["early"], hour - timedelta(hours=6), hour + timedelta(hours=6))
    _add_shift(station, crews["b"], kinds["middle"], hour + timedelta(hours=6), hour + timedelta(hours=18))


def _add_crew(number: int, name: str, station: Unit, kept: tuple[str, str]) -> tuple[Unit, list[User]]:
    crew = _add_unit(f"s{number}{name}", station, UnitKind.CREW, f"{name}班")
    tens = 1 if name == "a" else 2
    people = [_add_person(f"{number}{tens}0", "班长", "shift_leader", crew, kept)]
    for last in range(1, COLLECTORS[name] + 1):
        people.append(_add_person(f"{number}{tens}{last}", "收费员", "collector", crew, kept))
    return crew, people


def _add_person(staff_no: str, post: str, role: str, home: Unit, kept: tuple[str, str]) -> User:
    person = User(staff_no=staff_no, staff_key=staff_no, name=f"{post}{staff_no}", unit_id=home.id, post_title=post)
    person.password_hash, person.pin_hash, person.password_set_at = *kept, clock.now()
    person.must_change_password = person.must_change_pin = False
    db.session.add(person)
    audit.record("user.create", person, None)
    held = db.session.scalars(select(Role).where(Role.code == role)).one()
    grant = RoleGrant(user_id=person.id, role_id=held.id, unit_id=home.id, reach=held.default_reach)
    db.session.add(grant)
    audit.record("role.grant", grant, None)
    return person


def _add_shift(station: Unit, crewed: tuple[Unit, list[User]], kind, starts_at: datetime, ends_at: datetime) -> None:
    crew, people = crewed
    shift = Shift(unit=station, crew=crew, kind=kind, business_date=clock.today(), state=ShiftState.PUBLISHED)
    shift.starts_at, shift.ends_at, shift.kind_name, shift.crew_name = starts_at, ends_at, kind.name, crew.name
    for person in people:
        post = {people[0]: DutyPost.LEADER, people[-1]: DutyPost.DUTY_LEADER}.get(person, DutyPost.COLLECTOR)
        shift.duties.append(Duty(user=person, post=post, starts_at=starts_at, ends_at=ends_at))
    db.session.add(shift)
    audit.record("roster.make", shift, None)


def _add_case(accused: str, clerk: User, inspector: User) -> None:
    person, at = db.session.scalars(select(User).where(User.staff_no == accused)).one(), clock.now()
    broken = (RuleClause.book == Book.SERVICE, RuleClause.code == "5.1", RuleClause.is_latest)
    clauses = db.session.scalars(select(RuleClause).where(*broken)).all()
    told = {"place": "X01 车道", "source": Source.INSPECTION, "source_ref": "", "facts": "未使用文明用语。"}
    hour = at - timedelta(hours=1)
    violation = violations.register(person=person, occurred_at=hour, clauses=clauses, by=clerk, at=at, **told)
    violations.confirm(violation, finding="情况属实", by=inspector, at=at)
    db.session.flush()
    plain = {"path": Path.CLAUSES, "amount": None, "ten_clause": None, "measures": ""}
    drafting.submit(drafting.draft(violation, by=clerk, at=at, **plain), by=clerk, at=at)


if __name__ == "__main__":
    build()
