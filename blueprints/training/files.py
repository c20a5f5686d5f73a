"""Reads the questions of an upload: .xlsx and .csv by their column heads, .json as a list of objects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO

from blueprints.core.sheets.reading import rows_of
from models.core.errors import RuleBroken
from models.training.imports import MOST_ROWS, fields_of, row_of_object

MOST_BYTES = 10 * 2**20
Row = tuple[int, dict[str, str]]


def rows(name: str, file: IO[bytes]) -> list[Row]:
    """Return ``(number in the file, {field: text})`` of every row. Raises RuleBroken(file): cannot be read."""
    found = list(_json(file) if name.lower().endswith(".json") else _table(file))
    if not found:
        raise RuleBroken("文件里没有题目。", "file")
    if len(found) > MOST_ROWS:
        raise RuleBroken(f"一次最多导入 {MOST_ROWS} 题，请拆成几份上传。", "file")
    return found


def _table(file: IO[bytes]) -> Iterator[Row]:
    cells = rows_of(file)
    heads = fields_of(cells[0] if cells else [])
    if missing := [
        head for head, name in (("题干", "stem"), ("答案", "answer"), ("题型", "kind")) if name not in heads
    ]:
        raise RuleBroken(f"第一行没有“{'”“'.join(missing)}”这一列，请按导出的题库的标题填写。", "file")
    for number, line in enumerate(cells[1:], 2):
        if any(line):
            yield number, {head: text for head, text in zip(heads, line, strict=False) if head}


def _json(file: IO[bytes]) -> Iterator[Row]:
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise RuleBroken("文件超过 10 MB，请拆成几份上传。", "file")
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise RuleBroken("这不是 .json 文件，或内容已损坏。", "file") from None
    questions = found.get("questions") if isinstance(found, dict) else found
    if not isinstance(questions, list) or not all(isinstance(one, dict) for one in questions):
        raise RuleBroken("没有找到题目列表（questions）。", "file")
    return ((number, row_of_object(one)) for number, one in enumerate(questions, 1))
