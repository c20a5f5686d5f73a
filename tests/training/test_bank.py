"""The question bank: what a question must be, its states, its list, and two people at one question."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from models.core.audit import AuditEntry
from models.core.errors import RuleBroken, RulesBroken
from models.training import Question, QuestionKind, QuestionState, bank, content
from tests.training.makers import make_bank, make_question, of_ours

GOOD = {
    "kind": "single",
    "stem": "绿通车装载不低于多少？",
    "options": "70%\n80%\n90%",
    "answer": "b",
    "topic": "绿通查验",
    "difficulty": "easy",
    "region": "全国",
}


def fields(**changed) -> dict:
    good = {**GOOD, "kind": QuestionKind.SINGLE, "options": ["70%", "80%", "90%"]}
    return good | changed


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"answer": "E"}, "answer", "答案是 E，但没有选项 E。"),
        ({"answer": "AB"}, "answer", "单选题只能有一个答案。"),
        ({"kind": QuestionKind.MULTIPLE}, "answer", "多选题至少有两个答案。"),
        ({"options": ["70%"], "answer": "A"}, "options", "选择题要有 2 到 8 个选项。"),
        ({"options": ["70%", "", "90%"], "answer": "A"}, "options", "选项 B 是空的，请从 A 起依次填写。"),
        ({"kind": QuestionKind.JUDGE, "options": [], "answer": "也许"}, "answer", "判断题的答案请填“正确”或“错误”。"),
        ({"kind": QuestionKind.FILL, "options": [], "answer": "；70"}, "answer", "每个空都要有答案"),
        ({"kind": QuestionKind.FILL, "answer": "70"}, "options", "填空题不用填写选项。"),
        ({"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 1)}, "valid_to", "有效期止不能早于有效期起。"),
    ],
)
def test_what_is_no_question_is_refused_at_its_field(changed, field, sentence):
    with pytest.raises(RulesBroken) as refused:
        content.checked(fields(**changed))
    assert refused.value.refusals[field].startswith(sentence)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [({"stem": ""}, "请填写题干。"), ({"options": ["70%", "７０％"], "answer": "A"}, "选项 B 与前面的选项相同。")],
)
def test_what_must_be_mended_is_refused_in_the_form(db, cast, changed, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        bank.create(cast["ming"], **fields(**changed))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("对", "正确"),
        ("√", "正确"),
        ("T", "正确"),
        ("错误", "错误"),
        ("×", "错误"),
        ("False", "错误"),
        ("不对", "正确"),
    ],
)
def test_a_truth_is_written_in_many_ways(given, kept):
    if given == "不对":
        with pytest.raises(RulesBroken):
            content.checked(fields(kind=QuestionKind.JUDGE, options=[], answer=given))
        return
    assert content.checked(fields(kind=QuestionKind.JUDGE, options=[], answer=given))["answer"] == kept


def test_the_bank_holds_no_question_twice(db, cast):
    make_question(stem="绿通车装载不低于多少？", options=["70%", "80%", "90%"], answer="B")
    with pytest.raises(RuleBroken, match="题库中已有相同的题目"):
        bank.create(
            cast["ming"], **fields(stem="绿通车 装载不低于多少?".replace("?", "？"), options=["７０％", "80%", "90%"])
        )


def test_a_question_goes_from_draft_into_use_and_out(db, cast, as_):
    trainer = as_(cast["ming"])
    assert trainer.post("/training/questions/new", data=GOOD).status_code == 303
    question = db.session.scalars(select(Question)).one()
    assert (question.state, question.answer, question.options) == (QuestionState.DRAFT, "B", ["70%", "80%", "90%"])
    assert "启用" in trainer.get(f"/training/questions/{question.id}").text
    trainer.post(f"/training/questions/{question.id}/activate")
    db.session.expire_all()
    assert question.state is QuestionState.ACTIVE
    trainer.post(f"/training/questions/{question.id}/retire")
    db.session.expire_all()
    assert question.state is QuestionState.RETIRED
    acts = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.subject_type == "questions").order_by(AuditEntry.id)
    ).all()
    assert acts == ["question.create", "question.activate", "question.retire"]


def test_a_refused_question_keeps_what_was_typed(as_, cast):
    answer = as_(cast["ming"]).post("/training/questions/new", data=GOOD | {"answer": "E"})
    assert answer.status_code == 422
    assert (
        "答案是 E，但没有选项 E。" in answer.text
        and "绿通车装载不低于多少？" in answer.text
        and "70%\n80%\n90%" in answer.text
    )


def test_of_two_people_at_one_question_the_second_is_told(db, cast, as_):
    question = make_question()
    one, other = as_(cast["ming"]), as_(cast["wu"])
    data = GOOD | {"version": question.version}
    assert one.post(f"/training/questions/{question.id}/edit", data=data | {"stem": "先改的"}).status_code == 303
    late = other.post(f"/training/questions/{question.id}/edit", data=data | {"stem": "后改的"})
    assert late.status_code == 409 and "后改的" in late.text and "先改的" in late.text
    db.session.expire_all()
    assert question.stem == "先改的"


def test_a_page_opened_for_editing_shows_the_question(db, cast, as_):
    question = make_question(7, valid_from=date(2026, 1, 1))
    shown = as_(cast["ming"]).get(f"/training/questions/{question.id}/edit").text
    assert "第 7 题的题干" in shown and "对的-7\n错甲-7" in shown and 'value="2026-01-01"' in shown


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("word=第 3 题", ["第 3 题的题干"]),
        ("topic=票据管理", ["发票"]),
        ("kind=judge", ["发票"]),
        ("state=draft", ["发票"]),
        ("word=没有这样的", []),
        ("sort=id&word=题的题干", [f"第 {n} 题的题干" for n in range(1, 5)]),
        ("sort=-id&word=题的题干", [f"第 {n} 题的题干" for n in range(4, 0, -1)]),
    ],
)
def test_the_list_is_filtered_and_sorted(db, cast, as_, query, found):
    import re

    make_bank(4)
    make_question(kind=QuestionKind.JUDGE, stem="发票", options=[], answer="正确", topic="票据管理", active=False)
    answer = as_(cast["ming"]).get(f"/training/questions?{query}")
    assert answer.status_code == 200
    assert re.findall(r'<a href="/training/questions/\d+">(.*?)</a>', answer.text) == found


def test_a_list_of_fifty_asks_no_more_than_a_list_of_one(db, cast, as_, count_queries):
    browser = as_(cast["ming"])
    make_question()
    browser.get("/training/questions")
    with count_queries() as one:
        browser.get("/training/questions")
    for number in range(2, 52):
        make_question(number)
    browser.get("/training/questions")
    with count_queries() as fifty:
        browser.get("/training/questions")
    assert len(of_ours(one)) == len(of_ours(fifty)) <= 6


def test_pages_of_the_list_join_without_loss(db, cast, as_):
    import re

    for number in range(1, 61):
        make_question(number, active=False)
    browser, seen, after = as_(cast["ming"]), [], ""
    for _page in range(3):  # of 25, 25 and 10
        page = browser.get(f"/training/questions?sort=topic{after}").text
        seen += re.findall(r'<a href="/training/questions/(\d+)">', page)
        after = "".join(re.findall(r'(&(?:amp;)?after=[\w%-]+)"[^>]*rel="next"', page)).replace("&amp;", "&")
    assert after == ""
    assert len(seen) == len(set(seen)) == 60
