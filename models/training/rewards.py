"""Points for a first try that was all right. Booked beside the quiz, not in it: an answer must be kept at once.

Source: domain §2.13; issue 4.3.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models import points
from models.core import months
from models.core.db import db
from models.core.jobs import job
from models.points import PointEntry
from models.training.tables import QuizAttempt

BACK = timedelta(days=3)  # an attempt that no night of work has reached by then is not looked for any more


@job("training.reward", "每日一练满分记分", every=timedelta(minutes=10))
def reward(due_at: datetime) -> int:
    """Post what the last days earned and return how many were posted; again it posts nothing."""
    posted = PointEntry.source_id == QuizAttempt.id
    posted = select(PointEntry.id).where(PointEntry.source_table == QuizAttempt.__tablename__, posted)
    right = (QuizAttempt.turn == 1, QuizAttempt.is_complete, QuizAttempt.right_count == QuizAttempt.question_count)
    rows = select(QuizAttempt).where(*right, QuizAttempt.submitted_at >= due_at - BACK, ~posted.exists())
    found = db.session.scalars(rows.options(joinedload(QuizAttempt.user)).order_by(QuizAttempt.user_id)).all()
    return sum(_post(attempt, due_at) is not None for attempt in found)


def _post(attempt: QuizAttempt, at: datetime):
    if points.books.is_closed(months.first_of(attempt.business_date), attempt.crew_id):
        return None
    words = f"首次作答 {attempt.question_count} 题全对"
    origin = points.origin_of(attempt, f"每日一练 {attempt.name}", "/training/mine", words)
    return points.post(points.QUIZ, attempt.user, origin, on=attempt.business_date, by=None, at=at)
