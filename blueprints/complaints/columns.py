"""The spreadsheets: the book in the order of the paper form (X1), and praise. Numbers and plates are masked."""

from blueprints.core.sheets.exports import Column
from models import personal
from models.core.masking import scrub

COMPLAINTS = [
    Column("编号", lambda c: c.number, 18),
    Column("类别", lambda c: c.kind, 8),
    Column("投诉来源", lambda c: c.channel, 12),
    Column("投诉类型", lambda c: c.type, 16),
    Column("严重程度", lambda c: c.severity, 12),
    Column("单位", lambda c: c.unit.name, 14),
    Column("投诉人", lambda c: c.caller, 10),
    Column("联系方式", lambda c: personal.shown(c, "phone"), 14),
    Column("车牌号", lambda c: personal.shown(c, "plate"), 12),
    Column("工单号", lambda c: c.order_no, 16),
    Column("关联编号", lambda c: c.reference, 16),
    Column("受理时间", lambda c: c.registered_at, 20, "moment"),
    Column("发生时间", lambda c: c.occurred_at, 20, "moment"),
    Column("车道", lambda c: c.lane_name, 12),
    Column("班组", lambda c: c.team_name, 10),
    Column("投诉内容", lambda c: scrub(c.content), 50),
    Column("诉求", lambda c: scrub(c.demand), 24),
    Column("责任人", lambda c: c.responsible.name, 10),
    Column("调查情况", lambda c: scrub(c.investigation), 40),
    Column("责任认定", lambda c: c.liability, 10),
    Column("属实", lambda c: c.is_verified, 8),
    Column("处理结果", lambda c: scrub(c.measures), 30),
    Column("回复时间", lambda c: c.replied_at, 20, "moment"),
    Column("满意度", lambda c: c.satisfaction, 10),
    Column("办理次数", lambda c: c.round, 8, "number"),
    Column("状态", lambda c: c.state, 10),
    Column("办结时间", lambda c: c.closed_at, 20, "moment"),
]

PRAISES = [
    Column("编号", lambda p: p.complaint.number, 18),
    Column("姓名", lambda p: p.person.name, 10),
    Column("工号", lambda p: p.person.staff_no, 10),
    Column("单位", lambda p: p.unit.name, 14),
    Column("表扬内容", lambda p: scrub(p.complaint.content), 50),
    Column("来源", lambda p: p.complaint.channel, 12),
    Column("核实情况", lambda p: scrub(p.complaint.finding), 30),
    Column("核实时间", lambda p: p.verified_at, 20, "moment"),
    Column("核实人", lambda p: p.verified_by.name, 10),
    Column("状态", lambda p: "已撤销" if p.withdrawn_at else "有效", 8),
    Column("撤销时间", lambda p: p.withdrawn_at, 20, "moment"),
    Column("撤销理由", lambda p: p.withdrawn_reason, 24),
]

CHANNELS = [
    Column("单位", lambda c: c.unit.name, 14),
    Column("渠道", lambda c: c.channel, 14),
    Column("号码或地址", lambda c: c.address, 24),
    Column("方法", lambda c: c.method, 40),
    Column("时间", lambda c: c.hours, 12),
    Column("负责人", lambda c: c.keeper.name, 10),
    Column("备岗", lambda c: c.deputy.name, 10),
    Column("公布", lambda c: c.is_published, 8),
]
TRAFFIC = [
    Column("月份", lambda t: t.name, 10),
    Column("收费站", lambda t: t.unit.name, 14),
    Column("车流量（辆）", lambda t: t.vehicles, 14, "number"),
    Column("填报人", lambda t: t.entered_by.name, 10),
    Column("填报时间", lambda t: t.entered_at, 20, "moment"),
]
