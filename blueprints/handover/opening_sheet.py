"""Reading opening balances: lines of text, or the rows of a spreadsheet with the same four columns."""

from __future__ import annotations

from typing import BinaryIO

from blueprints.core.sheets.cells import text_up_to
from blueprints.core.sheets.reading import Field, read_sheet
from models.core.errors import RuleBroken
from models.handover.opening import Entry


def from_text(text: str) -> list[Entry]:
    """Return the entries of a text, one per line: 类别 名称 车道 数值. Raises RuleBroken: a line that says less."""
    entries = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.replace("，", " ").replace(",", " ").split()
        if words:
            entries.append(_entry(number, words))
    return entries


def _entry(number: int, words: list[str]) -> Entry:
    if len(words) == 2:
        words = [words[0], "", "", words[1]]
    elif len(words) == 3:
        words = [words[0], words[1], "", words[2]]
    if len(words) != 4:
        raise RuleBroken(f"第 {number} 行：请按“类别 名称 车道 数值”填写。", field="lines")
    return Entry(number, *words)


FIELDS = [
    Field("类别", "what", True, text_up_to(10)),
    Field("名称", "name", False, text_up_to(200)),
    Field("车道", "lane", False, text_up_to(20)),
    Field("数值", "value", False, text_up_to(40)),
]


def from_file(file: BinaryIO) -> list[Entry]:
    """Return the entries of a spreadsheet. Raises RuleBroken with every refusal, row and column named."""
    sheet = read_sheet(file, FIELDS)
    if sheet.refusals:
        raise RuleBroken("；".join(str(one) for one in sheet.refusals[:20]), field="file")
    return [Entry(line.number, **{f.name: line.values.get(f.name) or "" for f in FIELDS}) for line in sheet.lines]
