"""Secrets of channels: files of the instance folder that only the service may read. Never in the database or a log."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

NAME = re.compile(r"[0-9a-f]{32}")
_folder = Path("instance") / "secrets"


def use_folder(instance: Path) -> None:
    """Say where the house keeps its secrets: ``secrets`` under the instance folder."""
    global _folder
    _folder = Path(instance) / "secrets"


def keep(secret: str) -> str:
    """Bring ``secret`` to disk and return the name it is read by; the row that names it comes after."""
    _folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    handle = os.open(_folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    return name


def read(name: str) -> str:
    """Return the secret, "" if there is none."""
    if not NAME.fullmatch(name):
        return ""
    try:
        return (_folder / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
