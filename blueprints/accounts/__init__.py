"""Signing in and out, switching at a booth, and one's own things."""

from flask import Blueprint

from blueprints.core import nav
from models.accounts import passwords

bp = Blueprint("accounts", __name__)
nav.add("accounts.me", "我的", "user", "", group="", order=90, tab=9)


@bp.record_once
def prepare(state) -> None:
    """Tests hash cheaply; nobody else may."""
    if state.app.config["ZW"].mode == "test":
        passwords.cheapen()


from blueprints.accounts import context, first, history, me, views
