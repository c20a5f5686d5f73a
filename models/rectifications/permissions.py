"""What may be done with rectifications, campaigns and process reviews. Source: domain §1.2, §2.4."""

from models.core.permissions import declare

ISSUERS = "office office_head inspector leader"
LEADERS = "shift_leader duty_leader office_head leader deputy"
STAFF = (
    "collector field shift_leader duty_leader monitor ticket clerk office office_head inspector finance leader deputy"
)

declare(
    "rectifications",
    ("rectification.read", "查看整改", f"{ISSUERS} deputy hq"),
    ("rectification.list", "打开整改列表和统计", f"{ISSUERS} deputy hq shift_leader duty_leader"),
    ("rectification.export", "导出整改台账", f"{ISSUERS} deputy hq"),
    ("rectification.issue", "下发整改", ISSUERS),
    ("rectification.withdraw", "撤回整改", ISSUERS),
    ("rectification.work", "签收、整改、报请复查、申请延期", LEADERS),
    ("rectification.act", "查看涉及本人的整改、办结本人的措施", STAFF),
    ("rectification.review", "复查整改", f"{ISSUERS} deputy"),
    ("rectification.decide_extension", "决定延期", "office_head leader deputy"),
    ("campaign.read", "查看专项行动、学习签字", f"{STAFF} hq"),
    ("campaign.plan", "策划和推进专项行动", "office office_head"),
    ("process.read", "查看流程简化", f"{STAFF} hq"),
    ("process.draft", "评审流程", "office office_head"),
    ("process.approve", "审批流程简化", "leader deputy"),
)
