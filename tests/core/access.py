"""The approved table of who may reach which route, and the walk that compares the app with it.

``access.txt`` holds a line per endpoint and method: the roles that get through; everybody else is refused. It is
written by people: the walk in ``test_access_table.py`` says which lines would have to be added or taken out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import g
from jinja2 import Template
from werkzeug.exceptions import HTTPException

from blueprints.core import access as doors
from blueprints.core import errors, nav

TABLE = Path(__file__).with_name("access.txt")
NOBODYS_ID = 999_999_999  # an id that no row has: whoever is let in gets 404
REFUSED = 403
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
CHANGED_NOTHING = {400, 403, 404, 405, 409, 413, 422}  # so the sign-in that asked is the one it was


def routes(app) -> list[tuple[str, str, str]]:
    """Return ``(endpoint, method, address)`` of every route, ids filled with one that no row has."""
    found = []
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        values = {name: _filler(converter) for name, converter in rule._converters.items()}
        address = adapter.build(rule.endpoint, values)
        found += [(rule.endpoint, method, address) for method in sorted(rule.methods - {"HEAD", "OPTIONS"})]
    return sorted(found)


def _filler(converter) -> object:
    """Return a value that the converter takes and that no row has, where there can be none."""
    if items := getattr(converter, "items", None):
        return sorted(items)[0]
    kind = type(converter).__name__
    return NOBODYS_ID if kind == "RowId" else date(2026, 1, 1) if "Date" in kind else "nowhere"


def approved() -> dict[tuple[str, str], set[str]]:
    """Return the table: who gets through, by endpoint and method. ``*`` is everybody who has signed in."""
    table = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            endpoint, method, *roles = line.split()
            table[endpoint, method] = set(roles)
    return table


def asker(as_, person) -> Callable[..., int]:
    """Return ``ask(method, address, **sent) -> status`` of a person, who signs in anew after every change that got
    through: some end the sign-in."""
    kept = []

    def ask(method: str, address: str, **sent) -> int:
        browser = kept.pop() if kept else as_(person)
        answer = browser.open(address, method=method, **sent)
        answer.close()
        if method not in UNSAFE or answer.status_code in CHANGED_NOTHING:
            kept.append(browser)
        return answer.status_code

    return ask


def one_who_may(app, endpoint: str, people: dict) -> str:
    """Return the key of the first of ``people`` who holds the route's permission, else of the first at all.

    A walk about what lies behind the door need not send everybody: those without the permission stop at it.
    """
    permission = getattr(app.view_functions[endpoint], "permission", None)
    return next((key for key, person in people.items() if permission and person.may(permission)), next(iter(people)))


def without_pages(monkeypatch) -> None:
    """Let every template come out empty: a walk that reads only statuses need not pay for what nobody sees."""
    monkeypatch.setattr(Template, "render", lambda *_given, **_more: "")
    without_error_pages(monkeypatch)


def without_menu(monkeypatch) -> None:
    """Let every page come without its menu, a third of its work and the same on each: the caller reads one with it."""
    with_menu(monkeypatch, [])


def with_menu(monkeypatch, entries: list[nav.Entry]) -> None:
    """Let every page come with these entries only; no menu is remembered, which would outlive the test."""
    monkeypatch.setattr(nav, "ENTRIES", entries)
    monkeypatch.setattr(nav, "_menu", lambda held, root, _icons: nav.Menu(held, root))


def without_error_pages(monkeypatch) -> None:
    """Let the pages of refusal come out empty, and all others as they are."""
    monkeypatch.setattr(errors, "render_template", lambda *_given, **_more: "")


def walk(app, people: dict, browsers: dict) -> dict[tuple[str, str], set[str]]:
    """Return what the app does: for each route, the roles that are not refused.

    The door of a view is tried by everybody. Who is let in asks again by browser: some views refuse what they find.
    Of those who are not, one does, to see that the refusal arrives.
    """
    done: dict[tuple[str, str], set[str]] = {}
    guarded = [route for route in routes(app) if getattr(app.view_functions[route[0]], "permission", None) is not None]
    inside = {route: {role for role in people if opens(app, *route[1:], people[role])} for route in guarded}
    for endpoint, method, address in routes(app):
        if (endpoint, method, address) not in inside:
            done[endpoint, method] = {"public"}
            continue
        may = inside[endpoint, method, address]
        asking = may | set(sorted(people.keys() - may)[:1])
        let_in = {role for role in asking if browsers[role](method, address) != REFUSED}
        done[endpoint, method] = {"*"} if let_in == set(browsers) else let_in
    return done


def opens(app, method: str, address: str, person) -> bool:
    """Whether the door of a view lets in a person who has signed in; what lies behind it is not run."""
    with app.test_request_context(address, method=method), pytest.MonkeyPatch.context() as patch:
        g._login_user = person
        patch.setattr(doors, "_second_arrival", lambda: "inside")
        try:
            return bool(app.dispatch_request())
        except HTTPException as answer:
            return answer.code != REFUSED


def lines(done: dict[tuple[str, str], set[str]]) -> list[str]:
    """Return a table in the form of ``access.txt``."""
    return [
        f"{endpoint} {method} {' '.join(sorted(roles)) or '-'}" for (endpoint, method), roles in sorted(done.items())
    ]
