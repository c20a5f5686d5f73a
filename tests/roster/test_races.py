"""Two planners want the same person in the same hour: exactly one gets them, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import select

from models.accounts import User
from models.core.db import db as _db
from models.core.errors import RuleBroken
from models.roster import Duty, DutyPost, Shift, rules
from models.roster.changing import Span
from models.roster.invariants import double_bookings
from tests.roster.makers import make_shift

DAY = date(2026, 11, 24)


def call_up(app, start: Barrier, shift_id: int, person_id: int, by_id: int) -> str:
    with app.app_context():
        shift, person, by = (_db.session.get(*key) for key in ((Shift, shift_id), (User, person_id), (User, by_id)))
        _db.session.rollback()
        start.wait(timeout=20)
        try:
            span = Span(shift.starts_at, shift.ends_at)
            rules.call_up(shift, person, DutyPost.COLLECTOR, None, span, "加班", by)
            _db.session.commit()
        except RuleBroken as refusal:
            _db.session.rollback()
            return str(refusal)
        return "taken"


@pytest.mark.parametrize("_round", range(3))
def test_a_person_is_taken_once(app, db, cast, units, _round):
    first = make_shift(units["qinglan"], DAY, "early", units["crew1"], {})
    second = make_shift(units["meiling"], DAY, "early", units["mcrew1"], {})
    ids = [(first.id, cast["sun"].id, cast["duo"].id), (second.id, cast["sun"].id, cast["du"].id)]
    db.session.rollback()
    start = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(lambda given: call_up(app, start, *given), ids))
    assert sorted("taken" if one == "taken" else "refused" for one in said) == ["refused", "taken"], said
    assert len(db.session.scalars(select(Duty)).all()) == 1 and list(double_bookings()) == []
