"""The three administrators stay three. Source: security.md 4."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.accounts import Role, RoleGrant, RoleRequest, grants, role_requests
from models.core.errors import RuleBroken
from models.core.permissions import CATALOGUE


def role(db, code: str) -> Role:
    return db.session.scalars(select(Role).where(Role.code == code)).one()


def grant(browser, db, person, code, unit):
    given = {"user": person.id, "role": role(db, code).id, "unit": unit.id, "reach": "all"}
    return browser.post("/admin/grants/new", data=given)


@pytest.mark.parametrize(
    ("whom", "code"), [("xi", "security"), ("shen", "leader"), ("chen", "admin"), ("wang", "auditor")]
)
def test_an_administrator_holds_one_role_and_nothing_else(as_, cast, db, units, whom, code):
    answer = grant(as_(cast["an"]), db, cast[whom], code, units["company"])
    assert answer.status_code == 422 and "三员分立" in answer.text


def test_nobody_grants_to_themselves(as_, cast, db, units):
    answer = grant(as_(cast["an"]), db, cast["an"], "leader", units["office"])
    assert answer.status_code == 422 and "不能给自己授权" in answer.text


def test_nobody_takes_back_their_own_role(as_, cast, db):
    own = db.session.scalars(select(RoleGrant).where(RoleGrant.user_id == cast["an"].id)).one()
    assert as_(cast["an"]).post(f"/admin/grants/{own.id}/revoke", data={"reason": "x"}).status_code == 422


@pytest.mark.parametrize("who", ["xi", "shen", "chen", "duo"])
def test_only_the_security_administrator_grants(as_, cast, db, units, who):
    assert grant(as_(cast[who]), db, cast["zhao"], "leader", units["office"]).status_code == 403


@pytest.mark.parametrize("address", ["/admin/audit", "/admin/audit/verify", "/history/users/1"])
@pytest.mark.parametrize("who", ["xi", "an"])
def test_the_other_two_read_no_audit_text(as_, cast, who, address):
    assert as_(cast[who]).get(address).status_code == 403


@pytest.mark.parametrize("address", ["/admin/people", "/admin/units", "/admin/settings", "/history/users/1"])
def test_the_auditor_reads_the_trail_and_no_room(as_, cast, address):
    assert as_(cast["shen"]).get(address).status_code == 403


@pytest.mark.parametrize(
    ("code", "name"),
    [("admin", "role.grant"), ("security", "user.create"), ("auditor", "user.read"), ("leader", "audit.read")],
)
def test_a_role_cannot_be_given_what_belongs_to_another_administrator(as_, cast, db, code, name):
    answer = as_(cast["an"]).post(f"/admin/roles/{role(db, code).id}", data={"names": [name]})
    assert answer.status_code == 422 and "三员分立" in answer.text


def test_administrators_hold_no_permission_of_the_business_in_a_new_house():
    ours = {name for name, p in CATALOGUE.items() if {"admin", "security", "auditor"} & set(p.roles)}
    assert {CATALOGUE[name].area for name in ours - {"user.reveal", "user.export_full"}} <= {"accounts", "core"}


def test_requests_are_granted_all_or_none(as_, cast, db, units):
    for whom, code in (("zhao", "field"), ("chen", "auditor")):
        role_requests.ask(cast[whom], role(db, code), units["crew1"], cast["xi"])
    db.session.commit()
    an = as_(cast["an"])
    refused = an.post("/admin/grants/requests/approve-all")
    assert refused.status_code == 409 and "陈立新" in refused.text
    assert len(db.session.scalars(select(RoleRequest).where(RoleRequest.state == "waiting")).all()) == 2
    wrong = db.session.scalars(select(RoleRequest).where(RoleRequest.user_id == cast["chen"].id)).one()
    assert an.post(f"/admin/grants/requests/{wrong.id}/refuse", data={"reason": "不能兼任"}).status_code == 303
    assert an.post("/admin/grants/requests/approve-all").status_code == 303
    assert an.post(f"/admin/grants/requests/{wrong.id}/approve").status_code == 409


def test_a_second_grant_of_the_same_role_is_refused(cast, db, units):
    with pytest.raises(RuleBroken, match="已有角色"):
        grants.grant(
            cast["wang"], role(db, "collector"), units["crew1"], role(db, "collector").default_reach, cast["an"]
        )
