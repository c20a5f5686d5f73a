"""The first three administrators of a new house, made at an address that works once. Source: security.md 4."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import select

from models.accounts import passwords, structure
from models.accounts.house import name_house
from models.accounts.password_policy import normal
from models.accounts.sign_ins import digest
from models.accounts.tables import AdminInvitation, Reach, Role, RoleGrant, Unit, UnitKind, User
from models.core import audit, clock
from models.core.db import db, locked
from models.core.errors import RuleBroken, RulesBroken

GOOD_FOR = timedelta(hours=24)
TRIO = ("admin", "security", "auditor")  # in the order of the page
ROOT_CODE = "root"


def invite() -> str:
    """Return the secret of a new one-time address; the ones given out before stop working.

    Raises RuleBroken: the house has its administrators.
    """
    if has_administrators():
        raise RuleBroken("已有管理员，不能再生成一次性地址。")
    for row in db.session.scalars(select(AdminInvitation).where(AdminInvitation.used_at.is_(None))):
        row.used_at = clock.now()
    token = secrets.token_urlsafe(24)
    at = clock.now()
    db.session.add(AdminInvitation(token_hash=digest(token), made_at=at, expires_at=at + GOOD_FOR))
    return token


def open_one(token: str) -> AdminInvitation | None:
    """Return the invitation of ``token`` if it can still be used."""
    return _usable(db.session.scalar(_of(token)))


def _of(token: str):
    return select(AdminInvitation).where(AdminInvitation.token_hash == digest(token))


def _usable(row: AdminInvitation | None) -> AdminInvitation | None:
    return row if row and row.used_at is None and row.expires_at > clock.now() else None


def has_administrators() -> bool:
    held = select(RoleGrant.id).join(Role, Role.id == RoleGrant.role_id).where(Role.is_administrator)
    return db.session.scalar(held.limit(1)) is not None


def accept(token: str, *, house: str, people: list[dict[str, str]]) -> None:
    """Create the root unit and the three administrators; ``people`` are staff_no, name and password in TRIO's order.

    Raises RuleBroken: the address was used or is too old; RulesBroken: refusals at ``<code>_<field>``.
    """
    row = _usable(db.session.scalar(locked(_of(token)).execution_options(populate_existing=True)))
    if row is None or has_administrators():
        raise RuleBroken("这个地址已用过或已过期，请在服务器上重新生成：flask user create-admins。")
    if len({normal(one["staff_no"]) for one in people}) < len(TRIO):
        raise RuleBroken("三位管理员的工号不能相同，须由三个人分别担任。")
    row.used_at = clock.now()
    root = _root(house)
    name_house(house, clock.today())
    refusals: dict[str, str] = {}
    for code, one in zip(TRIO, people, strict=True):
        try:
            _appoint(code, one, root)
        except RuleBroken as refusal:
            refusals[f"{code}_{refusal.field}"] = str(refusal)
    if refusals:
        raise RulesBroken(refusals)


def _root(house: str) -> Unit:
    root = db.session.scalar(select(Unit).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1))
    if root is None:
        root = Unit()
        structure.create(root, name=house, kind=UnitKind.COMPANY, parent=None, code=ROOT_CODE, by=None)
    return root


def _appoint(code: str, one: dict[str, str], root: Unit) -> None:
    role = db.session.scalars(select(Role).where(Role.code == code)).one()
    key = normal(one["staff_no"])
    if db.session.scalar(select(User.id).where(User.staff_key == key)):
        raise RuleBroken("这个工号已使用。", field="staff_no")
    user = User(staff_no=one["staff_no"], staff_key=key, name=one["name"], unit_id=root.id, post_title=role.name)
    db.session.add(user)
    audit.record("user.create", user, None)
    passwords.set_password(user, one["password"], None)
    grant = RoleGrant(user_id=user.id, role_id=role.id, unit_id=root.id, reach=Reach.ALL)
    db.session.add(grant)
    audit.record("role.grant", grant, None, note=f"{user.name}：{role.name}")
