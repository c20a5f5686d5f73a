"""The spreadsheets of meetings and decisions."""

from blueprints.core.sheets.exports import Column
from models.accounts import structure

MEETINGS = [
    Column("编号", lambda row: row.number, 14),
    Column("名称", lambda row: row.title, 36),
    Column("单位", lambda row: row.unit.name, 16),
    Column("期间从", lambda row: row.since, 12, "date"),
    Column("期间到", lambda row: row.until, 12, "date"),
    Column("会议时间", lambda row: row.planned_at, 20, "moment"),
    Column("地点", lambda row: row.place, 14),
    Column("主持人", lambda row: row.chair.name, 10),
    Column("召开时间", lambda row: row.held_at, 20, "moment"),
    Column("签发时间", lambda row: row.signed_at, 20, "moment"),
    Column("状态", lambda row: row.state, 12),
]
DECISIONS = [
    Column("编号", lambda row: row.number, 14),
    Column("决定事项", lambda row: row.text, 48),
    Column("责任部门", lambda row: structure.full_name(row.department), 14),
    Column("责任人", lambda row: row.owner.name, 10),
    Column("会议定的期限", lambda row: row.first_due_on, 14, "date"),
    Column("完成期限", lambda row: row.due_on, 12, "date"),
    Column("督办人", lambda row: row.overseer.name, 10),
    Column("办理情况", lambda row: row.report, 40),
    Column("督办意见", lambda row: row.opinion, 30),
    Column("办结时间", lambda row: row.done_at, 20, "moment"),
    Column("状态", lambda row: row.state, 12),
    Column("会议", lambda row: f"{row.meeting.number} {row.meeting.title}", 40),
]
