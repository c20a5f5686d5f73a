"""The menu: rooms register their entries; a page shows those that the person may open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for
from flask_login import current_user
from werkzeug.local import LocalProxy

from models.core import settings
from models.core.settings import Setting

GROUPS = ("", "业务", "资料", "管理")
TABS = 5  # links that fit on the bar of a phone

settings.declare(Setting("house.name", "单位名称", "站务通", "core", "显示在页面左上角和打印件上"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One link. ``permission`` "" shows it to everybody signed in; ``tab`` puts it on the phone's bar too.

    ``counter`` names what ``provide`` answers with the number beside the link.
    """

    endpoint: str
    label: str
    icon: str
    permission: str
    group: str
    order: int
    tab: int
    counter: str = ""


ENTRIES: list[Entry] = []
_PROVIDERS: dict[str, Callable[[], Any]] = {}


def add(endpoint: str, label: str, icon: str, permission: str, **place) -> None:
    """Register a link; ``place``: ``group`` of GROUPS, ``order`` within it, ``tab``, ``counter``."""
    where = {"group": "业务", "order": 50, "tab": False} | place
    entry = Entry(endpoint, label, icon, permission, **where)
    if entry not in ENTRIES:
        ENTRIES.append(entry)
        ENTRIES.sort(key=lambda e: (GROUPS.index(e.group), e.order))


def provide(name: str, ask: Callable[[], Any]) -> None:
    """Let a room answer ``shift_now`` or ``unread_count``; asked only when a template shows it."""
    _PROVIDERS[name] = ask


def init_app(app: Flask) -> None:
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    signed_in = current_user and current_user.is_authenticated
    links = [(entry, _link(entry)) for entry in ENTRIES if signed_in and _shown(entry)]
    groups = [{"title": title, "links": [link for e, link in links if e.group == title]} for title in GROUPS]
    return {
        "nav": [group for group in groups if group["links"]],
        "tabs": _tabs([(entry.tab, link) for entry, link in links if entry.tab]),
        "station_name": LocalProxy(lambda: settings.value_of("house.name")),
        "shift_now": LocalProxy(lambda: _ask("shift_now") if signed_in else None),
        "unread_count": LocalProxy(lambda: _ask("unread_count") if signed_in else 0),
        "theme": request.cookies.get("theme") if request.cookies.get("theme") in ("dark", "light") else "",
    }


def _tabs(ranked: list[tuple[int, dict]]) -> list[dict]:
    """Return the links of the phone's bar: the first ranks, and always the last one, which is one's own page."""
    links = [link for _rank, link in sorted(ranked, key=lambda pair: pair[0])]
    return links if len(links) <= TABS else [*links[: TABS - 1], links[-1]]


def _shown(entry: Entry) -> bool:
    return not entry.permission or current_user.may(entry.permission)


def _link(entry: Entry) -> dict[str, Any]:
    here = (request.endpoint or "").split(".")[0] == entry.endpoint.split(".")[0]
    return {
        "href": url_for(entry.endpoint),
        "text": entry.label,
        "icon": entry.icon,
        "current": request.endpoint == entry.endpoint or (here and _owns(entry)),
        "count": LocalProxy(lambda: _ask(entry.counter)) if entry.counter else None,
    }


def _owns(entry: Entry) -> bool:
    """Whether the entry stands for the whole room: its index or first, and the page shown has no entry of its own."""
    room = entry.endpoint.split(".")[0]
    siblings = sorted((e for e in ENTRIES if e.endpoint.split(".")[0] == room), key=_is_not_index)
    return siblings[0] == entry and request.endpoint not in {e.endpoint for e in siblings}


def _is_not_index(entry: Entry) -> bool:
    return not entry.endpoint.endswith(".index")


def _ask(name: str) -> Any:
    return _PROVIDERS[name]() if name in _PROVIDERS else None
