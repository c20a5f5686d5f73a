"""Which addresses of the house its reader may open, so that no page leads to a refusal.

A view that shows one row says so by ``@shows(Table)``, under ``@requires``; the way there is open to whoever has the
permission and sees the row. Rows keep such addresses of what they came from, without knowing the rooms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from flask import Flask, current_app, request
from flask_login import current_user
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from models.core.db import db
from models.core.scope import visible


def init_app(app: Flask) -> None:
    app.add_template_test(is_open, "open_to_reader")


def shows(table: type) -> Callable:
    """Mark a view whose first argument is the id of the row of ``table`` that it shows."""

    def mark(view: Callable) -> Callable:
        view.table = table
        return view

    return mark


def is_open(href: str) -> bool:
    """Whether the reader may open an address of this house; "" is none. At most one statement."""
    return bool(open_among([href]))


def open_among(hrefs: Iterable[str]) -> set[str]:
    """Return those of the addresses that the reader may open; one statement for each kind of row."""
    found, asked = set(), defaultdict(dict)
    for href in filter(None, hrefs):
        view, row_id = _behind(href)
        permission = getattr(view, "permission", None)
        if view is None or (permission and not current_user.may(permission)):
            continue
        if row_id is None:
            found.add(href)
        else:
            asked[view.table].setdefault(row_id, set()).add(href)
    for table, by_id in asked.items():
        ids = visible(table, current_user).where(table.id.in_(by_id)).with_only_columns(table.id)
        found.update(*(by_id[row_id] for row_id in db.session.scalars(ids)))
    return found


def only_open(rows: Iterable) -> list:
    """Return ``rows``, dataclasses with an ``href``, without the way to those that the reader may not open."""
    told = list(rows)
    found = open_among(one.href for one in told)
    return [one if one.href in found else replace(one, href="") for one in told]


def _behind(href: str) -> tuple[Callable | None, int | None]:
    """Return the view that answers ``href``, and the id of the row it shows; None for no view and no row."""
    try:
        path = href.partition("#")[0].partition("?")[0]
        endpoint, given = current_app.url_map.bind_to_environ(request.environ).match(path, "GET")
    except (HTTPException, RequestRedirect):
        return None, None
    view = current_app.view_functions[endpoint]
    row_ids = [value for value in given.values() if isinstance(value, int)]
    return view, row_ids[0] if hasattr(view, "table") and row_ids else None
