"""What one house may want different from another about measures."""

from models.core.settings import Setting, declare

declare(
    Setting("measure.most_days", "待岗最长天数", 30, "measures", "一次待岗最多几天", "天", 1, 180),
    Setting("measure.pass_score", "复考合格线", 80, "measures", "待岗期满复考达到后才能返岗", "分", 1, 100),
)
