"""What one house may want different from another about rectification. Source: domain §2.4."""

from models.core.settings import Setting, declare

declare(
    Setting(
        "rectification.recurrence_days",
        "整改复发的期间",
        90,
        "rectifications",
        "同一单位、同类问题在上一次销号后这么多天内再次下发，标为复发并关联",
        "天",
        7,
        365,
    ),
    Setting(
        "rectification.default_days", "整改期限的建议天数", 7, "rectifications", "下发时预填，可以修改", "天", 1, 90
    ),
    Setting("process.review_months", "流程评审的间隔", 6, "rectifications", "发布后到下一次评审", "个月", 1, 36),
)
