"""Looking behind the mask: only who may, only with a reason, always on record. Source: security.md 28."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from models import personal
from models.accounts import Unit, User
from models.core import audit
from models.core.audit import AuditEntry

PHONE = "13812345678"


@pytest.fixture
def wang(cast, db):
    cast["wang"].phone = PHONE
    audit.record("user.edit", cast["wang"], None)
    db.session.commit()
    return cast["wang"]


def looks(db) -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == "user.reveal")))


def ask(browser, person, reason="通知本人到场", column="phone", table="users", **headers):
    return browser.post(f"/personal/{table}/{person.id}/{column}", data={"reason": reason}, headers=headers)


def test_whoever_may_look_says_why_and_is_on_record(as_, cast, wang, db):
    answer = ask(as_(cast["liu"]), wang)
    assert PHONE in answer.text and answer.headers["Cache-Control"] == "no-store"
    assert "谁查看过（1）" in answer.text and "刘建平" in answer.text
    (look,) = looks(db)
    assert look.note == "电话，通知本人到场" and look.subject_id == wang.id
    assert PHONE not in str([entry.changes for entry in db.session.scalars(select(AuditEntry))]) + look.note


@pytest.mark.parametrize("reason", ["", "看看", "   一二   "])
def test_without_a_reason_nothing_is_shown(as_, cast, wang, db, reason):
    answer = ask(as_(cast["liu"]), wang, reason)
    assert answer.status_code == 422 and PHONE not in answer.text and "138****5678" in answer.text
    assert looks(db) == []


@pytest.mark.parametrize(
    ("who", "status"), [("liu", 200), ("duo", 200), ("min", 403), ("wang", 403), ("han", 404), ("du", 404)]
)
def test_who_may_look(as_, cast, wang, who, status):
    answer = ask(as_(cast[who]), wang)
    assert answer.status_code == status and (PHONE in answer.text) == (status == 200)


@pytest.mark.parametrize(("table", "column"), [("users", "password_hash"), ("users", "name"), ("units", "phone")])
def test_what_was_not_declared_is_not_there(as_, cast, wang, table, column):
    assert ask(as_(cast["xi"]), wang, column=column, table=table).status_code == 404


def test_a_page_shows_the_mask_and_offers_the_way(as_, cast, wang):
    page = as_(cast["liu"]).get(f"/admin/people/{wang.id}").text
    assert "138****5678" in page and PHONE not in page and f"/personal/users/{wang.id}/phone" in page
    page = as_(cast["min"]).get(f"/admin/people/{wang.id}").text
    assert "138****5678" in page and "/personal/" not in page


def cells(answer) -> str:
    rows = load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True)
    return str(list(rows))


def test_an_export_is_masked_by_default(as_, cast, wang):
    told = cells(as_(cast["wu"]).get("/admin/people/export.xlsx"))
    assert "138****5678" in told and PHONE not in told


def test_an_export_in_full_needs_permission_and_reason_and_is_on_record(as_, cast, wang, db):
    address = "/admin/people/export-full.xlsx?q=王倩"
    assert as_(cast["liu"]).post(address, data={"reason": "上级机关调取"}).status_code == 403
    refused = as_(cast["wu"]).post(address, data={"reason": "要"})
    assert refused.status_code == 409 and "4 到 200 个字" in refused.text
    assert PHONE in cells(as_(cast["wu"]).post(address, data={"reason": "上级机关调取"}))
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "user.export_full")).one()
    assert "理由：上级机关调取" in entry.note and entry.actor_id == cast["wu"].id


def test_a_value_is_whole_only_within_an_export_in_full(wang):
    assert personal.shown(wang, "phone") == "138****5678"
    with personal.in_full(User):
        assert personal.shown(wang, "phone") == PHONE
    assert personal.shown(wang, "phone") == "138****5678"


def test_a_column_must_say_what_it_is():
    with pytest.raises(ValueError, match="say its kind"):
        personal.declare(Unit, permission="unit.read", remark="备注")
    with pytest.raises(ValueError, match="twice"):
        personal.declare(User, permission="user.read", phone="电话")
