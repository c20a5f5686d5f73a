"""The pages of the month close."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from models.closings import MonthClosing, rules
from models.core import clock, settings
from models.inbox import todos_of
from tests.penalties import makers


def last_month() -> date:
    return (clock.today().replace(day=1) - timedelta(days=1)).replace(day=1)


def close(cast, units, where: str = "qinglan", month: date | None = None) -> MonthClosing:
    return rules.close(units[where], month=month or last_month(), note="", by=cast["chen"], at=clock.now())


def test_closing_from_the_page(db, cast, units, as_):
    head, at = as_(cast["wu"]), f"/closings/units/{units['qinglan'].id}/close"
    assert "没有待办结的事项" in head.get(at).text
    answer = head.post(at, data={"month": last_month().isoformat(), "note": "第一次"})
    assert answer.status_code == 303
    row = db.session.query(MonthClosing).one()
    assert (row.unit_id, row.month, row.note) == (units["qinglan"].id, last_month(), "第一次")
    assert "没有可以结账的月份" in head.get(at).text
    listed = head.get("/closings/").text
    assert f'href="{at}"' not in listed and f"/closings/units/{units['meiling'].id}/close" in listed
    shown = head.get(f"/closings/{row.id}").text
    assert "冻结的数字" in shown and "实收净额" in shown
    assert "月度结账单" in head.get(f"/closings/{row.id}/print").text


def test_a_crews_page_is_that_of_its_station(cast, units, as_):
    assert "青岚收费站月度结账" in as_(cast["chen"]).get(f"/closings/units/{units['crew1'].id}/close").text


@pytest.mark.one_engine
def test_what_stands_in_the_way_is_listed_and_refused(cast, units, as_):
    occurred = clock.at(last_month(), clock.local(clock.now()).time())
    violation = makers.make_violation(cast, confirmed=False, occurred_at=occurred)
    head, at = as_(cast["wu"]), f"/closings/units/{units['qinglan'].id}/close"
    opened = head.get(at).text
    assert f"违规 {violation.number} 待核实" in opened and "办结以上事项后才能结账" in opened
    assert 'name="form_key"' not in opened, "a form that is bound to be refused is not shown"
    earlier = re.search(r'href="([^"]*/close\?month=[^"]*)"', opened)[1]
    assert 'name="form_key"' in head.get(earlier).text, "a month before it can be closed first"
    answer = head.post(at, data={"month": last_month().isoformat()})
    assert answer.status_code == 422 and "还不能结账" in answer.text
    assert head.post(at, data={"month": "morgen"}).status_code == 422


@pytest.mark.one_engine
@pytest.mark.parametrize(("who", "status"), [("wu", 200), ("chen", 200), ("cai", 403), ("duo", 403), ("wang", 403)])
def test_who_closes(cast, units, as_, who, status):
    assert as_(cast[who]).get(f"/closings/units/{units['qinglan'].id}/close").status_code == status


def test_one_station_does_not_see_the_other(cast, units, as_):
    row = close(cast, units, "meiling")
    assert as_(cast["duo"]).get(f"/closings/{row.id}").status_code == 404
    assert as_(cast["du"]).get(f"/closings/{row.id}").status_code == 200
    assert "梅岭" not in as_(cast["duo"]).get("/closings/").text


def test_the_list_goes_along_as_a_sheet(cast, units, as_):
    makers.make_collected(cast)
    close(cast, units)
    answer = as_(cast["cai"]).get(f"/closings/export.xlsx?year={last_month().year}")
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(answer.data)).active]
    assert rows[0][:4] == ["单位", "月份", "业务", "项目"] and rows[1][0] == "青岚收费站"


@pytest.mark.one_engine
def test_one_row_or_many_the_same_statements(cast, units, as_, count_queries):
    leader, month = as_(cast["chen"]), date(last_month().year - 1, 1, 1)
    close(cast, units, month=month)
    leader.get("/closings/")
    with count_queries() as one:
        leader.get("/closings/")
    for number in range(2, 10):
        close(cast, units, month=month.replace(month=number))
    leader.get("/closings/")
    with count_queries() as many:
        leader.get("/closings/")
    assert len(_own(one)) == len(_own(many))


def test_whoever_closes_is_reminded_of_a_month_that_is_over(cast, units, monkeypatch):
    month = last_month()
    close(cast, units, month=(month - timedelta(days=1)).replace(day=1))
    monkeypatch.setattr(settings, "value_of", lambda key, **_where: 1)
    assert "月度未结账" in [one.title for one in todos_of(cast["chen"], clock.now())]
    assert "月度未结账" not in [one.title for one in todos_of(cast["cai"], clock.now())]
    close(cast, units, month=month)
    assert "月度未结账" not in [one.title for one in todos_of(cast["chen"], clock.now())]


def test_the_houses_that_are_counted_as_behind_are_marked(db, cast, units, as_):
    long_ago = (last_month() - timedelta(days=70)).replace(day=1)
    close(cast, units, month=long_ago)
    close(cast, units, where="meiling")
    db.session.commit()
    (todo,) = [one for one in todos_of(cast["chen"], clock.now()) if one.title == "月度未结账"]
    assert todo.count == 1 and as_(cast["chen"]).get(todo.href).text.count("未结账</span>") == 1
    assert "未结账</span>" not in as_(cast["cai"]).get(todo.href).text


def _own(statements: list[str]) -> list[str]:
    """Leave out what a slow machine asks anew: the settings are kept for five seconds."""
    return [one for one in statements if "setting_values" not in one]
