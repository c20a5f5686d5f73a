"""What a browser knows of a page: its forms, where they go, and what they would send."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

UNSENT = {"submit", "button", "reset", "file", "image"}


@dataclass
class Form:
    """``fields`` is what the browser sends when nothing is touched; ``buttons`` are ``(name, value)``."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def add(self, name: str, value: str) -> None:
        self.fields.setdefault(name, []).append(value)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._by_id: dict[str, Form] = {}
        self._form: Form | None = None
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""))
            self.forms.append(self._form)
            self._by_id[given.get("id", "")] = self._form
        form = self._by_id.get(given.get("form", "\0"), self._form)
        if form is not None and "disabled" not in given:
            self._take(tag, given, form)

    def _take(self, tag: str, given: dict[str, str], form: Form) -> None:
        name = given.get("name", self._select or "")
        form.names.update({name} - {""})
        if tag == "button" and given.get("name"):
            form.buttons.append((name, given.get("value", "")))
        elif tag == "textarea":
            self._area = name
            form.add(name, "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            form.fields[self._select] = [given.get("value", "")]
        elif tag == "input" and name:
            self._take_input(name, given, form)

    @staticmethod
    def _take_input(name: str, given: dict[str, str], form: Form) -> None:
        kind = given.get("type", "text")
        if kind not in UNSENT and (kind not in {"checkbox", "radio"} or "checked" in given):
            form.add(name, given.get("value", "on" if kind in {"checkbox", "radio"} else ""))

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            self._form.fields[self._area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None


def forms(text: str) -> list[Form]:
    reader = _Reader()
    reader.feed(text)
    return reader.forms
