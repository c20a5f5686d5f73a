"""What one house may want different from another about mystery visits."""

from models.core.settings import Setting, declare

declare(
    Setting("mystery_visit.decide_days", "暗访评价研究期限", 5, "mystery_visits", "自收到次日起算", "工作日", 1, 30),
    Setting("mystery_visit.code_days", "访问码在窗口后还可用", 3, "mystery_visits", "供补填使用", "天", 0, 30),
    Setting(
        "mystery_visit.publish_at_once",
        "不等领导小组研究即可公布",
        False,
        "mystery_visits",
        "公布后仍须逐条研究",
    ),
    Setting(
        "mystery_visit.least_n", "明查暗访对比的最少次数", 2, "mystery_visits", "少于此数显示“数据不足”", "次", 1, 30
    ),
    Setting(
        "mystery_visit.disclose_days",
        "取消的暗访几天后写入审计日志",
        180,
        "mystery_visits",
        "在此之前审计日志里没有任何痕迹",
        "天",
        30,
        730,
    ),
)
