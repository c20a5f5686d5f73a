"""Working days over the real feasts of 2023–2026, and what must hold for every deadline."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import extract, select

from models.core import audit, holidays, workdays
from models.core.holidays import Holiday
from models.core.workdays import Calendar, add_workdays, explain, is_workday, read_calendar, workdays_between

CHINA = read_calendar((Path(workdays.__file__).parent / "holidays.csv").read_text(encoding="utf-8").splitlines())
DAYS = st.dates(min_value=date(2023, 1, 1), max_value=date(2027, 12, 31))
LENGTHS = st.integers(min_value=0, max_value=60)
DAYS_OFF = st.dictionaries(DAYS, st.sampled_from(["请假", "轮休"]), max_size=12)


def test_an_announced_year_is_completed_around_a_day_entered_by_hand(db):
    feasts = list(db.session.scalars(select(Holiday).where(extract("year", Holiday.day) == 2026)))
    for row in feasts[1:]:
        db.session.delete(row)
        audit.record("holiday.remove", row, None)
    feasts[0].name = "站内说明"
    audit.record("holiday.add", feasts[0], None)
    db.session.commit()
    holidays.fill()
    again = list(db.session.scalars(select(Holiday).where(extract("year", Holiday.day) == 2026)))
    assert {row.day for row in again} == {row.day for row in feasts}
    assert next(row for row in again if row.day == feasts[0].day).name == "站内说明"


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2023-01-27", False),  # 春节 on a Friday
        ("2023-01-28", True),  # make-up Saturday
        ("2023-06-25", True),  # make-up Sunday after 端午
        ("2024-02-04", True),  # make-up Sunday before 春节
        ("2024-02-16", False),
        ("2024-02-18", True),
        ("2024-10-12", True),
        ("2025-01-26", True),
        ("2025-02-04", False),
        ("2025-10-08", False),  # 国庆与中秋 in one: eight days
        ("2025-10-11", True),
        ("2026-01-04", True),
        ("2026-02-14", True),
        ("2026-02-23", False),
        ("2026-02-28", True),
        ("2026-03-01", False),  # an ordinary Sunday
        ("2026-09-20", True),
        ("2026-09-25", False),  # 中秋
        ("2026-10-10", True),
        ("2026-10-12", True),
    ],
)
def test_it_knows_feasts_and_make_up_days(day, works):
    assert is_workday(date.fromisoformat(day), CHINA) is works


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-02-13", 1, "2026-02-14"),  # the Saturday before 春节 is worked
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-02-14", 5, "2026-02-28"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2025-09-30", 3, "2025-10-11"),
        ("2024-02-09", 5, "2024-02-22"),
        ("2026-04-03", 0, "2026-04-03"),
        ("2026-10-03", 0, "2026-10-03"),  # zero days: the start, even on a feast
    ],
)
def test_a_deadline_steps_over_feasts(start, days, due):
    assert add_workdays(date.fromisoformat(start), days, CHINA) == date.fromisoformat(due)


def test_a_deadline_explains_itself():
    told = explain(date(2026, 2, 12), 3, CHINA, personal_off={date(2026, 2, 24): "请假"})
    assert [(segment.day.day, segment.counted, segment.why) for segment in told] == [
        (13, True, ""),
        (14, True, "春节调休上班"),
        *[(day, False, "春节") for day in range(15, 24)],
        (24, False, "请假"),
        (25, True, ""),
    ]


def test_weekends_are_named():
    assert explain(date(2026, 3, 6), 1, CHINA)[0] == (date(2026, 3, 7), False, "周末")


def test_leave_outranks_a_make_up_day():
    assert not is_workday(date(2026, 2, 14), CHINA, {date(2026, 2, 14): "轮休"})


def test_a_year_without_a_plan_says_so():
    first, weekend = explain(date(2027, 1, 3), 6, CHINA)[0], explain(date(2027, 1, 3), 6, CHINA)[5]
    assert first == (date(2027, 1, 4), True, "2027 年放假安排未录入，只扣周末")
    assert weekend == (date(2027, 1, 9), False, "周末（2027 年放假安排未录入，只扣周末）")


def test_the_years_of_the_file_are_known():
    assert CHINA.years == {2023, 2024, 2025, 2026}


def test_no_day_is_both_feast_and_make_up_day():
    assert not CHINA.holidays.keys() & CHINA.makeup.keys()


def test_make_up_days_are_weekend_days():
    assert {day.weekday() for day in CHINA.makeup} == {5, 6}


@pytest.mark.parametrize("line", ["2026-13-01,holiday,元旦", "2026-01-01,feast,元旦", "2026-01-01"])
def test_a_bad_line_is_named_by_number(line):
    with pytest.raises(ValueError, match="第 2 行"):
        read_calendar(["date,kind,name", line])


def test_days_run_forwards():
    with pytest.raises(ValueError, match="ahead"):
        add_workdays(date(2026, 3, 2), -1, CHINA)


@given(DAYS, LENGTHS, DAYS_OFF)
def test_counting_undoes_adding(start, days, off):
    assert workdays_between(start, add_workdays(start, days, CHINA, off), CHINA, off) == days


@given(DAYS, LENGTHS, DAYS_OFF)
def test_a_deadline_falls_on_a_working_day(start, days, off):
    due = add_workdays(start, days + 1, CHINA, off)
    assert is_workday(due, CHINA, off)


@given(DAYS, LENGTHS)
def test_a_longer_deadline_is_later(start, days):
    assert add_workdays(start, days, CHINA) < add_workdays(start, days + 1, CHINA)


@given(DAYS, LENGTHS, LENGTHS)
def test_two_steps_are_one(start, first, second):
    assert add_workdays(add_workdays(start, first, CHINA), second, CHINA) == add_workdays(start, first + second, CHINA)


@given(DAYS, DAYS)
def test_counting_backwards_is_negative(start, end):
    assert workdays_between(start, end, CHINA) == -workdays_between(end, start, CHINA)


@given(DAYS, LENGTHS, DAYS_OFF)
def test_the_explanation_has_every_day_and_the_right_sum(start, days, off):
    told = explain(start, days, CHINA, off)
    assert [segment.day for segment in told] == [start + timedelta(days=n + 1) for n in range(len(told))]
    assert sum(segment.counted for segment in told) == days
    assert all(segment.why for segment in told if not segment.counted)


@given(DAYS, LENGTHS, DAYS_OFF)
def test_days_off_never_bring_a_deadline_nearer(start, days, off):
    assert add_workdays(start, days, CHINA, off) >= add_workdays(start, days, CHINA)


@given(DAYS)
def test_without_a_calendar_the_week_has_five_days(start):
    assert add_workdays(start, 5, Calendar()) - start in {timedelta(days=7), timedelta(days=6), timedelta(days=5)}
