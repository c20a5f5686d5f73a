"""What an administrator changes holds at the person's next request. Source: security.md 3."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from models.accounts import Role, RoleGrant, RoleRequest, SignIn, User, UserState, jobs, people, set_password
from models.core import clock
from models.core.audit import AuditEntry


def grant_of(db, person):
    return db.session.scalars(select(RoleGrant).where(RoleGrant.user_id == person.id).order_by(RoleGrant.id)).all()[-1]


def actions(db):
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_a_role_taken_back_is_gone_at_the_next_request(as_, cast, db):
    liu, an = as_(cast["liu"]), as_(cast["an"])
    assert liu.get("/admin/people").status_code == 200
    answer = an.post(f"/admin/grants/{grant_of(db, cast['liu']).id}/revoke", data={"reason": "不再任班长"})
    assert answer.status_code == 303
    assert liu.get("/admin/people").status_code == 403


def test_a_role_given_is_there_at_the_next_request(as_, cast, db, units):
    wang, an = as_(cast["wang"]), as_(cast["an"])
    assert wang.get("/admin/people").status_code == 403
    role = db.session.scalars(select(Role).where(Role.code == "shift_leader")).one()
    given = {"user": cast["wang"].id, "role": role.id, "unit": units["crew1"].id, "reach": "unit"}
    assert an.post("/admin/grants/new", data=given).status_code == 303
    assert wang.get("/admin/people").status_code == 200


def test_a_grant_ends_with_its_last_day(as_, cast, db, monkeypatch):
    row = grant_of(db, cast["liu"])
    day = clock.today()
    people.audit.record("role.edit", _until(row, day), None)
    db.session.commit()
    assert as_(cast["liu"]).get("/admin/people").status_code == 200
    monkeypatch.setattr(clock, "today", lambda: day + timedelta(days=1))
    assert as_(cast["liu"]).get("/admin/people").status_code == 403


def _until(row, day):
    row.to_on = day
    return row


def test_a_permission_taken_from_a_role_is_gone_for_all_who_hold_it(as_, cast, db):
    liu, role = as_(cast["liu"]), db.session.scalars(select(Role).where(Role.code == "shift_leader")).one()
    assert as_(cast["an"]).post(f"/admin/roles/{role.id}", data={"names": ["history.read"]}).status_code == 303
    assert liu.get("/admin/people").status_code == 403


def test_who_leaves_is_out_at_once(as_, cast, db):
    wang = as_(cast["wang"])
    assert wang.get("/me").status_code == 200
    leave(as_(cast["xi"]), cast["wang"])
    assert wang.get("/me").location.startswith("/sign-in")
    db.session.expire_all()
    assert cast["wang"].state is UserState.LEFT
    assert grant_of(db, cast["wang"]).to_on == clock.today() - timedelta(days=1)


def leave(browser, person, **more):
    given = {"kind": "leaving", "on": clock.today().isoformat(), "reason": "辞职"} | more
    return browser.post(f"/admin/people/{person.id}/move", data=given)


def test_a_transfer_ends_grants_and_asks_for_them_at_the_new_unit(as_, cast, db, units):
    mo = as_(cast["liu"])
    given = {"kind": "transfer", "on": clock.today().isoformat(), "reason": "轮岗", "to_unit": units["mcrew1"].id}
    answer = as_(cast["xi"]).post(f"/admin/people/{cast['liu'].id}/move", data=given)
    assert answer.status_code == 303
    assert mo.get("/").location.startswith("/sign-in")
    db.session.expire_all()
    assert cast["liu"].unit_id == units["mcrew1"].id
    assert as_(cast["liu"]).get("/admin/people").status_code == 403
    asked = db.session.scalars(select(RoleRequest)).one()
    assert (asked.user_id, asked.unit_id) == (cast["liu"].id, units["mcrew1"].id)
    assert as_(cast["an"]).post(f"/admin/grants/requests/{asked.id}/approve").status_code == 303
    page = as_(cast["liu"]).get("/admin/people").text
    assert "梅芳" in page and "王倩" not in page
    assert {"user.move", "role.revoke", "role.ask", "role.approve", "role.grant"} <= set(actions(db))


def test_a_lending_comes_back(as_, cast, db, units):
    until = clock.today() + timedelta(days=30)
    given = {"kind": "lending", "on": clock.today().isoformat(), "until": until.isoformat(), "reason": "支援"}
    xi = as_(cast["xi"])
    assert xi.post(f"/admin/people/{cast['wang'].id}/move", data=given).status_code == 422
    given["to_unit"] = units["mcrew1"].id
    assert xi.post(f"/admin/people/{cast['wang'].id}/move", data=given).status_code == 303
    db.session.expire_all()
    assert (cast["wang"].state, cast["wang"].unit_id) == (UserState.LENT, units["mcrew1"].id)
    assert db.session.scalars(select(RoleRequest)).one().to_on == until
    assert xi.post(f"/admin/people/{cast['wang'].id}/come-back").status_code == 303
    db.session.expire_all()
    assert (cast["wang"].state, cast["wang"].unit_id) == (UserState.ACTIVE, units["crew1"].id)


def test_open_work_needs_a_successor_who_then_gets_it(as_, cast, db, monkeypatch):
    handed = []
    monkeypatch.setattr(people, "_COUNTERS", [("未了事项", lambda person: 3)])
    monkeypatch.setattr(
        people, "_FOLLOWERS", [lambda move, by: handed.append((move.user_id, move.successor_id, by.id))]
    )
    xi = as_(cast["xi"])
    refused = leave(xi, cast["wang"])
    assert refused.status_code == 422 and "未了事项 3 项" in refused.text
    assert leave(xi, cast["wang"], successor=cast["zhao"].id).status_code == 303
    assert handed == [(cast["wang"].id, cast["zhao"].id, cast["xi"].id)]


def test_a_password_change_ends_all_other_sign_ins(as_, cast, db):
    set_password(cast["wang"], "Kunpeng-2731", None)
    here, there = as_(cast["wang"]), as_(cast["wang"])
    given = {"current": "Kunpeng-2731", "password": "Honghu-8642", "again": "Honghu-8642"}
    assert here.post("/me/password", data=given).status_code == 303
    assert here.get("/me").status_code == 200
    assert there.get("/me").location.startswith("/sign-in")


def test_ending_the_other_sign_ins_keeps_this_one(as_, cast):
    here, there = as_(cast["wang"]), as_(cast["wang"])
    assert here.post("/me/sign-ins/end").status_code == 303
    assert here.get("/me").status_code == 200
    assert there.get("/me").status_code == 303


@pytest.mark.parametrize(
    ("who", "status"), [("liu", 200), ("duo", 200), ("xi", 200), ("han", 404), ("du", 404), ("chen", 403)]
)
def test_a_password_is_reset_by_leaders_of_the_person_only(as_, cast, who, status):
    assert as_(cast[who]).post(f"/admin/people/{cast['wang'].id}/reset-password").status_code == status


def test_a_reset_shows_one_password_once_and_forces_a_change(as_, cast, db, client):
    import re

    old = as_(cast["wang"])
    page = as_(cast["liu"]).post(f"/admin/people/{cast['wang'].id}/reset-password").text
    initial = re.search(r"[A-Z][a-z]{3}-[A-Z][a-z]{3}-\d{4}", page)[0]
    assert old.get("/").status_code == 303
    signed = client.post("/sign-in", data={"staff_no": "00317", "password": initial})
    assert signed.location == "/"
    assert client.get("/").location == "/me/password"
    assert client.get("/admin/people").location == "/me/password"
    assert "user.reset_password" in actions(db)
    assert initial not in str([entry.changes for entry in db.session.scalars(select(AuditEntry))])


def test_a_cleared_pin_must_be_set_first(as_, cast):
    assert as_(cast["duo"]).post(f"/admin/people/{cast['wang'].id}/reset-pin").status_code == 303
    assert as_(cast["wang"]).get("/").location == "/me/pin"


@pytest.mark.parametrize("whom", ["an", "shen"])
def test_nobody_resets_an_administrator_from_a_page(as_, cast, whom):
    answer = as_(cast["xi"]).post(f"/admin/people/{cast[whom].id}/reset-password")
    assert answer.status_code == 409 and "三员" in answer.text


def test_a_leader_does_not_reset_the_leader_above(as_, cast, units, db):
    assert as_(cast["liu"]).post(f"/admin/people/{cast['duo'].id}/reset-password").status_code == 404
    assert as_(cast["duo"]).post(f"/admin/people/{cast['liu'].id}/reset-password").status_code == 200


def test_every_change_of_a_person_is_told_to_their_leader(as_, cast, db):
    as_(cast["xi"]).post(
        f"/admin/people/{cast['wang'].id}/edit",
        data={"name": "王茜", "post_title": "收费员", "version": cast["wang"].version},
    )
    told = as_(cast["duo"]).get(f"/history/users/{cast['wang'].id}").text
    assert "王倩 → 王茜" in told and "席文" in told
    assert as_(cast["du"]).get(f"/history/users/{cast['wang'].id}").status_code == 404
    for administrator in ("xi", "an"):
        assert as_(cast[administrator]).get(f"/history/users/{cast['wang'].id}").status_code == 403


def test_two_edits_at_once_show_both_texts(as_, cast, db):
    seen = cast["wang"].version
    xi = as_(cast["xi"])
    xi.post(f"/admin/people/{cast['wang'].id}/edit", data={"name": "王茜", "version": seen})
    second = xi.post(f"/admin/people/{cast['wang'].id}/edit", data={"name": "王<b>倩</b>", "version": seen})
    assert second.status_code == 409 and "王茜" in second.text and "王&lt;b&gt;" in second.text
    db.session.expire_all()
    assert db.session.get(User, cast["wang"].id).name == "王茜"


def test_a_phone_is_masked_until_asked_for_on_record(as_, cast, db):
    as_(cast["xi"]).post(
        f"/admin/people/{cast['wang'].id}/edit",
        data={"name": "王倩", "phone": "13812345678", "version": cast["wang"].version},
    )
    liu, address = as_(cast["liu"]), f"/admin/people/{cast['wang'].id}"
    assert "138****5678" in liu.get(address).text and "13812345678" not in liu.get(address).text
    shown = liu.post(f"/personal/users/{cast['wang'].id}/phone", data={"reason": "通知本人到场"})
    assert "13812345678" in shown.text and actions(db)[-1] == "user.reveal"
    assert "13812345678" not in str([entry.changes for entry in db.session.scalars(select(AuditEntry))])


def test_idle_rows_of_a_leaver_are_gone(as_, cast, db):
    as_(cast["wang"])
    leave(as_(cast["xi"]), cast["wang"])
    assert db.session.scalar(select(SignIn.id).where(SignIn.user_id == cast["wang"].id)) is None


def test_a_lending_that_is_over_ends_by_itself(as_, cast, db, units):
    until = clock.today() + timedelta(days=1)
    given = {"kind": "lending", "on": clock.today().isoformat(), "until": until.isoformat(), "reason": "支援"}
    given["to_unit"] = units["mcrew1"].id
    as_(cast["xi"]).post(f"/admin/people/{cast['wang'].id}/move", data=given)
    jobs.bring_back_the_lent(clock.at(until, time(0, 5)))
    db.session.commit()
    assert cast["wang"].state is UserState.LENT
    jobs.bring_back_the_lent(clock.at(until + timedelta(days=1), time(0, 5)))
    db.session.commit()
    assert (cast["wang"].state, cast["wang"].unit_id) == (UserState.ACTIVE, units["crew1"].id)
