"""Which day a shift belongs to, and the two names of midnight."""

from datetime import date, datetime, time, timedelta

import pytest

from models.core import audit, clock
from models.core import settings as house
from models.core.errors import RuleBroken
from models.roster import ShiftKind, calendar, rules
from models.roster.changing import Span, moment_in
from tests.roster.makers import make_shift

DAY = date(2026, 11, 22)


def at(text: str) -> datetime:
    day, clock_time = text.split()
    return clock.at(date(2026, 11, int(day)), time.fromisoformat(clock_time))


def set_rule(station, value: str, cast) -> None:
    row = house.change("roster.night_belongs_to", value, valid_from=date(2026, 1, 1), unit_id=station.id, by=cast["xi"])
    audit.record("setting.edit", row, cast["xi"])


BY_END = [("21 23:29", 21), ("21 23:30", 22), ("21 23:59", 22), ("22 00:00", 22), ("22 07:29", 22), ("22 07:30", 22)]
BY_START = [("21 23:29", 21), ("21 23:30", 21), ("22 00:00", 21), ("22 07:29", 21), ("22 07:30", 22), ("22 23:30", 22)]


@pytest.mark.parametrize(("moment", "day"), BY_END)
def test_a_night_belongs_to_the_day_it_ends(units, moment, day):
    assert rules.business_date(units["qinglan"].id, at(moment)).day == day


@pytest.mark.parametrize(("moment", "day"), BY_START)
def test_or_to_the_day_it_starts(units, cast, moment, day):
    set_rule(units["qinglan"], "start", cast)
    assert rules.business_date(units["qinglan"].id, at(moment)).day == day
    assert rules.business_date(units["meiling"].id, at("21 23:30")).day == 22


def test_a_published_shift_keeps_its_day_when_the_setting_changes(db, units, cast):
    shift = make_shift(units["qinglan"], DAY, "night", units["crew1"], {})
    set_rule(units["qinglan"], "start", cast)
    assert rules.business_date(units["qinglan"].id, shift.starts_at) == DAY


def test_a_shift_until_midnight_belongs_to_the_day_it_ran():
    evening = ShiftKind(code="evening", starts=time(16), ends=time(0))
    assert not evening.is_overnight and evening.hours == "16:00–24:00"
    assert calendar.hours_of(evening, DAY) == (clock.at(DAY, time(16)), clock.at(DAY + timedelta(days=1), time(0)))
    assert calendar.day_of(at("21 23:59"), [evening], "end") == date(2026, 11, 21)


@pytest.mark.parametrize(("text", "moment"), [("24:00", "22 00:00"), ("00:00", "22 00:00"), ("23:45", "21 23:45")])
def test_a_time_of_day_is_found_within_the_night(text, moment):
    assert moment_in(Span(at("21 23:30"), at("22 07:30")), text, "starts") == at(moment)


@pytest.mark.parametrize("text", ["25:00", "12:00", "halb", ""])
def test_a_time_outside_the_shift_is_refused(text):
    with pytest.raises(RuleBroken) as refusal:
        moment_in(Span(at("21 23:30"), at("22 07:30")), text, "starts")
    assert refusal.value.field == "starts"
