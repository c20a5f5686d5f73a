"""What one station may want different from another about its handovers."""

from models.core.settings import Setting, declare

declare(
    Setting(
        "handover.float_standard",
        "每亭备用金标准",
        500,
        "handover",
        "规章未统一规定，按本站实际填写",
        "元",
        0,
        100_000,
    ),
    Setting(
        "handover.unsigned_minutes", "交接班超时提醒", 30, "handover", "换班后未双签即提醒值班站长", "分钟", 5, 240
    ),
    Setting("handover.line_up_minutes", "提前列队", 10, "handover", "接班人员提前到岗列队", "分钟", 0, 60),
    Setting("handover.log_in_minutes", "接班后登录", 3, "handover", "", "分钟", 0, 30),
    Setting("handover.leaving_minutes", "交班后离岗", 5, "handover", "", "分钟", 0, 60),
    Setting(
        "handover.card_stock_percent",
        "CPC 卡库存下限",
        130,
        "handover",
        "占近 7 日日均入口发卡量的百分比，低于时提示申领",
        "%",
        0,
        500,
    ),
    Setting("handover.absence_minutes", "离亭时限", 25, "handover", "超过时须写明原因", "分钟", 1, 120),
)
