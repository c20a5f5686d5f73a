"""The spreadsheet of certificates."""

from __future__ import annotations

from blueprints.core.sheets.exports import Column
from models.certificates import Certificate, issuing


class Names:
    """How holders and units are called in lists: the paper's word first, crews with their stations. One statement."""

    def __init__(self) -> None:
        self._crews = issuing.full_names()

    def holder(self, row: Certificate) -> str:
        """Return the name on the paper, else the name as it is now."""
        return row.holder_name or (row.person.name if row.person else self._crews.get(row.crew_id, row.crew.name))

    def unit(self, row: Certificate) -> str:
        return self._crews.get(row.unit_id, row.unit.name)


def own(names: Names) -> list[Column]:
    """Return the columns of what a person and the crew hold: what the papers say."""
    said = ("编号", "获得者", "奖项", "期间", "事由", "落款", "落款日期", "状态", "SHA-256")
    return [column for column in certificates(names) if column.title in said]


def certificates(names: Names) -> list[Column]:
    """Return the columns of the register."""
    return [
        Column("编号", lambda c: c.number or "", 16),
        Column("获得者", names.holder, 18),
        Column("工号", lambda c: c.person.staff_no if c.person else "", 10),
        Column("单位", names.unit, 18),
        Column("奖项", lambda c: c.award, 20),
        Column("期间", lambda c: c.period, 20),
        Column("事由", lambda c: c.citation, 40),
        Column("样式", lambda c: c.template.name, 16),
        Column("状态", lambda c: c.state, 10),
        Column("来源", lambda c: c.source_title, 20),
        Column("落款", lambda c: c.issuer or "", 18),
        Column("落款日期", lambda c: c.dated_on, 12, "date"),
        Column("拟发人", lambda c: c.prepared_by.name if c.prepared_by else "系统", 10),
        Column("颁发人", lambda c: c.issued_by.name if c.issued_by else "", 10),
        Column("SHA-256", lambda c: c.sha256 or "", 66),
        Column("撤销或取消理由", lambda c: c.reason, 30),
        Column("办理时间", lambda c: c.ended_at, 20, "moment"),
    ]
