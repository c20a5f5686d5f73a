"""The rush of a shift change on the real server: nothing fails, nothing is lost, exactly one wins."""

from __future__ import annotations

import secrets

import pytest

from tests.stories import cases, crowd, handovers, quiz
from tests.stories.handovers import Sheet
from tests.stories.people import CLERK, COLLECTORS, HEADS, INCOMING, LEADERS
from tests.stories.quiz import Taker
from tests.stories.visitor import Visitor

SUBMITTED = """
SELECT users.staff_no FROM quiz_attempts attempts
JOIN users ON users.id = attempts.user_id WHERE attempts.submitted_at IS NOT NULL
"""
QUESTION = {
    "kind": "single",
    "stem": "只出一份",
    "options": "甲\n乙",
    "answer": "A",
    "topic": "收费",
    "difficulty": "easy",
}
SAVES = 6


@pytest.mark.one_engine
def test_sixteen_quizzes_and_four_handovers_at_once(house, server):
    rush(house, server)


@pytest.mark.soak
def test_the_rush_on_every_engine(house, server):
    rush(house, server)


def rush(house, server) -> None:
    browsers = crowd.signed_in(server, COLLECTORS + LEADERS)
    takers = [Taker(browser, no) for browser, no in zip(browsers, COLLECTORS, strict=False)]
    sheets = [Sheet(browser) for browser in browsers[len(COLLECTORS) :]]
    crowd.together([taker.open for taker in takers] + [sheet.open for sheet in sheets])
    crowd.together([taker.finish for taker in takers] + [lambda sheet=sheet: write(sheet) for sheet in sheets])
    answers = [answer for one in [*takers, *sheets] for answer in one.answers]
    assert {answer.status for answer in answers} <= {200, 303}
    assert quiz.kept(house) == {where: choice for taker in takers for where, choice in taker.acknowledged.items()}
    assert sorted(no for (no,) in house.rows(SUBMITTED)) == sorted(COLLECTORS)
    assert [handovers.text_of(house, sheet.number) for sheet in sheets] == [sheet.acknowledged for sheet in sheets]
    assert crowd.share([answer.seconds for answer in answers], 0.95) < 10  # bench/ has the true figure
    assert house.is_sound() == ""


def write(sheet: Sheet) -> None:
    for number in range(SAVES):
        sheet.save(f"第 {number} 次保存，{sheet.number}")


def test_of_sixteen_signatures_at_once_exactly_one_holds(hall):
    house, server = hall
    sheet = Sheet(Visitor(server).sign_in(LEADERS[0])).open()
    sheet.save("一切正常。", **sheet.counts())
    browsers = [who.tab() for who in (sheet.visitor, Visitor(server).sign_in(INCOMING[0])) for _ in range(8)]
    here = f"/handover/{sheet.number}"
    statuses = race(browsers, here, "hand-over", {**sheet.form().fields, "agree": "1", "pin": handovers.PIN})
    assert sorted(statuses) == [303] + [409] * 15
    browsers[0].get(here)
    assert browsers[0].post(f"{here}/check").status == 303
    shown = browsers[8].get(here)
    assert shown.status == 200
    statuses = race(browsers, here, "take-over", handovers.agreed(browsers[8], sheet.number, "take-over"))
    assert sorted(statuses) == [303] + [409] * 15
    assert handovers.standing(house, sheet.number) == ("taken_over", ["incoming", "outgoing"])


def test_of_sixteen_approvals_of_one_penalty_at_once_exactly_one_counts(hall):
    house, server = hall
    penalty = cases.waiting(house)[0]
    heads = [Visitor(server).sign_in(head) for head in HEADS]
    browsers = [head.tab() for head in heads for _ in range(8)]
    statuses = race(browsers, f"/penalties/{penalty}", "decide", cases.CONSENT)
    assert sorted(statuses) == [303] + [409] * 15
    assert cases.consents(house, penalty) == 1


def race(browsers: list[Visitor], page: str, step: str, fields: dict) -> list[int]:
    """Send the same step from every browser at once, each with a form key of its own, as if each had opened it."""
    for browser in browsers:
        browser.get(page)
    path = f"{page}/{step}"
    acts = [
        lambda browser=browser: browser.post(path, {**fields, **tokens(browser), "form_key": secrets.token_hex(16)})
        for browser in browsers
    ]
    return [answer.status for answer in crowd.together(acts)]


def tokens(browser: Visitor) -> dict:
    return {"csrf_token": next(form.fields["csrf_token"] for form in browser.forms if "csrf_token" in form.fields)}


def test_one_form_sent_eleven_times_makes_one_record(hall):
    house, server = hall
    clerk = Visitor(server).sign_in(CLERK)
    clerk.get("/training/questions/new")
    form = clerk.form("/training/questions/new") | QUESTION
    others = [clerk.tab() for _ in range(8)]
    at_once = crowd.together([lambda other=other: other.post("/training/questions/new", form) for other in others])
    later = [clerk.post("/training/questions/new", form) for _ in range(3)]
    assert {answer.status for answer in at_once + later} == {303}
    assert len({answer.location for answer in at_once + later}) == 1
    assert house.rows("SELECT COUNT(*) FROM questions WHERE stem = :stem", stem=QUESTION["stem"]) == [(1,)]


@pytest.mark.soak
def test_a_hundred_rounds_of_simultaneous_signatures(house, server):
    """Source: security.md, Concurrency: at least 100 rounds in total."""
    leaders = [Visitor(server).sign_in(LEADERS[0])]
    leaders += [leaders[0].tab() for _ in range(7)]
    sheet = Sheet(leaders[0]).open()
    sheet.save("一切正常。", **sheet.counts())
    for _round in range(100):
        leaders[0].get(f"/handover/{sheet.number}")
        fields = {**sheet.form().fields, "agree": "1", "pin": handovers.PIN}
        assert sorted(race(leaders, f"/handover/{sheet.number}", "hand-over", fields)) == [303] + [409] * 7
        leaders[0].get(f"/handover/{sheet.number}")
        withdrawal = leaders[0].post(f"/handover/{sheet.number}/withdraw", {"pin": handovers.PIN})
        assert withdrawal.status == 303
    assert house.is_sound() == ""
