"""Uploads that wait for their confirmation: by person and content, for a day at the most."""

from __future__ import annotations

import hashlib
import os
import re
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app

from blueprints.core.sheets.xlsx_guard import PACKED, refused
from models.core import clock
from models.core.jobs import job

MOST_BYTES = PACKED
KEPT_SECONDS = 24 * 3600
_HASH = re.compile(r"[0-9a-f]{64}")


def keep(content: bytes, user_id: int) -> str:
    """Keep an upload of a person and return its hash; what has waited for a day goes."""
    sweep()
    name = hashlib.sha256(content).hexdigest()
    folder = _folder(user_id)
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{name}.{os.getpid()}.tmp"
    draft.write_bytes(content)
    os.utime(draft, (clock.now().timestamp(),) * 2)
    draft.replace(folder / name)
    return name


def kept(name: str, user_id: int) -> bytes:
    """Return an upload of that person. Raises RuleBroken: not theirs, a day old, or never there."""
    path = _folder(user_id) / name
    if not _HASH.fullmatch(name) or not path.is_file():
        raise refused("上传的文件已过期，请重新上传。")
    return path.read_bytes()


def sweep() -> int:
    """Remove what has waited for a day, and return how many files that were."""
    limit = clock.now().timestamp() - KEPT_SECONDS
    old = [path for path in _root().glob("*/*") if path.stat().st_mtime < limit]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


@job("core.imports", "清理未确认的导入文件", every=timedelta(hours=6))
def forget_imports(_due_at: datetime) -> None:
    sweep()


def _root() -> Path:
    return Path(current_app.instance_path) / "imports"


def _folder(user_id: int) -> Path:
    return _root() / str(user_id)
