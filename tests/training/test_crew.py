"""The leader's page: who has done it, live; excuses; the trainer's figures; and who sees what."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from models.accounts import Unit
from models.core.audit import AuditEntry
from models.training import QuizExcuse, rules, today
from tests.training.makers import (
    DAY,
    at,
    duty_in,
    make_attempt,
    make_bank,
    make_early,
    make_question,
    of_ours,
    right_choice,
)


@pytest.fixture
def shift(db, cast, units, set_clock):
    """Liu's crew at noon: Wang has done it with 4 of 5, Zhao has answered one, Huang nothing."""
    make_bank(20)
    shift = make_early(units, cast["liu"], cast["wang"], cast["zhao"], cast["huang"])
    set_clock("12:00")
    make_attempt(shift, cast["wang"], right=4)
    begun = rules.start(duty_in(shift, cast["zhao"]), cast["zhao"], at("12:00"))
    rules.answer(begun, 1, right_choice(begun.paper[0]), cast["zhao"], at("12:00"))
    db.session.commit()
    return shift


def rows(text: str) -> dict[str, str]:
    """The table of the crew by name: what is shown about each, tags left out."""
    lines = re.findall(r"<tr>(.*?)</tr>", text, re.S)
    plain = [re.sub(r"<[^>]+>|\s+", " ", line).strip() for line in lines]
    return {line.split()[0]: " ".join(line.split()) for line in plain}


def test_the_leader_sees_who_has_done_it(shift, as_, cast):
    shown = as_(cast["liu"]).get("/training/crew").text
    crew = rows(shown)
    assert "已答" in crew["王倩"] and "80" in crew["王倩"]
    assert "作答中" in crew["赵磊"] and "1 / 5 题" in crew["赵磊"]
    assert "未答" in crew["黄涛"] and "未答" in crew["刘建平"]
    assert "25" in re.search(r"完成率.*?</div>", shown, re.S)[0]


def test_the_page_polls_its_rows_while_the_quiz_is_open(shift, as_, cast, set_clock):
    shown = as_(cast["liu"]).get("/training/crew").text
    assert 'hx-trigger="every 15s"' in shown
    part = as_(cast["liu"]).get(
        f"/training/crew?shift={shift.id}", headers={"HX-Request": "true", "HX-Target": "crew-rows"}
    )
    assert "王倩" in part.text and "<html" not in part.text
    set_clock("16:31")
    over = as_(cast["liu"]).get("/training/crew").text
    assert "every 15s" not in over and "未完成" in rows(over)["黄涛"]


def test_the_crew_is_read_with_as_many_statements_for_one_as_for_many(shift, as_, cast, units, count_queries):
    make_early(units, cast["mo"], crew="mcrew1")
    small, large = as_(cast["mo"]), as_(cast["liu"])
    small.get("/training/crew"), large.get("/training/crew")
    with count_queries() as one:
        small.get("/training/crew")
    with count_queries() as many:
        large.get("/training/crew")
    assert len(of_ours(one)) == len(of_ours(many))


def test_an_excuse_keeps_the_streak(db, shift, as_, cast, units):
    yesterday = make_early(units, cast["liu"], cast["huang"], day=DAY - timedelta(days=1))
    make_attempt(yesterday, cast["huang"], right=5)
    tomorrow = DAY + timedelta(days=1)
    assert today.marks(cast["huang"].id, tomorrow).streak == 0
    duty = duty_in(shift, cast["huang"])
    answer = as_(cast["liu"]).post(f"/training/crew/{duty.id}/excuse", data={"kind": "临时任务"})
    assert answer.status_code == 303
    db.session.rollback()
    assert today.marks(cast["huang"].id, tomorrow).streak == 1
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "quiz.excuse")).one()
    assert (entry.actor_name, entry.note) == ("刘建平（00116）", "临时任务")
    assert "免答" in rows(as_(cast["liu"]).get("/training/crew").text)["黄涛"]


def test_an_excuse_can_be_taken_back_and_given_again(db, shift, as_, cast):
    duty, leader = duty_in(shift, cast["huang"]), as_(cast["liu"])
    leader.post(f"/training/crew/{duty.id}/excuse", data={"kind": "临时任务"})
    leader.post(f"/training/crew/{duty.id}/withdraw")
    assert "未答" in rows(leader.get("/training/crew").text)["黄涛"]
    assert leader.post(f"/training/crew/{duty.id}/withdraw").status_code == 409
    leader.post(f"/training/crew/{duty.id}/excuse", data={"kind": "其他", "detail": "送医"})
    db.session.rollback()
    assert db.session.scalars(select(QuizExcuse.reason)).all() == ["其他：送医"]


@pytest.mark.parametrize(("data", "sentence"), [({}, "请选择原因。"), ({"kind": "其他"}, "请填写说明。")])
def test_an_excuse_needs_its_reason(shift, as_, cast, data, sentence):
    duty = duty_in(shift, cast["huang"])
    answer = as_(cast["liu"]).post(f"/training/crew/{duty.id}/excuse", data=data)
    assert answer.status_code == 422 and sentence in answer.text


@pytest.mark.parametrize(("person", "sentence"), [("liu", "不能为本人登记免答"), ("wang", "王倩已经答完")])
def test_who_cannot_be_excused(shift, as_, cast, person, sentence):
    duty = duty_in(shift, cast[person])
    answer = as_(cast["liu"]).post(f"/training/crew/{duty.id}/excuse", data={"kind": "临时任务"})
    assert answer.status_code == 422 and sentence in answer.text


def test_the_crew_of_another_is_out_of_reach(shift, as_, cast):
    duty = duty_in(shift, cast["huang"])
    for outsider in ("han", "mo", "du"):
        browser = as_(cast[outsider])
        assert browser.get(f"/training/crew?shift={shift.id}").status_code == 404
        assert browser.get(f"/training/crew/{duty.id}/excuse").status_code == 404
        assert browser.post(f"/training/crew/{duty.id}/withdraw").status_code == 404
        assert "王倩" not in browser.get("/training/crew").text


def test_whoever_leads_the_shift_for_another_sees_it(db, cast, units, as_, set_clock):
    shift = make_early(units, cast["han"], cast["wang"])
    set_clock("12:00")
    assert "王倩" in as_(cast["han"]).get(f"/training/crew?shift={shift.id}").text


def test_the_trainers_figures(db, shift, as_, cast, set_clock):
    hard = make_question(99, stem="谁都答错的题")
    for n, name in enumerate(("liu", "huang")):
        make_attempt(shift, cast[name], right=5 - n)
    set_clock("16:30")
    shown = as_(cast["ming"]).get("/training/statistics").text
    assert re.search(r"参与率.*?75", shown, re.S) and "3 / 4 人次" in shown and "13 / 15 题" in shown
    assert "一班" in shown and hard.stem not in shown
    book = load_workbook(io.BytesIO(as_(cast["ming"]).get("/training/statistics.xlsx").data))
    exported = list(book.active.values)
    assert exported[0][1] == "题干" and sum(row[5] for row in exported[1:]) == 2


def test_the_most_missed_question_comes_first(db, cast, units, as_, set_clock):
    for number in range(1, 6):
        make_question(number)
    for back in (3, 2, 1):
        shift = make_early(units, cast["liu"], cast["wang"], day=DAY - timedelta(days=back))
        for person in ("liu", "wang"):
            attempt = rules.start(duty_in(shift, cast[person]), cast[person], shift.starts_at)
            for position, item in enumerate(attempt.paper, 1):
                right = "第 3 题" not in item["stem"]
                choice = right_choice(item) if right else [next(k for k in "ABCD" if k not in item["right"])]
                rules.answer(attempt, position, choice, cast[person], shift.starts_at)
            db.session.commit()
    set_clock("12:00")
    shown = as_(cast["ming"]).get("/training/statistics").text
    assert re.findall(r"第 \d 题的题干", shown) == ["第 3 题的题干"] and "100%" in shown


def test_one_stations_figures_hold_nothing_of_another(db, shift, as_, cast, units, set_clock):
    other = make_early(units, cast["mo"], cast["mei"], crew="mcrew1")
    make_attempt(other, cast["mei"], right=0)
    set_clock("16:30")
    station: Unit = units["meiling"]
    shown = as_(cast["ming"]).get(f"/training/statistics?unit={station.id}").text
    assert "1 / 2 人次" in shown and "0 / 5 题" in shown
    assert "梅芳" not in as_(cast["duo"]).get("/training/crew").text


@pytest.mark.parametrize("query", ["since=gestern", "unit=99999", "unit=x"])
def test_a_wrong_filter_is_answered_at_its_field(as_, cast, query):
    assert as_(cast["ming"]).get(f"/training/statistics?{query}").status_code == 422


def test_the_leader_is_told_why_nobody_can_take_it(db, cast, units, as_, set_clock):
    shift = make_early(units, cast["liu"], cast["wang"])
    set_clock("12:00")
    page = f"/training/crew?shift={shift.id}"
    assert "题库里没有当天可用的题目" in as_(cast["liu"]).get(page).text
    assert "题库里还没有可用的题目" in as_(cast["wang"]).get("/training/today").text
    assert "开始答题" not in as_(cast["wang"]).get("/training/today").text
    make_question(1)
    assert "本班现在不能答题" not in as_(cast["liu"]).get(page).text
    assert "开始答题" in as_(cast["wang"]).get("/training/today").text
    set_clock("05:00")
    assert "起可以答题" in as_(cast["liu"]).get(page).text
