"""Who may do what: the mark on every view, the row scope, and what happens before any view runs."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from functools import wraps
from types import SimpleNamespace

from flask import Flask, abort, current_app, flash, g, request, session, url_for
from flask_login import current_user
from sqlalchemy.exc import DBAPIError

from blueprints.core import loaded, nav, stash
from blueprints.core.respond import go
from models.accounts import sign_ins
from models.core import audit, clock, receipts
from models.core.db import db, open_for, own_transaction
from models.core.scope import visible_row

log = logging.getLogger("zw.access")

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|[\ud800-\udfff]|\ufffd")
SIGNED_IN = ""  # permission of views that every signed-in person may use
KEY_SHAPE = re.compile(r"[0-9a-f]{32}")
BODY_REFUSED = "zw.body_refused"  # in the environment of a request whose body was too large to be read


def init_app(app: Flask) -> None:
    """Open the transaction for reading or writing, refuse what no browser sends, keep the sign-in alive."""
    app.before_request(_open)
    app.before_request(_refuse_malformed)
    app.teardown_request(_touch)
    app.teardown_request(lambda _error: request.close())  # files that were sent do not wait for the collector
    app.teardown_appcontext(_let_go)  # before the one of the session's library, which came first
    app.login_manager.user_loader(_load_user)


def requires(permission: str, *, before_change: bool = False, claims_key: bool = True) -> Callable:
    """Let only people with ``permission`` reach the view; others get 403, strangers the sign-in page.

    ``SIGNED_IN`` is enough for one's own things. Whoever must change password or PIN first gets no further than the
    views marked ``before_change``. A form key that was carried out before is answered with its result, except where
    the view leaves the key to others (``claims_key``).
    """

    def wrap(view: Callable) -> Callable:
        @wraps(view)
        def checked(*args, **kwargs):
            if not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()
            if not before_change and (first := _first_duty()):
                return go(url_for(first))
            if permission and not current_user.may(permission):
                refuse()
            return (claims_key and _second_arrival()) or view(*args, **kwargs)

        checked.permission = permission
        return checked

    return wrap


def refuse():
    """Answer 403, on record; also for a view whose permission depends on the row."""
    _note_refusal()
    abort(403)


def _note_refusal() -> None:
    """Put on record who was refused what, whether or not the request could write. Source: security.md 24."""
    who = SimpleNamespace(**{name: getattr(current_user, name) for name in ("id", "name", "staff_no", "unit_id")})
    db.session.rollback()  # lets go of the write lock
    try:
        with own_transaction(patience=0.5) as own:
            given = {"name": who.name, "unit_id": who.unit_id}
            audit.act("access.refuse", ("users", who.id), who, f"{request.method} {request.path}", session=own, **given)
    except DBAPIError as error:
        log.warning("refusal not recorded: %s", type(error.orig).__name__)


def _first_duty() -> str | None:
    """Return the view that a person must see before any other, if there is one. Source: security.md 6."""
    if current_user.must_change_password:
        return "accounts.change_password"
    return "accounts.set_pin" if current_user.must_change_pin else None


def public(view: Callable) -> Callable:
    """Mark a view that strangers may reach."""
    view.permission = None
    return view


def load(table: type, row_id: int, *options):
    """Return the row if the person may see it, else 404: outside one's scope and missing look the same."""
    found = db.session.scalars(visible_row(table, current_user, options), {"row_id": row_id}).unique().first()
    if found is None:
        abort(404)
    loaded.remember(found, options)
    return found


def _open() -> None:
    if db.session.registry.has():  # of a request before this one in the same context: it may only have read
        db.session.rollback()
    open_for(request.method not in SAFE)
    audit.origin.set(request.remote_addr or "")


def _refuse_malformed() -> None:
    """Answer 413 to a body that the server did not take, 400 to what no form of ours can send: control characters,
    broken encodings and nameless parts."""
    if BODY_REFUSED in request.environ:
        abort(413)
    texts = [*request.args.items(multi=True)]
    if request.method not in SAFE:
        if None in request.form or None in request.files:
            abort(400)
        texts += [*request.form.items(multi=True)]
    if any(CONTROL.search(part) for pair in texts for part in pair) or CONTROL.search(request.path):
        abort(400, "提交的内容含有不能识别的字符，请检查后重试。")


def _load_user(token: str):
    names = nav.carried(token)
    columns, values = (stash.HAS_DRAFT, *nav.beside_sign_in(names)), {"page": request.path}
    g.sign_in = sign_ins.resolve(token, clock.now(), columns, values)
    if g.sign_in is None:
        return None
    g.has_draft, *numbers = g.sign_in.beside
    g.nav_numbers = dict(zip(names, numbers, strict=True))
    g.sign_in.user.token = token
    stash.remember(g.sign_in.user.id)
    return g.sign_in.user


def _touch(_error) -> None:
    """Keep the sign-in alive; the answer stands also when that cannot be written now."""
    found, now = g.get("sign_in"), clock.now()
    if found is None or "_user_id" not in session or not sign_ins.is_worn(found, now):
        return
    try:
        db.session.rollback()
        sign_ins.touch(found, now)
    except DBAPIError as error:
        log.warning("last seen not kept: %s", type(error.orig).__name__)


def _let_go(_error) -> None:
    """Give the connection back; that it broke after the answer was made does not undo the answer."""
    try:
        db.session.remove()
    except DBAPIError as error:
        log.warning("connection was gone when given back: %s", type(error.orig).__name__)
        db.session.registry.clear()


def _second_arrival():
    """Claim the form's one-time key; return the answer to a form that was carried out before, else None."""
    key = request.form.get("form_key", "") if request.method not in SAFE else ""
    if not KEY_SHAPE.fullmatch(key):
        return None
    if receipts.claim(key, current_user.id):
        g.form_key = key
        return None
    first = receipts.result_of(key, current_user.id)
    if first is None or not first.location:
        abort(400)
    flash(first.message, "success")
    return go(first.location)


def unauthorized():
    """Send a stranger to the sign-in page and back to where they wanted to go; what they had typed is put by."""
    wanted = request.full_path.rstrip("?") if request.method in SAFE else stash.put_by()
    return go(url_for("accounts.sign_in", next=wanted or None))


__all__ = ["SIGNED_IN", "load", "public", "refuse", "requires", "unauthorized"]
