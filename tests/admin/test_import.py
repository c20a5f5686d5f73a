"""The staff list: tried first, then taken whole or not at all."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from models.accounts import RoleGrant, RoleRequest, User

HEAD = ["工号", "姓名", "单位", "岗位", "角色", "电话"]
GOOD = [
    ["00501", "钱多多", "青岚收费站/一班", "收费员", "收费员", "13800000001"],
    ["00502", "冯晓", "二班", "收费员", "收费员、外勤", ""],
    ["00503", "陈默", "梅岭收费站", "值班站长", "", ""],
]


def workbook(rows) -> BytesIO:
    book = Workbook()
    for row in [HEAD, *rows]:
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    out.seek(0)
    return out


@pytest.fixture
def xi(as_, cast):
    return as_(cast["xi"])


def try_out(browser, rows):
    return browser.post(
        "/admin/people/import",
        data={"file": (workbook(rows), "人员.xlsx")},
        content_type="multipart/form-data",
    )


def kept(answer) -> str:
    return re.search(r"/admin/people/import/([^/\"]+)/", answer.text)[1]


def newcomers(db):
    return list(db.session.scalars(select(User.staff_no).where(User.staff_no.like("005%")).order_by(User.staff_no)))


def test_a_dry_run_changes_nothing(xi, db):
    answer = try_out(xi, GOOD)
    assert answer.status_code == 200 and "全部 3 行没有问题" in answer.text
    assert newcomers(db) == []


def test_a_clean_list_is_taken_and_its_roles_wait(xi, db):
    answer = xi.post(f"/admin/people/import/{kept(try_out(xi, GOOD))}/take")
    assert answer.status_code == 303
    assert newcomers(db) == ["00501", "00502", "00503"]
    ids = select(User.id).where(User.staff_no.like("005%"))
    assert len(db.session.scalars(select(RoleRequest).where(RoleRequest.user_id.in_(ids))).unique().all()) == 3
    assert db.session.scalar(select(RoleGrant.id).where(RoleGrant.user_id.in_(ids))) is None


@pytest.mark.parametrize(
    ("row", "where", "why"),
    [
        (["00317", "王二", "二班", "", "", ""], "工号", "已由 王倩 使用"),
        (["00501", "钱二", "二班", "", "", ""], "工号", "不止一次"),
        (["x!", "钱二", "二班", "", "", ""], "工号", "3 到 20 位"),
        (["00509", "", "二班", "", "", ""], "姓名", ""),
        (["00509", "钱二", "九班", "", "", ""], "单位", "没有单位“九班”"),
        (["00509", "钱二", "二班", "", "飞行员", ""], "角色", "没有角色“飞行员”"),
        (["00509", "钱二", "二班", "", "系统管理员、收费员", ""], "角色", "三员分立"),
        (["00509", "钱二", "二班", "", "", "打电话"], "电话", "7 到 20 位"),
    ],
)
def test_a_refusal_names_row_and_column_and_nothing_is_taken(xi, db, row, where, why):
    answer = try_out(xi, [*GOOD, row])
    assert answer.status_code == 422 and why in answer.text
    assert re.search(rf'<td class="right num">5</td><td>{where}</td>', answer.text)
    again = xi.post(f"/admin/people/import/{kept(answer)}/take")
    assert again.status_code == 422
    assert newcomers(db) == []


def test_the_same_workbook_comes_back_marked(xi):
    token = kept(try_out(xi, [*GOOD, ["00509", "钱二", "九班", "", "", ""]]))
    answer = xi.post(f"/admin/people/import/{token}/marked.xlsx")
    cell = load_workbook(BytesIO(answer.data)).active["C5"]
    assert cell.value == "九班" and "没有单位" in cell.comment.text and cell.fill.fgColor.rgb not in (None, "00000000")


def test_a_file_of_another_kind_is_refused_at_its_field(xi):
    given = {"file": (BytesIO(b"MZ not a table"), "人员.xlsx")}
    answer = xi.post("/admin/people/import", data=given, content_type="multipart/form-data")
    assert answer.status_code == 422


def test_somebody_elses_upload_is_not_there(xi, as_, cast, db):
    token = kept(try_out(xi, GOOD))
    assert as_(cast["liu"]).post(f"/admin/people/import/{token}/take").status_code == 403


def test_an_imported_person_gets_a_password_from_the_leader(xi, as_, cast, client, db):
    xi.post(f"/admin/people/import/{kept(try_out(xi, GOOD))}/take")
    newcomer = db.session.scalars(select(User).where(User.staff_no == "00501")).one()
    assert client.post("/sign-in", data={"staff_no": "00501", "password": ""}).status_code == 422
    page = as_(cast["liu"]).post(f"/admin/people/{newcomer.id}/reset-password").text
    initial = re.search(r"[A-Z][a-z]{3}-[A-Z][a-z]{3}-\d{4}", page)[0]
    assert client.post("/sign-in", data={"staff_no": "00501", "password": initial}).status_code == 303


def test_the_template_has_the_right_header(xi):
    book = load_workbook(BytesIO(xi.get("/admin/people/import/template.xlsx").data))
    assert [cell.value.rstrip("*") for cell in book.active[1]] == HEAD
