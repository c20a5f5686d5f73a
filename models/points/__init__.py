"""Points: an append-only ledger of double entry that any room posts to; rules of worth, caps and offset as data.

    points.post("praise", person, points.origin_of(case, case.number, f"/complaints/{case.id}"), on=day, by=by, at=at)
    points.reverse(points.origin_of(...), "表扬撤销", by, at)

Post is once per source, kind and person; reverse names the entry it takes back. See docs/adr.
"""

from models.points import (
    accounts,
    books,
    catalogue,
    closing,
    deeds,
    demo,
    grievances,
    invariants,
    ledger,
    permissions,
    queries,
    reckoning,
    rules,
    seed,
    standing,
    statement,
    todos,
    words,
)
from models.points.catalogue import GOOD_DEED, INSPECTION, PENALTY, PRAISE, QUIZ, Kind, declare
from models.points.deed_tables import GoodDeed, Grievance, GrievanceSignature
from models.points.kinds import DeedState, EntryType, GrievanceState, Side, Signer
from models.points.ledger import Origin, origin_of, post, reverse, supersede, sync
from models.points.reckoning import said
from models.points.tables import PointBalance, PointEntry, PointLine, PointRule

__all__ = [
    "GOOD_DEED",
    "INSPECTION",
    "PENALTY",
    "PRAISE",
    "QUIZ",
    "DeedState",
    "EntryType",
    "GoodDeed",
    "Grievance",
    "GrievanceSignature",
    "GrievanceState",
    "Kind",
    "Origin",
    "PointBalance",
    "PointEntry",
    "PointLine",
    "PointRule",
    "Side",
    "Signer",
    "accounts",
    "books",
    "catalogue",
    "closing",
    "declare",
    "deeds",
    "demo",
    "grievances",
    "invariants",
    "ledger",
    "origin_of",
    "permissions",
    "post",
    "queries",
    "reckoning",
    "reverse",
    "rules",
    "said",
    "seed",
    "standing",
    "statement",
    "supersede",
    "sync",
    "todos",
    "words",
]
