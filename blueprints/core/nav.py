"""The menu: rooms register their entries; a page shows those that the person may open.

Whose menu would be longer than MOST finds the entries that stand ``under`` another one as a strip on its page instead.
Source: docs/ui.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from flask import Flask, current_app, g, request, session, url_for
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import BindParameter, ScalarSelect, Select, select
from sqlalchemy.sql.visitors import replacement_traverse
from werkzeug.local import LocalProxy

from blueprints.core import signs
from blueprints.core.assets import asset
from models.accounts import sign_ins
from models.core import clock, settings
from models.core.db import db
from models.core.kept import Kept

GROUPS = ("", "业务", "资料", "管理")
TABS = 5  # links that fit on the bar of a phone
MOST = 12  # links of one menu
MOST_SEEN = 5000  # sign-ins


class Counting(NamedTuple):
    """A statement that counts, the same for everybody; ``person`` is its parameter for the reader, ``on`` the day."""

    statement: Callable[[], Select[tuple[int]]]
    person: str


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
_COUNTERS: dict[str, Counting] = {}
_SEEN = Kept(MOST_SEEN)  # by the secret of a sign-in: the names of the numbers that its last page showed


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


def count(name: str, statement: Callable[[], Select[tuple[int]]], person: str) -> None:
    """Let a room answer a number of the menu: all that a menu shows come with the sign-in, or are one statement.

    The statement may have two parameters: ``person`` takes the id of the reader, ``on`` the day.
    """
    _COUNTERS[name] = Counting(statement, person)


def carried(token: str) -> tuple[str, ...]:
    """Return the numbers that are worth asking with the sign-in: those of the last page, if this is a page again."""
    is_page = request.method == "GET" and "HX-Request" not in request.headers
    return _SEEN.find(token, ()) if is_page else ()


@lru_cache(maxsize=64)
def beside_sign_in(names: tuple[str, ...]) -> tuple[ScalarSelect[int], ...]:
    """Return the numbers as columns of the statement that finds a sign-in, which tells whose they are."""
    return tuple(_of_whom_it_is(_COUNTERS[name]) for name in names)


def _of_whom_it_is(counting: Counting) -> ScalarSelect[int]:
    def told(part: Any, **_) -> Any:
        return sign_ins.WHO if isinstance(part, BindParameter) and part.key == counting.person else None

    return replacement_traverse(counting.statement(), {}, told).scalar_subquery()


def init_app(app: Flask) -> None:
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    user = current_user._get_current_object() if current_user else None
    menu = Menu.of(frozenset(user.held)) if user is not None and user.is_authenticated else None
    theme = request.cookies.get("theme", "")
    return {
        "menu": menu and Shown(menu),
        "station_name": settings.value_of("house.name", unit_id=user.station_id if menu else None),
        "unread_count": LocalProxy(lambda: _numbers(menu).get("unread_count", 0) if menu else 0),
        "theme": theme if theme in ("dark", "light") else "",
    }


class Menu:
    """The menu of all who hold the same permissions: worked out once, drawn once for each place in it.

    What it says depends on nothing else, so no page builds it again: only the numbers beside the links are put in.
    """

    def __init__(self, held: frozenset[str], root: str) -> None:
        self.entries = [entry for entry in ENTRIES if not entry.permission or entry.permission in held]
        self.heads = _heads(self.entries)
        self.links = [entry for entry in self.entries if self.heads[entry] is entry]
        self.tabs = _tabs([entry for entry in self.links if entry.tab])
        self.addresses = {entry: url_for(entry.endpoint) for entry in self.entries}
        self.counters = {entry.counter: entry.hot for entry in self.links if entry.counter in _COUNTERS}
        self._begins = {
            f"{prefix.rstrip('/')}/": entry
            for entry in reversed(self.entries)
            for prefix in (*entry.also, self.addresses[entry].removeprefix(root))
        }
        self.strips = {entry.endpoint: self._family(entry) for entry in self.entries}
        self._drawn: dict[tuple[str, str | None], Markup] = {}

    def _family(self, here: Entry) -> list[tuple[str, str, bool]]:
        """Return the links of the family for the strip on the page of ``here``; in a short menu nothing."""
        family = [entry for entry in self.entries if self.heads[entry] is self.heads[here]]
        family.sort(key=lambda entry: entry is not self.heads[here])
        return [(e.label, self.addresses[e], e is here) for e in family] if len(family) > 1 else []

    @classmethod
    def of(cls, held: frozenset[str]) -> Menu:
        return _menu(held, request.root_path, asset("icons.svg"))

    def here(self, path: str, endpoint: str) -> Entry | None:
        """Return the entry a page belongs to: the longest address it begins with, else the main one of its room."""
        whole = path = f"{path.rstrip('/')}/"
        while path != "/":
            if path in self._begins:
                return self._begins[path]
            path = f"{path[:-1].rpartition('/')[0]}/"
        if whole == "/":
            return self._begins.get(whole)
        room = endpoint.split(".")[0]
        siblings = [entry for entry in self.entries if entry.endpoint.split(".")[0] == room]
        return min(siblings, key=lambda entry: not entry.endpoint.endswith(".index"), default=None)

    def draw(self, part: str, here: Entry | None, numbers: dict[str, int]) -> Markup:
        """Return ``part`` of the menu, ``side`` or ``bar``, with the link above ``here`` lit."""
        lit = self.heads.get(here)
        key = (part, lit and lit.endpoint)
        if key not in self._drawn:
            self._drawn[key] = self._draw(part, lit)
        drawn = self._drawn[key]
        for counter, hot in self.counters.items():
            drawn = drawn.replace(_slot(counter), signs.count(numbers.get(counter, 0), hot))
        return drawn

    def _draw(self, part: str, lit: Entry | None) -> Markup:
        links = self.links if part == "side" else self.tabs
        told = [(entry, self.addresses[entry], entry is lit, _slot(entry.counter)) for entry in links]
        return getattr(current_app.jinja_env.get_template("ui/menu.html").module, part)(told, GROUPS)


def _slot(counter: str) -> str:
    """Return what keeps the place of a number in what is drawn."""
    return f"\0{counter}\0" if counter else ""


@lru_cache(maxsize=64)
def _menu(held: frozenset[str], root: str, _icons: str) -> Menu:
    """Return the menu of ``held`` under one root, which the addresses begin with, drawn with one set of icons."""
    return Menu(held, root)


class Shown:
    """A menu on the page of this request; what the page does not show is not asked."""

    def __init__(self, menu: Menu) -> None:
        self._menu = menu

    @cached_property
    def _here(self) -> Entry | None:
        return self._menu.here(request.path, request.endpoint or "")

    @property
    def side(self) -> Markup:
        return self._menu.draw("side", self._here, _numbers(self._menu))

    @property
    def bar(self) -> Markup:
        return self._menu.draw("bar", self._here, _numbers(self._menu))

    @property
    def links(self) -> list[tuple[Entry, str]]:
        return [(entry, self._menu.addresses[entry]) for entry in self._menu.links]

    @property
    def strip(self) -> list[tuple[str, str, bool]]:
        """The links of the family whose very page is shown; nothing on the pages below."""
        return self._menu.strips.get(request.endpoint or "", [])

    @cached_property
    def shift_now(self) -> Any:
        return _PROVIDERS["shift_now"]() if "shift_now" in _PROVIDERS else None


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


def _tabs(entries: list[Entry]) -> list[Entry]:
    """Return the entries of the phone's bar: the first ranks, and always the last one, which is one's own page."""
    ranked = sorted(entries, key=lambda entry: entry.tab)
    return ranked if len(ranked) <= TABS else [*ranked[: TABS - 1], ranked[-1]]


def _numbers(menu: Menu) -> dict[str, int]:
    """Return the numbers of the menu and of what a page says of them: one statement, asked once per request."""
    names = tuple(menu.counters)
    told = g.setdefault("nav_numbers", {})
    if not told.keys() >= set(names):
        asked = [_COUNTERS[name] for name in names]
        values = {one.person: current_user.id for one in asked} | {"on": clock.today()}
        found = db.session.execute(_together(*(one.statement() for one in asked)), values).one()
        told |= zip(names, found, strict=True)
        _SEEN.put(session.get("_user_id", ""), names)  # the next page of this sign-in brings them along
    return told


@lru_cache(maxsize=64)
def _together(*statements: Select[tuple[int]]) -> Select:
    return select(*(one.scalar_subquery() for one in statements))
