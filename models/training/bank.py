"""Every change of the question bank."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select

from models.core import audit, clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.flow import Flow, Step
from models.training import content, queries
from models.training.imports import Sheet
from models.training.tables import ImportState, Question, QuestionImport, QuestionState

S = QuestionState


def _flaw(question: Question) -> str | None:
    flaw = content.flaw_of(question.stem, question.options)
    return f"启用前{flaw[1]}" if flaw else None


FLOW = Flow(
    [
        Step("activate", frozenset({S.DRAFT, S.RETIRED}), S.ACTIVE, "question.activate", "启用", _flaw, "p"),
        Step("retire", frozenset({S.DRAFT, S.ACTIVE}), S.RETIRED, "question.retire", "停用"),
    ]
)
CHUNK = 500  # values of one IN list


def create(by, **fields: Any) -> Question:
    """Add a question as a draft. Raises RulesBroken: it is no proper question; RuleBroken: the bank has it."""
    question = Question(**_fresh(content.checked(fields), None))
    db.session.add(question)
    audit.record("question.create", question, by)
    return question


def edit(question: Question, by, **fields: Any) -> None:
    """Change a question. Attempts keep what they were shown. Raises as ``create``."""
    for name, value in _fresh(content.checked(fields), question.id).items():
        setattr(question, name, value)
    audit.record("question.edit", question, by)


def activate(question: Question, by) -> None:
    FLOW.take(question, "activate")
    audit.record("question.activate", question, by)


def retire(question: Question, by) -> None:
    FLOW.take(question, "retire")
    audit.record("question.retire", question, by)


def check_file(name: str, sheet: Sheet, by) -> QuestionImport:
    """Keep what was found in a file: nothing enters the bank yet.

    Rows that the bank already has are moved to the duplicates.
    """
    known = known_among([row["fingerprint"] for row in sheet.rows.values()])
    again = [[n, row["code"], "题库中已有"] for n, row in sheet.rows.items() if row["fingerprint"] in known]
    new = [row for row in sheet.rows.values() if row["fingerprint"] not in known]
    found = QuestionImport(
        file_name=name,
        by_id=by.id,
        checked_at=clock.now(),
        good_count=len(sheet.rows) + len(sheet.duplicates),
        new_count=len(new),
        rows=new,
        refusals=sheet.refusals,
        duplicates=sorted(sheet.duplicates + again),
        flaws=sheet.flaws,
    )
    db.session.add(found)
    audit.record("question.check", found, by, note=f"合格 {found.good_count} 题，新题 {found.new_count} 题")
    return found


def import_rows(found: QuestionImport, by, skip_refused: bool = False) -> int:
    """Put the checked rows into the bank in one piece and return how many were new.

    Raises RuleBroken: rows were refused and nobody said to leave them out; it was imported before.
    """
    if found.refusals and not skip_refused:
        raise RuleBroken(
            f"有 {len(found.refusals)} 行不合格。请修改文件后重新上传，或勾选“不导入不合格的行”。", "skip_refused"
        )
    if found.state is ImportState.DONE:
        raise RuleBroken("这个文件已经导入过了。")
    known = known_among([row["fingerprint"] for row in found.rows])
    rows = [queries.row_of(row, found.id) for row in found.rows if row["fingerprint"] not in known]
    if rows:
        db.session.execute(insert(Question), rows)
    found.state, found.rows, found.new_count = ImportState.DONE, [], len(rows)
    audit.record("question.import", found, by, note=f"新增 {len(rows)} 题")
    return len(rows)


def known_among(fingerprints: list[str]) -> set[str]:
    """Return those of ``fingerprints`` that the bank has."""
    known: set[str] = set()
    for start in range(0, len(fingerprints), CHUNK):
        part = fingerprints[start : start + CHUNK]
        known.update(db.session.scalars(select(Question.fingerprint).where(Question.fingerprint.in_(part))))
    return known


def _fresh(fields: dict[str, Any], own_id: int | None) -> dict[str, Any]:
    if flaw := content.flaw_of(fields["stem"], fields["options"]):
        raise RuleBroken(flaw[1], flaw[0])
    same = db.session.execute(queries.same_as(fields["fingerprint"], own_id)).first()
    if same:
        raise RuleBroken(f"题库中已有相同的题目（编号 {same.id}，{same.state.label}）。", "stem")
    return fields
