"""What may be done with the roster."""

from models.core.permissions import declare

STAFF = "collector field shift_leader duty_leader monitor ticket clerk office office_head inspector"

declare(
    "roster",
    ("roster.read", "查看排班", f"{STAFF} finance leader deputy hq"),
    ("roster.plan", "编排和发布班表", "duty_leader office office_head"),
    ("roster.change", "调整当班人员、安排顶班", "shift_leader duty_leader"),
    ("roster.correct", "更正已冻结的班表", "duty_leader office_head"),
    ("roster.setup", "维护车道、班次和轮班方式", "office office_head"),
    ("roster.day_off", "登记和撤销调休、公休", "shift_leader duty_leader"),
    ("roster.import", "导入上线以前的班表和假期余额", "office office_head"),
    ("roster.acknowledge", "确认本人班次变动", STAFF),
)
