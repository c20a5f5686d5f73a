"""How the station writes days, money, time left and what it hides."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, Form, FormField, IntegerField, RadioField, StringField
from wtforms.validators import InputRequired

from blueprints.core import filters
from models.core import clock
from tests.core.kit import kit_app

NOW = datetime(2026, 11, 22, 13, 52, 8, tzinfo=UTC)  # 21:52:08 in China


@pytest.fixture(autouse=True)
def still(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def test_days_and_moments():
    assert filters.day(date(2026, 11, 22)) == "11 月 22 日 星期日"
    assert filters.day(date(2025, 1, 5)) == "2025 年 1 月 5 日 星期日"
    assert filters.day_short(NOW) == "11-22"
    assert filters.moment(NOW) == "11-22 21:52"
    assert filters.moment_full(NOW) == "2026-11-22 21:52:08"
    assert filters.clock_time(time(7, 30)) == "07:30"


def test_a_moment_late_in_utc_is_tomorrow_at_the_station():
    assert filters.moment(datetime(2026, 11, 22, 17, 5, tzinfo=UTC)) == "11-23 01:05"
    assert filters.moment(datetime(2026, 11, 22, 17, 5)) == "11-23 01:05"  # noqa: DTZ001 - as SQLite gives it


@pytest.mark.parametrize(
    ("cents", "plain", "signed"),
    [
        (0, "0.00", "0.00"),
        (5, "0.05", "+0.05"),
        (-1000, "−10.00", "−10.00"),
        (123450, "1,234.50", "+1,234.50"),
        (-99, "−0.99", "−0.99"),
        (Decimal(-77500), "−775.00", "−775.00"),  # as PostgreSQL adds up
    ],
)
def test_money(cents, plain, signed):
    assert (filters.money(cents), filters.money_signed(cents)) == (plain, signed)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [(1234567, 0, "1,234,567"), (2.5, 0, "3"), (-0.04, 1, "0.0"), (96.25, 1, "96.3"), (-7, 0, "−7")],
)
def test_number(value, places, text):
    assert filters.number(value, places) == text


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(days=1, hours=6), "剩 1 天 6 小时"),
        (timedelta(days=2), "剩 2 天"),
        (timedelta(hours=1, minutes=20), "剩 1 小时 20 分"),
        (timedelta(minutes=9), "剩 9 分钟"),
        (timedelta(seconds=20), "不到 1 分钟"),
        (timedelta(hours=-2, minutes=-5), "已超时 2 小时 5 分"),
    ],
)
def test_time_left(left, text):
    assert filters.remaining(NOW + left) == text


def test_a_day_ends_at_midnight():
    assert filters.remaining(date(2026, 11, 22)) == "剩 2 小时 7 分"
    assert filters.remaining(date(2026, 11, 21)) == "已超时 21 小时 52 分"


def test_ago():
    assert filters.ago(NOW - timedelta(seconds=5)) == "刚刚"
    assert filters.ago(NOW - timedelta(minutes=12)) == "12 分钟前"
    assert filters.ago(NOW - timedelta(hours=3)) == "3 小时前"
    assert filters.ago(NOW - timedelta(days=2)) == "11-20 21:52"


@pytest.mark.parametrize(
    ("size", "text"), [(900, "900 B"), (831488, "812 KB"), (1024 * 1024, "1.0 MB"), (1500000, "1.4 MB")]
)
def test_filesize(size, text):
    assert filters.filesize(size) == text


def test_personal_data_is_hidden():
    assert filters.phone("138 0000 4127") == "138****4127"
    assert filters.plate("赣C·3K0D8") == "赣C***D8"
    assert filters.id_no("360102199001010018") == "360*************18"


@pytest.mark.parametrize(
    "write", [filters.day, filters.moment, filters.money, filters.remaining, filters.number, filters.phone]
)
def test_nothing_is_a_dash(write):
    assert write(None) == "—"


class Row(Form):
    count = IntegerField("张数", [InputRequired("请填写张数")])


class Sheet(Form):
    name = StringField("姓名", [InputRequired("必填")])
    kind = RadioField("类型", [InputRequired("请选择类型")], choices={"a": "甲"}, validate_choice=False)
    rows = FieldList(FormField(Row), min_entries=2)


def test_every_error_has_a_link_to_its_input():
    form = Sheet(MultiDict({"rows-0-count": "3"}))
    form.validate()
    form.form_errors.append("本班已交接。")
    assert filters.error_links(form) == [
        ("error-summary", "本班已交接。"),
        ("name", "姓名：必填"),
        ("kind-0", "请选择类型"),
        ("rows-1-count", "请填写张数"),
    ]


def test_here_keeps_what_was_asked_for():
    with kit_app().test_request_context("/cases?state=open&tag=a&tag=b&after=x"):
        assert filters.here(after=None) == "/cases?state=open&tag=a&tag=b"
        assert filters.here(sort="-day", after=None, tag=None, state=None) == "/cases?sort=-day"
