"""Rows of a file become questions, or refusals with a row number. Reads no file itself: rows come as texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.core.errors import RulesBroken
from models.training import content
from models.training.tables import KEYS, Difficulty, QuestionKind, QuestionState

# names that heads of columns have in the files we know; the first is the one we export
HEADS = {
    "code": ("题号", "编号", "序号", "id"),
    "kind": ("题型", "类型", "type"),
    "stem": ("题干", "题目", "stem"),
    "answer": ("答案", "正确答案", "标准答案", "answer"),
    "topic": ("专题", "类别", "分类", "知识点", "category"),
    "difficulty": ("难度", "difficulty"),
    "explanation": ("解析", "答案解析", "explanation"),
    "basis": ("依据", "条款", "basis"),
    "region": ("地区", "适用地区", "region"),
    "source": ("来源", "source"),
    "valid_from": ("有效期起", "valid_from"),
    "valid_to": ("有效期止", "valid_to"),
    "state": ("状态", "state"),
    "note": ("备注", "note"),
    **{f"option_{key}": (f"选项{key}", key, f"选项 {key}") for key in KEYS},
}
FIELD_OF = {head.lower(): name for name, heads in HEADS.items() for head in heads}
KINDS = {
    word: kind
    for kind, words in {
        QuestionKind.SINGLE: "单选 单选题 单项选择 单项选择题 single",
        QuestionKind.MULTIPLE: "多选 多选题 多项选择 多项选择题 multi multiple",
        QuestionKind.JUDGE: "判断 判断题 是非题 judge",
        QuestionKind.FILL: "填空 填空题 fill",
        QuestionKind.SHORT: "简答 简答题 问答题 案例 short",
    }.items()
    for word in words.split()
}
DIFFICULTIES = {word: one for one in Difficulty for word in (one.value, one.label)}
DIFFICULTIES |= {"": Difficulty.MEDIUM, "无": Difficulty.MEDIUM, "简单": Difficulty.EASY, "容易": Difficulty.EASY}
DIFFICULTIES |= {"一般": Difficulty.MEDIUM, "中等": Difficulty.MEDIUM, "困难": Difficulty.HARD, "较难": Difficulty.HARD}
STATES = {word: one for one in QuestionState for word in (one.value, one.label)}
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?")
MOST_ROWS = 20_000


@dataclass
class Sheet:
    """What a file holds. ``rows`` are good and different, by their number in the file, ready for JSON."""

    rows: dict[int, dict[str, Any]] = field(default_factory=dict)
    refusals: list[list[Any]] = field(default_factory=list)  # [row, number in the file, reason]
    duplicates: list[list[Any]] = field(default_factory=list)  # [row, number in the file, of which row]
    flaws: list[list[Any]] = field(default_factory=list)  # [row, number in the file, what to mend]


def fields_of(heads: Iterable[str]) -> list[str | None]:
    """Return the field of each column head, None for one we do not know."""
    return [FIELD_OF.get("".join(head.split()).lower()) for head in heads]


def read(rows: Iterable[tuple[int, Mapping[str, str]]], state: QuestionState) -> Sheet:
    """Sort ``rows`` (number in the file, {field: text}) into good ones, refusals and exact duplicates.

    ``state`` is given to questions whose row names none.
    """
    sheet, first = Sheet(), {}
    for number, row in rows:
        code = row.get("code", "")
        try:
            found = question_of(row, state)
        except RulesBroken as refusals:
            sheet.refusals.append([number, code, "".join(refusals.refusals.values())])
            continue
        earlier = first.setdefault(found["fingerprint"], (number, code))
        if earlier[0] != number:
            sheet.duplicates.append([number, code, f"与第 {earlier[0]} 行（题号 {earlier[1] or '无'}）相同"])
        else:
            sheet.rows[number] = found
            _hold_back(sheet, number, found)
    return sheet


def _hold_back(sheet: Sheet, number: int, found: dict[str, Any]) -> None:
    """Take a row that lacks something in as a draft, which nobody is asked until it is mended."""
    if flaw := content.flaw_of(found["stem"], found["options"]):
        found["state"] = QuestionState.DRAFT
        sheet.flaws.append([number, found["code"], flaw[1]])


def row_of_object(one: Mapping[str, Any]) -> dict[str, str]:
    """Return one JSON object as a row of texts; ``use_in_quiz: false`` means 停用."""
    row = {FIELD_OF[name.lower()]: str(value) for name, value in one.items() if name.lower() in FIELD_OF and value}
    options = one.get("options") or {}
    named = options if isinstance(options, dict) else dict(zip(KEYS, options, strict=False))
    row |= {f"option_{key}": str(text) for key, text in named.items() if key in KEYS}
    if one.get("use_in_quiz") is False:
        row["state"] = QuestionState.RETIRED.label
    return row


def question_of(row: Mapping[str, str], state: QuestionState) -> dict[str, Any]:
    """Return the question in one row, dates as text. Raises RulesBroken: what is wrong with it."""
    refusals: dict[str, str] = {}
    found = {name: (row.get(name) or "").strip() for name in ("code", "stem", "answer", "explanation", "basis")}
    found |= {name: (row.get(name) or "").strip() for name in ("source", "note")}
    found["topic"] = (row.get("topic") or "").strip() or "其他"
    found["region"] = (row.get("region") or "").strip() or "全国"
    found["options"] = [row.get(f"option_{key}") or "" for key in KEYS]
    found["kind"] = _word(row, "kind", KINDS, "题型", refusals) or QuestionKind.SHORT
    found["difficulty"] = _word(row, "difficulty", DIFFICULTIES, "难度", refusals)
    found["state"] = _word(row, "state", STATES, "状态", refusals) if row.get("state") else state
    for name in ("valid_from", "valid_to"):
        found[name] = _day(row.get(name) or "", name, refusals)
    if refusals:
        raise RulesBroken(refusals)
    found = content.checked(found)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}


def _word(row: Mapping[str, str], name: str, words: Mapping[str, Any], label: str, refusals: dict[str, str]):
    given = (row.get(name) or "").strip()
    if given.lower() not in words:
        refusals[name] = f"{label}“{given}”不认识。" if given else f"没有{label}。"
    return words.get(given.lower())


def _day(text: str, name: str, refusals: dict[str, str]) -> date | None:
    text = text.strip()
    match = DAY.fullmatch(text)
    try:
        return date(*map(int, match.groups())) if match else _none_or_refuse(text)
    except ValueError:
        refusals[name] = f"日期“{text}”请写成 2026-01-31 的样子。"
        return None


def _none_or_refuse(text: str) -> None:
    if text:
        raise ValueError(text)
