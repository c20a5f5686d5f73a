"""Questions from files: real ones, in one pass, and the bank's own export back again."""

from __future__ import annotations

import io
import json
import re
import time
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import delete, func, select

from models.core.audit import AuditEntry
from models.training import Question, QuestionImport, QuestionKind, QuestionState
from tests.training.makers import make_question

DATA = Path(__file__).parents[1] / "data"
HEAD = ["题号", "题型", "题干", "选项A", "选项B", "选项C", "答案", "专题", "状态"]
PLAIN = ["1", "单选", "题干一", "甲", "乙", "丙", "B", "文明服务", ""]


@pytest.fixture
def trainer(as_, cast):
    return as_(cast["ming"])


def upload(browser, name: str, content: bytes, **data):
    data = {"file": (io.BytesIO(content), name), "state": "active"} | data
    return browser.post("/training/imports/new", data=data, content_type="multipart/form-data")


def upload_file(browser, name: str):
    return upload(browser, name, (DATA / name).read_bytes())


def apply(browser, answer, **data):
    return browser.post(f"{answer.location.partition('?')[0]}/apply", data=data)


def workbook(*rows: list) -> bytes:
    book = Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    book.save(out := io.BytesIO())
    return out.getvalue()


def count(db, **equal) -> int:
    rows = select(func.count()).select_from(Question).filter_by(**equal)
    db.session.rollback()
    return db.session.scalar(rows)


def test_the_public_collection_in_one_pass(db, trainer):
    answer = upload_file(trainer, "exam-master-questions.csv")
    found = db.session.scalars(select(QuestionImport)).one()
    assert (found.good_count, found.new_count, len(found.rows)) == (880, 877, 877)
    assert found.refusals == [[363, "362", "答案是 ACE，但没有选项 E。"]]
    assert len(found.flaws) == 19 and found.flaws[0] == [30, "29", "请填写题干。"]
    assert [(code, of) for _row, code, of in found.duplicates] == [
        ("169", "与第 157 行（题号 156）相同"),
        ("172", "与第 158 行（题号 157）相同"),
        ("173", "与第 159 行（题号 158）相同"),
    ]
    shown = trainer.get(answer.location).text
    assert "答案是 ACE，但没有选项 E。" in shown and "与第 157 行（题号 156）相同" in shown
    assert count(db) == 0


def test_nothing_is_imported_until_somebody_says_to_leave_out_the_refused_row(db, trainer):
    answer = upload_file(trainer, "exam-master-questions.csv")
    refused = apply(trainer, answer)
    assert refused.status_code == 422 and "有 1 行不合格" in refused.text and count(db) == 0
    assert apply(trainer, answer, skip_refused="y").status_code == 303
    assert count(db) == 877
    assert count(db, kind=QuestionKind.SINGLE) == 481
    assert count(db, state=QuestionState.DRAFT) == 19
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "question.import")).one()
    assert entry.note == "新增 877 题"


def test_the_real_questions(db, trainer):
    answer = upload_file(trainer, "questions.json")
    apply(trainer, answer)
    db.session.rollback()
    kinds = dict(db.session.execute(select(Question.kind, func.count()).group_by(Question.kind)).all())
    assert {kind.value: n for kind, n in kinds.items()} == {
        "single": 70,
        "multiple": 22,
        "judge": 11,
        "fill": 7,
        "short": 14,
    }
    assert count(db, state=QuestionState.RETIRED) == 18
    first = db.session.scalars(select(Question).where(Question.code == "Q001")).one()
    assert (first.answer, first.options[0], first.topic, first.region) == ("A", "手持终端", "ETC与CPC卡", "全国")
    assert first.source.startswith("https://shititong.cn/")


def test_a_second_time_everything_is_a_duplicate(db, trainer):
    apply(trainer, upload_file(trainer, "questions.json"))
    upload_file(trainer, "questions.json")
    again = db.session.scalars(select(QuestionImport).order_by(QuestionImport.id.desc())).first()
    assert (again.good_count, again.new_count) == (124, 0)
    assert {of for _row, _code, of in again.duplicates} == {"题库中已有"}


def test_a_file_is_imported_once(db, trainer):
    answer = upload_file(trainer, "questions.json")
    apply(trainer, answer)
    again = apply(trainer, answer)
    assert again.status_code == 422 and "已经导入过" in again.text and count(db) == 124


def test_of_two_checked_files_with_the_same_question_one_wins(db, trainer):
    one, other = (upload(trainer, "a.xlsx", workbook(PLAIN)) for _time in range(2))
    apply(trainer, one), apply(trainer, other)
    assert count(db) == 1


def test_the_bank_comes_back_unchanged(db, trainer):
    for name in ("questions.json", "exam-master-questions.csv"):
        apply(trainer, upload_file(trainer, name), skip_refused="y")
    make_question(1, stem="=1+1 等于？", options=["2", "+3", "@4", "-5"], explanation="第一行\n第二行", code="007")
    make_question(2, stem="00317 的前导零", options=["00317", "317"], answer="A", valid_from=None)
    before = _bank(db)
    exported = trainer.get("/training/questions.xlsx").data
    db.session.execute(delete(Question))
    db.session.commit()
    apply(trainer, upload(trainer, "题库.xlsx", exported, state="draft"))
    assert _bank(db) == before and len(before) == 124 + 877 + 2
    upload(trainer, "题库.xlsx", exported)
    again = db.session.scalars(select(QuestionImport).order_by(QuestionImport.id.desc())).first()
    assert (again.new_count, again.refusals, len(again.duplicates)) == (0, [], 1003)


def _bank(db) -> list[tuple]:
    db.session.rollback()
    own = {"id", "import_id", "version"}
    columns = [column for column in Question.__table__.columns if column.name not in own]
    return sorted(map(str, db.session.execute(select(*columns)).all()))


def test_the_export_says_what_the_list_shows(db, trainer):
    make_question(1), make_question(2, topic="票据管理")
    book = load_workbook(io.BytesIO(trainer.get("/training/questions.xlsx?topic=票据管理").data))
    rows = list(book.active.values)
    assert rows[0][:4] == ("题号", "题型", "题干", "选项A") and [row[2] for row in rows[1:]] == ["第 2 题的题干"]


def test_every_refusal_has_its_row_and_all_its_reasons(db, trainer):
    wrong = ["2", "多选", "", "甲", "乙", "丙", "AZ", "文明服务", "收回"]
    upload(trainer, "题.xlsx", workbook(PLAIN, wrong, ["3", "听写", "题干三", "", "", "", "A", "", ""]))
    found = db.session.scalars(select(QuestionImport)).one()
    assert found.refusals == [[3, "2", "状态“收回”不认识。"], [4, "3", "题型“听写”不认识。"]]


def test_the_table_comes_back_with_its_refused_rows_marked(trainer, as_, cast):
    answer = upload(trainer, "题.xlsx", workbook(PLAIN, ["3", "听写", "题干三", "", "", "", "A", "", ""]))
    page = trainer.get(answer.location).text
    link = re.search(r'href="(/training/imports/\d+/marked/[0-9a-f]{64})"', page)[1]
    marked = load_workbook(io.BytesIO(trainer.get(link).data)).active
    assert "听写" in marked["A3"].comment.text and marked["A2"].comment is None
    assert marked["C3"].value == "题干三"
    assert as_(cast["wu"]).get(link).status_code in (403, 404)
    unread = upload(trainer, "题.json", json.dumps([{"type": "single", "stem": "题", "answer": "B"}]).encode())
    assert "下载标注后的表格" not in trainer.get(unread.location).text


def test_one_row_may_be_wrong_in_two_ways(db, trainer):
    one = {"type": "single", "stem": "题干", "options": ["甲"], "answer": "B"}
    upload(trainer, "题.json", json.dumps([one]).encode())
    found = db.session.scalars(select(QuestionImport)).one()
    assert found.refusals == [[1, "", "选择题要有 2 到 8 个选项。答案是 B，但没有选项 B。"]]


def test_a_question_without_stem_waits_as_a_draft_until_it_is_mended(db, trainer):
    answer = upload(trainer, "题.xlsx", workbook(["2", "单选", "", "甲", "乙", "丙", "A", "文明服务", "在用"]))
    assert "先存为草稿，补写后再启用" in trainer.get(answer.location).text
    apply(trainer, answer)
    question = db.session.scalars(select(Question)).one()
    refused = trainer.post(f"/training/questions/{question.id}/activate")
    assert refused.status_code == 409 and "启用前请填写题干。" in refused.text
    assert count(db, state=QuestionState.DRAFT) == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("题.xlsx", b"PK\x03\x04broken", "文件已损坏"),
        ("题.json", b"{", "这不是 .json 文件"),
        ("题.json", b"[" * 100_000, "这不是 .json 文件"),
        ("题.json", b'{"questions": [1]}', "没有找到题目列表"),
        ("题.csv", "甲,乙\n1,2\n".encode(), "第一行没有“题干”“答案”“题型”这一列"),
        ("题.json", b"[]", "文件里没有题目"),
    ],
)
def test_what_is_no_table_of_questions_is_refused(trainer, name, content, sentence):
    answer = upload(trainer, name, content)
    assert answer.status_code == 422 and sentence in answer.text


def test_no_file_is_said(trainer):
    answer = trainer.post("/training/imports/new", data={"state": "active"}, content_type="multipart/form-data")
    assert answer.status_code == 422 and "请选择文件。" in answer.text


def test_another_persons_waiting_rows_are_out_of_reach(trainer, as_, cast):
    answer = upload(trainer, "题.xlsx", workbook(PLAIN))
    assert as_(cast["wu"]).get(answer.location).status_code == 404


def test_ten_thousand_questions_take_seconds(db, trainer):
    rows = [[str(n), "单选", f"题干 {n}", "甲", "乙", "丙", "B", "文明服务", ""] for n in range(10_000)]
    content = workbook(*rows)
    begun = time.monotonic()
    answer = upload(trainer, "题.xlsx", content)
    apply(trainer, answer)
    assert count(db) == 10_000
    assert time.monotonic() - begun < 15


def test_json_of_other_hands_may_lack_what_is_optional(db, trainer):
    one = {"type": "judge", "stem": "题干", "answer": "对"}
    apply(trainer, upload(trainer, "题.json", json.dumps([one]).encode()))
    question = db.session.scalars(select(Question)).one()
    assert (question.answer, question.topic, question.region, question.state) == (
        "正确",
        "其他",
        "全国",
        QuestionState.ACTIVE,
    )
