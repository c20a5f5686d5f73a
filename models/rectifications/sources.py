"""Where a rectification comes from. Higher rooms declare themselves, so that both link without either importing up."""

from __future__ import annotations

from typing import NamedTuple


class Source(NamedTuple):
    """``by_hand`` sources are chosen in the form; the others are issued from their own room, with a reference."""

    label: str
    by_hand: bool = False


SOURCES: dict[str, Source] = {}


def declare_source(code: str, label: str, *, by_hand: bool = False) -> None:
    """Add or rename a source: ``declare_source("inspection", "督查")``."""
    SOURCES[code] = Source(label, by_hand)


def label_of(code: str) -> str:
    known = SOURCES.get(code)
    return known.label if known else code


for _code, _label, _by_hand in (
    ("inspection", "检查", False),
    ("complaint", "投诉", False),
    ("mystery_visit", "暗访", False),
    ("self", "自查", True),
    ("superior", "上级检查", True),
    ("audit", "审计", True),
    ("research", "调研访谈", True),
    ("feedback", "群众反馈", True),
):
    declare_source(_code, _label, by_hand=_by_hand)  # Source: domain §2.4, S1 1-03
