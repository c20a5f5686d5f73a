"""Rules about people: joining, changing, moving, leaving, and a forgotten password at night."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from sqlalchemy import delete, select

from models.accounts import grants, passwords, role_requests, sign_ins
from models.accounts.password_policy import normal
from models.accounts.scope import reaches
from models.accounts.tables import Lockout, Move, MoveKind, Reach, RoleGrant, Unit, User, UserState
from models.core import audit, clock
from models.core.db import db
from models.core.errors import RuleBroken

STAFF_NO = re.compile(r"[0-9A-Za-z-]{3,20}")
PHONE = re.compile(r"\+?[0-9][0-9 -]{5,18}[0-9]")

_FOLLOWERS: list[Callable[[Move, User], None]] = []
_COUNTERS: list[tuple[str, Callable[[User], int]]] = []


def on_move(callback: Callable[[Move, User], None]) -> Callable[[Move, User], None]:
    """Register ``callback(move, by)``: a room hands the open items of ``move.user_id`` to ``move.successor_id``."""
    _FOLLOWERS.append(callback)
    return callback


def counts_open_work(label: str) -> Callable:
    """Register a function ``(person) -> int`` that counts a room's open items of a person, named ``label``."""

    def register(counter: Callable[[User], int]) -> Callable[[User], int]:
        _COUNTERS.append((label, counter))
        return counter

    return register


def open_work_of(person: User) -> list[tuple[str, int]]:
    """Return what a person has open, room by room, as ``(label, count)`` without the zeros."""
    return [(label, number) for label, counter in _COUNTERS if (number := counter(person))]


def create(person: User, *, staff_no: str, name: str, unit: Unit, by: User, **more) -> None:
    """Fill and keep the new ``person``; ``more``: ``post_title``, ``phone``, ``joined_on``, ``initial`` password.

    Without ``initial`` nobody can sign in as the person until a password is reset.
    Raises RuleBroken: the staff number is taken or malformed, the unit is closed.
    """
    _check_number(staff_no, None)
    _check_phone(more.get("phone") or "")
    if not unit.is_open:
        raise RuleBroken(f"{unit.name} 已撤销，请选择其他单位。", field="unit")
    person.staff_no, person.staff_key, person.name, person.unit_id = staff_no, normal(staff_no), name, unit.id
    person.post_title, person.phone = more.get("post_title") or "", more.get("phone") or ""
    person.joined_on = more.get("joined_on")
    if initial := more.get("initial"):
        person.password_hash, person.password_set_at = passwords.rehashed(initial), clock.now()
    db.session.add(person)
    audit.record("user.create", person, by)


def edit(person: User, *, name: str, post_title: str, phone: str, joined_on: date | None, by: User) -> None:
    """Correct what is known of a person; unit and state change only by ``move``. Raises RuleBroken: a bad phone."""
    _check_phone(phone or "")
    person.name, person.post_title, person.phone, person.joined_on = name, post_title or "", phone or "", joined_on
    audit.record("user.edit", person, by)


def move(person: User, row: Move, *, kind: MoveKind, on: date, reason: str, by: User, **more) -> None:
    """Transfer, lend or part with ``person``, filling the new ``row``; ``more``: ``to_unit``, ``until``, ``successor``.

    Ends sign-ins and grants at once, asks for the same roles at the new unit, and hands over open work.
    Raises RuleBroken: a date ahead, no unit, no end of a lending, open work without a successor.
    Source: domain §3.3 2-54.
    """
    to_unit, until, successor = more.get("to_unit"), more.get("until"), more.get("successor")
    _check_move(person, kind, on, to_unit, until)
    _check_successor(person, successor)
    row.user_id, row.kind, row.on, row.reason = person.id, kind, on, reason
    row.from_unit_id, row.to_unit_id = person.unit_id, to_unit.id if to_unit and kind is not MoveKind.LEAVING else None
    row.until = until if kind is MoveKind.LENDING else None
    row.successor_id = successor.id if successor else None
    db.session.add(row)
    audit.record("user.move", row, by, note=f"{person.name}：{kind.label}")
    _change_roles(person, row, to_unit, by)
    _settle(person, row, to_unit)
    audit.record("user.move", person, by, note=reason)
    for follow in _FOLLOWERS:
        follow(row, by)


def come_back(person: User, by: User | None, on: date) -> None:
    """End a lending: back to the home unit, sign-ins and grants of the lending end. Raises RuleBroken: not lent."""
    lending = db.session.scalar(
        select(Move).where(Move.user_id == person.id, Move.kind == MoveKind.LENDING).order_by(Move.id.desc()).limit(1)
    )
    if person.state is not UserState.LENT or lending is None:
        raise RuleBroken(f"{person.name} 不在借调中。")
    held = list(db.session.scalars(grants.not_ended_of(person.id, on)))
    grants.end_rows(held, by, on, "借调结束")
    person.unit_id, person.state = lending.from_unit_id, UserState.ACTIVE
    sign_ins.end_all(person.id)
    audit.record("user.come_back", person, by)
    home = db.session.get_one(Unit, lending.from_unit_id)
    for role in {grant.role_id: grant.role for grant in held}.values():
        role_requests.ask(person, role, home, by)


def reset_password(person: User, initial: str, by: User) -> None:
    """Give ``person`` the one-time password ``initial``, to be changed at once. Raises RuleBroken: ``_may_reset``."""
    _may_reset(person, by)
    person.password_hash, person.password_set_at = passwords.rehashed(initial), clock.now()
    person.must_change_password = True
    _after_reset(person, "user.reset_password", by)


def reset_at_server(person: User, initial: str) -> None:
    """Give anybody a one-time password from the server's console: the only way back for the three administrators."""
    person.password_hash, person.password_set_at = passwords.rehashed(initial), clock.now()
    person.must_change_password = True
    _after_reset(person, "user.reset_password", None, "在服务器上重置")


def reset_pin(person: User, by: User) -> None:
    """Take the PIN away: the person sets a new one at the next sign-in. Raises RuleBroken: ``_may_reset``."""
    _may_reset(person, by)
    person.pin_hash, person.must_change_pin = "", True
    _after_reset(person, "user.reset_pin", by)


def _after_reset(person: User, action: str, by: User | None, note: str = "") -> None:
    sign_ins.end_all(person.id)
    db.session.execute(delete(Lockout).where(Lockout.staff_key == person.staff_key))
    audit.record(action, person, by, note=note)


def _may_reset(person: User, by: User) -> None:
    """Raise RuleBroken for oneself, people out of reach, one's peers and betters, and the three administrators.

    Source: security.md 4; 班长 and 值班站长 for their own crew and station.
    """
    if person.id == by.id:
        raise RuleBroken("自己的密码请在“我的”中更换。")
    if person.state is UserState.LEFT:
        raise RuleBroken(f"{person.name} 已离职。")
    held = list(db.session.scalars(grants.in_force_of(person.id, clock.today())))
    if any(grant.role.is_administrator for grant in held):
        raise RuleBroken("三员的密码只能在服务器上重置：flask user reset。")
    if not reaches(by, "user.reset", person.unit) or _is_peer(person, by):
        raise RuleBroken("只能为本班、本站的下属重置，请找上一级。")


def _is_peer(person: User, by: User) -> bool:
    """Whether ``person`` may reset as far up as ``by`` can: peers do not hold each other's keys."""
    mine = by.held.get("user.reset", ())
    theirs = person.held.get("user.reset", ())
    if any(held.reach is Reach.ALL for held in mine):
        return False
    return any(my.path.startswith(their.path) for my in mine for their in theirs)


def _check_number(staff_no: str, own_id: int | None) -> None:
    if not STAFF_NO.fullmatch(normal(staff_no).upper()):
        raise RuleBroken("工号由 3 到 20 位数字、字母或短横组成。", field="staff_no")
    taken = db.session.scalar(select(User.name).where(User.staff_key == normal(staff_no), User.id != (own_id or 0)))
    if taken:
        raise RuleBroken(f"工号 {staff_no} 已由 {taken} 使用。", field="staff_no")


def _check_phone(phone: str) -> None:
    if phone and not PHONE.fullmatch(phone):
        raise RuleBroken("电话请填写 7 到 20 位数字，可以带区号。", field="phone")


def _check_move(person: User, kind: MoveKind, on: date, to_unit: Unit | None, until: date | None) -> None:
    if person.state is UserState.LEFT:
        raise RuleBroken(f"{person.name} 已离职。", field="kind")
    if on > clock.today():
        raise RuleBroken("请在生效当天办理，日期不能晚于今天。", field="on")
    if kind is MoveKind.LEAVING:
        return
    if to_unit is None or to_unit.id == person.unit_id or not to_unit.is_open:
        raise RuleBroken("请选择要去的单位。", field="to_unit")
    if kind is MoveKind.LENDING and (until is None or until < clock.today()):
        raise RuleBroken("借调请填写截止日期，不早于今天。", field="until")


def _check_successor(person: User, successor: User | None) -> None:
    work = open_work_of(person)
    if work and successor is None:
        said = "、".join(f"{label} {number} 项" for label, number in work)
        raise RuleBroken(f"{person.name} 还有未办事项：{said}。请指定接手人。", field="successor")
    if successor is not None and (successor.id == person.id or successor.state is UserState.LEFT):
        raise RuleBroken("接手人请选择其他在职人员。", field="successor")


def _change_roles(person: User, row: Move, to_unit: Unit | None, by: User) -> None:
    """End what the person holds and ask for the same at the new unit, for the time of a lending only."""
    held: list[RoleGrant] = list(db.session.scalars(grants.not_ended_of(person.id, clock.today())))
    grants.end_rows(held, by, clock.today(), row.kind.label)
    if row.to_unit_id is None:
        return
    for role in {grant.role_id: grant.role for grant in held}.values():
        role_requests.ask(person, role, to_unit, by, from_on=row.on, to_on=row.until)


def _settle(person: User, row: Move, to_unit: Unit | None) -> None:
    sign_ins.end_all(person.id)
    if row.kind is MoveKind.LEAVING:
        person.state, person.left_on = UserState.LEFT, row.on
        return
    person.unit = to_unit
    person.state = UserState.LENT if row.kind is MoveKind.LENDING else UserState.ACTIVE
