"""Signing for a notice, and reminding those who have not."""

from __future__ import annotations

from datetime import datetime

from models.accounts import User
from models.accounts.scope import reaches
from models.core import audit, clock
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.inbox import notify
from models.notices import queries
from models.notices.kinds import NoticeState
from models.notices.tables import LETTERS, Notice, NoticeReceipt


def sign(receipt: NoticeReceipt, *, answer: int | None, by: User, at: datetime) -> bool:
    """Sign for a notice; False when the answer was wrong: that is kept too, and one may try again.

    ``answer`` is the place among the choices, None where nothing is asked. Raises RuleBroken: somebody else's, not
    answered; Overtaken: signed before, or the notice is over.
    """
    if receipt.user_id != by.id:
        raise RuleBroken("只有收到通知的本人可以签收。")
    db.session.refresh(receipt, ["signed_at", "tries"], with_for_update=True)
    notice = receipt.notice
    if receipt.signed_at:
        raise Overtaken(f"您已于 {clock.short_moment(receipt.signed_at)} 签收。")
    if notice.state is not NoticeState.PUBLISHED:
        raise Overtaken(f"这份通知{notice.state.label}，不需要再签收。")
    if notice.question and answer is None:
        raise RuleBroken("请先回答问题。", field="answer")
    if notice.question and answer != notice.answer:
        receipt.tries += 1
        audit.record("notice.miss", receipt, by, note=f"选 {LETTERS[answer]}，{notice.number}")
        return False
    receipt.signed_at = at
    audit.record("notice.sign", receipt, by, note=notice.number)
    return True


def remind(notice: Notice, *, by: User, at: datetime) -> int:
    """Send one more message to those within ``by``'s reach who have not signed; return how many. Once a day each.

    Raises RuleBroken: the notice asks for no signature, or is over.
    """
    if not notice.is_must_read or notice.state is not NoticeState.PUBLISHED:
        raise RuleBroken("这份通知不需要签收，不能催签。")
    open_ones = db.session.scalars(queries.receipts_of(notice, by, at, state=queries.UNREAD)).all()
    people = [one.user_id for one in open_ones if one.user_id != by.id]
    said = f"请尽快签收：{notice.title}"
    key = f"notice-{notice.id}-remind-{clock.local(at):%Y%m%d}"
    notify(people, "notice", said, f"/notices/{notice.id}", key=key, at=at)
    audit.record("notice.remind", notice, by, note=f"{len(people)} 人")
    return len(people)


def may_watch(notice: Notice, user: User) -> bool:
    """Whether ``user`` may see who has signed at all."""
    return user.may("notice.watch") or reaches(user, "notice.read", notice.unit)
