"""The spreadsheets of notices and receipts."""

from blueprints.core.filters import in_full
from blueprints.core.sheets.exports import Column

NOTICES = [
    Column("文号", lambda n: n.number or "", 22),
    Column("种类", lambda n: n.kind.name, 12),
    Column("标题", lambda n: n.title, 50),
    Column("发文单位", lambda n: n.unit.name, 18),
    Column("必读", lambda n: n.is_must_read, 8),
    Column("生效日期", lambda n: n.effective_on, 12, "date"),
    Column("有效期止", lambda n: n.expires_on, 12, "date"),
    Column("发布时间", lambda n: n.published_at, 20, "moment"),
    Column("状态", lambda n: n.state, 10),
]
RECEIPTS = [
    Column("工号", lambda r: r.user.staff_no, 10),
    Column("姓名", lambda r: r.user.name, 10),
    Column("当时单位", lambda r: in_full(r.unit), 16),
    Column("送达时间", lambda r: r.delivered_at, 20, "moment"),
    Column("签收时限", lambda r: r.due_at, 20, "moment"),
    Column("签收时间", lambda r: r.signed_at, 20, "moment"),
    Column("答错次数", lambda r: r.tries, 10, "number"),
]
