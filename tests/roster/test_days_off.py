"""Days off: two 调休 a month, none twice, and a hole in the roster is seen."""

from datetime import date, timedelta

import pytest

from models.core.errors import RuleBroken
from models.roster import DayOffKind, DutyPost, ShiftState, matrix, rules
from tests.roster.makers import make_shift

DAY = date(2026, 11, 24)


def test_the_third_exchange_of_a_month_is_refused(db, cast):
    for n in range(2):
        rules.register(cast["wang"], DAY + timedelta(days=n), DayOffKind.EXCHANGE, "补休", cast["duo"])
    with pytest.raises(RuleBroken, match="王倩 11 月已调休 2 天") as refusal:
        rules.register(cast["wang"], DAY + timedelta(days=3), DayOffKind.EXCHANGE, "补休", cast["duo"])
    assert refusal.value.field == "business_date"
    assert rules.register(cast["wang"], DAY + timedelta(days=3), DayOffKind.OFFICIAL, "培训", cast["duo"])
    assert rules.register(cast["wang"], date(2026, 12, 1), DayOffKind.EXCHANGE, "补休", cast["duo"])


def test_a_withdrawn_one_counts_no_more(db, cast):
    rows = [
        rules.register(cast["wang"], DAY + timedelta(days=n), DayOffKind.EXCHANGE, "补休", cast["duo"]) for n in (0, 1)
    ]
    rules.withdraw(rows[0], "不需要了", cast["duo"])
    assert rules.register(cast["wang"], DAY, DayOffKind.EXCHANGE, "补休", cast["duo"])


def test_the_same_day_is_not_registered_twice(db, cast):
    rules.register(cast["wang"], DAY, DayOffKind.LEAVE, "事假", cast["duo"])
    with pytest.raises(RuleBroken, match="已经登记过"):
        rules.register(cast["wang"], DAY, DayOffKind.PUBLIC, "公休", cast["duo"])


def test_a_day_off_on_a_published_shift_is_a_hole_until_somebody_stands_in(db, cast, units):
    people = {cast["liu"]: (DutyPost.LEADER, None), cast["wang"]: (DutyPost.COLLECTOR, None)}
    shift = make_shift(units["qinglan"], DAY, "early", units["crew1"], people)
    rules.register(cast["wang"], DAY, DayOffKind.LEAVE, "事假", cast["duo"])
    line = matrix.day_sheet(units["qinglan"], DAY).lines[0]
    assert [duty.who for duty in line.holes] == ["王倩"]
    rules.replace(line.holes[0], cast["sun"], "王倩请假", cast["liu"])
    db.session.commit()
    assert matrix.day_sheet(units["qinglan"], DAY).lines[0].holes == []
    assert shift.state is ShiftState.PUBLISHED


def test_the_page_registers_and_withdraws(as_, cast):
    form = {"person": cast["wang"].id, "business_date": "2026-11-24", "kind": "exchange", "reason": "补休"}
    browser = as_(cast["duo"])
    assert browser.post("/roster/days-off", data=form).status_code == 303
    assert "补休" in browser.get("/roster/days-off").text
    again = browser.post("/roster/days-off", data=form)
    assert again.status_code == 422 and "已经登记过" in again.text
