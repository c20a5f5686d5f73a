"""Shift kinds and patterns every house starts with. Source: domain §2.9 (X3), forms.json 班次时间样例."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import select

from models.core import audit
from models.core.db import db
from models.core.seeds import base_data
from models.roster.tables import Pattern, ShiftKind

SINCE = date(2020, 1, 1)
# scheme, code, name, starts, ends
KINDS = (
    ("three", "early", "早班", time(7, 30), time(15, 30)),
    ("three", "middle", "中班", time(15, 30), time(23, 30)),
    ("three", "night", "夜班", time(23, 30), time(7, 30)),
    ("two", "day", "白班", time(8), time(20)),
    ("two", "night_long", "夜班", time(20), time(8)),
)
PATTERNS = (
    ("四班三运转", "three", ["early", "middle", "night", ""], [0, 1, 2, 3]),
    ("四班两运转", "two", ["day", "night_long", "", ""], [0, 1, 2, 3]),
    ("自由排班（三班）", "three", [], []),
    ("自由排班（两班）", "two", [], []),
)
ORDER = {"night": 0, "early": 1, "middle": 2, "night_long": 0, "day": 1}  # a night belongs to the day it ends


@base_data(order=20)
def fill() -> None:
    """Create the shift kinds and patterns of the house that are missing."""
    codes = set(db.session.scalars(select(ShiftKind.code).where(ShiftKind.unit_id.is_(None))))
    for scheme, code, name, starts, ends in KINDS:
        if code not in codes:
            kind = ShiftKind(scheme=scheme, code=code, name=name, starts=starts, ends=ends, valid_from=SINCE)
            kind.sort = ORDER[code]
            db.session.add(kind)
            audit.record("roster.setup", kind, None)
    names = set(db.session.scalars(select(Pattern.name)))
    for name, scheme, cycle, offsets in PATTERNS:
        if name not in names:
            pattern = Pattern(name=name, scheme=scheme, cycle=cycle, offsets=offsets)
            db.session.add(pattern)
            audit.record("roster.setup", pattern, None)
    db.session.commit()
