"""What one house may want different from another about penalties. Source: domain §2.3, trap 7."""

from models.core.settings import Setting, declare
from models.penalties.kinds import Mode

LAW = (
    "方案默认“罚款 200 元 / 条”。《企业职工奖惩条例》已于 2008 年废止，用人单位能否对职工罚款、能否从工资中扣除，"
    "由本单位法务按现行劳动法律和依法制定的规章制度决定；不能确定时请改用“绩效扣分”。"
    "已经作出的处罚不随本参数变化。"
)

declare(
    Setting(
        "penalty.mode",
        "处罚方式",
        Mode.FINE.value,
        "penalties",
        LAW,
        choices=tuple((mode.value, mode.label) for mode in Mode),
    ),
    Setting(
        "penalty.repeat_period",
        "累计违规的期间",
        "rolling",
        "penalties",
        "期间内第二次起按十不准处理",
        choices=(("rolling", "发生之日前 365 天"), ("calendar", "自然年")),
    ),
    Setting("penalty.appeal_days", "申诉期", 3, "penalties", "自送达次日起算", "工作日", 1, 30),
    Setting("penalty.window_leave", "申诉期不计请假", True, "penalties", "当事人请假、公休、调休、公出的日子不计入"),
    Setting("penalty.window_rest", "申诉期不计轮休", True, "penalties", "班表已发布而当事人没有排班的日子不计入"),
    Setting("penalty.appeal_decision_days", "申诉决定期限", 5, "penalties", "自收到申诉次日起算", "工作日", 1, 30),
    Setting(
        "penalty.yuan_per_point",
        "一分折合金额",
        100,
        "penalties",
        "按金额拟定而以扣分执行时使用，不足一分按一分",
        "元",
        1,
        1000,
    ),
)
