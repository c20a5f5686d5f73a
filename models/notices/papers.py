"""Files that go with a notice."""

from __future__ import annotations

from models.accounts import User
from models.core import attachments
from models.core.attachments import Attachment, Prepared
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.notices.tables import Notice

MOST = 10


def add(notice: Notice, *, paper: Prepared, caption: str, by: User) -> Attachment:
    """Attach a file to a draft. Raises RuleBroken: not ``by``'s, past that, or enough of them."""
    _require_open(notice, by)
    if len(db.session.scalars(attachments.of(notice)).all()) >= MOST:
        raise RuleBroken(f"最多 {MOST} 个附件。", field="paper")
    return attachments.keep(paper, notice, by, caption)


def remove(notice: Notice, paper: Attachment, by: User) -> None:
    """Take a file from a draft. Raises RuleBroken: not ``by``'s, or past that."""
    _require_open(notice, by)
    attachments.retire(paper, by, f"从草稿“{notice.title}”中撤下")


def _require_open(notice: Notice, by: User) -> None:
    if notice.drafted_by_id != by.id:
        raise RuleBroken("只有起草人可以增减附件。")
    if not notice.is_draft:
        raise Overtaken("已经报请签发，不能再增减附件。")
