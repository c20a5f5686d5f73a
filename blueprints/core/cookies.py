"""The cookies beside the session: which terminal this browser is, how it wants its pages."""

from __future__ import annotations

from flask import current_app

TERMINAL = "zw_terminal"
YEAR = 365 * 24 * 3600  # seconds


def keep_cookie(response, name: str, value: str, *, years: int = 1, for_script: bool = False):
    """Put ``value`` into this browser, or take it out when it is empty; ``for_script`` lets our script change it."""
    how = {"secure": current_app.config["SESSION_COOKIE_SECURE"], "samesite": "Lax", "httponly": not for_script}
    if value:
        response.set_cookie(name, value, max_age=years * YEAR, **how)
    else:
        response.delete_cookie(name, **how)
    return response
