"""The settings of the daily quiz. Numbers without a source are ours and may be changed by an administrator."""

from models.core.settings import Setting, declare

declare(
    Setting("quiz.size", "每天题数", 5, "training", "每人每个排班日", "题", 1, 20),
    Setting("quiz.pass_score", "合格线", 80, "training", "低于合格线可以换题再答一次", "分", 1, 100),
    Setting(
        "quiz.margin_minutes", "班前班后可答时间", 60, "training", "上班前、下班后各多少分钟内可以答题", "分钟", 0, 240
    ),
    Setting("quiz.wrong_first", "先出本人错题", 5, "training", "每天最多先安排几道本人答错过的题", "题", 0, 20),
    Setting("quiz.regions", "适用地区", "全国", "training", "出题只用这些地区的题目，用逗号隔开"),
    Setting("quiz.seed", "抽题种子", "zhanwutong", "training", "改动后，以后的抽题全部不同"),
)
