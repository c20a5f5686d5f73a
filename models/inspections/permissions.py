"""What may be done with inspections and their check sheets. Source: domain §1.2, §1.3, §2.2."""

from models.core.permissions import declare

DESK = "office office_head inspector"
SHIFT = "shift_leader duty_leader"
STAFF = f"collector field {SHIFT} monitor ticket clerk {DESK} finance leader deputy"

declare(
    "inspections",
    ("inspection.list", "打开督查列表", f"{DESK} {SHIFT} leader deputy hq"),
    ("inspection.read", "查看进行中的督查", f"{DESK} leader deputy"),
    ("inspection.see", "查看已提交确认的督查", f"{DESK} {SHIFT} leader deputy hq"),
    ("inspection.export", "导出督查", f"{DESK} leader deputy"),
    ("inspection.start", "开始督查、自查", f"{DESK} {SHIFT}"),
    ("inspection.record", "记录检查项", f"{DESK} {SHIFT}"),
    ("inspection.submit", "提交当事人确认", f"{DESK} {SHIFT}"),
    ("inspection.withdraw", "作废未提交的督查", f"{DESK} {SHIFT}"),
    ("inspection.answer", "查看本人被查事项、认可或提出异议", STAFF),
    ("inspection.decide", "决定异议", "office office_head"),
    ("inspection.report_violation", "问题转违规处理", DESK),
    ("inspection.rectify", "问题下发整改", DESK),
    ("inspection.statistics", "查看督查统计", f"{DESK} leader deputy hq"),
    ("inspection.send_back", "退回督查人员", "office office_head"),
    ("inspection.publish", "审核并通报", "office office_head"),
    ("inspection.archive", "督查归档", "office office_head"),
    ("template.read", "查看检查表", f"{STAFF} hq"),
    ("template.edit", "编制检查表", "office office_head"),
    ("template.publish", "发布检查表", "office_head"),
    ("template.retire", "停用检查表", "office_head"),
)
