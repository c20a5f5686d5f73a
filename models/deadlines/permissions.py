"""What may be done with deadlines. A deadline itself is seen by whoever may see the matter it runs on."""

from models.core.permissions import declare

declare(
    "deadlines",
    (
        "deadline.read",
        "查看期限",
        "shift_leader duty_leader monitor ticket clerk office office_head inspector leader deputy hq",
    ),
    ("deadline.export", "导出期限", "duty_leader office office_head inspector leader deputy hq"),
    ("deadline.plan", "维护期限规则", "office_head leader"),
)
