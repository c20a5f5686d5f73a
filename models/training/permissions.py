"""What may be done with the question bank and the daily quiz."""

from models.core.permissions import declare

CREW = "collector field shift_leader duty_leader monitor ticket"
LEADERS = "shift_leader duty_leader office office_head"

declare(
    "training",
    ("quiz.take", "参加每日一练", CREW),
    ("quiz.watch", "查看本班答题情况", f"{LEADERS} leader deputy"),
    ("quiz.excuse", "登记免答", LEADERS),
    ("question.read", "查看题库", "office office_head leader"),
    ("question.create", "新增题目", "office office_head"),
    ("question.edit", "修改题目", "office office_head"),
    ("question.activate", "启用题目", "office office_head"),
    ("question.retire", "停用题目", "office office_head"),
    ("question.import", "导入题目", "office office_head"),
    ("question.export", "导出题库", "office office_head"),
    ("statistics.read", "查看答题统计", "office office_head leader deputy hq"),
    ("statistics.export", "导出答题统计", "office office_head leader"),
)
