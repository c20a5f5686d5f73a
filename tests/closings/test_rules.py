"""Closing a month: in order, once, with nothing in the way, and for good. Source: domain §6.12."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models import closings
from models.accounts import Unit
from models.closings import Blocker, Figure, Month, MonthClosing, house_of, queries, registry, rules
from models.core import checks, clock
from models.core.errors import Overtaken, RuleBroken
from models.penalties import Outcome, PenaltyState
from models.roster import DutyPost, freezing
from models.roster.changing import Span, correct
from tests.penalties import makers
from tests.roster import makers as roster

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture
def now(monkeypatch):
    """The morning of 2 December: October and November are over."""
    moment = clock.at(date(2026, 12, 2), clock.local(clock.now()).time().replace(hour=9))
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 12, 2))
    return moment


def close(house: Unit, by, month: date = OCTOBER, **told) -> MonthClosing:
    return rules.close(house, month=month, note="", by=by, at=clock.now(), **told)


def test_a_crew_and_a_department_have_their_house(units):
    named = {name: house_of(units[name]).name for name in ("crew1", "qinglan", "finance", "office", "company")}
    assert named == {
        "crew1": "青岚收费站",
        "qinglan": "青岚收费站",
        "finance": "昌南收费所",
        "office": "昌南收费所",
        "company": "昌泰公司",
    }


def test_the_books_of_an_office_are_its_departments(db, units):
    covered = set(db.session.scalars(registry.units_of(units["office"])))
    assert covered == {units[one].id for one in ("office", "collection", "finance", "inspection")}
    at_station = set(db.session.scalars(registry.units_of(units["qinglan"])))
    assert at_station == {units[one].id for one in ("qinglan", "crew1", "crew2")}


def test_a_closed_month_and_all_before_take_no_entry(cast, units, now):
    close(units["qinglan"], cast["chen"])
    for day in (date(2026, 10, 31), date(2026, 10, 1), date(2025, 3, 3)):
        with pytest.raises(RuleBroken, match="已结账，不能再记入或改动"):
            closings.require_open(units["crew1"], day, field="day")
    closings.require_open(units["crew1"], NOVEMBER)
    closings.require_open(units["mcrew1"], date(2026, 10, 31))
    assert not closings.is_open(units["crew2"], OCTOBER) and closings.is_open(units["crew2"], NOVEMBER)


def test_months_are_closed_one_after_another_and_once(cast, units, now):
    close(units["qinglan"], cast["chen"], date(2026, 9, 1))
    with pytest.raises(RuleBroken, match="请先结 2026 年 10 月"):
        close(units["qinglan"], cast["chen"], NOVEMBER)
    close(units["qinglan"], cast["chen"], OCTOBER)
    with pytest.raises(Overtaken, match="已经结账，结账不能撤销"):
        close(units["qinglan"], cast["chen"], OCTOBER)
    close(units["qinglan"], cast["chen"], NOVEMBER)
    assert queries.open_months(closings.closed_through(units["qinglan"]), clock.today()) == []


def test_a_month_that_is_not_over_stays_open(cast, units, now):
    with pytest.raises(RuleBroken, match="还没有结束"):
        close(units["qinglan"], cast["chen"], date(2026, 12, 1))


def test_a_crew_has_no_books_of_its_own(cast, units, now):
    with pytest.raises(RuleBroken, match="按收费站或收费所"):
        close(units["crew1"], cast["chen"])


def test_what_stands_in_the_way_is_named(cast, units, now, monkeypatch):
    found = [Blocker(f"第 {n} 件", "/") for n in range(5)]
    monkeypatch.setitem(registry._blocks, "试", [lambda month: found])
    with pytest.raises(RuleBroken, match="第 0 件；第 1 件；第 2 件等 5 项"):
        close(units["qinglan"], cast["chen"])


def test_the_figures_freeze_and_a_change_is_noticed(db, cast, units, now, monkeypatch):
    amount = [Figure("得分", 7, closings.Measure.POINTS)]
    monkeypatch.setitem(registry._figures, "试", [lambda month: amount])
    row = close(units["qinglan"], cast["chen"])
    assert ["试", "得分", "points", 7] in row.figures
    assert [one for _rule, all_ in checks.run() for one in all_] == []
    amount[0] = Figure("得分", 8, closings.Measure.POINTS)
    assert any("冻结为 7，重算为 8" in one for _rule, all_ in checks.run() for one in all_)


def test_a_penalty_under_way_stands_in_the_way_of_its_month(cast, units):
    """The violation of two hours ago has to be verified, and its penalty served, before this month can close."""
    month = Month(units["qinglan"], clock.today().replace(day=1))
    violation = makers.make_violation(cast, "zhao", confirmed=False, occurred_at=clock.now())
    penalty = makers.make_approved(cast, "wang", occurred_at=clock.now())
    said = [one.sentence for one in registry.blockers_of(month)]
    assert said == [f"违规 {violation.number} 待核实", f"处罚 {penalty.number} 已批准，还没有送达"]
    assert registry.blockers_of(Month(units["meiling"], month.first)) == []


def test_a_receipt_cannot_be_dated_into_a_closed_month(db, cast, units):
    penalty = makers.make_due(cast)
    last = clock.today().replace(day=1) - timedelta(days=1)
    close(units["qinglan"], cast["chen"], last.replace(day=1))
    with pytest.raises(RuleBroken, match="已结账") as refusal:
        makers.pay(penalty, cast["cai"], collected_on=last)
    assert refusal.value.field == "collected_on"
    makers.pay(penalty, cast["cai"])
    assert penalty.state is PenaltyState.COLLECTED


def test_attendance_freezes_with_the_month(db, cast, units, now):
    """Domain §6.12: a shift that may still be changed stands in the way; afterwards no correction is taken."""
    day, people = date(2026, 10, 12), {cast["zhou"]: (DutyPost.LEADER, None), cast["wang"]: (DutyPost.TICKET, None)}
    shift = roster.make_shift(units["qinglan"], day, "early", units["crew1"], people)
    with pytest.raises(RuleBroken, match="早班 还没有冻结"):
        close(units["qinglan"], cast["chen"])
    freezing.freeze(shift, by=None, at=now)
    row = close(units["qinglan"], cast["chen"])
    assert ["考勤", "班次", "shifts", 1] in row.figures and ["考勤", "当班人次", "times", 2] in row.figures
    span = Span(shift.starts_at, shift.ends_at)
    with pytest.raises(RuleBroken, match="已结账"):
        correct(shift, cast["zhao"], DutyPost.COLLECTOR, None, span, "登记有误", cast["duo"])


def test_the_figures_of_discipline_are_those_of_its_entries(cast, units):
    makers.make_collected(cast)
    figures = {label: value for area, label, _m, value in registry.figures_of(Month(units["qinglan"], _this_month()))}
    assert (figures["生效"], figures["生效金额"], figures["收缴、冲销、退还"], figures["实收净额"]) == (
        1,
        200_00,
        1,
        200_00,
    )


def test_what_never_took_effect_reduces_nothing(cast, units):
    """Nothing was due of a penalty that fell in appeal: sums that took effect and reductions of them go together."""
    makers.settle_appeal(makers.make_appealed(cast), cast["fu"], Outcome.REVOKED)
    figures = {label: value for _area, label, _m, value in registry.figures_of(Month(units["qinglan"], _this_month()))}
    assert (figures["生效金额"], figures["生效后变更和撤销减少"]) == (0, 0)


def _this_month() -> date:
    return clock.today().replace(day=1)
