"""A paper: the questions as one person is shown them, kept with the attempt so that later edits change nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.training import content, drawing
from models.training.tables import KEYS, TRUTHS, Question, QuestionKind

CHOICES = ("single", "multiple", "judge")


def item_of(question: Question, seed: str) -> dict[str, Any]:
    """Return ``question`` as shown under ``seed``: options shuffled, ``right`` in the keys of the shuffled ones."""
    options, right = _shown(question, f"{seed}|{question.id}")
    return {
        "question": question.id,
        "version": question.version,
        "kind": question.kind.value,
        "topic": question.topic,
        "stem": question.stem,
        "options": options,
        "right": right,
        "explanation": question.explanation,
        "basis": question.basis,
    }


def _shown(question: Question, seed: str) -> tuple[list[str], list]:
    if question.kind is QuestionKind.FILL:
        return [], content.blanks(question.answer)
    if question.kind is QuestionKind.JUDGE:
        return list(TRUTHS), [KEYS[TRUTHS.index(question.answer)]]
    places = drawing.order(question.options, seed)
    right = [KEYS[shown] for shown, place in enumerate(places) if KEYS[place] in question.answer]
    return [question.options[place] for place in places], right


def label_of(item: dict[str, Any]) -> str:
    return QuestionKind(item["kind"]).label


def keys_of(item: dict[str, Any]) -> list[tuple[str, str]]:
    """The options with the keys that this person sees."""
    return list(zip(KEYS, item["options"], strict=False))


def right_text(item: dict[str, Any]) -> str:
    """Return the right answer in words: keys as this person saw them, or the first accepted text of each blank."""
    if item["kind"] == "fill":
        return "；".join(accepted[0] for accepted in item["right"])
    return truth(item, "".join(item["right"]))


def truth(item: dict[str, Any], keys: str) -> str:
    """Return 正确 or 错误 instead of a key where that is what the options say."""
    return item["options"][KEYS.index(keys)] if item["kind"] == "judge" and keys else keys


def given_text(item: dict[str, Any], given: Sequence[str]) -> str:
    return "；".join(given) if item["kind"] == "fill" else truth(item, "".join(given))


def mark_of(item: dict[str, Any], key: str, given: Sequence[str]) -> str:
    """Return how an option is marked once the answer is final: right, wrong, missed or nothing."""
    if key in item["right"]:
        return "right" if key in given or item["kind"] != "multiple" else "missed"
    return "wrong" if key in given else ""
