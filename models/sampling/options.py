"""What a station may set about plans and draws."""

from models.core import settings
from models.core.settings import Setting

settings.declare(
    Setting("sampling.month_target", "每月督查次数", 12, "sampling", "没有另定计划的月份", "次", 0, 200),
    Setting("sampling.minutes", "抽检录像时长", 15, "sampling", "", "分钟", 5, 60),
    Setting("sampling.double_percent", "双人评分比例", 10, "sampling", "用于计算评分一致性", "%", 0, 100),
    Setting("sampling.least_judgements", "一致性最少评判数", 20, "sampling", "少于此数显示数据不足", "项", 1, 1000),
)
