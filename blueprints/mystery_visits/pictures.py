"""How a picture that is not in the common store yet is answered."""

from __future__ import annotations

from flask import Response, abort

from blueprints.core.uploads import POLICY


def picture(content: bytes | None) -> Response:
    """Answer with the bytes alone, never kept by the browser; 404 when they have moved to the common store."""
    if content is None:
        abort(404)
    response = Response(content, mimetype="image/jpeg")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-store"
    return response
