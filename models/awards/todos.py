"""What waits for people in awards: candidates to judge, objections to decide, rewards to pay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from models.accounts import User
from models.accounts.scope import in_reach
from models.awards import queries
from models.awards.tables import Award, AwardObjection
from models.inbox import Ask, todo


@todo
def awards_of(user: User, _at: datetime) -> Iterator[Ask]:
    if user.may("award.vote"):
        yield Ask.count(queries.to_judge(user), "评优待打分", "/awards/?unjudged=y", icon="scale")
    if user.may("award.decide"):
        rows = select(AwardObjection).join(Award, Award.id == AwardObjection.award_id)
        here = (AwardObjection.outcome.is_(None), in_reach(user, "award.decide", Award.unit_id))
        yield Ask.count(rows.where(*here), "评优异议待决定", "/awards/?objected=y", icon="message-circle")
    if user.may("award.pay"):
        yield Ask.count(queries.due_rewards(user), "奖金待发放", "/awards/payments", icon="cash")
