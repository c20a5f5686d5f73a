"""The pages under load and interruption: as many statements for fifty rows as for one, nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from models.accounts import sign_ins
from models.accounts.tables import SignIn
from models.core import audit, clock
from models.core.db import db
from models.handover import Difference, Matter, rules
from models.handover.counts import Settlement
from models.handover.kinds import DifferenceKind
from models.roster import DutyPost
from tests.handover.makers import CHANGE, DAY, clean_texts, full, make_evening, make_handover
from tests.roster.makers import make_shift


@pytest.fixture(autouse=True)
def near_the_shift_change(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: CHANGE - timedelta(minutes=20))


def make_rows(cast, units, days: range) -> None:
    """One handover a day, each with a settlement and a shortage of wang's and a matter."""
    for number in days:
        crew = {cast["liu"]: (DutyPost.LEADER, None)}
        shift = make_shift(units["qinglan"], DAY + timedelta(days=number), "middle", units["crew1"], crew)
        handover = rules.open_draft(shift, cast["liu"], CHANGE)
        here = {"unit_id": handover.unit_id, "handover_id": handover.id}
        handover.content_hash = f"{number:064d}"
        own = {"user_id": cast["wang"].id, "standard": 50000, "receivable": 100 + number, "cash": 100}
        db.session.add(Settlement(handover_id=handover.id, **own))
        audit.record("handover.hand_over", handover, cast["liu"])
        matter = Matter(opened_in_id=handover.id, sentence=f"第 {number} 件事", opened_at=CHANGE, **here)
        short = {"kind": DifferenceKind.SHORT, "amount": number, "explanation": "找零差错", "on": shift.business_date}
        case = Difference(user_id=cast["wang"].id, subject=f"X01 王倩 {number}", **short, **here)
        for action, row in (("matter.open", matter), ("difference.open", case)):
            db.session.add(row)
            audit.record(action, row, cast["liu"])
    db.session.commit()


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("who", "address"), [("duo", "list"), ("duo", "matters"), ("duo", "shortages"), ("wang", "mine")]
)
def test_fifty_rows_ask_as_much_as_one(cast, units, as_, count_queries, who, address):
    make_evening(cast, units)
    browser = as_(cast[who])
    make_rows(cast, units, range(2, 3))
    browser.get(f"/handover/{address}")
    with count_queries() as one:
        first = browser.get(f"/handover/{address}").text
    make_rows(cast, units, range(3, 52))
    with count_queries() as fifty:
        many = browser.get(f"/handover/{address}").text
    assert many.count("<tr>") > first.count("<tr>") + 15
    assert len(fifty) <= len(one) + 1 and len(one) <= 14  # the page of many looks for the next page


@pytest.mark.one_engine
@pytest.mark.parametrize(("who", "most"), [("liu", 18), ("hq", 36)])
def test_the_sheet_asks_a_bounded_number_of_questions(cast, units, as_, count_queries, who, most):
    """Who fills it in, every few seconds, needs half of what a reader does: the texts are in one draft."""
    handover = make_handover(make_evening(cast, units)[0], cast["liu"])
    browser = as_(cast[who])
    for address in (f"/handover/{handover.id}", "/handover/"):
        browser.get(address)
        with count_queries() as seen:
            assert browser.get(address).status_code == 200
        assert len(seen) <= most, (address, len(seen))


def test_an_ended_sign_in_loses_nothing_of_a_long_sheet(cast, units, as_):
    handover = make_handover(make_evening(cast, units)[0], cast["liu"])
    browser = as_(cast["liu"])
    browser.get("/handover/")
    db.session.execute(update(SignIn).values(seen_at=clock.now() - timedelta(hours=5)))
    db.session.commit()
    typed = clean_texts(full(handover)) | {f"matters-{n}-sentence": f"第 {n} 件" for n in range(50)}
    typed |= {f"matters-{n}-{name}": "x" for n in range(50) for name in ("owner", "due")}
    typed |= {f"faults-{n}-note": f"故障 {n}" for n in range(50)}
    assert 200 < len(typed) < 400
    answer = browser.post(
        f"/handover/{handover.id}/edit", data=typed, headers={"Referer": "http://localhost/handover/"}
    )
    assert answer.status_code == 303 and "/sign-in" in answer.location
    token = sign_ins.start(cast["liu"], clock.now())
    db.session.commit()
    with browser.session_transaction() as session:
        session.clear()
        session["_user_id"], session["_fresh"] = token, True
    page = browser.get("/handover/").text
    assert "登录中断前填写的内容已放回本页" in page
    assert all(text in page for text in ("第 49 件", "故障 49", 'value="0048214077"', "车道运行正常。"))
    saved = browser.post(f"/handover/{handover.id}/edit", data=typed | {"version": "1"})
    assert saved.status_code == 200 and full(handover).draft.body["matters"][49]["sentence"] == "第 49 件"
    assert "登录中断前" not in browser.get("/handover/").text
