"""Whether a paper is genuine: by its code, and by the bytes of a file. For strangers too; says what the paper says."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import IO

from models.certificates import queries
from models.certificates.issuing import CODE_LENGTH, SIGNS
from models.certificates.tables import Certificate
from models.core import attachments
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.pictures import MOST_BYTES

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was compared with the paper on file."""

    digest: str
    is_same: bool


def clean(code: str) -> str:
    """Return a code as the database has it, however it was typed; empty when it can be none."""
    plain = re.sub(r"[\s\-－—]", "", code).upper()
    return plain if len(plain) == CODE_LENGTH and set(plain) <= set(SIGNS) else ""


def look_up(code: str) -> Certificate | None:
    """Return the certificate of a code, in force or revoked; None for any other."""
    plain = clean(code)
    return db.session.scalar(queries.of_code(plain)) if plain else None


def is_intact(row: Certificate) -> bool:
    """Whether the store still holds the very bytes of the issue."""
    return attachments.digest_of(row.sha256) == row.sha256


def compare(row: Certificate, *, file: IO[bytes] | None, sha256: str) -> Comparison:
    """Compare a file, which is read and not kept, or a SHA-256 with the paper on file.

    Raises RuleBroken: neither was given, no such hash, an empty file or one beyond 10 MB.
    """
    digest = _digest(file) if file is not None else re.sub(r"[\s:]", "", sha256).lower()
    if not digest:
        raise RuleBroken("请选择要核对的 PDF 文件，或粘贴它的 SHA-256。", "file")
    if not _SHA256.fullmatch(digest):
        raise RuleBroken("SHA-256 是 64 位的数字和字母 a 到 f，请整行粘贴。", "sha256")
    return Comparison(digest, digest == row.sha256)


def _digest(file: IO[bytes]) -> str:
    content = file.read(MOST_BYTES + 1)
    if not content:
        raise RuleBroken("文件是空的，请重新选择。", "file")
    if len(content) > MOST_BYTES:
        raise RuleBroken("文件超过 10 MB，不会是本所的证书。", "file")
    return hashlib.sha256(content).hexdigest()
