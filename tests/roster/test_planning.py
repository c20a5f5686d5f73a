"""Drawing up and publishing a month."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from models.accounts import Unit, UnitKind
from models.core import audit, clock
from models.core.audit import AuditEntry
from models.core.errors import RuleBroken
from models.inbox import Message
from models.roster import DayOffKind, Duty, DutyPost, Pattern, Shift, ShiftState, matrix, queries, rules
from models.roster.calendar import kinds_of
from models.roster.planning import Order
from tests.roster.makers import make_lanes, make_shift

TODAY, SINCE, UNTIL = date(2026, 11, 22), date(2026, 12, 1), date(2026, 12, 31)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def crews(db, units):
    """Four crews of 青岚站: the two of the cast and two that nobody is in yet."""
    more = []
    for n in (3, 4):
        crew = Unit(code=f"qinglan-{n}", name=f"{n} 班", kind=UnitKind.CREW, parent_id=units["qinglan"].id)
        db.session.add(crew)
        db.session.flush()
        crew.path = f"{units['qinglan'].path}{crew.id}/"
        audit.record("unit.create", crew, None)
        more.append(crew)
    return [units["crew1"], units["crew2"], *more]


def pattern(db, name: str) -> Pattern:
    return db.session.scalars(select(Pattern).where(Pattern.name == name)).one()


def order(db, crews, name="四班三运转", **other) -> Order:
    given = {"starts_on": SINCE, "since": SINCE, "until": UNTIL} | other
    return Order(pattern(db, name), crews, **given)


def test_a_month_is_drawn_up_with_people_and_lanes(db, cast, units, crews):
    make_lanes(units["qinglan"])
    plan = rules.generate(units["qinglan"], order(db, crews), cast["duo"])
    assert plan.shift_count == 93
    early = db.session.scalars(queries.shifts_between(units["qinglan"].id, SINCE, SINCE)).all()[1]
    assert (early.crew.name, early.kind.code) == ("一班", "early")
    posts = {duty.user.name: duty.post for duty in db.session.scalars(queries.duties_of(early))}
    assert posts["刘建平"] is DutyPost.LEADER and posts["王倩"] is DutyPost.COLLECTOR
    assert posts["多国庆"] is DutyPost.DUTY_LEADER and posts["黄涛"] is DutyPost.FIELD


@pytest.mark.parametrize(("name", "count"), [("四班两运转", 62), ("自由排班（三班）", 0)])
def test_other_patterns(db, cast, units, crews, name, count):
    assert rules.generate(units["qinglan"], order(db, crews, name), cast["duo"]).shift_count == count


def test_drawing_up_again_replaces_drafts_only(db, cast, units, crews):
    kept = make_shift(units["qinglan"], SINCE, "early", units["crew2"], {cast["nei"]: (DutyPost.LEADER, None)})
    for _ in range(2):
        rules.generate(units["qinglan"], order(db, crews), cast["duo"])
    ids = set(db.session.scalars(select(Shift.id)))
    assert kept.id in ids and len(ids) == 93
    assert [d.user.name for d in db.session.scalars(queries.duties_of(kept))] == ["倪文"]


@pytest.mark.parametrize(
    ("span", "field"),
    [
        ({"since": TODAY - timedelta(days=4)}, "since"),
        ({"until": SINCE - timedelta(days=1)}, "until"),
        ({"until": SINCE + timedelta(days=62)}, "until"),
    ],
)
def test_a_span_too_old_reversed_or_too_long_is_refused(db, cast, units, crews, span, field):
    with pytest.raises(RuleBroken) as refusal:
        rules.generate(units["qinglan"], order(db, crews, **span), cast["duo"])
    assert refusal.value.field == field


def test_too_few_crews_are_refused(db, cast, units, crews):
    with pytest.raises(RuleBroken, match="需要 4 个班组"):
        rules.generate(units["qinglan"], order(db, crews[:3]), cast["duo"])


def test_who_has_the_day_off_is_left_out(db, cast, units, crews):
    rules.register(cast["wang"], SINCE, DayOffKind.EXCHANGE, "补休", cast["duo"])
    rules.generate(units["qinglan"], order(db, crews), cast["duo"])
    here = (Duty.user_id == cast["wang"].id, Shift.business_date == SINCE)
    assert db.session.scalar(select(func.count(Duty.id)).join(Shift).where(*here)) == 0


def test_a_person_lent_to_another_station_is_not_booked_twice(db, cast, units, crews):
    make_shift(units["meiling"], SINCE, "early", units["mcrew1"], {cast["wang"]: (DutyPost.COLLECTOR, None)})
    with pytest.raises(RuleBroken, match=r"王倩.*梅岭收费站 12-01 早班"):
        rules.generate(units["qinglan"], order(db, crews), cast["duo"])


def test_publishing_needs_a_leader_in_every_shift(db, cast, units, crews):
    rules.generate(units["qinglan"], order(db, crews), cast["duo"])
    with pytest.raises(RuleBroken, match="没有班长"):
        rules.publish(units["qinglan"], SINCE, cast["duo"])


def test_publishing_tells_each_person_once(db, cast, units):
    people = {cast["liu"]: (DutyPost.LEADER, None), cast["wang"]: (DutyPost.COLLECTOR, None)}
    for n in range(2):
        make_shift(units["qinglan"], SINCE + timedelta(days=n), "early", units["crew1"], people, ShiftState.PLANNED)
    assert rules.publish(units["qinglan"], SINCE, cast["duo"]) == 2
    db.session.commit()
    told = db.session.execute(select(Message.user_id, Message.title)).all()
    assert sorted(told) == sorted((cast[who].id, "2026 年 12 月班表已发布") for who in ("liu", "wang"))
    acts = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "roster.publish")).all()
    assert [act.changes["state"] for act in acts] == [["planned", "published"]] * 2


def test_a_shift_is_added_by_hand_and_removed_while_a_draft(db, cast, units):
    kind = kinds_of(units["qinglan"].id, SINCE)["early"]
    shift = rules.add_shift(units["qinglan"], SINCE, kind, units["crew1"], cast["duo"])
    with pytest.raises(RuleBroken, match="已经有班次"):
        rules.add_shift(units["qinglan"], SINCE, kind, units["crew2"], cast["duo"])
    rules.remove_draft(shift, cast["duo"])
    db.session.commit()
    assert db.session.scalar(select(func.count(Shift.id))) == 0


def test_too_little_rest_needs_a_reason(db, cast, units):
    make_shift(units["qinglan"], SINCE, "early", units["crew1"], {cast["liu"]: (DutyPost.LEADER, None)})
    kind = kinds_of(units["qinglan"].id, SINCE)["middle"]
    with pytest.raises(RuleBroken, match=r"刘建平 12-01 15:30 下班.*只隔 0 小时") as refusal:
        rules.add_shift(units["qinglan"], SINCE, kind, units["crew1"], cast["duo"])
    assert refusal.value.field == "reason"
    assert rules.add_shift(units["qinglan"], SINCE, kind, units["crew1"], cast["duo"], "二班集体培训").note


def test_the_month_names_feasts_and_drafts(db, cast, units, crews):
    rules.generate(units["qinglan"], order(db, crews), cast["duo"])
    month = matrix.month(units["qinglan"], SINCE)
    assert (month.drafts, len(month.rows), [c.name for c in month.crews]) == (93, 31, ["一班", "二班", "3 班", "4 班"])
    assert matrix.month(units["qinglan"], date(2026, 10, 1)).rows[0].feast == "国庆节"
