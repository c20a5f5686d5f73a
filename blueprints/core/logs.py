"""The log: one JSON line per event; a full disk or an odd character never turns into an error of its own."""

from __future__ import annotations

import json
import logging
from logging.handlers import RotatingFileHandler

from flask import Flask, g, has_request_context, request

BYTES, FILES = 5 * 2**20, 5


class Lines(logging.Formatter):
    """One event as one JSON line: control and line characters of Unicode are escaped, so no input can forge a line."""

    def format(self, record: logging.LogRecord) -> str:
        event = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "from": record.name,
            "event": record.getMessage(),
        }
        if has_request_context():
            event |= {"method": request.method, "path": request.path, "sign_in": getattr(g.get("sign_in"), "id", None)}
        if record.exc_info:
            event["trace"] = self.formatException(record.exc_info)
        line = json.dumps(event, ensure_ascii=False)
        return line if line.isprintable() else "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in line)


class Patient(logging.Handler):
    """Hands on to ``inner`` and swallows what it cannot write: the answer matters more than the line."""

    def __init__(self, inner: logging.Handler) -> None:
        super().__init__()
        self._inner = inner

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._inner.emit(record)
        except OSError:
            return

    def setFormatter(self, fmt) -> None:  # noqa: N802  (the library's name)
        self._inner.setFormatter(fmt)


def init_app(app: Flask) -> None:
    where = app.config["ZW"].log
    inner = logging.StreamHandler() if where == "-" else RotatingFileHandler(where, maxBytes=BYTES, backupCount=FILES)
    inner.handleError = lambda record: None
    handler = Patient(inner)
    handler.setFormatter(Lines())
    root = logging.getLogger("zw")
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    root.propagate = False
    app.logger.handlers[:] = [handler]
