"""Several questions as one statement."""

from __future__ import annotations

from sqlalchemy import func, select

from models.accounts import Unit, UnitKind, User
from models.core.asking import beside, present


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
