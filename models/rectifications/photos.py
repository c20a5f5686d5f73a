"""Pictures of before and after."""

from __future__ import annotations

from models.accounts import User
from models.core import attachments, audit, clock
from models.core.attachments import Attachment, Prepared
from models.core.db import db
from models.core.errors import RuleBroken
from models.rectifications.kinds import Side
from models.rectifications.tables import Rectification, RectificationPhoto

MOST = 12  # pictures of one side


def add(
    row: Rectification,
    *,
    photo: Prepared,
    side: Side,
    caption: str,
    by: User,
    answers: RectificationPhoto | None = None,
) -> RectificationPhoto:
    """Keep a picture. Raises RuleBroken: a finished order, no picture, an answer to nothing, too many."""
    if not row.is_open:
        raise RuleBroken(f"{row.number} 已经{row.state.label}，不能再添加照片。")
    if photo.media_type != "image/jpeg":
        raise RuleBroken("请上传照片，PDF 不能用来对照。", field="photo")
    if answers is not None and (side is not Side.AFTER or answers.rectification_id != row.id):
        raise RuleBroken("只有整改后的照片可以对照一张整改前的照片。", field="answers")
    return _link(row, attachments.keep(photo, row, by, caption), side, by, answers)


def keep_again(row: Rectification, picture: Attachment, by: User | None) -> RectificationPhoto | None:
    """Keep a picture of another row as one of before; who sees the order may see it. Papers are left out."""
    if not picture.is_picture:
        return None
    same = ("name", "caption", "media_type", "size", "sha256", "width", "height")
    copy = Attachment(owner_type=row.__tablename__, owner_id=row.id, unit_id=row.unit_id, kept_at=clock.now())
    copy.kept_by_id = by.id if by else None
    for name in same:
        setattr(copy, name, getattr(picture, name))
    db.session.add(copy)
    audit.record("attachment.keep", copy, by, note=copy.caption)
    return _link(row, copy, Side.BEFORE, by, None)


def _link(
    row: Rectification, file: Attachment, side: Side, by: User | None, answers: RectificationPhoto | None
) -> RectificationPhoto:
    photo = RectificationPhoto(rectification_id=row.id, attachment=file, side=side)
    photo.answers_id = answers.id if answers else None
    db.session.add(photo)
    audit.record("rectification.photograph", row, by, note=f"{side.label}：{file.caption or file.name}")
    return photo
