"""What an administrator takes along as a spreadsheet is what the page shows."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

pytestmark = pytest.mark.one_engine


def sheet_of(answer) -> list[tuple]:
    assert answer.status_code == 200, answer.status_code
    return list(load_workbook(BytesIO(answer.data)).active.iter_rows(values_only=True))


EXPECTED = {
    ("xi", "/admin/units/export.xlsx"): ("一班", "昌南收费所 / 青岚收费站 / 一班"),
    ("xi", "/admin/bodies/export.xlsx"): ("规范化服务考核工作领导小组", "组长", "00001"),
    ("an", "/admin/roles/export.xlsx"): ("班长",),
    ("an", "/admin/grants/export.xlsx"): ("00116", "刘建平", "班长"),
    ("xi", "/admin/settings/export.xlsx"): ("sign_in.idle_minutes",),
    ("xi", "/admin/holidays/export.xlsx"): ("国庆节",),
    ("xi", "/admin/jobs/export.xlsx"): ("任务", "周期"),
    ("xi", "/admin/terminals/export.xlsx"): ("终端", "所在单位"),
    ("an", "/admin/grants/requests/export.xlsx"): ("工号", "角色"),
    ("duo", "/roster/days-off/export.xlsx"): ("工班日", "类别"),
    ("duo", "/roster/changes/export.xlsx"): ("变动",),
    ("wu", "/roster/setup/kinds.xlsx"): ("早班",),
    ("wu", "/approvals/chains/export.xlsx"): ("现行环节",),
    ("wang", "/inbox/export.xlsx"): ("消息",),
    ("wang", "/handover/mine/export.xlsx"): ("编号", "车道"),
    ("wang", "/penalties/mine/export.xlsx"): ("处罚编号",),
}


def test_each_list_comes_as_a_sheet(as_, cast):
    missing = {}
    for (who, address), words in EXPECTED.items():
        seen = {str(cell) for row in sheet_of(as_(cast[who]).get(address)) for cell in row}
        if lacking := [word for word in words if word not in seen]:
            missing[address] = (lacking, sorted(seen)[:12])
    assert missing == {}


def test_the_export_of_grants_follows_filter_and_order(as_, cast):
    shown = sheet_of(as_(cast["an"]).get("/admin/grants/export.xlsx?text=00116"))
    assert [row[:3] for row in shown] == [("工号", "姓名", "角色"), ("00116", "刘建平", "班长")]
    forth, back = (
        sheet_of(as_(cast["an"]).get(f"/admin/grants/export.xlsx?sort={way}"))[1:] for way in ("role", "-role")
    )
    assert [row[2] for row in forth] == [row[2] for row in reversed(back)] and len(forth) == len(cast)
