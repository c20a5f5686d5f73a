"""Units, standing bodies, settings, feasts and the audit trail through their pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from models.accounts import Body, BodyPost, Unit, UnitKind, structure
from models.core import clock
from models.core.audit import AuditEntry
from models.core.errors import RuleBroken
from models.core.holidays import Holiday
from models.core.settings import value_of
from tests.cast import GROUP


def actions(db, *wanted):
    named = select(AuditEntry.action).where(AuditEntry.action.in_(wanted)).order_by(AuditEntry.id)
    return list(db.session.scalars(named))


def test_a_new_crew_hangs_under_its_station(as_, cast, units, db):
    given = {"name": "三班", "kind": "crew", "code": "qinglan-3", "parent": units["qinglan"].id}
    assert as_(cast["xi"]).post("/admin/units/new", data=given).status_code == 303
    crew = db.session.scalars(select(Unit).where(Unit.code == "qinglan-3")).one()
    assert crew.path == f"{units['qinglan'].path}{crew.id}/"
    assert "三班" in as_(cast["xi"]).get("/admin/units").text


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"kind": "crew", "parent": "office"}, "班组不能放在收费所下"),
        ({"kind": "station", "parent": "qinglan"}, "收费站不能放在收费站下"),
        ({"kind": "crew", "parent": ""}, "必须有上级"),
        ({"kind": "crew", "parent": "qinglan", "name": "一班"}, "已有“一班”"),
        ({"kind": "crew", "parent": "qinglan", "code": "crew1"}, "已使用"),
    ],
)
def test_a_unit_in_the_wrong_place_is_refused(as_, cast, units, given, why):
    parent = units[given["parent"]].id if given["parent"] else ""
    answer = as_(cast["xi"]).post("/admin/units/new", data={"name": "新", "code": "new"} | given | {"parent": parent})
    assert answer.status_code == 422 and why in answer.text


def test_a_station_takes_its_crews_along(cast, units, db):
    other = Unit()
    structure.create(
        other, name="昌北收费所", kind=UnitKind.OFFICE, parent=units["company"], code="north", by=cast["xi"]
    )
    structure.edit(units["qinglan"], name="青岚收费站", parent=other, by=cast["xi"])
    db.session.commit()
    assert units["crew1"].path == f"{other.path}{units['qinglan'].id}/{units['crew1'].id}/"
    with pytest.raises(RuleBroken, match="不能放"):
        structure.edit(other, name="昌北收费所", parent=units["crew1"], by=cast["xi"])


def test_a_unit_with_people_stays_open(as_, cast, units):
    answer = as_(cast["xi"]).post(f"/admin/units/{units['crew1'].id}/close")
    assert answer.status_code == 409 and "还有在职人员" in answer.text


def test_an_empty_unit_closes_and_opens_again(as_, cast, units, db):
    xi = as_(cast["xi"])
    xi.post("/admin/units/new", data={"name": "三班", "kind": "crew", "code": "c3", "parent": units["qinglan"].id})
    crew = db.session.scalars(select(Unit).where(Unit.code == "c3")).one()
    assert xi.post(f"/admin/units/{crew.id}/close").status_code == 303
    assert xi.post(f"/admin/units/{crew.id}/close").status_code == 409
    assert xi.post(f"/admin/units/{crew.id}/reopen").status_code == 303


def test_a_post_begins_and_ends_on_a_day(as_, cast, db):
    body = db.session.scalars(select(Body).where(Body.code == GROUP)).one()
    xi, today = as_(cast["xi"]), clock.today()
    given = {"user": cast["ming"].id, "post": "成员", "from_on": today.isoformat()}
    assert xi.post(f"/admin/bodies/{body.id}/appoint", data=given).status_code == 303
    assert "已有职务" in xi.post(f"/admin/bodies/{body.id}/appoint", data=given).text
    row = db.session.scalars(select(BodyPost).where(BodyPost.user_id == cast["ming"].id)).one()
    assert xi.post(f"/admin/bodies/posts/{row.id}/dismiss").status_code == 303
    db.session.expire_all()
    assert row.to_on == today
    assert actions(db, "body.appoint", "body.dismiss")[-2:] == ["body.appoint", "body.dismiss"]


def test_a_setting_changes_from_a_day_on_and_is_explained(as_, cast, db):
    xi, today = as_(cast["xi"]), clock.today()
    address = "/admin/settings/sign_in.idle_minutes"
    later = (today + timedelta(days=3)).isoformat()
    assert xi.post(address, data={"value": "45", "valid_from": later}).status_code == 303
    assert value_of("sign_in.idle_minutes") == 30
    assert value_of("sign_in.idle_minutes", on=today + timedelta(days=3)) == 45
    assert "45 分钟" in xi.get(address).text
    assert actions(db, "setting.edit") == ["setting.edit"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"value": "3"}, "应在 5 到 240 之间"),
        ({"value": "abc"}, "请填写整数"),
        ({"value": "45", "valid_from": "2020-01-01"}, "不能早于今天"),
        ({"value": "45", "valid_from": "2026-13-40"}, "生效日期"),
    ],
)
def test_a_wrong_setting_is_refused_at_its_field(as_, cast, data, why):
    given = {"valid_from": clock.today().isoformat()} | data
    answer = as_(cast["xi"]).post("/admin/settings/sign_in.idle_minutes", data=given)
    assert answer.status_code == 422 and why in answer.text


def test_an_unknown_setting_does_not_exist(as_, cast):
    assert as_(cast["xi"]).get("/admin/settings/no.such").status_code == 404


def test_next_years_feast_is_added_and_taken_back(as_, cast, db):
    xi, year = as_(cast["xi"]), clock.today().year + 3
    given = {"kind": "holiday", "name": "元旦", "first": f"{year}-01-01", "last": f"{year}-01-03"}
    assert xi.post("/admin/holidays", data=given).status_code == 303
    days = db.session.scalars(select(Holiday).where(Holiday.day >= date(year, 1, 1)).order_by(Holiday.day)).all()
    assert [row.day.day for row in days] == [1, 2, 3]
    assert "已录入" in xi.post("/admin/holidays", data=given).text
    assert xi.post(f"/admin/holidays/{days[0].id}/remove").status_code == 303
    assert actions(db, "holiday.remove") == ["holiday.remove"]


def test_the_auditor_filters_exports_and_verifies(as_, cast, db, read_sheet):
    as_(cast["xi"]).post("/admin/units/new", data={"name": "新公司", "kind": "company", "code": "c", "parent": ""})
    shen = as_(cast["shen"])
    page = shen.get("/admin/audit?text=席文&action=unit.create").text
    assert "建立单位：新公司" in page and "青岚收费站" not in page
    assert "建立单位：新公司" in shen.get("/admin/audit?action=立单").text, "a part of what was done"
    assert "建立单位：新公司" not in shen.get("/admin/audit?action=调整").text
    assert "没有符合条件" in shen.get("/admin/audit?last=2020-01-01").text
    rows = read_sheet(shen.get("/admin/audit/export.xlsx?text=席文&action=unit.create"))
    assert [row[3] for row in rows[1:]] == ["建立单位"]
    assert "日志完整" in shen.get("/admin/audit/verify").text
    assert actions(db, "audit.export", "audit.verify") == ["audit.export", "audit.verify"]


def test_a_broken_chain_is_named(as_, cast, db):
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("DROP TRIGGER audit_entries_no_update"))
    else:
        db.session.execute(text("ALTER TABLE audit_entries DISABLE TRIGGER USER"))
    db.session.execute(text("UPDATE audit_entries SET note = 'x' WHERE id = 3"))
    db.session.commit()
    page = as_(cast["shen"]).get("/admin/audit/verify").text
    assert "日志不完整" in page and "第 3 条" in page
