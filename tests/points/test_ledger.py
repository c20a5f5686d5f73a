"""Double entry: once, balanced, never changed, corrected only by an entry that names what it reverses."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, text

from models import closings, points
from models.accounts import User
from models.core import audit, clock
from models.core.db import db as _db
from models.core.errors import RuleBroken
from models.points import PointEntry, PointLine, invariants
from tests.points.makers import AT, DAY, figures, origin, post


def rows():
    return _db.session.scalars(select(PointEntry).order_by(PointEntry.id)).all()


def entries(kind: str):
    return [one for one in rows() if one.kind == kind]


def test_an_event_is_booked_against_its_counter_account(db, cast):
    entry = post(cast["wang"])
    assert {line.account: line.tenths for line in entry.lines} == {"merit": 50, "praise": -50}
    assert figures(cast["wang"]) == (1000, 50)
    db.session.commit()
    said = db.session.scalars(select(audit.AuditEntry).where(audit.AuditEntry.action == "point.post")).one()
    assert said.subject_name == entry.number and said.unit_id == entry.unit_id


def test_the_base_is_the_first_entry_of_every_month(cast):
    post(cast["wang"])
    first = rows()[0]
    assert (first.type, first.kind, first.claimed, first.booked_month) == ("opening", "base", 1000, date(2026, 11, 1))


def test_the_same_event_is_booked_once(cast):
    source = origin()
    first = post(cast["wang"], source=source)
    assert post(cast["wang"], source=source) is first
    assert figures(cast["wang"]) == (1000, 50)
    post(cast["zhao"], source=source)
    assert len(entries("praise")) == 2, "the same source may credit two people"


def test_a_reversal_names_the_entry_and_comes_once(cast):
    source = origin()
    entry = post(cast["wang"], source=source)
    (back,) = points.reverse(source, "核实有误", cast["wu"], AT)
    assert (back.reverses_id, back.type, back.words) == (entry.id, "reversal", "核实有误")
    assert points.reverse(source, "再来一次", cast["wu"], AT) == []
    assert figures(cast["wang"]) == (1000, 0)


def test_an_event_may_come_again_after_its_reversal(cast):
    source = origin()
    first = post(cast["wang"], source=source)
    points.reverse(source, "先撤", None, AT)
    again = post(cast["wang"], source=source)
    assert again.id != first.id and figures(cast["wang"]) == (1000, 50)


def test_the_worth_may_change_by_reversing_and_posting_anew(cast):
    source = origin()
    for tenths in (20, 20, 35, 0):
        points.sync("inspection", cast["wang"], source, tenths, on=DAY, by=None, at=AT)
    assert [one.type for one in entries("inspection")] == ["event", "reversal", "event", "reversal"]
    assert figures(cast["wang"]) == (1000, 0)


def test_a_cap_is_an_entry_of_its_own_and_moves_when_an_event_falls(cast):
    sources = [origin() for _ in range(5)]
    for source in sources:
        post(cast["wang"], source=source)
    assert figures(cast["wang"]) == (1000, 200), "praise gives 20 points a month at the most"
    settling = [one for one in entries("praise") if one.type == "settling"]
    assert len(settling) == 1 and "每月最多 20 分，多出的 5 分不计" in settling[0].words
    points.reverse(sources[0], "撤销", None, AT)
    assert figures(cast["wang"]) == (1000, 200)
    points.reverse(sources[1], "撤销", None, AT)
    assert figures(cast["wang"]) == (1000, 150)
    assert invariants.broken() == []


def test_merits_offset_only_what_the_rule_lists(cast):
    post(cast["wang"], "inspection", 20)
    post(cast["wang"], "penalty", 40)
    assert figures(cast["wang"]) == (940, 0)
    source = origin()
    post(cast["wang"], source=source)
    assert figures(cast["wang"]) == (960, 30), "2 of the 5 points offset the finding; the penalty stays"
    points.reverse(source, "核实有误", None, AT)
    assert figures(cast["wang"]) == (940, 0)
    assert invariants.broken() == []


def test_a_crew_has_an_account_of_its_own(cast, units):
    post(units["crew1"], "inspection", 15)
    assert figures(units["crew1"]) == (985, 0) and figures(cast["wang"]) == (0, 0)


def test_a_kind_without_a_rule_posts_nothing(cast):
    assert post(cast["wang"], "unheard-of", 10) is None
    assert post(cast["wang"], "penalty", 0) is None
    assert rows() == []


def test_a_closed_month_takes_nothing_and_is_corrected_in_the_open_one(cast, units):
    october, source = date(2026, 10, 15), origin()
    post(cast["wang"], "inspection", 20, on=october)
    post(cast["wang"], source=source, on=october)
    assert figures(cast["wang"], date(2026, 10, 1)) == (1000, 30)
    row = closings.close(units["qinglan"], month=date(2026, 10, 1), note="", by=cast["chen"], at=AT)
    assert ["积分", "得分合计", "tenths", 1000] in row.figures
    with pytest.raises(RuleBroken, match="已结账"):
        post(cast["wang"], on=october)
    points.reverse(source, "十一月才查明", None, AT)
    assert figures(cast["wang"], date(2026, 10, 1)) == (1000, 30), "what was reported for October stays"
    assert figures(cast["wang"]) == (980, -30), "November bears the correction: the merit, and the offset it gave"
    assert invariants.broken() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE point_entries SET words = 'x'",
        "DELETE FROM point_entries",
        "UPDATE point_lines SET tenths = 1",
        "DELETE FROM point_lines",
    ],
)
def test_the_database_refuses_to_change_an_entry(db, cast, statement):
    post(cast["wang"])
    db.session.commit()
    with pytest.raises(Exception, match="append-only"):
        db.session.execute(text(statement))
    db.session.rollback()


def test_the_check_notices_what_is_tampered_with(db, cast):
    entry = post(cast["wang"])
    assert invariants.broken() == []
    db.session.execute(text("UPDATE point_balances SET score = score + 5"))
    assert any("显示" in line for line in invariants.broken())
    db.session.add(PointLine(entry_id=entry.id, account="score", tenths=7))
    db.session.flush()
    said = "；".join(invariants.broken())
    assert "3 行" in said and "重算" in said
    with pytest.raises(invariants.LedgerBroken):
        invariants.check_nightly(clock.now())
    db.session.rollback()


def test_the_month_is_opened_for_all_who_have_an_account(db, cast):
    opened = points.accounts.open_month(date(2026, 12, 1), AT)
    assert opened == points.accounts.open_month(date(2027, 1, 1), AT)
    assert points.accounts.open_month(date(2026, 12, 1), AT) == 0
    assert figures(cast["mei"], date(2026, 12, 1)) == (1000, 0)
    assert points.queries.balance_of(cast["chen"], date(2026, 12, 1)) is None
    db.session.commit()


def test_of_several_at_once_one_reversal_and_one_posting_is_booked(db, cast, at_once):
    source, fresh, wang = origin(), origin(), cast["wang"].id
    post(cast["wang"], source=source)

    def back() -> None:
        points.reverse(source, "核实有误", None, AT)

    def again() -> None:
        post(_db.session.get(User, wang), source=fresh)

    assert at_once(back, back, back, again, again) == [""] * 5
    assert sorted(one.type.value for one in entries("praise")) == ["event", "event", "reversal"]
    assert figures(_db.session.get(User, wang)) == (1000, 50) and invariants.broken() == []
