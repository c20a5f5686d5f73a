"""Several questions as one statement."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from models.accounts import Unit, UnitKind, User
from models.core.asking import any_of, beside, present
from models.core.db import another


def test_what_has_no_rows_costs_no_statement(db, cast, units, count_queries):
    stations = select(Unit).where(Unit.kind == UnitKind.STATION).order_by(Unit.name.desc()).limit(2)
    nobody = select(User).where(User.staff_no == "none")
    pairs = select(Unit.name, Unit.id).where(Unit.id == units["qinglan"].id)
    with count_queries() as asked:
        found = present(stations=stations, nobody=nobody, pairs=pairs)
    assert len(asked) == 3, "whether any are there, and the two that are"
    assert found["stations"] == list(db.session.scalars(stations)) and found["nobody"] == []
    assert [tuple(row) for row in found["pairs"]] == [(units["qinglan"].name, units["qinglan"].id)]


def test_rows_of_several_questions_come_in_one(db, cast, count_queries):
    people, halls = select(func.count(User.id)), select(func.count(Unit.id), func.min(Unit.id))
    with count_queries() as asked:
        answers = beside([people, halls])
    assert len(asked) == 1
    assert answers == [[db.session.scalar(people)], list(db.session.execute(halls).one())]
    assert beside([]) == []


@pytest.mark.one_engine
def test_two_who_ask_first_at_once_leave_a_statement_that_works():
    """Seen once in a walk: two requests right after the start, and no case could be opened until the next start."""
    start, patience = Barrier(2), sys.getswitchinterval()

    def ask(name: str) -> str:
        start.wait()
        above, below = another(Unit, f"above {name}"), another(Unit, f"below {name}")
        rows = select(Unit, above.name, below.name).join(above, above.id == Unit.parent_id)
        return str(select(any_of(rows.join(below, below.parent_id == Unit.id)).label("any")))

    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(2) as two:
            for number in range(60):
                assert len(set(two.map(ask, [str(number)] * 2))) == 1
    finally:
        sys.setswitchinterval(patience)
