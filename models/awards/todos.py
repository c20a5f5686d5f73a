"""What waits for people in awards: candidates to judge, objections to decide, rewards to pay or get back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from models.accounts import User
from models.awards import queries
from models.inbox import Ask, todo


@todo
def awards_of(user: User, _on: date) -> Iterator[Ask]:
    if user.may("award.vote"):
        yield Ask.count(queries.to_judge(user), "评优待打分", "/awards/?unjudged=y", icon="scale")
    if user.may("award.decide"):
        yield Ask.count(queries.objected(user), "评优有异议待决定", "/awards/?objected=y", icon="message-circle")
    if user.may("award.pay"):
        yield Ask.count(queries.due_rewards(user), "奖金待发放", "/awards/payments", icon="cash")
        owed = queries.payments(user, owed=True)
        yield Ask.count(owed, "奖金应追回", "/awards/payments?owed=y", icon="arrow-back-up")
        again = queries.payments(user, again=True)
        yield Ask.count(again, "追回的奖金应退还", "/awards/payments?again=y", icon="cash")
