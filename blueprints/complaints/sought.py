"""What somebody looks for in the book, when it may be a telephone or a plate: kept here, a short key in the address.

Addresses stand in histories and logs, so a number never does: the list is asked by POST, the words are kept with the
person's drafts, and the list's address carries ``?sought=KEY``, which leads nobody else to them. See docs/adr/0028.
"""

from __future__ import annotations

import re
import secrets
import unicodedata

from flask_login import current_user

from models.core import clock, drafts
from models.core.db import db
from models.core.masking import PROVINCES

DRAFT = "complaints.sought"
MOST = 8  # of one person; older ones make room
_CASE = re.compile(r"(TS|ZX|QZ|BY)-?\d{8}")
_PERSONAL = re.compile(rf"\d{{4}}|[{PROVINCES}][A-Z]")


class Sought(str):
    """What is looked for; a trail of exports says only that it was a number."""

    label = "（号码）"


def is_personal(typed: str) -> bool:
    """Whether ``typed`` may be a telephone, plate or other number, or the beginning of one; a case's number is not."""
    plain = re.sub(r"[\s\-‐–—.·•]", "", unicodedata.normalize("NFKC", typed).upper())
    return _PERSONAL.search(plain) is not None and not _CASE.match(plain)


def keep(typed: str) -> str:
    """Return the key under which ``typed`` is found again by the person who typed it. The caller commits."""
    known = _kept()
    key = next((key for key, words in known.items() if words == [typed]), None) or secrets.token_hex(4)
    newest = list((known | {key: [typed]}).items())[-MOST:]
    drafts.save(db.session, current_user.id, DRAFT, dict(newest), clock.now())
    return key


def find(key: str) -> Sought | None:
    """Return what this person looked for under ``key``; None when it has made room, or was somebody else's."""
    words = _kept().get(key)
    return Sought(words[0]) if words else None


def _kept() -> dict[str, list[str]]:
    draft = drafts.find(current_user.id, DRAFT)
    return dict(draft.fields) if draft else {}
