"""A release that declares new permissions gives each once, says so, and never gives back what was taken away."""

from __future__ import annotations

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from models.accounts import OfferedPermission, Role, RoleGrant, grants, seed, upgrades
from models.core import clock
from models.core.audit import AuditEntry
from models.core.permissions import CATALOGUE, Permission
from models.inbox import Message

KITE = Permission("kite.fly", "放风筝", "core", ("collector", "leader"))


@pytest.fixture
def release(db, monkeypatch):
    """``release(permission, …)`` lets the next start of the house bring permissions nobody has met."""

    def bring(*permissions: Permission) -> None:
        for one in permissions:
            monkeypatch.setitem(CATALOGUE, one.name, one)
        seed.fill()

    return bring


def role(db, code: str) -> Role:
    db.session.expire_all()
    return db.session.scalars(select(Role).where(Role.code == code).options(selectinload(Role.permissions))).one()


def held(db, code: str) -> set[str]:
    return {row.permission for row in role(db, code).permissions}


def told(db, person) -> list[str]:
    mine = (Message.user_id == person.id, Message.kind == "upgrade")
    return list(db.session.scalars(select(Message.title).where(*mine)))


def acts(db) -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == "role.upgrade").order_by("id")))


def test_a_new_house_has_met_everything_and_tells_nobody(db, cast):
    assert set(db.session.scalars(select(OfferedPermission.permission))) == CATALOGUE.keys()
    assert set(db.session.scalars(select(OfferedPermission.round))) == {upgrades.AT_FIRST}
    assert told(db, cast["an"]) == [] and acts(db) == []


def test_an_upgrade_gives_what_it_brings_and_says_so(db, cast, as_, release):
    release(KITE)
    assert "kite.fly" in held(db, "collector") & held(db, "leader")
    assert "kite.fly" not in held(db, "shift_leader") | held(db, "admin") | held(db, "security")
    assert [entry.actor_id for entry in acts(db)] == [None, None] and "放风筝" in acts(db)[0].note
    assert told(db, cast["an"]) == ["升级后 2 个角色新增 1 项权限，请核对"]
    assert told(db, cast["xi"]) == told(db, cast["shen"]) == told(db, cast["wu"]) == []
    browser = as_(cast["an"])
    assert browser.get("/admin/roles").text.count("升级新增 1 项") == 2
    page = browser.get(f"/admin/roles/{role(db, 'leader').id}").text
    assert "升级新增 1 项权限" in page and "放风筝（升级新增）" in page
    assert "升级新增" not in browser.get(f"/admin/roles/{role(db, 'clerk').id}").text


def test_what_was_taken_away_never_comes_back(db, cast, as_, release):
    release(KITE)
    kept = sorted(held(db, "collector") - {"kite.fly"})
    grants.set_permissions(role(db, "collector"), kept, by=cast["an"])
    db.session.commit()
    release()
    release(Permission("boat.sail", "划船", "core", ("clerk",)))
    assert "kite.fly" not in held(db, "collector") and "boat.sail" in held(db, "clerk")
    assert told(db, cast["an"]) == ["升级后 2 个角色新增 1 项权限，请核对", "升级后 1 个角色新增 1 项权限，请核对"]
    assert as_(cast["an"]).get("/admin/roles").text.count("升级新增 1 项") == 1  # of the last upgrade alone


def test_a_permission_removed_from_every_role_is_no_new_one(db, cast, release):
    for code in CATALOGUE["penalty.serve"].roles:
        grants.set_permissions(role(db, code), sorted(held(db, code) - {"penalty.serve"}), by=cast["an"])
    db.session.commit()
    release()
    assert all("penalty.serve" not in held(db, code) for code in CATALOGUE["penalty.serve"].roles)


def test_the_three_administrators_stay_apart(db, cast, release):
    release(Permission("seal.break", "启封", "core", ("auditor",)), Permission("seal.see", "看印", "core", ("office",)))
    assert "seal.break" in held(db, "auditor") and "seal.see" in held(db, "office")
    others = {code: held(db, code) for code, *_told in seed.ROLES if code not in ("auditor", "office")}
    assert not any({"seal.break", "seal.see"} & names for names in others.values())
    assert all(grants.fits(role(db, code), name) for code in others for name in others[code])


def test_who_keeps_no_roles_any_more_is_not_told(db, cast, release):
    grant = db.session.scalars(select(RoleGrant).where(RoleGrant.user_id == cast["an"].id)).one()
    grants.end_rows([grant], None, clock.today(), "离任")
    db.session.commit()
    release(KITE)
    assert told(db, cast["an"]) == []


def test_a_house_from_before_has_met_what_was_declared_then(db, cast, release):
    """The migration takes note of the catalogue of its day; what a role had lost stays lost, what comes later comes."""
    grants.set_permissions(role(db, "office"), sorted(held(db, "office") - {"penalty.submit"}), by=cast["an"])
    db.session.commit()
    db.session.remove()
    downgrade(revision="0021")
    upgrade()
    assert db.session.scalar(select(func.count()).select_from(OfferedPermission)) > 200
    release(KITE)
    assert "penalty.submit" not in held(db, "office") and "kite.fly" in held(db, "leader")
