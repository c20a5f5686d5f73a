"""The spreadsheets of talks, measures and orders."""

from blueprints.core.sheets.exports import Column
from models.accounts import structure
from models.measures import Talk


def name_of(attribute: str):
    return lambda row: getattr(row, attribute).name if getattr(row, attribute) else ""


def _when(row):
    """When a talk took place, or is to; when a measure was drafted."""
    return (row.held_at or row.planned_at) if isinstance(row, Talk) else row.drafted_at


def _penalty(row) -> str:
    return row.penalty.number if row.penalty else ""


WHO = [
    Column("工号", lambda row: row.person.staff_no, 10),
    Column("姓名", name_of("person"), 10),
    Column("班组", lambda row: row.unit_name, 14),
]
TALKS = [
    Column("编号", lambda row: row.number, 16),
    Column("种类", lambda row: row.kind, 10),
    *WHO,
    Column("事由", lambda row: row.reason, 40),
    Column("谈话人", name_of("talker"), 10),
    Column("约定时间", lambda row: row.planned_at, 20, "moment"),
    Column("谈话时间", lambda row: row.held_at, 20, "moment"),
    Column("改进要求", lambda row: row.demands, 40),
    Column("相关处罚", _penalty, 16),
    Column("状态", lambda row: row.state, 12),
]
MEASURES = [
    Column("编号", lambda row: row.number, 16),
    Column("种类", lambda row: row.kind, 10),
    *WHO,
    Column("措施", lambda row: row.in_words, 20),
    Column("事实和理由", lambda row: row.facts, 40),
    Column("相关处罚", _penalty, 16),
    Column("拟办时间", lambda row: row.drafted_at, 20, "moment"),
    Column("开始日期", lambda row: row.from_on, 12, "date"),
    Column("最后一天", lambda row: row.to_on, 12, "date"),
    Column("复考成绩", lambda row: row.retest_score, 10, "number"),
    Column("公司批复", lambda row: row.company_ref, 16),
    Column("结束日期", lambda row: row.ended_on, 12, "date"),
    Column("状态", lambda row: row.state, 10),
]
OWN = [
    Column("编号", lambda row: row.number, 16),
    Column("种类", lambda row: row.kind, 10),
    Column("内容", lambda row: row.reason if isinstance(row, Talk) else row.in_words, 40),
    Column("时间", _when, 20, "moment"),
    Column("相关处罚", _penalty, 16),
    Column("状态", lambda row: row.state, 12),
]
DIRECTIVES = [
    Column("编号", lambda row: row.number, 16),
    Column("单位", lambda row: structure.full_name(row.unit), 16),
    Column("责任人", name_of("responsible"), 10),
    Column("责令内容", lambda row: row.order, 40),
    Column("期限", lambda row: row.due_on, 12, "date"),
    Column("办理情况", lambda row: row.answer, 40),
    Column("下达人", name_of("issued_by"), 10),
    Column("确认意见", lambda row: row.opinion, 30),
    Column("相关处罚", _penalty, 16),
    Column("状态", lambda row: row.state, 10),
]
