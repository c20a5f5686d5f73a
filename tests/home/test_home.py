"""The first page: every role finds its own day, and a leader's figures are the rows of their own stations."""

from __future__ import annotations

from datetime import time

import pytest

from models.core import clock
from models.reports import figures
from tests.cast import PEOPLE
from tests.penalties.makers import make_due, make_submitted
from tests.training.makers import DAY, make_attempt, make_bank, make_early

LEADERS = ("chen", "fu", "wu", "ming", "hq")


@pytest.fixture
def busy_day(cast, units, db, monkeypatch):
    """Two of three at 青岚 have done the quiz of an early shift, and one at 梅岭."""
    make_bank()
    qinglan = make_early(units, cast["wang"], cast["zhao"], cast["liu"])
    for person, right in (("wang", 5), ("zhao", 3)):
        make_attempt(qinglan, cast[person], right)
    db.session.commit()
    clock.pin(DAY)


@pytest.mark.one_engine
@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_has_a_first_page(as_, cast, busy_day, who):
    answer = as_(cast[who]).get("/")
    assert answer.status_code == 200
    assert ("今日站务" in answer.text) == (who in LEADERS)


def test_the_quiz_counts_those_on_duty(cast, busy_day):
    today = figures.quiz_of(cast["chen"], DAY).today
    assert (today.expected, today.done, today.correct) == (3, 2, 80)


def test_a_station_counts_only_its_own(as_, cast, units, busy_day):
    make_early(units, cast["mei"], crew="mcrew1")
    assert figures.quiz_of(cast["chen"], DAY).today.expected == 4
    assert figures.quiz_of(cast["du"], DAY).today.expected == 0  # holds no permission for statistics


def test_penalties_under_way_are_counted_until_they_are_collected(cast, db):
    make_submitted(cast, "wang")
    make_due(cast, "zhao")
    db.session.commit()
    seen = figures.penalties_of(cast["chen"])
    assert (seen.open, seen.due) == (2, 1)


def test_the_figures_lead_to_their_rows(as_, cast, busy_day):
    text = as_(cast["chen"]).get("/").text
    for address in ("/training/crew", "/handover/list", "/handover/shortages", "/penalties/", "/inbox/"):
        assert f'href="{address}"' in text, address


@pytest.mark.one_engine
@pytest.mark.parametrize(("who", "most"), [("wang", 15), ("liu", 17), ("chen", 19)])
def test_the_first_page_asks_a_bounded_number_of_questions(as_, cast, busy_day, count_queries, monkeypatch, who, most):
    """In the shift, when most rooms have something to ask; a person's duties are asked once for all of them."""
    monkeypatch.setattr(clock, "now", lambda: clock.at(DAY, time(8, 40)))
    browser = as_(cast[who])
    browser.get("/")
    with count_queries() as seen:
        browser.get("/")
    assert len(seen) <= most, seen
    assert sum(one.startswith("SELECT duties") and "duties.user_id = " in one for one in seen) == 1
