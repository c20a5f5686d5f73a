"""Reading and writing the form: texts of a draft into values, values into rows, rows back into texts.

A draft is kept as texts, word for word; a signed handover as rows. One description (``sections``) serves both ways,
the page, the content hash and the comparison of two browsers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.handover import texts
from models.handover.sections import BY_NAME, HEAD, SECTIONS, Section
from models.handover.texts import Places

MOST_LINES = 60  # lines of a list that a browser may send
LONGEST = 4000  # characters that are kept of any field
UNKNOWN = {"expected_no": "", "href": ""}  # fixed texts of a line that the leader has added


@dataclass(slots=True)
class Line:
    """One line as typed and as read: ``texts`` word for word, ``values`` by field, ``errors`` where unreadable."""

    section: Section
    index: int
    texts: dict[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.values.get(name)

    def input(self, name: str) -> str:
        """The name of the field's input on the page."""
        return f"{self.section.name}-{self.index}-{name}"

    def text(self, name: str) -> str:
        return self.texts.get(name) or ""

    def is_fixed(self, name: str) -> bool:
        return name in self.section.fixed or name in self.texts.get("_fixed", ())

    @property
    def is_blank(self) -> bool:
        typed = ((f, self.text(f.name)) for f in self.section.fields)
        return all(text in ("", f.preset) for f, text in typed)


@dataclass(slots=True)
class Reading:
    """The whole form as read, lists without their blank lines."""

    head: Line
    lines: dict[str, list[Line]]
    places: Places

    def __getitem__(self, section: str) -> list[Line]:
        return self.lines[section]

    def every_line(self) -> list[Line]:
        return [self.head, *(line for lines in self.lines.values() for line in lines)]


def read(body: Mapping[str, Any], places: Places) -> Reading:
    """Return what the texts of a draft say. Nothing is refused here: what cannot be read is in ``errors``."""
    head = _read_line(HEAD, 0, body.get("head", {}), places)
    lines = {
        section.name: [
            line
            for index, typed in enumerate(body.get(section.name, ()))
            if not (line := _read_line(section, index, typed, places)).is_blank or not section.grows
        ]
        for section in SECTIONS
    }
    return Reading(head, lines, places)


def _read_line(section: Section, index: int, typed: Mapping[str, Any], places: Places) -> Line:
    line = Line(section, index, dict(typed))
    line.values.update({name: typed.get(name, UNKNOWN.get(name)) for name in section.fixed})
    for one in section.fields:
        value, error = texts.read(one, str(typed.get(one.name) or ""), places)
        line.values[one.name] = value
        if error:
            line.errors[one.name] = error
    return line


def merged(body: Mapping[str, Any], posted: Mapping[str, str]) -> dict[str, Any]:
    """Return ``body`` with the texts of a posted form; what the form does not ask for or leaves out stays.

    An unticked box is not sent at all: it is off when the page says, by ``<section>-flags``, that it had boxes.
    """
    new = {key: value for key, value in body.items() if key not in BY_NAME}
    new["head"] = _merged_line(HEAD, body.get("head", {}), posted, "head-0-")
    for section in SECTIONS:
        lines = list(body.get(section.name, ()))
        if section.grows:
            lines += [{}] * (_posted_lines(section.name, posted) - len(lines))
        new[section.name] = [
            _merged_line(section, line, posted, f"{section.name}-{index}-") for index, line in enumerate(lines)
        ]
    for group in ("carried", "answers"):
        new[group] = _merged_group(body.get(group, {}), posted, f"{group}-")
    return new


def _posted_lines(section: str, posted: Mapping[str, str]) -> int:
    indexes = [name.split("-")[1] for name in posted if name.startswith(f"{section}-") and name.count("-") == 2]
    return max((int(index) + 1 for index in indexes if index.isdecimal() and int(index) < MOST_LINES), default=0)


def _merged_line(section: Section, line: Mapping[str, Any], posted: Mapping[str, str], prefix: str) -> dict[str, Any]:
    merged_line = dict(line)
    if not any(name.startswith(prefix) for name in posted):
        return merged_line
    for one in section.fields:
        if one.name in line.get("_fixed", ()):
            continue
        is_asked = f"{section.name}-flags" in posted if one.kind == "flag" else prefix + one.name in posted
        if is_asked:
            merged_line[one.name] = posted.get(prefix + one.name, "").strip()[:LONGEST]
    return merged_line


def _merged_group(old: Mapping[str, str], posted: Mapping[str, str], prefix: str) -> dict[str, str]:
    """Answers and results are keyed by the id of the row they belong to: ``carried-17-result``."""
    sent = {name.removeprefix(prefix): text for name, text in posted.items() if name.startswith(prefix)}
    return {**old, **{key: text.strip()[:400] for key, text in sent.items() if len(key) < 40}}


def body_of(handover: Any) -> dict[str, Any]:
    """Return the rows of a signed handover as texts, for the locked page and the content hash."""
    body: dict[str, Any] = {"head": _line_of(HEAD, handover)}
    for section in SECTIONS:
        if section.table is not None:
            body[section.name] = [_line_of(section, row) for row in getattr(handover, section.name)]
    return body


def _line_of(section: Section, row: Any) -> dict[str, Any]:
    line = {name: texts.plain(getattr(row, name)) for name in section.fixed}
    return line | {one.name: texts.write(one, getattr(row, one.name)) for one in section.fields}


def write(handover: Any, reading: Reading) -> None:
    """Make the rows of ``handover`` say what ``reading`` says; rows that stay the same are not touched."""
    for one in HEAD.fields:
        value = reading.head.values[one.name]
        setattr(handover, one.name, "" if value is None and one.kind == "text" else value)
    for section in SECTIONS:
        if section.table is not None:
            _write_rows(section, getattr(handover, section.name), reading[section.name])


def _write_rows(section: Section, rows: list[Any], lines: list[Line]) -> None:
    for extra in rows[len(lines) :]:
        rows.remove(extra)
    for sort, line in enumerate(lines):
        values = {**line.values, "sort": sort}
        if sort == len(rows):
            rows.append(section.table(**values))
            continue
        for name, value in values.items():
            if getattr(rows[sort], name) != value:
                setattr(rows[sort], name, value)


def differing(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return ``(what, mine, theirs)`` for every field in which two drafts differ."""
    found = []
    for section in (HEAD, *SECTIONS):
        ours = [mine.get("head", {})] if section is HEAD else mine.get(section.name, [])
        other = [theirs.get("head", {})] if section is HEAD else theirs.get(section.name, [])
        for index in range(max(len(ours), len(other))):
            left = ours[index] if index < len(ours) else {}
            right = other[index] if index < len(other) else {}
            where = section.title if section is HEAD else f"{section.title} 第 {index + 1} 行"
            found += [
                (f"{where} · {one.label}", left.get(one.name) or "", right.get(one.name) or "")
                for one in section.fields
                if (left.get(one.name) or "") != (right.get(one.name) or "")
            ]
    return found
