"""What makes a question a question: one check for the form and for every imported row. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from models.core.errors import RulesBroken
from models.training.tables import KEYS, TRUTHS, QuestionKind

TRUE, FALSE = frozenset("对是√tya1"), frozenset("错否×xfnb0")
LONGEST = {"stem": 2000, "answer": 2000, "explanation": 2000, "basis": 500, "source": 500, "note": 500, "topic": 40}
BLANKS = re.compile(r"[；;]")
EITHER = re.compile(r"[|｜]")


def checked(content: dict[str, Any]) -> dict[str, Any]:
    """Return ``content`` in the form the bank keeps, fingerprint included.

    Raises RulesBroken: ``{field: sentence}`` for everything that is wrong with it.
    """
    refusals: dict[str, str] = {}
    texts = {name: (content.get(name) or "").strip() for name in LONGEST}
    content = {**content, **texts, "options": _options(content, refusals)}
    content["answer"] = _answer(content, refusals)
    _check_texts(content, refusals)
    _check_dates(content.get("valid_from"), content.get("valid_to"), refusals)
    if refusals:
        raise RulesBroken(refusals)
    content["fingerprint"] = fingerprint(content["kind"], content["stem"], content["options"], content["answer"])
    return content


def flaw_of(stem: str, options: Sequence[str]) -> tuple[str, str] | None:
    """Return ``(field, sentence)`` of what can be mended later but must not be asked: no stem, two equal options."""
    if not stem:
        return "stem", "请填写题干。"
    squashed = [_squashed(text) for text in options]
    again = next((place for place, text in enumerate(squashed) if text in squashed[:place]), None)
    return None if again is None else ("options", f"选项 {KEYS[again]} 与前面的选项相同。")


def fingerprint(kind: str, stem: str, options: Sequence[str], answer: str) -> str:
    """Return what two questions share that are the same but for spaces, width and case of their letters."""
    return sha256("\x1f".join([str(kind), *map(_squashed, (stem, *options, answer))]).encode()).hexdigest()


def blanks(answer: str) -> list[list[str]]:
    """Return the accepted texts of each blank: ``"90；70|七十"`` is ``[["90"], ["70", "七十"]]``."""
    return [[text.strip() for text in EITHER.split(blank) if text.strip()] for blank in BLANKS.split(answer)]


def _squashed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _options(content: dict[str, Any], refusals: dict[str, str]) -> list[str]:
    kind, given = content["kind"], [text.strip() for text in content.get("options") or ()]
    while given and not given[-1]:
        given.pop()
    if kind is QuestionKind.JUDGE:
        if given and given != list(TRUTHS):
            refusals["options"] = "判断题不用填写选项。"
        return []
    if kind not in (QuestionKind.SINGLE, QuestionKind.MULTIPLE):
        if given:
            refusals["options"] = f"{kind.label}题不用填写选项。"
        return []
    if refusal := _wrong_with(given):
        refusals["options"] = refusal
    return given


def _wrong_with(options: list[str]) -> str | None:
    if not 2 <= len(options) <= len(KEYS):
        return f"选择题要有 2 到 {len(KEYS)} 个选项。"
    if "" in options:
        return f"选项 {KEYS[options.index('')]} 是空的，请从 A 起依次填写。"
    return None


def _answer(content: dict[str, Any], refusals: dict[str, str]) -> str:
    kind, given = content["kind"], content["answer"]
    if not given:
        refusals["answer"] = "请填写答案。"
        return given
    if kind is QuestionKind.JUDGE:
        return _truth(given, refusals)
    if kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE):
        return _keys(kind, given, content["options"], refusals)
    if kind is QuestionKind.FILL and not all(blanks(given)):
        refusals["answer"] = "每个空都要有答案：各空用“；”隔开，同一空的几种答法用“|”隔开。"
    return given


def _truth(given: str, refusals: dict[str, str]) -> str:
    first = _squashed(given)[0]
    if given in TRUTHS:
        return given
    if len(given) > 5 or first not in TRUE | FALSE:
        refusals["answer"] = "判断题的答案请填“正确”或“错误”。"
    return TRUTHS[first in FALSE]


def _keys(kind: QuestionKind, given: str, options: list[str], refusals: dict[str, str]) -> str:
    keys = sorted(set(re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", given).upper())))
    offered = KEYS[: len(options)]
    if missing := [key for key in keys if key not in offered]:
        refusals["answer"] = f"答案是 {''.join(keys)}，但没有选项 {'、'.join(missing)}。"
    elif kind is QuestionKind.SINGLE and len(keys) != 1:
        refusals["answer"] = "单选题只能有一个答案。"
    elif kind is QuestionKind.MULTIPLE and len(keys) < 2:
        refusals["answer"] = "多选题至少有两个答案。"
    return "".join(keys)


def _check_texts(content: dict[str, Any], refusals: dict[str, str]) -> None:
    if not content["topic"]:
        refusals["topic"] = "请填写专题。"
    for field, longest in LONGEST.items():
        if len(content[field]) > longest:
            refusals[field] = f"最多 {longest} 个字。"


def _check_dates(first: date | None, last: date | None, refusals: dict[str, str]) -> None:
    if first and last and last < first:
        refusals["valid_to"] = "有效期止不能早于有效期起。"
