"""What may be done with handovers, open matters and shortages."""

from models.core.permissions import declare

READERS = "shift_leader duty_leader ticket office office_head inspector finance leader deputy hq"

declare(
    "handover",
    ("handover.read", "查看交接班记录", READERS),
    ("handover.own", "查看本人的结算和短款", "collector field"),
    ("handover.record", "填写交接班记录", "shift_leader duty_leader ticket"),
    ("handover.hand_over", "交班签认", "shift_leader duty_leader"),
    ("handover.check", "接班核对", "shift_leader duty_leader"),
    ("handover.object", "提出异议", "shift_leader duty_leader"),
    ("handover.take_over", "接班签认", "shift_leader duty_leader"),
    ("handover.seal", "值班站长检查签认", "duty_leader"),
    ("handover.withdraw", "撤回签认", "shift_leader duty_leader"),
    ("handover.correct", "追加更正记录", "shift_leader duty_leader ticket"),
    ("handover.backfill", "补录停电停网期间的交接班", "shift_leader duty_leader"),
    ("handover.open", "录入期初结存", "ticket duty_leader"),
    ("matter.close", "办结遗留事项", "shift_leader duty_leader"),
    ("shortage.repay", "登记短款补缴", "ticket finance"),
    ("shortage.settle", "处理长款和票卡差异", "ticket duty_leader finance"),
)
