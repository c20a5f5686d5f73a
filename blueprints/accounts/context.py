"""What every page knows of the browser it is shown in: its terminal, and the links to leave and to switch."""

from __future__ import annotations

from flask import g, request, url_for
from flask_login import current_user

from blueprints.accounts import bp
from blueprints.core.cookies import TERMINAL
from models.accounts import Terminal, terminals
from models.core.db import db


def this_terminal() -> Terminal | None:
    """Return the registered terminal that this browser is, if it is one."""
    token = request.cookies.get(TERMINAL, "")
    return db.session.scalar(terminals.known_by(token)) if token else None


@bp.app_context_processor
def doors() -> dict:
    """Links of the sidebar; switching is offered on shared terminals only."""
    if not (current_user and current_user.is_authenticated):
        return {}
    sign_in = g.get("sign_in")
    shared = sign_in is not None and sign_in.is_shared
    return {
        "signout_href": url_for("accounts.sign_out"),
        "switch_href": url_for("accounts.switch") if shared else "",
    }
