"""The spreadsheet of inspections."""

from blueprints.core.sheets.exports import Column
from models.inspections.scoring import said

INSPECTIONS = [
    Column("编号", lambda i: i.number or "草稿", 16),
    Column("被查单位", lambda i: i.unit_name, 20),
    Column("类别", lambda i: i.kind, 12),
    Column("方式", lambda i: i.method, 10),
    Column("稽查类型", lambda i: "、".join(i.topic_labels), 24),
    Column("检查表", lambda i: i.template.name, 24),
    Column("开始时间", lambda i: i.started_at, 20, "moment"),
    Column("结束时间", lambda i: i.ended_at, 20, "moment"),
    Column("天气", lambda i: i.weather, 8),
    Column("督查人员", lambda i: "、".join(row.user.name for row in i.inspectors), 20),
    Column("得分", lambda i: said(i.score) if i.score is not None else "", 8),
    Column("满分", lambda i: said(i.template.full), 8),
    Column("一票否决", lambda i: "是" if i.is_vetoed else "", 8),
    Column("问题摘要", lambda i: i.summary, 40),
    Column("状态", lambda i: i.state, 14),
]
