"""Pages for strangers: how often, how believably, and once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from wtforms import StringField

from blueprints.core import public
from blueprints.core.public import ENOUGH, NOT_A_PERSON, PublicForm, SumForm, throttled
from models.core import clock, throttles
from models.core.throttles import Throttle

HOUR = timedelta(hours=1)


class SayForm(PublicForm):
    words = StringField("内容")


class CountForm(SumForm):
    words = StringField("内容")


def send(app, form, said: list, **fields):
    """Send ``form`` as a stranger and return it; what the rule was given is added to ``said``."""

    @throttled("say", times=3, minutes=10)
    def view():
        one = form(meta={"csrf": False})
        one.attempt(lambda words: said.append(words))
        return one

    with app.test_request_context("/say", method="POST", data=fields):
        return view()


def ask(app) -> CountForm:
    with app.test_request_context("/say"):
        return CountForm(meta={"csrf": False})


def answer_to(form) -> int:
    return sum(
        "零一二三四五六七八九".index(digit) for digit in re.findall("[零一二三四五六七八九]", form.sum.description)[:2]
    )


def test_a_believable_form_is_carried_out(app, db):
    said: list = []
    assert not send(app, SayForm, said, words="车道排队太久").errors
    assert said == ["车道排队太久"]


def test_the_field_that_nobody_sees_catches_programs_and_keeps_what_was_typed(app, db):
    said: list = []
    form = send(app, SayForm, said, words="买卖", website="http://x")
    assert (form.form_errors, form.words.data, said) == ([NOT_A_PERSON], "买卖", [])
    assert 'value=""' in str(form.website()), "nobody can clear what nobody sees"


def test_the_fourth_of_an_address_waits_and_keeps_what_was_typed(app, db):
    said: list = []
    forms = [send(app, SayForm, said, words=f"第 {n} 条") for n in range(4)]
    assert said == ["第 0 条", "第 1 条", "第 2 条"]
    assert forms[3].form_errors == [ENOUGH.format(minutes=10)] and forms[3].words.data == "第 3 条"


def test_a_new_period_begins_with_a_clean_slate_also_when_the_clock_was_set_back(app, db):
    now = clock.now()

    def tries(at, n):
        return [throttles.wait("status", "10.0.0.7", times=2, period=HOUR, at=at) for _ in range(n)]

    assert tries(now, 3) == [0, 0, 60]
    assert throttles.wait("status", "10.0.0.8", times=2, period=HOUR, at=now) == 0
    assert throttles.wait("say", "10.0.0.7", times=2, period=HOUR, at=now) == 0
    assert tries(now + HOUR, 1) == [0]
    assert tries(now - 9 * HOUR, 1) == [0]


def test_what_is_forgiven_leaves_room_and_opens_nothing_that_is_shut(app, db):
    def tries():
        return throttles.wait("status", "10.0.0.7", times=2, period=HOUR, at=clock.now())

    def forgive():
        throttles.forgive("status", "10.0.0.7")
        db.session.commit()

    for _ in range(5):
        assert tries() == 0
        forgive()
    assert [tries() for _ in range(3)] == [0, 0, 60]
    forgive()
    assert tries() == 60


def test_the_table_does_not_keep_the_address(app, db):
    throttles.wait("say", "10.0.0.7", times=2, period=HOUR, at=clock.now())
    assert "10.0.0.7" not in db.session.scalars(select(Throttle.key)).one()
    throttles.sweep(clock.now() + timedelta(days=3))
    assert db.session.scalars(select(Throttle.key)).all() == []


def test_the_second_arrival_of_a_form_is_carried_out_once(app, db):
    said: list = []

    @throttled("say", times=9, minutes=10)
    def view():
        from blueprints.core.respond import saved

        form = SayForm(meta={"csrf": False})
        form.attempt(lambda words: said.append(words))
        return saved("已收到。", to="/said")

    for _ in range(2):
        with app.test_request_context("/say", method="POST", data={"words": "一次", "form_key": "b" * 32}):
            assert view().location == "/said"
    assert said == ["一次"]


def test_the_sum_lets_people_through_and_a_wrong_one_asks_another(app, db):
    said: list = []
    asked = ask(app)
    wrong = send(app, CountForm, said, words="你好", sum_key=asked.sum_key.data, sum="99")
    assert said == [] and "答案不对" in wrong.sum.errors[0] and wrong.sum_key.data != asked.sum_key.data
    right = send(app, CountForm, said, words="你好", sum_key=wrong.sum_key.data, sum=str(answer_to(wrong)))
    assert not right.errors and said == ["你好"]


@pytest.mark.parametrize("key", ["", "forged", "WzEsMSwiYWEiXQ.aaaa.bbbb"])
def test_a_forged_sum_is_asked_anew(app, db, monkeypatch, key):
    """Also when the answer fits, by luck, the sum that is asked next."""
    monkeypatch.setattr(public.secrets, "randbelow", lambda _below: 0)
    said: list = []
    assert send(app, CountForm, said, words="x", sum_key=key, sum="2").sum.errors and said == []
