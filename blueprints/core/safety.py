"""Small judgements about what comes from a browser."""

from __future__ import annotations

from urllib.parse import urlsplit


def local_path(target: str, host: str = "") -> str:
    """Return ``target`` if it is a path of this site, else "". Source: security.md 12.

    It must start with one ``/``, and hold no second slash there, backslash or control character. With ``host``, a
    whole address of that host is cut down to its path first.
    """
    if host:
        parts = urlsplit(target)
        if parts.netloc == host:
            target = parts.path + (f"?{parts.query}" if parts.query else "")
    fine = target.startswith("/") and not target.startswith("//") and "\\" not in target and target.isprintable()
    return target if fine else ""
