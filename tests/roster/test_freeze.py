"""A frozen shift is evidence."""

from datetime import date

from models.roster import DutyPost, ShiftState, queries
from tests.roster.makers import make_ended_shift, make_lanes

DAY = date(2026, 11, 20)


def test_a_shift_answers_who_sat_where(db, cast, units):
    lanes = make_lanes(units["qinglan"])
    places = {cast["liu"]: (DutyPost.LEADER, None), cast["wang"]: (DutyPost.COLLECTOR, lanes["X01"])}
    shift = make_ended_shift(units["qinglan"], DAY, "early", units["crew1"], places)
    asked = queries.who_was_on_duty(units["qinglan"].id, shift.starts_at, lanes["X01"].id)
    assert [duty.who for duty in db.session.scalars(asked)] == ["王倩"]
    assert shift.state is ShiftState.FROZEN
