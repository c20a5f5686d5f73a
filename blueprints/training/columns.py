"""What goes into spreadsheets: the bank, in the columns that the import reads, and the most missed questions."""

from __future__ import annotations

from blueprints.core.sheets.exports import Column
from models.training import scoring
from models.training.imports import HEADS
from models.training.tables import KEYS, Question


def option(place: int):
    return lambda question: question.options[place] if place < len(question.options) else ""


def head(name: str) -> str:
    return HEADS[name][0]


BANK = [
    Column(head("code"), lambda q: q.code, 8),
    Column(head("kind"), lambda q: q.kind, 8),
    Column(head("stem"), lambda q: q.stem, 60),
    *(Column(head(f"option_{key}"), option(place), 24) for place, key in enumerate(KEYS)),
    Column(head("answer"), lambda q: q.answer, 12),
    Column(head("topic"), lambda q: q.topic, 14),
    Column(head("difficulty"), lambda q: q.difficulty, 6),
    Column(head("explanation"), lambda q: q.explanation, 40),
    Column(head("basis"), lambda q: q.basis, 30),
    Column(head("region"), lambda q: q.region, 10),
    Column(head("source"), lambda q: q.source, 30),
    Column(head("valid_from"), lambda q: q.valid_from, 12, "date"),
    Column(head("valid_to"), lambda q: q.valid_to, 12, "date"),
    Column(head("state"), lambda q: q.state, 8),
    Column(head("note"), lambda q: q.note, 30),
]


def asked(row: tuple[Question, int, int]) -> int:
    return row[1]


MISSED = [
    Column("题型", lambda row: row[0].kind, 8),
    Column("题干", lambda row: row[0].stem, 60),
    Column("专题", lambda row: row[0].topic, 14),
    Column("正确答案", lambda row: row[0].answer, 14),
    Column("作答次数", asked, 10, "number"),
    Column("答错次数", lambda row: row[2], 10, "number"),
    Column("答错率（%）", lambda row: scoring.percent(row[2], row[1]), 12, "number"),
]
CREW = [
    Column("工号", lambda row: row.duty.user.staff_no, 10),
    Column("姓名", lambda row: row.duty.user.name, 12),
    Column("岗位", lambda row: row.duty.post, 10),
    Column("状态", lambda row: row.stand, 10),
    Column("得分", lambda row: row.best.score if row.best else None, 8, "number"),
    Column("用时（秒）", lambda row: row.best.seconds if row.best and row.best.is_complete else None, 10, "number"),
    Column("免答原因", lambda row: row.excuse.reason if row.excuse else "", 30),
]
