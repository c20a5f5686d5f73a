"""The record as lines for the page, and what a browser typed at an item as values for the rule.

Used by the long form, which sends all items, and by the outbox of a phone, which sends one.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from blueprints.core.fields import to_tenths
from blueprints.core.forms import LONG, SHORT
from models.accounts import User
from models.core import attachments
from models.core.attachments import Attachment
from models.core.errors import RuleBroken
from models.inspections import Finding, Inspection, TemplateItem, Verdict, recording, scoring, sheets
from models.inspections.recording import Reading, Told
from models.roster import Lane

KEY = re.compile(r"[0-9a-f]{32}")
MARKS = re.compile(r"[1-9][0-9]?(,[1-9][0-9]?)*")  # places in a sample
MOST_NUMBER = 999


@dataclass(slots=True)
class Card:
    """One finding on the page: the texts of its fields; ``row`` once the server has it."""

    key: str
    number: str = "1"
    rate: str = ""
    person: str = ""
    lane: str = ""
    words: str = ""
    video: str = ""
    is_removed: bool = False
    marks: str = ""
    row: Finding | None = None
    photos: list[Attachment] = field(default_factory=list)

    @property
    def marked(self) -> str:
        return sheets.marked(self.row)


@dataclass(slots=True)
class Line:
    """One item on the page."""

    item: TemplateItem
    verdict: str = ""
    sampled: str = ""
    note: str = ""
    cards: list[Card] = field(default_factory=list)
    pictures: list[Attachment] = field(default_factory=list)
    score: scoring.ItemScore | None = None

    @property
    def price(self) -> str:
        return sheets.price_of(self.item)


@dataclass(frozen=True, slots=True)
class Choices:
    """Whom and what a finding may name, by id."""

    people: Mapping[int, User]
    lanes: Mapping[int, Lane]


def lines_of(inspection: Inspection, typed: MultiDict | None = None) -> dict[int, Line]:
    """Return the lines by item id: as saved, or, after a refusal, as they were typed. Each ends with a blank card."""
    answers = {row.item_id: row for row in inspection.answers}
    files = attachments.of_all([*inspection.findings, *inspection.template.items])
    found = recording.score_of(inspection)
    lines = {}
    for item in inspection.template.items:
        line = Line(item, pictures=files.of(item), score=found.item(item.id))
        if row := answers.get(item.id):
            line.verdict, line.note = row.verdict.value, row.note
            line.sampled = "" if row.sampled is None else str(row.sampled)
        line.cards = [_card(one, files.of(one)) for one in recording.standing(inspection, item.id)]
        if typed is not None:
            _overlay(line, typed)
        if not line.cards:
            line.cards = [Card(secrets.token_hex(16))]
        lines[item.id] = line
    return lines


def answers_in(form: MultiDict, inspection: Inspection, choices: Choices) -> list[Reading]:
    """Return what was typed at each item that has a verdict."""
    return [told for item in inspection.template.items if (told := answer_in(form, item, choices))]


def answer_in(form: MultiDict, item: TemplateItem, choices: Choices) -> Reading | None:
    """Return what was typed at one item; None without a verdict. Raises RuleBroken: a value that cannot be read."""
    verdict = form.get(f"verdict-{item.id}", "")
    if verdict not in {one.value for one in Verdict}:
        return None
    at = f"第 {item.code} 项"
    sampled = _whole(form.get(f"sampled-{item.id}", ""), f"{at}的抽查数量", 0)
    keys = [key for key in form.getlist(f"finding-{item.id}") if KEY.fullmatch(key)]
    cards = [_typed_card(form, key) for key in dict.fromkeys(keys)]
    is_fail = verdict == Verdict.FAIL.value
    findings = tuple(_told(card, at, choices) for card in cards if is_fail or card.is_removed)
    note = form.get(f"note-{item.id}", "").strip()[:LONG]
    return Reading(item, Verdict(verdict), findings, sampled, note)


def _told(card: Card, at: str, choices: Choices) -> Told:
    try:
        rate = to_tenths(card.rate) if card.rate else None
    except ValueError as error:
        raise RuleBroken(f"{at}：{error}") from None
    return Told(
        key=card.key,
        number=_whole(card.number, f"{at}的数量", 1) or 1,
        rate=rate,
        person=_chosen(card.person, choices.people, f"{at}的当事人"),
        lane=_chosen(card.lane, choices.lanes, f"{at}的车道"),
        words=card.words[:LONG],
        video_ref=card.video[:SHORT],
        is_removed=card.is_removed,
        marks=_places(card.marks),
    )


def _typed_card(form: MultiDict, key: str) -> Card:
    names = ("number", "rate", "person", "lane", "words", "video", "marks")
    texts = {name: form.get(f"{name}-{key}", "").strip() for name in names}
    return Card(key, **texts, is_removed=f"removed-{key}" in form)


def _overlay(line: Line, typed: MultiDict) -> None:
    """Show what was typed in place of what is saved."""
    item_id, saved = line.item.id, {card.key: card for card in line.cards}
    line.verdict = typed.get(f"verdict-{item_id}", line.verdict)
    line.sampled, line.note = typed.get(f"sampled-{item_id}", ""), typed.get(f"note-{item_id}", "")
    line.cards = [_typed_card(typed, key) for key in typed.getlist(f"finding-{item_id}") if KEY.fullmatch(key)]
    for card in line.cards:
        if old := saved.get(card.key):
            card.row, card.photos = old.row, old.photos


def _card(finding: Finding, photos: list[Attachment]) -> Card:
    return Card(
        key=finding.key,
        number=str(finding.number),
        rate="" if finding.rate is None else scoring.said(finding.rate),
        person=str(finding.person_id or ""),
        lane=str(finding.lane_id or ""),
        words=finding.words,
        video=finding.video_ref,
        marks=finding.marks,
        row=finding,
        photos=photos,
    )


def _whole(text: str, what: str, least: int) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not text.isdecimal() or not least <= int(text[:9]) <= MOST_NUMBER or len(text) > 3:
        raise RuleBroken(f"{what}应是 {least} 到 {MOST_NUMBER} 的整数。")
    return int(text)


def _places(text: str) -> str:
    """Return the places that were tapped, in order and each once; "" where the text is none of ours."""
    places = {int(one) for one in text.split(",")} if MARKS.fullmatch(text) else set()
    return ",".join(str(one) for one in sorted(places))


def _chosen(text: str, rows: Mapping[int, Any], what: str):
    if not text:
        return None
    row = rows.get(int(text)) if text.isdecimal() and len(text) < 10 else None
    if row is None:
        raise RuleBroken(f"{what}请从列表中选择。")
    return row
