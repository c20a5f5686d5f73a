"""The kinds of papers as an office changes them."""

from __future__ import annotations

import re

from sqlalchemy import select

from models.accounts import User
from models.core import audit
from models.core.db import db
from models.core.errors import RuleBroken
from models.notices.tables import NoticeKind

WORD = re.compile(r"[\u4e00-\u9fff]{1,4}")


def change(
    kind: NoticeKind, *, name: str, word: str, is_red: bool, is_must_read: bool, is_open: bool, by: User
) -> None:
    """Change a kind for papers to come. Raises RuleBroken: a word that is no Han text, or belongs to another kind."""
    if not WORD.fullmatch(word):
        raise RuleBroken("文号用字请填写 1 到 4 个汉字，例如“通”。", field="word")
    other = select(NoticeKind.name).where(NoticeKind.word == word, NoticeKind.id != kind.id)
    if taken := db.session.scalar(other):
        raise RuleBroken(f"“{word}”已用于{taken}，请换一个字，否则文号分不清。", field="word")
    kind.name, kind.word, kind.is_red, kind.is_must_read, kind.is_open = name, word, is_red, is_must_read, is_open
    audit.record("notice.plan", kind, by)
