"""With ZW_BENCH=1 every answer says how many SQL statements it took."""

from __future__ import annotations

from flask import Flask, Response, g, has_app_context
from sqlalchemy import event
from sqlalchemy.engine import Engine


def init_app(app: Flask) -> None:
    if app.config["ZW"].bench:
        event.listen(Engine, "before_cursor_execute", _count)
        app.after_request(_tell)


def _count(*_args) -> None:
    if has_app_context():
        g.statements = g.get("statements", 0) + 1


def _tell(response: Response) -> Response:
    response.headers["X-Bench-SQL"] = str(g.get("statements", 0))
    return response
