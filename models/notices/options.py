"""What one house may want different from another about notices."""

from models.core.settings import Setting, declare

declare(
    Setting(
        "notice.word",
        "文号的机关代字",
        "站务",
        "notices",
        "例如“昌收”：昌收通〔2026〕3号；以后发布的有效",
    ),
    Setting(
        "notice.sign_hours",
        "必读通知的签收时限",
        8,
        "notices",
        "从本人下一个班次开始起算，起草时可以改",
        "小时",
        1,
        168,
    ),
    Setting("notice.office_days", "不排班人员的签收时限", 2, "notices", "自次日起算，到当天 18 时止", "工作日", 1, 30),
)
