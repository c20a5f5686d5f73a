"""What every page knows of the browser it is shown in: its terminal, and the links to leave and to switch."""

from __future__ import annotations

from flask import current_app, g, request, url_for
from flask_login import current_user

from blueprints.accounts import bp
from models.accounts import Terminal, terminals
from models.core.db import db

COOKIE = "zw_terminal"
TEN_YEARS = 10 * 365 * 24 * 3600  # seconds; the row decides how long the cookie is good


def this_terminal() -> Terminal | None:
    """Return the registered terminal that this browser is, if it is one."""
    token = request.cookies.get(COOKIE, "")
    return db.session.scalar(terminals.known_by(token)) if token else None


def remember_terminal(response, token: str):
    """Put the secret of a terminal into this browser."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(COOKIE, token, max_age=TEN_YEARS, httponly=True, secure=secure, samesite="Lax")
    return response


@bp.app_context_processor
def doors() -> dict:
    """Links of the sidebar; switching is offered on shared terminals only."""
    if not (current_user and current_user.is_authenticated):
        return {}
    sign_in = g.get("sign_in")
    shared = sign_in is not None and sign_in.terminal is not None and sign_in.terminal.is_shared
    return {
        "signout_href": url_for("accounts.sign_out"),
        "switch_href": url_for("accounts.switch") if shared else "",
    }
