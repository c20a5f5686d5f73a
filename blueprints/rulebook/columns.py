"""The spreadsheet of the rulebook."""

from blueprints.core.sheets.exports import Column

CLAUSES = [
    Column("规则", lambda c: c.book, 12),
    Column("条款号", lambda c: c.code, 10),
    Column("版次", lambda c: c.edition, 8, "number"),
    Column("内容", lambda c: c.text, 60),
    Column("基准金额（元）", lambda c: c.base_amount, 14, "money"),
    Column("基准分", lambda c: c.base_points, 8, "number"),
    Column("程度", lambda c: c.severity, 8),
    Column("依据", lambda c: c.source, 30),
    Column("示例", lambda c: c.is_example, 8),
    Column("生效日期", lambda c: c.valid_from, 12, "date"),
    Column("失效日期", lambda c: c.valid_to, 12, "date"),
]
