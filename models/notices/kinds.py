"""The words of notices: states, and the kinds a new house starts with."""

from __future__ import annotations

from models.core.db import Labelled


class NoticeState(Labelled):
    """Source: domain §2.14."""

    DRAFT = ("draft", "草稿", "", "edit")
    REVIEW = ("review", "待签发", "warn", "clock")
    PUBLISHED = ("published", "已发布", "ok", "check")
    EXPIRED = ("expired", "已到期", "", "calendar")
    WITHDRAWN = ("withdrawn", "已撤回", "danger", "x")
    DROPPED = ("dropped", "已作废", "", "x")


GONE = (NoticeState.WITHDRAWN, NoticeState.DROPPED)  # what never counted, or does not any more
NUMBERED = (NoticeState.PUBLISHED, NoticeState.EXPIRED, NoticeState.WITHDRAWN)
