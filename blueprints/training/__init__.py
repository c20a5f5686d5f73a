"""The daily quiz for everybody on duty, the crew's standing for its leader, the question bank for the trainer."""

from flask import Blueprint

from blueprints.core import nav

bp = Blueprint("training", __name__, url_prefix="/training")
nav.add("training.today", "每日一练", "pencil-question", "quiz.take", group="业务", order=10, tab=3)
nav.add("training.crew", "本班答题", "list-check", "quiz.watch", group="业务", order=11, under="training.today")
nav.add("training.mine", "我的答题", "history", "quiz.take", group="资料", order=40, under="training.today")
nav.add(
    "training.statistics", "答题统计", "chart-bar", "statistics.read", group="业务", order=12, under="training.today"
)
nav.add(
    "training.questions",
    "题库",
    "book-2",
    "question.read",
    group="资料",
    order=30,
    under="training.today",
    also=("/training/imports",),
)

from blueprints.training.views import bank, crew, imports, quiz, statistics
