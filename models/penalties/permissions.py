"""What may be done with violations and penalties. Source: domain §1.2, §1.3, §2.3."""

from models.core.permissions import declare

DRAFTERS = "office office_head inspector"
STAFF = f"collector field shift_leader duty_leader monitor ticket clerk {DRAFTERS} finance leader deputy"

declare(
    "penalties",
    ("penalty.read", "查看违规与处罚", f"{DRAFTERS} leader deputy hq"),
    (
        "penalty.list",
        "打开违规与处罚列表",
        f"{DRAFTERS} leader deputy hq finance shift_leader duty_leader",
    ),
    ("penalty.export", "导出处罚台账", "office office_head leader deputy inspector finance"),
    ("violation.register", "登记违规", f"{DRAFTERS} duty_leader"),
    ("violation.confirm", "认定违规", DRAFTERS),
    ("violation.dismiss", "不予认定", DRAFTERS),
    ("penalty.draft", "拟定处罚", DRAFTERS),
    ("penalty.submit", "提交处罚审批", DRAFTERS),
    ("penalty.withdraw", "撤回处罚", DRAFTERS),
    ("penalty.overlap", "同一事实准予并处", "leader"),
    ("penalty.serve", "送达处罚决定", f"{DRAFTERS} shift_leader duty_leader"),
    ("penalty.appeal", "查看本人处罚、陈述、签收、申诉", STAFF),
    ("penalty.decide_appeal", "决定申诉", "leader deputy"),
    ("penalty.reverse", "撤销已生效的处罚", "leader"),
    ("penalty.collect", "收缴罚款、查看收缴台账", "finance"),
    ("penalty.compare", "查看处罚公平性", "office_head leader deputy hq"),
    ("penalty.archive", "处罚归档", "office office_head"),
    ("penalty.import", "导入以往处罚", "office_head"),
)
