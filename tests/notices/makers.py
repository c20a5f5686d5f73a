"""Notices at every stage, made by the rules themselves."""

from __future__ import annotations

from sqlalchemy import select

from models import approvals
from models.core import clock
from models.core.db import db
from models.notices import Notice, NoticeKind, NoticeReceipt, drafting, queries

QUESTION = {"question": "照片最少几张？", "choices": ["一张", "两张", "三张"], "answer": 2}
BODY = "一、核对预约信息。\n二、照片不少于三张。"
RIGHT, WRONG = 2, 0


def kind(code: str = "notice") -> NoticeKind:
    return db.session.scalars(select(NoticeKind).where(NoticeKind.code == code)).one()


def told(unit, **more) -> dict:
    given = {
        "kind": kind(),
        "unit": unit,
        "title": "关于做好查验工作的通知",
        "body": "一、核对预约信息。\n二、照片不少于三张。",
    }
    given |= {"addressed_to": "", "is_red": False, "is_must_read": True, "sign_hours": 8, **QUESTION}
    given |= {"effective_on": clock.today(), "expires_on": None, "units": [], "roles": [], "people": ""}
    return given | more


def make_draft(cast, unit, by: str = "ming", **more) -> Notice:
    notice = Notice()
    drafting.draft(notice, by=cast[by], at=clock.now(), **told(unit, **more))
    db.session.flush()
    return notice


def make_submitted(cast, unit, by: str = "ming", **more) -> Notice:
    notice = make_draft(cast, unit, by, **more)
    drafting.submit(notice, by=cast[by], at=clock.now())
    return notice


def make_published(cast, unit, by: str = "ming", **more) -> Notice:
    notice = make_submitted(cast, unit, by, **more)
    approve(notice, cast)
    return notice


def approve(notice: Notice, cast) -> None:
    """Let everybody consent whose turn it is."""
    for key in ("wu", "chen", "fu"):
        approval = approvals.latest_of(notice)
        if approvals.may_decide(approval, cast[key]) is None:
            drafting.decide(notice, decision="approve", opinion="同意", by=cast[key], at=clock.now())


def receipt(notice: Notice, person) -> NoticeReceipt | None:
    return queries.receipt_of(notice, person)


def readers(notice: Notice) -> set[int]:
    return set(db.session.scalars(select(NoticeReceipt.user_id).where(NoticeReceipt.notice_id == notice.id)))
