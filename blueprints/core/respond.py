"""How a view answers: a page or one of its parts, or saved and on to the next. The only commits in the web."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from flask import after_this_request, current_app, flash, g, redirect, render_template
from htmx_flask import make_response, request

from models.core import receipts
from models.core.db import db


def page(template: str, *, status: int = 200, **context):
    """Render ``template`` whole, or only the block that the htmx target names.

    The block for ``hx-target="#complaint-rows"`` is ``complaint_rows``; a template decides by its blocks what can be
    asked for. Boosted and history requests always get the whole page. A page whose form was refused answers 422, or
    409 when somebody was faster.
    """
    hx = request.htmx
    part = (hx.target or "").replace("-", "_") if hx and not hx.boosted and not hx.history_restore_request else ""
    refused = any(getattr(value, "is_refused", False) for value in context.values())
    late = any(getattr(value, "is_late", False) for value in context.values())
    code = 409 if late else 422 if refused else status
    response = make_response(_render(template, part, context | {"refused": refused}), code)
    response.vary.update(("HX-Request", "HX-Target"))
    return response


def _render(template: str, part: str, context: dict) -> str:
    """Render one block of ``template`` if it has one of that name, else the whole template."""
    compiled = current_app.jinja_env.get_template(template)
    if part not in compiled.blocks:
        return render_template(compiled, **context)
    current_app.update_template_context(context)
    return "".join(compiled.blocks[part](compiled.new_context(context)))


def saved(message: str, *, to: str):
    """Commit, toast, go on; every successful POST that changes the page ends here."""
    keep(to, message)
    flash(message, "success")
    return go(to)


def updated(message: str, template: str, **context):
    """Commit, toast, stay: answer with the block that htmx asked for and the toast beside it."""
    keep(request.path, message)
    if message:
        flash(message, "success")
    response = page(template, **context)
    if request.htmx and response.status_code == 200:
        response.data += render_template("ui/toasts.html", oob=True).encode()
    return response


def keep(location: str = "", message: str = "") -> None:
    """Commit what the rules did, and remember its result for a second arrival of the same form."""
    if key := g.pop("form_key", None):
        receipts.settle(key, location, message)
    db.session.commit()


def remember(act: Callable[[], None]) -> None:
    """Carry out ``act`` in a transaction of its own once the answer is made, whatever was refused meanwhile.

    For what must stay on record though nothing else is kept. ``act`` reads no rows that the request has loaded.
    """

    @after_this_request
    def write(response):
        db.session.rollback()
        act()
        db.session.commit()
        return response


def go(to: str):
    """Send the browser on: 303 for a plain form, 204 with HX-Redirect for htmx (which reads it before swapping)."""
    if request.htmx:
        return make_response("", 204, redirect=quote(to, safe="/:?&=#%+,;@~"))
    return redirect(to, 303)
