"""通知与通报: drafted, approved, numbered, delivered, understood and signed for."""

from models.notices import (
    audience,
    delivering,
    demo,
    dossier,
    drafting,
    invariants,
    leaving,
    options,
    papers,
    permissions,
    planning,
    queries,
    searching,
    seed,
    signing,
    todos,
    words,
)
from models.notices.drafting import Source, draft_from
from models.notices.kinds import NoticeState
from models.notices.tables import LETTERS, Notice, NoticeKind, NoticeReceipt, NoticeTarget

__all__ = [
    "LETTERS",
    "Notice",
    "NoticeKind",
    "NoticeReceipt",
    "NoticeState",
    "NoticeTarget",
    "Source",
    "audience",
    "delivering",
    "demo",
    "dossier",
    "draft_from",
    "drafting",
    "invariants",
    "leaving",
    "options",
    "papers",
    "permissions",
    "planning",
    "queries",
    "searching",
    "seed",
    "signing",
    "todos",
    "words",
]
