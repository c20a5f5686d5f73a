"""One's own page, the duties of a first sign-in, and the one-time address of a new house."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from models.accounts import RoleGrant, User, invitations, set_password
from models.core import clock
from models.core.audit import AuditEntry

NEW = "Kunpeng-2731"


def test_it_says_who_i_am_and_how_far_my_roles_reach(as_, cast):
    text = as_(cast["duo"]).get("/me").text
    assert "多国庆" in text and "值班站长" in text and "青岚收费站及下级" in text


def test_first_sign_in_changes_the_password_then_sets_the_pin(as_, cast, db):
    set_password(cast["wang"], NEW, None)
    db.session.commit()
    db.session.execute(
        update(User).where(User.id == cast["wang"].id).values(must_change_password=True, must_change_pin=True)
    )
    wang = as_(cast["wang"])
    assert wang.get("/me").location == "/me/password"
    changed = wang.post("/me/password", data={"current": NEW, "password": "Honghu-8642", "again": "Honghu-8642"})
    assert changed.location == "/me/pin"
    assert wang.get("/").location == "/me/pin"
    done = wang.post("/me/pin", data={"current": "Honghu-8642", "pin": "738264", "again": "738264"})
    assert done.location == "/"
    assert wang.get("/").status_code == 200


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"current": "wrong", "password": "Honghu-8642", "again": "Honghu-8642"}, "当前密码不正确，还可再试 4 次"),
        ({"current": NEW, "password": "Honghu-8642", "again": "Honghu-8643"}, "不一致"),
        ({"current": NEW, "password": NEW, "again": NEW}, "不能与当前密码相同"),
        ({"current": NEW, "password": "short", "again": "short"}, "至少 10 个字符"),
    ],
)
def test_a_refused_change_says_why(as_, cast, db, data, why):
    set_password(cast["wang"], NEW, None)
    answer = as_(cast["wang"]).post("/me/password", data=data)
    assert answer.status_code == 422 and why in answer.text


def test_guessing_the_current_password_locks(as_, cast, db):
    set_password(cast["wang"], NEW, None)
    wang = as_(cast["wang"])
    for _ in range(5):
        wang.post("/me/password", data={"current": "wrong", "password": "Honghu-8642", "again": "Honghu-8642"})
    answer = wang.post("/me/password", data={"current": NEW, "password": "Honghu-8642", "again": "Honghu-8642"})
    assert answer.status_code == 422 and "已锁定" in answer.text


def test_display_and_shortcuts_are_kept_by_the_browser(as_, cast):
    wang = as_(cast["wang"])
    wang.post("/me/theme/dark")
    assert 'data-theme="dark"' in wang.get("/me").text
    wang.post("/me/theme/auto")
    assert "data-theme=" not in wang.get("/me").text.split("<body")[0]
    wang.post("/me/keys/off")
    assert "已关闭" in wang.get("/me").text


@pytest.fixture
def new_house(db):
    """A house without administrators."""
    db.session.execute(delete(RoleGrant))
    db.session.commit()
    token = invitations.invite()
    db.session.commit()
    return token


def three(**other):
    given = {"house": "新站"}
    for number, code in enumerate(("admin", "security", "auditor")):
        given |= {
            f"{code}_staff_no": f"0900{number}",
            f"{code}_name": f"管理{number}",
            f"{code}_password": f"Kunpeng-273{number}",
        }
    return given | other


def test_the_first_three_are_made_once(client, new_house, db):
    address = f"/first-administrators/{new_house}"
    assert client.get(address).status_code == 200
    assert client.post(address, data=three()).location == "/sign-in"
    assert client.get(address).status_code == client.post(address, data=three()).status_code == 404
    assert client.post("/sign-in", data={"staff_no": "09000", "password": "Kunpeng-2730"}).status_code == 303
    assert db.session.scalars(select(RoleGrant)).unique().all().__len__() == 3
    assert "role.grant" in db.session.scalars(select(AuditEntry.action)).all()


def test_the_pages_of_a_new_house_are_headed_by_its_name(client, new_house):
    client.post(f"/first-administrators/{new_house}", data=three())
    assert "<b>新站</b>" in client.get("/sign-in").text


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"auditor_staff_no": "09000"}, "不能相同"),
        ({"security_password": "short"}, "至少 10 个字符"),
        ({"security_staff_no": "00317"}, "工号已使用"),
    ],
)
def test_a_refusal_stands_at_its_field_and_nothing_is_made(client, new_house, db, other, why):
    answer = client.post(f"/first-administrators/{new_house}", data=three(**other))
    assert answer.status_code == 422 and why in answer.text
    assert db.session.scalar(select(User.id).where(User.staff_key == "09000")) is None


def test_an_old_or_wrong_address_does_not_exist(client, new_house, monkeypatch):
    assert client.get("/first-administrators/nothing").status_code == 404
    later = clock.now() + timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.get(f"/first-administrators/{new_house}").status_code == 404


def test_the_command_prints_the_address_only_while_it_is_needed(app, new_house, cast, db):
    run = app.test_cli_runner().invoke
    assert "/first-administrators/" in run(args=["user", "create-admins"]).output


def test_the_command_refuses_where_administrators_are(app, cast):
    done = app.test_cli_runner().invoke(args=["user", "create-admins"])
    assert done.exit_code == 1 and "已有管理员" in done.output


def test_the_server_resets_an_administrator(app, cast, db, client):
    done = app.test_cli_runner().invoke(args=["user", "reset", "00011"])
    initial = done.output.strip().split("：")[-1]
    assert client.post("/sign-in", data={"staff_no": "00011", "password": initial}).status_code == 303
