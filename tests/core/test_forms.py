"""What a form says of its own accord is Chinese, and what it takes for nothing is nothing."""

from __future__ import annotations

import re

import pytest
from flask import render_template_string
from wtforms.fields import DateField, DateTimeLocalField, DecimalField, SearchField, SelectField
from wtforms.validators import NumberRange

from blueprints.core.forms import ChoiceField, FilterForm, HouseForm, IntegerField, Optional
from models.accounts import UnitKind

LATIN = re.compile(r"[A-Za-z]{3,}")


class EveryForm(HouseForm):
    number = IntegerField("数")
    day = DateField("日期")
    moment = DateTimeLocalField("时间")
    share = DecimalField("比例")
    kind = SelectField("种类", choices={"a": "甲"})


class Filters(FilterForm):
    kind = ChoiceField("类别", UnitKind, blank="全部类别")


@pytest.mark.parametrize(("asked", "given"), [("", {}), ("?kind=", {}), ("?kind=crew", {"kind": UnitKind.CREW})])
def test_a_choice_that_may_stay_blank_filters_nothing_until_it_is_made(app, asked, given):
    with app.test_request_context(f"/{asked}"):
        form = Filters()
        assert form.values() == given and not form.is_refused


@pytest.mark.parametrize("name", ["number", "day", "moment", "share", "kind"])
def test_a_malformed_value_is_refused_in_chinese(app, db, name):
    with app.test_request_context("/", method="POST", data={"number": "1", "kind": "a"} | {name: "x"}):
        form = EveryForm(meta={"csrf": False})
        assert not form.validate()
        assert form[name].errors and not LATIN.search("".join(form[name].errors))


def test_what_is_no_number_is_refused_once_and_not_for_its_bounds_too(app, db):
    class Score(HouseForm):
        score = IntegerField("成绩", [NumberRange(0, 100, message="成绩应在 0 到 100 之间。")])

    for typed, said in (("x", ["不是有效的整数。"]), ("101", ["成绩应在 0 到 100 之间。"])):
        with app.test_request_context("/", method="POST", data={"score": typed}):
            form = Score(meta={"csrf": False})
            assert not form.validate() and form.score.errors == said


def test_rows_offered_after_a_filter_was_made_can_be_chosen(as_, cast, units):
    """The view offers the units within reach; another one is answered at its field."""
    browser, here = as_(cast["wu"]), units["qinglan"].id
    page = browser.get(f"/penalties/?unit={here}")
    assert page.status_code == 200 and f'<option selected value="{here}">' in page.text
    assert browser.get("/penalties/?unit=999999").status_code == 422


class Find(FilterForm):
    text = SearchField("字")
    first = DateField("从", [Optional()])
    last = DateField("到", [Optional()])
    state = SelectField("状态", choices={"": "全部", "open": "未办结"}, default="")


class Long(Find):
    RARE = ("first", "last")


@pytest.mark.parametrize(
    ("asked", "opened"), [("", False), ("?state=open", False), ("?first=2026-11-01", True), ("?last=x", True)]
)
def test_rare_conditions_stand_behind_the_others_until_one_is_set_or_wrong(app, asked, opened):
    with app.test_request_context(f"/{asked}"):
        bar = render_template_string("{{ ui.filter_bar(form, '/', '#rows') }}", form=Long())
    usual, _, rare = bar.partition("<details")
    assert re.findall(r'name="(\w+)"', usual) == ["text", "state"]
    assert re.findall(r'name="(\w+)"', rare) == ["first", "last"]
    assert rare.startswith(" open") is opened


@pytest.mark.parametrize(
    ("asked", "opened"), [("", False), ("?text=甲", False), ("?state=", False), ("?state=open", True)]
)
def test_a_phone_shows_the_other_conditions_when_one_is_set(app, asked, opened):
    with app.test_request_context(f"/{asked}"):
        form = Find()
        assert form.folds and form.is_narrowed is opened
        bar = render_template_string("{{ ui.filter_bar(form, '/', '#rows') }}", form=form)
        assert (" checked" in bar) is opened


@pytest.mark.parametrize(
    ("address", "usual"),
    [
        ("/inspections/", "text state unit since until sort"),
        ("/rectifications/", "text state category unit overdue sort"),
        ("/service/records", "unit since until text kind sort"),
    ],
)
def test_what_a_long_bar_shows_at_once_fits_one_row_of_1366_pixels(as_, cast, address, usual):
    bar = as_(cast["wu"]).get(address).text.partition('<form class="filters"')[2]
    assert re.findall(r'name="(\w+)"', bar.partition("<details")[0]) == usual.split()
