"""What must always hold among certificates."""

from __future__ import annotations

from sqlalchemy import func, select

from models.certificates.tables import Certificate
from models.core.attachments import Attachment
from models.core.checks import invariant
from models.core.db import db


@invariant("每张颁发过的证书都有存档文件，编号连续", order=67)
def papers():
    kept = select(Attachment.id).where(
        Attachment.owner_type == "certificates",
        Attachment.owner_id == Certificate.id,
        Attachment.sha256 == Certificate.sha256,
        Attachment.is_retired.is_(False),
    )
    bare = select(Certificate.number).where(Certificate.sha256.is_not(None), ~kept.exists())
    for number in db.session.scalars(bare):
        yield f"{number} 没有存档文件"
    series = func.substr(Certificate.number, 1, 7)
    rows = select(series, func.count(), func.max(Certificate.number)).where(Certificate.number.is_not(None))
    for name, count, last in db.session.execute(rows.group_by(series)):
        if int(last.rpartition("-")[2]) != count:
            yield f"{name} 发了 {count} 张，最大编号却是 {last}"
