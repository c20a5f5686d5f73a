"""What every answer says to the browser about itself. Source: security.md 9."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request, session


def init_app(app: Flask) -> None:
    app.jinja_env.globals["nonce"] = nonce
    app.after_request(_protect)


def nonce() -> str:
    """Return this answer's nonce; made when first asked for, since a refusal may come before any hook ran."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return g.nonce


def _protect(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _policy())
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["X-Frame-Options"] = "DENY"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if request.endpoint != "assets.serve":
        headers["Cache-Control"] = "no-store" if _is_personal() else headers.get("Cache-Control", "no-cache")
    return response


def _is_personal() -> bool:
    return "sign_in" in g or "_user_id" in session


def _policy() -> str:
    own = f"'self' 'nonce-{nonce()}'"
    return (
        f"default-src 'self'; script-src {own}; style-src {own}; img-src 'self' data: blob:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
