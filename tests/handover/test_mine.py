"""A collector's own settlements and shortages: all of one's own, nothing of anybody else's."""

from __future__ import annotations

import pytest

from models.core.db import db
from models.handover import differences, queries
from tests.handover.makers import DAY, fill, full, make_evening, make_handover, seal, sign_in, sign_out


@pytest.fixture
def sealed(cast, units):
    """A sealed handover in which wang is 70.00 short and zhao 20.00."""
    changes = {"settlements__0__cash": "8350.00", "settlements__0__reason": "找零差错"}
    changes |= {"settlements__1__cash": "8400.00", "settlements__1__reason": "误收假币"}
    handover = fill(make_handover(make_evening(cast, units)[0], cast["liu"]), cast["liu"], **changes)
    return seal(sign_in(sign_out(handover, cast["liu"]), cast["han"]), cast["duo"])


def slip_of(handover, person):
    return next(row.id for row in full(handover).settlements if row.user_id == person.id)


def test_a_collector_sees_own_shortage_with_reason_and_repayments(sealed, cast, as_):
    case = next(c for c in db.session.scalars(queries.own_shortages(cast["wang"])))
    differences.repay(case, 4000, "SJ-7", DAY, by=cast["li"])
    db.session.commit()
    page = as_(cast["wang"]).get("/handover/mine").text
    assert all(text in page for text in ("70.00", "找零差错", "尚欠 30.00 元", "补缴 40.00 元，收据 SJ-7"))
    assert "误收假币" not in page and cast["zhao"].name not in page


@pytest.mark.one_engine
@pytest.mark.parametrize("end", ["print", "shortage"])
def test_only_ones_own_slip_prints(sealed, cast, as_, end):
    browser = as_(cast["wang"])
    own, other = slip_of(sealed, cast["wang"]), slip_of(sealed, cast["zhao"])
    answer = browser.get(f"/handover/mine/{own}/{end}")
    assert answer.status_code == 200 and cast["wang"].name in answer.text and 'href="/handover/mine"' in answer.text
    assert browser.get(f"/handover/mine/{other}/{end}").status_code == 404
    assert browser.get(f"/handover/{sealed.id}/settlement/{own}/print").status_code == 403


def test_an_unsigned_settlement_is_nobodys_yet(cast, units, as_):
    fill(make_handover(make_evening(cast, units)[0], cast["liu"]), cast["liu"])
    assert "还没有结算记录" in as_(cast["wang"]).get("/handover/mine").text


def test_a_leader_has_no_own_settlements(cast, as_):
    assert as_(cast["liu"]).get("/handover/mine").status_code == 403
