"""Clocks on real rows: how they start, stand still, change and end, and what is told about it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from models import deadlines
from models.core import audit, checks, settings
from models.core.audit import AuditEntry
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.holidays import DayKind, Holiday
from models.deadlines import (
    DeadlineChange,
    DeadlineRule,
    DeadlineTimer,
    Outcome,
    Side,
    declare_kind,
    default_rule,
    explain,
    minutes_left,
    remaining,
    sweeps,
)
from models.penalties import Violation
from tests.deadlines.golden import at, shown
from tests.deadlines.makers import CHECK, REPORT, make_rule, make_timer
from tests.penalties.makers import make_violation


def broken() -> list[str]:
    return [sentence for _name, found in checks.run() for sentence in found]


def rule_of(made) -> DeadlineRule:
    return db.session.get_one(DeadlineRule, made[1].rule_id)


def test_a_clock_is_due_when_its_rule_says(db, cast):
    make_rule(text="办公 4时")
    _owner, timer = make_timer(cast, "09-07 16:30")
    assert shown(timer.due_at) == "09-08 11:30"
    assert minutes_left(timer, at("09-08 11:00")) == 30
    assert remaining(timer, at("09-08 08:00")) == 3 * 3600
    db.session.commit()
    assert db.session.scalar(select(AuditEntry.action).order_by(AuditEntry.id.desc()).limit(1)) == "deadline.start"


def test_one_clock_of_a_kind_runs_on_a_matter(cast):
    make_rule()
    owner, _timer = make_timer(cast)
    with pytest.raises(RuleBroken, match="已经在计时"):
        make_timer(cast, owner=owner)


def test_without_a_rule_a_clock_needs_a_moment(cast):
    with pytest.raises(RuleBroken, match="没有“核实”的期限规则"):
        make_timer(cast)
    _owner, timer = make_timer(cast, due_at=at("09-09 12:00"))
    assert timer.due_at == at("09-09 12:00") and timer.rule_id is None
    with pytest.raises(RuleBroken, match="应晚于"):
        make_timer(cast, due_at=at("09-07 09:00"))


def test_the_own_rule_of_a_station_and_of_a_severity_come_first(cast, units):
    make_rule(text="办公 3日")
    make_rule(text="办公 5日", severity="serious")
    make_rule(text="办公 2日", unit=units["qinglan"])
    assert rule_of(make_timer(cast)).amount == 2
    elsewhere = {"unit": units["meiling"]}
    assert rule_of(make_timer(cast, **elsewhere)).amount == 3
    assert rule_of(make_timer(cast, severity="serious", **elsewhere)).amount == 5


def test_a_new_edition_holds_from_its_day_and_for_new_clocks(cast):
    make_rule(text="办公 3日")
    running = make_timer(cast, "09-07 10:00")
    make_rule(text="办公 1日", valid_from=date(2026, 9, 8))
    assert rule_of(make_timer(cast, "09-07 11:00")).edition == 1
    assert rule_of(make_timer(cast, "09-08 11:00")).edition == 2
    assert rule_of(running).edition == 1
    with pytest.raises(RuleBroken, match="不需要新版"):
        make_rule(text="办公 1日", valid_from=date(2026, 9, 9))
    with pytest.raises(RuleBroken, match="不能早于"):
        make_rule(text="办公 2日", valid_from=date(2026, 9, 1))


def test_a_pause_takes_its_time_out(cast):
    make_rule(text="全天 2时")
    owner, timer = make_timer(cast, "09-07 10:00")
    deadlines.pause(owner, CHECK, reason="等待当事人补充材料", by=cast["ming"], at=at("09-07 11:00"))
    assert (
        timer.is_paused and not timer.is_overdue_at(at("09-08 10:00")) and minutes_left(timer, at("09-08 10:00")) == 60
    )
    with pytest.raises(RuleBroken, match="已经暂停"):
        deadlines.pause(owner, CHECK, reason="再等", by=cast["ming"], at=at("09-07 11:30"))
    told = explain(timer, at("09-07 13:00"))
    assert [one.why for one in told] == ["全天计时", "暂停：等待当事人补充材料", "全天计时"]
    assert shown(told[-1].to_at) == "09-07 14:00"
    deadlines.resume(owner, CHECK, by=cast["wu"], at=at("09-07 12:30"))
    assert shown(timer.due_at) == "09-07 13:30" and not timer.is_paused
    with pytest.raises(RuleBroken, match="没有暂停"):
        deadlines.resume(owner, CHECK, by=cast["wu"], at=at("09-07 12:40"))


def test_met_and_missed_follow_from_the_moment(cast):
    make_rule(text="全天 2时")
    owner, timer = make_timer(cast, "09-07 10:00")
    assert deadlines.stop(owner, CHECK, by=cast["ming"], at=at("09-07 12:00")) == [timer]
    assert timer.outcome is Outcome.MET and not timer.is_overdue_at(at("09-30 12:00"))
    late, other = make_timer(cast, "09-07 10:00")
    deadlines.stop_all(late, by=cast["ming"], at=at("09-07 12:01"))
    assert other.outcome is Outcome.MISSED and minutes_left(other, at("09-30 12:00")) == -1
    assert deadlines.stop(owner, CHECK, by=cast["ming"], at=at("09-07 13:00")) == []


def test_who_stops_during_a_pause_is_judged_by_its_beginning(cast):
    make_rule(text="全天 2时")
    owner, timer = make_timer(cast, "09-07 10:00")
    deadlines.pause(owner, CHECK, reason="等鉴定", by=cast["ming"], at=at("09-07 11:00"))
    deadlines.stop(owner, CHECK, by=cast["ming"], at=at("09-09 11:00"))
    assert timer.outcome is Outcome.MET and shown(timer.due_at) == "09-09 12:00"


def test_a_matter_that_falls_away_is_neither(cast):
    make_rule(text="全天 2时")
    owner, timer = make_timer(cast, "09-07 10:00")
    deadlines.void(owner, reason="并入另一件", by=cast["ming"], at=at("09-08 10:00"))
    assert timer.outcome is Outcome.VOID and not timer.is_overdue_at(at("09-09 10:00"))


def test_another_severity_keeps_the_time_that_is_counted(db, cast):
    make_rule(text="办公 3日")
    make_rule(text="办公 5日", severity="serious")
    owner, timer = make_timer(cast, "09-07 10:00")
    deadlines.change_severity(owner, "serious", reason="媒体关注", by=cast["wu"], at=at("09-09 11:00"))
    assert shown(timer.due_at) == "09-14 17:30" and timer.severity == "serious"
    change = db.session.scalars(select(DeadlineChange)).one()
    assert (shown(change.due_before), shown(change.due_after)) == ("09-10 17:30", "09-14 17:30")
    assert broken() == []


def test_of_twins_ours_is_earlier_by_the_buffer_and_neither_is_paused(cast):
    owner = make_violation(cast, confirmed=False)
    given = {"unit": cast["wang"].unit, "by": cast["ming"], "at": at("09-07 10:00")}
    ours, theirs = deadlines.start_twin(CHECK, owner, theirs_due_at=at("09-14 17:00"), **given)
    assert (shown(ours.due_at), shown(theirs.due_at)) == ("09-13 17:00", "09-14 17:00")
    assert (ours.side, theirs.side) == (Side.OURS, Side.THEIRS)
    with pytest.raises(RuleBroken, match="不能暂停"):
        deadlines.pause(owner, CHECK, reason="等", by=cast["ming"], at=at("09-08 10:00"))
    assert len(deadlines.stop(owner, CHECK, by=cast["ming"], at=at("09-14 10:00"))) == 2
    assert (ours.outcome, theirs.outcome) == (Outcome.MISSED, Outcome.MET)


def test_a_short_order_gives_half_to_each_side(cast):
    owner = make_violation(cast, confirmed=False)
    given = {"unit": cast["wang"].unit, "by": cast["ming"], "at": at("09-07 10:00")}
    ours, _theirs = deadlines.start_twin(CHECK, owner, theirs_due_at=at("09-07 20:00"), **given)
    assert shown(ours.due_at) == "09-07 15:00"


def test_an_extension_adds_days_or_sets_a_moment(cast):
    make_rule(text="办公 3日")
    make_rule(REPORT, text="全天 2时")
    owner, days = make_timer(cast, "09-07 10:00")
    _owner, hours = make_timer(cast, "09-07 10:00", kind=REPORT, owner=owner)
    given = {"reason": "当事人出差", "by": cast["chen"], "at": at("09-07 11:00")}
    deadlines.extend(owner, CHECK, workdays=2, **given)
    assert shown(days.due_at) == "09-14 17:30"
    deadlines.extend(owner, REPORT, workdays=1, **given)
    assert shown(hours.due_at) == "09-08 17:30"
    deadlines.extend(owner, REPORT, until=at("09-10 09:00"), **given)
    assert shown(hours.due_at) == "09-10 09:00"
    with pytest.raises(RuleBroken, match="应晚于"):
        deadlines.extend(owner, REPORT, until=at("09-09 09:00"), **given)
    with pytest.raises(RuleBroken, match="1 到 120"):
        deadlines.extend(owner, REPORT, workdays=0, **given)
    assert broken() == []


def test_handing_over_moves_no_clock(cast):
    make_rule()
    owner, timer = make_timer(cast)
    before = timer.due_at
    deadlines.hand_over(owner, cast["wu"].id, by=cast["ming"], at=at("09-07 11:00"), reason="休假")
    assert timer.responsible_id == cast["wu"].id and timer.due_at == before


def test_clocks_follow_holidays_that_are_announced_late(db, cast):
    make_rule(text="办公 1日")
    _owner, timer = make_timer(cast, "2027-09-30 10:00")
    assert shown(timer.due_at) == "10-01 17:30"
    day = Holiday(day=date(2027, 10, 1), kind=DayKind.HOLIDAY, name="国庆节")
    db.session.add(day)
    audit.record("holiday.add", day, None)
    assert len(broken()) == 1
    assert sweeps.follow(at("2027-09-30 12:00")) == 1
    assert shown(timer.due_at) == "10-04 17:30" and broken() == []


def test_office_hours_of_a_season_hold_from_their_day(cast, db):
    row = settings.change(
        "deadline.office_hours", "08:30-12:00,15:00-18:00", unit_id=None, valid_from=date(2026, 6, 1), by=None
    )
    audit.record("setting.edit", row, None)
    make_rule(text="办公 1时")
    assert shown(make_timer(cast, "05-29 11:30")[1].due_at) == "05-29 14:30"
    assert shown(make_timer(cast, "06-01 11:30")[1].due_at) == "06-01 15:30"


def test_lists_get_the_nearest_of_each_row_in_one_statement(db, cast, count_queries):
    make_rule(text="全天 2时")
    make_rule(REPORT, text="全天 1时")
    first, slow = make_timer(cast)
    _first, quick = make_timer(cast, kind=REPORT, owner=first)
    second, other = make_timer(cast)
    with count_queries() as seen:
        found = deadlines.soonest_by_owner("violations", [first.id, second.id])
    assert found == {first.id: quick, second.id: other} and len(seen) == 1
    assert list(db.session.scalars(deadlines.open_of(first))) == [quick, slow]
    assert (
        db.session.scalar(select(func.count()).select_from(deadlines.of_many("violations", [first.id]).subquery())) == 2
    )
    late = deadlines.overdue_at(quick.due_at + timedelta(minutes=1))
    assert list(db.session.scalars(late.where(DeadlineTimer.owner_id == first.id))) == [quick]


def test_a_kind_and_a_default_are_claimed_once():
    with pytest.raises(ValueError, match="twice"):
        declare_kind(CHECK, "核实", "/", owner=Violation)
    with pytest.raises(ValueError, match="declare the kind"):
        default_rule("nothing.known", amount=1, unit=deadlines.TimeUnit.HOURS, source="")
