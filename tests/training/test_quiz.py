"""The collector's page: five questions, one at a time, each answer final, keys never shown before."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from models.core import settings
from models.core.audit import AuditEntry
from models.training import QuizAnswer, QuizAttempt, bank, drawing, rules
from tests.training.makers import (
    DAY,
    make_attempt,
    make_bank,
    make_early,
    make_question,
    of_ours,
    right_choice,
    wrong_choice,
)


@pytest.fixture
def quiz(db, cast, units, as_, set_clock):
    """Wang's browser at noon of her early shift, over a bank of twelve questions."""
    make_bank()
    make_early(units, cast["liu"], cast["wang"])
    set_clock("12:00")
    return as_(cast["wang"])


def begin(browser) -> QuizAttempt:
    browser.post("/training/today/start")
    return newest()


def newest() -> QuizAttempt:
    from models.core.db import db

    db.session.rollback()
    return db.session.scalars(select(QuizAttempt).order_by(QuizAttempt.id.desc())).first()


def give(browser, attempt, position, choice, **headers):
    return browser.post(f"/training/today/{attempt.id}/{position}", data={"choice": choice}, **headers)


def give_all(browser, attempt, right: int) -> None:
    for position, item in enumerate(attempt.paper, 1):
        give(browser, attempt, position, right_choice(item) if position <= right else wrong_choice(item))


def test_five_questions_and_the_result(quiz):
    attempt = begin(quiz)
    assert len({item["question"] for item in attempt.paper}) == 5
    give_all(quiz, attempt, 4)
    shown = quiz.get("/training/today").text
    assert "5 题答对 4 题" in shown and "80 分" in shown and "需要再看一遍（1 题）" in shown
    assert "换题再答" not in shown


def test_the_result_shows_answer_explanation_and_basis(quiz):
    attempt = begin(quiz)
    give_all(quiz, attempt, 4)
    wrong = attempt.paper[4]
    shown = quiz.get("/training/today").text
    number = wrong["stem"].split()[1]
    assert f"正确答案：{wrong['right'][0]}" in shown
    assert f"解析-{number}" in shown and f"依据：依据-{number}" in shown


def test_no_key_is_in_the_page_before_the_answer(quiz):
    attempt = begin(quiz)
    shown = quiz.get("/training/today").text
    assert "解析-" not in shown and "依据-" not in shown and "正确" not in shown
    assert shown.count('type="radio"') == 4
    assert [item["stem"] in shown for item in attempt.paper] == [True, False, False, False, False]


def test_the_answer_comes_with_its_reason_once_it_is_final(quiz):
    attempt = begin(quiz)
    item = attempt.paper[0]
    shown = give(quiz, attempt, 1, wrong_choice(item)).text
    assert f"答错了，正确答案是 {item['right'][0]}" in shown and "您的选择" in shown and "解析-" in shown
    assert "下一题" in shown


def test_closing_the_browser_loses_nothing(quiz, as_, cast):
    attempt = begin(quiz)
    give(quiz, attempt, 1, right_choice(attempt.paper[0]))
    other_pc = as_(cast["wang"])
    shown = other_pc.get("/training/today").text
    assert "第 2 题 / 共 5 题" in shown and attempt.paper[1]["stem"] in shown


def test_an_answer_is_final(quiz, db):
    attempt = begin(quiz)
    item = attempt.paper[0]
    give(quiz, attempt, 1, wrong_choice(item))
    shown = give(quiz, attempt, 1, right_choice(item)).text
    assert "答错了" in shown
    kept = db.session.scalars(select(QuizAnswer)).all()
    assert [(one.position, one.given) for one in kept] == [(1, wrong_choice(item))]


def test_nothing_chosen_is_said_on_the_page(quiz):
    attempt = begin(quiz)
    answer = give(quiz, attempt, 1, [])
    assert answer.status_code == 422 and "请先选择答案。" in answer.text and attempt.paper[0]["stem"] in answer.text


@pytest.mark.parametrize("choice", [["Z"], ["A", "B"], ["正确"]])
def test_what_was_not_offered_is_refused(quiz, choice):
    attempt = begin(quiz)
    assert give(quiz, attempt, 1, choice).status_code == 422


def test_beginning_twice_gives_one_attempt(quiz, db):
    begin(quiz), begin(quiz)
    assert len(db.session.scalars(select(QuizAttempt)).all()) == 1


def test_submission_is_recorded_once(quiz, db):
    attempt = begin(quiz)
    give_all(quiz, attempt, 5)
    give_all(quiz, attempt, 0)
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "quiz.submit")).all()
    assert [(entry.actor_name, entry.note) for entry in entries] == [("王倩（00317）", "5/5，100 分")]


def test_htmx_gets_the_part_and_plain_forms_the_page(quiz):
    attempt = begin(quiz)
    choice = right_choice(attempt.paper[0])
    part = give(quiz, attempt, 1, choice, headers={"HX-Request": "true", "HX-Target": "main"})
    assert part.text.lstrip().startswith("<main") and "<html" not in part.text
    assert "<html" in give(quiz, attempt, 2, right_choice(attempt.paper[1])).text


def test_an_answered_question_can_be_looked_at_again(quiz):
    attempt = begin(quiz)
    give(quiz, attempt, 1, right_choice(attempt.paper[0]))
    assert "答对了" in quiz.get(f"/training/today/{attempt.id}/1").text
    assert quiz.get(f"/training/today/{attempt.id}/2").status_code == 303


def test_below_the_pass_line_other_questions_may_be_tried_once(quiz):
    first = begin(quiz)
    give_all(quiz, first, 3)
    assert "换题再答" in quiz.get("/training/today").text
    quiz.post(f"/training/today/{first.id}/retry")
    second = newest()
    assert second.turn == 2
    assert not {item["question"] for item in first.paper} & {item["question"] for item in second.paper}
    give_all(quiz, second, 2)
    assert "换题再答" not in quiz.get("/training/today").text
    quiz.post(f"/training/today/{first.id}/retry")
    assert newest().id == second.id


def test_a_passed_quiz_is_not_tried_again(quiz):
    first = begin(quiz)
    give_all(quiz, first, 4)
    answer = quiz.post(f"/training/today/{first.id}/retry")
    assert answer.status_code == 409 and "已经合格，不用再答。" in answer.text


@pytest.mark.parametrize(
    ("wall", "sentence"),
    [("06:29", "现在不是答题时间"), ("06:30", "开始答题"), ("16:30", "开始答题"), ("16:31", "今天不当班")],
)
def test_the_window_is_the_shift_and_an_hour_each_way(quiz, as_, cast, set_clock, wall, sentence):
    set_clock(wall)
    assert sentence in as_(cast["wang"]).get("/training/today").text


def test_the_servers_clock_closes_an_open_quiz(quiz, as_, cast, set_clock, db):
    attempt = begin(quiz)
    give(quiz, attempt, 1, right_choice(attempt.paper[0]))
    set_clock("16:31")
    quiz = as_(cast["wang"])
    late = give(quiz, attempt, 2, right_choice(attempt.paper[1]))
    assert late.status_code == 422 and "答题时间已过" in late.text
    from models.core import clock

    assert rules.close_overdue(clock.now()) == 1
    db.session.commit()
    closed = newest()
    assert (closed.right_count, closed.score, closed.is_complete) == (1, 20, False)
    assert "今日答题未答完" in quiz.get("/training/today").text
    set_clock("09:00", DAY + timedelta(days=1))
    assert "11-18 答题未答完" in as_(cast["wang"]).get("/training/today").text


def test_off_duty_there_is_nothing_to_do_but_practice(as_, cast, set_clock):
    set_clock("12:00")
    shown = as_(cast["sun"]).get("/training/today").text
    assert "今天不当班" in shown and "不计入记录" in shown and "开始答题" not in shown


def test_an_attempt_belongs_to_its_person(quiz, as_, cast):
    attempt = begin(quiz)
    other = as_(cast["zhao"])
    assert other.get(f"/training/today/{attempt.id}/1").status_code == 404
    assert give(other, attempt, 1, right_choice(attempt.paper[0])).status_code == 404
    assert other.post(f"/training/today/{attempt.id}/retry").status_code == 404


def test_a_later_edit_changes_nothing_that_was_shown(quiz, db, cast):
    from models.training import Question

    attempt = begin(quiz)
    item = attempt.paper[0]
    question = db.session.get_one(Question, item["question"])
    bank.edit(question, cast["ming"], **_fields(question) | {"stem": "改过的题干", "answer": "B"})
    db.session.commit()
    assert question.version == item["version"] + 1
    assert "答对了" in give(quiz, attempt, 1, right_choice(item)).text
    assert "改过的题干" not in quiz.get(f"/training/today/{attempt.id}/1").text


def _fields(question) -> dict:
    names = "kind stem options answer topic difficulty explanation basis region".split()
    return {name: getattr(question, name) for name in names}


def test_own_wrong_answers_come_back_first(db, cast, units, as_, set_clock):
    make_bank(40)
    yesterday = make_early(units, cast["liu"], cast["wang"], day=DAY.replace(day=17))
    past = make_attempt(yesterday, cast["wang"], right=3)
    wrong = [item["question"] for item in past.paper[3:]]
    make_early(units, cast["liu"], cast["wang"])
    set_clock("12:00")
    attempt = begin(as_(cast["wang"]))
    assert [item["question"] for item in attempt.paper[:2]] == wrong


def test_the_draw_can_be_repeated_from_the_seed(quiz, cast):
    attempt = begin(quiz)
    seed = drawing.seed_of(settings.value_of("quiz.seed"), cast["wang"].id, DAY, 1)
    again = drawing.draw(rules.bank_for(attempt.unit_id, DAY), 5, seed, drawing.Past(), 5)
    assert again == [item["question"] for item in attempt.paper]


def test_only_questions_in_use_valid_today_and_of_the_region_are_asked(db, cast, units, as_, set_clock):
    kept = [make_question(1).id, make_question(2, valid_from=DAY, valid_to=DAY).id]
    make_question(3, active=False)
    make_question(4, valid_to=DAY.replace(day=17))
    make_question(5, valid_from=DAY.replace(day=19))
    make_question(6, region="福建")
    make_early(units, cast["liu"], cast["wang"])
    set_clock("12:00")
    attempt = begin(as_(cast["wang"]))
    assert sorted(item["question"] for item in attempt.paper) == kept


def test_an_empty_bank_is_said(db, cast, units, as_, set_clock):
    make_early(units, cast["liu"], cast["wang"])
    set_clock("12:00")
    answer = as_(cast["wang"]).post("/training/today/start")
    assert answer.status_code == 409 and "题库里还没有可用的题目" in answer.text


def test_the_question_page_asks_the_database_at_most_three_times(quiz, count_queries):
    begin(quiz)
    quiz.get("/training/today")
    with count_queries() as seen:
        assert "第 1 题 / 共 5 题" in quiz.get("/training/today").text
    assert len(of_ours(seen)) <= 3, seen


def test_an_answer_and_the_submission_ask_at_most_twelve_times(quiz, count_queries):
    attempt = begin(quiz)
    quiz.get("/training/today")
    counts = []
    for position, item in enumerate(attempt.paper, 1):
        with count_queries() as seen:
            give(quiz, attempt, position, right_choice(item))
        counts.append(len(of_ours(seen)))
    assert max(counts) <= 12, seen


def test_the_question_page_weighs_at_most_three_kilobytes(quiz):
    begin(quiz)
    assert len(gzip.compress(quiz.get("/training/today").data, 6)) <= 3 * 1024


def test_practice_leaves_no_record_and_hides_todays_questions(quiz, db):
    attempt = begin(quiz)
    asked = {item["stem"] for item in attempt.paper}
    stems = set()
    for number in range(1, 8):
        shown = quiz.get(f"/training/practice?n={number}").text
        stems.add(re.search(r'<legend class="question">(.*?)</legend>', shown)[1])
    assert len(stems) == 7 and not stems & asked
    shown = quiz.post("/training/practice?n=1", data={"choice": "A"}).text
    assert "正确答案" in shown
    assert not db.session.scalars(select(QuizAnswer)).all()


def test_the_wrong_book_keeps_todays_open_questions_closed(db, cast, units, as_, set_clock):
    make_bank(12)
    make_attempt(make_early(units, cast["liu"], cast["wang"], day=DAY.replace(day=17)), cast["wang"], right=3)
    make_early(units, cast["liu"], cast["wang"])
    set_clock("12:00")
    browser = as_(cast["wang"])
    assert browser.get("/training/mine").text.count("正确答案：") == 2
    begin(browser)
    assert "正确答案：" not in browser.get("/training/mine").text
