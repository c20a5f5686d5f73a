"""Pages of the ledger: every figure opens its entries, every entry its source; who sees whose."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from models import points
from models.core import audit, clock, months
from models.core.errors import RuleBroken
from models.points import PointBalance, PointRule, rules
from tests.complaints import makers as complaints
from tests.points.makers import AT, MONTH, origin, post


def balance(db, holder) -> PointBalance:
    row = points.queries.balance_of(holder, MONTH)
    db.session.commit()
    return row


@pytest.fixture
def booked(db, cast, units):
    """Wang with praise, a finding and a penalty; Mei at the other station; crew 一班 with a finding."""
    post(cast["wang"], source=origin("TS-2026-0007", 7))
    post(cast["wang"], "inspection", 20, source=origin("DC-2026-0003 第 4.1 项", 3))
    post(cast["wang"], "penalty", 40, source=origin("CF-2026-0001", 1))
    post(units["crew1"], "inspection", 15, source=origin("DC-2026-0003 第 3.1 项", 4))
    post(cast["mei"], source=origin("TS-2026-0009", 9))
    db.session.commit()


def test_a_figure_opens_its_entries_and_an_entry_its_source(db, cast, as_, booked):
    browser, case = as_(cast["ming"]), complaints.make_case(cast, by="duo")
    listed = browser.get("/points/?month=2026-11").text
    here = f"/points/accounts/{balance(db, cast['wang']).id}"
    assert here in listed and "96" in listed
    shown = browser.get(here).text
    for words in ("CF-2026-0001", "DC-2026-0003 第 4.1 项", "功过相抵", "基础分", "抵扣扣分，本月共 2 分"):
        assert words in shown
    entry = db.session.scalars(select(points.PointEntry).where(points.PointEntry.kind == "penalty")).one()
    one = browser.get(f"/points/entries/{entry.id}").text
    assert f'href="/complaints/{case.id}"' in one and "处罚扣分" in one and "−4" in one and "+4" in one
    theirs = as_(cast["wang"]).get(f"/points/entries/{entry.id}").text
    assert "处罚扣分" in theirs and f"/complaints/{case.id}" not in theirs, "a way to a case that she may not open"


def test_a_reversal_and_its_entry_lead_to_each_other(db, cast, as_, booked):
    (back,) = points.reverse(origin("CF-2026-0001", 1), "录像不是本人", cast["chen"], AT)
    db.session.commit()
    browser = as_(cast["ming"])
    assert f"/points/entries/{back.id}" in browser.get(f"/points/entries/{back.reverses_id}").text
    assert f"/points/entries/{back.reverses_id}" in browser.get(f"/points/entries/{back.id}").text


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("key", "whose", "code"),
    [
        *(("wang", "wang", 200), ("wang", "crew1", 200), ("zhao", "wang", 404), ("liu", "wang", 200)),
        *(("mo", "wang", 404), ("wang", "mei", 404), ("du", "mei", 200), ("du", "wang", 404)),
        *(("hq", "mei", 200), ("xi", "wang", 404)),
    ],
)
def test_who_sees_whose_account(db, cast, units, as_, booked, key, whose, code):
    row = balance(db, cast.get(whose) or units[whose])
    browser = as_(cast[key])
    assert browser.get(f"/points/accounts/{row.id}").status_code == code
    entry = db.session.scalars(
        select(points.PointEntry.id).where(points.PointEntry.holder == row.holder).order_by(points.PointEntry.id.desc())
    ).first()
    assert browser.get(f"/points/entries/{entry}").status_code == code


def test_lists_filters_exports_and_paper(db, cast, as_, booked):
    browser = as_(cast["wu"])
    assert "王倩" not in browser.get("/points/?month=2026-11&whose=crews").text
    assert "梅芳" not in browser.get("/points/entries?text=CF-2026").text
    assert browser.get("/points/?month=x").status_code == 422
    for address in ("/points/export.xlsx?month=2026-11", "/points/entries.xlsx?kind=penalty"):
        assert browser.get(address).data[:2] == b"PK"
    rows = list(load_workbook(BytesIO(browser.get("/points/entries.xlsx").data)).active.values)
    changes = [cell for row in rows[1:] for cell in row[7:9] if cell is not None]
    assert all(isinstance(cell, int | float) for cell in changes) and min(changes) < 0 < max(changes)
    assert "积分台账" in browser.get("/points/print?month=2026-11").text
    db.session.expire_all()
    exported = db.session.scalars(select(audit.AuditEntry).where(audit.AuditEntry.action == "point.export")).all()
    assert len(exported) == 3


@pytest.mark.one_engine
@pytest.mark.parametrize("address", ["/points/?month=2026-11", "/points/entries", "/points/accounts/{account}"])
def test_a_list_asks_the_same_for_few_and_many(db, cast, as_, count_queries, booked, address):
    browser, asked = as_(cast["ming"]), []
    address = address.format(account=balance(db, cast["wang"]).id)
    browser.get(address)
    for more in (0, 8):
        for _ in range(more):
            post(cast["wang"], "good_deed")
            post(cast["zhao"], "good_deed")
        db.session.commit()
        with count_queries() as seen:
            assert browser.get(address).status_code == 200
        asked.append(len([one for one in seen if "setting_values" not in one]))
    assert asked[0] == asked[1]


def rule(db, kind: str = "praise") -> PointRule:
    return db.session.scalars(select(PointRule).where(PointRule.kind == kind, PointRule.is_latest)).one()


def words(row: PointRule, **changed) -> dict:
    names = ("title", "tenths", "month_cap", "is_offsetting", "note", "source", "is_example")
    return {name: getattr(row, name) for name in names} | changed


def test_a_new_edition_holds_from_its_month_on(db, cast, units):
    coming = months.next_of(clock.today())
    old = rule(db)
    rules.edit(old, valid_from=coming, by=cast["ming"], today=clock.today(), **words(old, tenths=80))
    assert rules.in_force("praise", clock.today()).tenths == 50
    assert rules.in_force("praise", coming).tenths == 80
    assert post(cast["wang"], on=coming).claimed == 80


@pytest.mark.parametrize(
    ("day", "changed", "field"),
    [
        (date(2026, 12, 2), {"tenths": 10}, "valid_from"),
        (date(2026, 11, 1), {"tenths": 10}, "valid_from"),
        (date(2026, 12, 1), {"tenths": 20_000}, "tenths"),
        (date(2026, 12, 1), {}, "title"),
    ],
)
def test_rules_refuse(db, cast, day, changed, field):
    old = rule(db)
    with pytest.raises(RuleBroken) as refusal:
        rules.edit(old, valid_from=day, by=cast["ming"], today=date(2026, 11, 20), **words(old, **changed))
    assert refusal.value.field == field


def test_a_retired_rule_gives_nothing_more(db, cast):
    old = rule(db, "quiz")
    with pytest.raises(RuleBroken, match="最后一天"):
        rules.retire(old, valid_to=date(2026, 11, 29), by=cast["ming"], today=date(2026, 11, 20))
    rules.retire(old, valid_to=date(2026, 11, 30), by=cast["ming"], today=date(2026, 11, 20))
    assert post(cast["wang"], "quiz") is not None
    assert post(cast["wang"], "quiz", on=date(2026, 12, 1)) is None
    with pytest.raises(RuleBroken, match="基础分不能停用"):
        rules.retire(rule(db, "base"), valid_to=date(2026, 11, 30), by=cast["ming"], today=date(2026, 11, 20))


def test_the_office_keeps_the_rules_on_the_web(db, cast, as_):
    row, coming = rule(db), months.next_of(clock.today())
    office = as_(cast["ming"])
    assert "示例" in office.get("/points/rules").text
    sent = {"title": "表扬加分", "tenths": "8.5", "month_cap": "20", "is_offsetting": "y", "source": "本所文件"}
    sent |= {"note": "新", "version": row.version}
    refused = office.post(f"/points/rules/{row.id}/edit", data=sent | {"valid_from": clock.today().isoformat()})
    assert refused.status_code == 422 and "8.5" in refused.text
    answer = office.post(f"/points/rules/{row.id}/edit", data=sent | {"valid_from": coming.isoformat()})
    assert answer.status_code == 303, answer.text
    assert "第 2 版" in as_(cast["wang"]).get(f"/points/rules/{rule(db).id}").text
    late = office.post(f"/points/rules/{row.id}/edit", data=sent | {"version": "99", "valid_from": coming.isoformat()})
    assert late.status_code == 409
    assert as_(cast["liu"]).get(f"/points/rules/{rule(db).id}/edit").status_code == 403
    assert as_(cast["xi"]).get(f"/points/rules/{row.id}").status_code == 404
