"""The menu: rooms register their entries; a page shows those that the person may open.

Whose menu would be longer than MOST finds the entries that stand ``under`` another one as a strip on its page instead.
Source: docs/ui.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from flask import Flask, current_app, g, request, url_for
from flask_login import current_user
from sqlalchemy import Select, select
from werkzeug.local import LocalProxy

from models.core import settings
from models.core.db import db

GROUPS = ("", "业务", "资料", "管理")
TABS = 5  # links that fit on the bar of a phone
MOST = 12  # links of one menu


class Counting(NamedTuple):
    """A statement that counts, the same for everybody, and the values of its parameters for the reader."""

    statement: Select[tuple[int]]
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One link. ``permission`` "" shows it to everybody signed in; ``tab`` puts it on the phone's bar too.

    ``counter`` names what ``count`` answers with the number beside the link: ``hot`` when it waits for the person.
    ``under`` is the endpoint of the main entry; ``also`` are other addresses it stands for, e.g. ``/admin/grants``.
    """

    endpoint: str
    label: str
    icon: str
    permission: str
    group: str
    order: int
    tab: int
    counter: str = ""
    hot: bool = False
    under: str = ""
    also: tuple[str, ...] = ()


ENTRIES: list[Entry] = []
_PROVIDERS: dict[str, Callable[[], Any]] = {}
_COUNTERS: dict[str, Callable[[], Counting]] = {}


def add(endpoint: str, label: str, icon: str, permission: str, **place) -> None:
    """Register a link; ``place``: ``group`` of GROUPS, ``order`` within it, and what Entry says."""
    where = {"group": "业务", "order": 50, "tab": False} | place
    entry = Entry(endpoint, label, icon, permission, **where)
    if entry not in ENTRIES:
        ENTRIES.append(entry)
        ENTRIES.sort(key=lambda e: (GROUPS.index(e.group), e.order))


def provide(name: str, ask: Callable[[], Any]) -> None:
    """Let a room answer ``shift_now``; asked only when a template shows it."""
    _PROVIDERS[name] = ask


def count(name: str, ask: Callable[[], Counting]) -> None:
    """Let a room answer a number of the menu; all numbers that a menu shows are one statement."""
    _COUNTERS[name] = ask


def init_app(app: Flask) -> None:
    app.extensions["nav"] = {}  # the addresses of the entries, which never change while the app runs
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    user = current_user._get_current_object() if current_user else None
    signed_in = user is not None and user.is_authenticated
    shown = [entry for entry in ENTRIES if not entry.permission or user.may(entry.permission)] if signed_in else []
    heads = _heads(shown)
    here = _here(shown)
    links = [
        (entry, _link(entry, here is not None and heads[here] is entry, shown))
        for entry in shown
        if heads[entry] is entry
    ]
    groups = [{"title": title, "links": [link for e, link in links if e.group == title]} for title in GROUPS]
    return {
        "nav": [group for group in groups if group["links"]],
        "strip": _strip(shown, heads, here),
        "tabs": _tabs([(entry.tab, link) for entry, link in links if entry.tab]),
        "station_name": LocalProxy(_station_name),
        "shift_now": LocalProxy(lambda: _ask("shift_now") if signed_in else None),
        "unread_count": LocalProxy(lambda: _counted("unread_count", shown) if signed_in else 0),
        "theme": request.cookies.get("theme") if request.cookies.get("theme") in ("dark", "light") else "",
    }


def _station_name() -> str:
    """Return what stands beside the sign: the name the person's station has set, else that of the house."""
    station = current_user.station_id if current_user and current_user.is_authenticated else None
    return settings.value_of("house.name", unit_id=station)


def _heads(shown: list[Entry]) -> dict[Entry, Entry]:
    """Return under which entry each one is found: itself, or in a long menu the first of its family."""
    if len(shown) <= MOST:
        return {entry: entry for entry in shown}
    by_endpoint = {entry.endpoint: entry for entry in shown}
    first: dict[str, Entry] = {}
    for entry in shown:
        family = entry.under or entry.endpoint
        first.setdefault(family, by_endpoint.get(family, entry))
    return {entry: first[entry.under or entry.endpoint] for entry in shown}


def _strip(shown: list[Entry], heads: dict[Entry, Entry], here: Entry | None) -> list[tuple[str, str, bool]]:
    """Return the links of the family whose very page is shown; nothing on the pages below and in short menus."""
    if here is None or request.endpoint != here.endpoint:
        return []
    family = [entry for entry in shown if heads[entry] is heads[here]]
    family.sort(key=lambda entry: entry is not heads[here])
    return [(e.label, _address(e.endpoint), e is here) for e in family] if len(family) > 1 else []


def _here(shown: list[Entry]) -> Entry | None:
    """Return the entry the page belongs to: the longest address it begins with, else the main entry of its room."""
    path = f"{request.path.rstrip('/')}/"
    fitting = [
        (len(prefix), entry)
        for entry in shown
        for prefix in (_address(entry.endpoint), *entry.also)
        if path == (whole := f"{prefix.rstrip('/')}/") or (whole != "/" and path.startswith(whole))
    ]
    if fitting:
        return max(fitting, key=lambda pair: pair[0])[1]
    room = (request.endpoint or "").split(".")[0]
    siblings = [entry for entry in shown if entry.endpoint.split(".")[0] == room]
    return min(siblings, key=lambda entry: not entry.endpoint.endswith(".index"), default=None)


def _address(endpoint: str) -> str:
    known, key = current_app.extensions["nav"], (request.root_path, endpoint)
    if key not in known:
        known[key] = url_for(endpoint)
    return known[key]


def _tabs(ranked: list[tuple[int, dict]]) -> list[dict]:
    """Return the links of the phone's bar: the first ranks, and always the last one, which is one's own page."""
    links = [link for _rank, link in sorted(ranked, key=lambda pair: pair[0])]
    return links if len(links) <= TABS else [*links[: TABS - 1], links[-1]]


def _link(entry: Entry, current: bool, shown: list[Entry]) -> dict[str, Any]:
    return {
        "href": _address(entry.endpoint),
        "text": entry.label,
        "icon": entry.icon,
        "current": current,
        "count": LocalProxy(lambda: _counted(entry.counter, shown)) if entry.counter else None,
        "tone": "danger" if entry.hot else "",
    }


def _ask(name: str) -> Any:
    """Return what the room answers; it is asked once per request, however often a page shows it."""
    answers = g.setdefault("nav_answers", {})
    if name not in answers:
        answers[name] = _PROVIDERS[name]() if name in _PROVIDERS else None
    return answers[name]


def _counted(name: str, shown: list[Entry]) -> int:
    """Return a number of the menu; all are asked at once, when the first of them is shown."""
    if name not in (counts := g.setdefault("nav_counts", {})):
        names = {name, *(entry.counter for entry in shown)} & _COUNTERS.keys()
        asked = {one: _COUNTERS[one]() for one in sorted(names)}
        values = {name: value for one in asked.values() for name, value in one.values.items()}
        numbers = db.session.execute(_together(*(one.statement for one in asked.values())), values).one()
        counts.update(zip(asked, numbers, strict=True))
    return counts[name]


@lru_cache(maxsize=64)
def _together(*statements: Select[tuple[int]]) -> Select:
    return select(*(one.scalar_subquery() for one in statements))
