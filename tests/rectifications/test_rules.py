"""What rectification promises, against both databases. Source: domain §2.4."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from models import deadlines, rectifications
from models.core import audit, checks, clock
from models.core.errors import Overtaken, RuleBroken
from models.deadlines import DeadlineTimer
from models.inbox import Message, todos_of
from models.points import PointEntry, invariants
from models.rectifications import (
    Category,
    Decision,
    RectificationState,
    Side,
    campaigns,
    extending,
    issuing,
    leaders,
    queries,
    reviewing,
    working,
)
from tests.rectifications import makers

S = RectificationState


def clocks(row) -> dict[str, DeadlineTimer]:
    return {timer.kind.split(".")[1]: timer for timer in deadlines.queries.db.session.scalars(deadlines.of(row))}


def broken() -> list[str]:
    return [sentence for _rule, found in checks.run() for sentence in found]


def fresh(person):
    person.__dict__.pop("held", None)
    person.__dict__.pop("permissions", None)
    return person


def test_an_order_goes_to_the_leader_of_the_unit_who_is_told(db, cast):
    row = makers.make_issued(cast)
    assert row.number.startswith("ZG-") and row.responsible_id == cast["liu"].id
    assert (
        db.session.scalars(select(Message.title).where(Message.user_id == cast["liu"].id)).one().startswith(row.number)
    )
    timers = clocks(row)
    assert timers["sign"].due_at - timers["sign"].started_at == timedelta(hours=24)
    assert clock.local(timers["due"].due_at).date() == row.due_on


def test_a_unit_without_a_head_answers_by_the_level_above(cast, units):
    assert leaders.level_of(units["finance"]).heads[0].id == cast["chen"].id
    assert [one.id for one in leaders.level_above(units["crew1"]).heads] == [cast["duo"].id]


def test_one_source_leads_to_one_order(db, cast):
    told = {"source": "inspection", "source_ref": "DC-2026-0001-3", "source_href": "/inspections/1"}
    row = makers.make_issued(cast, **told)
    with pytest.raises(RuleBroken, match=f"已下发整改 {row.number}"):
        makers.make_issued(cast, **told)
    assert rectifications.of_source("inspection", "DC-2026-0001-3") is row
    issuing.withdraw(row, reason="重复登记", by=cast["ming"], at=clock.now())
    assert makers.make_issued(cast, **told).number != row.number


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"source": "rumour"}, "没有登记"),
        ({"problem": " "}, "问题表现"),
        ({"deadline_on": makers.in_days(0)}, "晚于今天"),
        ({"goal_metric": "满意度"}, "目标值"),
        ({"goal_metric": "满意度", "goal_to": 90.0}, "日期"),
        ({"goal_to": 90.0}, "什么指标"),
    ],
)
def test_an_order_that_is_not_whole_is_refused(cast, told, said):
    with pytest.raises(RuleBroken, match=said):
        makers.make_issued(cast, **told)


def test_only_the_responsible_signs_and_plans(cast):
    row = makers.make_issued(cast)
    with pytest.raises(RuleBroken, match="只有整改责任人"):
        working.sign(row, by=cast["duo"], at=clock.now())
    working.sign(row, by=cast["liu"], at=clock.now())
    assert clocks(row)["sign"].outcome is deadlines.Outcome.MET
    with pytest.raises(Overtaken):
        working.sign(row, by=cast["liu"], at=clock.now())


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"cause": ""}, "根源分析"),
        ({"goal": ""}, "整改目标"),
        ({"measures": []}, "至少写一项措施"),
        ({"goal_metric": "使用率"}, "目标值"),
        ({"days": 8}, "晚于整改期限"),
    ],
)
def test_a_plan_has_cause_goal_and_measures_in_time(cast, told, said):
    row = makers.make_signed(cast)
    plan = makers.the_plan(cast, days=told.get("days", 5)) | {k: v for k, v in told.items() if k != "days"}
    with pytest.raises(RuleBroken, match=said):
        working.plan(row, by=cast["liu"], at=clock.now(), **plan)


def test_a_changed_plan_keeps_what_is_done(db, cast):
    row = makers.make_working(cast, owners=("wang", "zhao"))
    done, left = row.measures
    working.tick(row, done, words="已做", by=cast["wang"], at=clock.now())
    working.plan(row, by=cast["liu"], at=clock.now(), **makers.the_plan(cast, ("huang",)))
    assert [one.owner_id for one in row.measures] == [cast["wang"].id, cast["huang"].id]
    assert left not in row.measures


def test_a_measure_is_ticked_with_words_by_its_owner(cast):
    row = makers.make_working(cast)
    measure = row.measures[0]
    with pytest.raises(RuleBroken, match="责任人"):
        working.tick(row, measure, words="做了", by=cast["zhao"], at=clock.now())
    with pytest.raises(RuleBroken, match="做了什么"):
        working.tick(row, measure, words=" ", by=cast["wang"], at=clock.now())
    with pytest.raises(RuleBroken, match="1 项措施没有办结"):
        working.submit(row, summary="", by=cast["liu"], at=clock.now())
    working.tick(row, measure, words="做了", by=cast["wang"], at=clock.now())
    working.submit(row, summary="", by=cast["liu"], at=clock.now())
    assert row.state is S.REVIEW and clocks(row)["due"].outcome is deadlines.Outcome.MET


def test_a_picture_of_before_wants_one_of_after(cast):
    row = makers.make_done(cast)
    before = makers.add_photo(row, cast["ming"])
    with pytest.raises(RuleBroken, match="整改后的照片"):
        working.submit(row, summary="", by=cast["liu"], at=clock.now())
    makers.add_photo(row, cast["liu"], Side.AFTER, answers=before)
    working.submit(row, summary="", by=cast["liu"], at=clock.now())


def test_a_measurable_goal_wants_its_figure(cast):
    row = makers.make_signed(cast)
    goal = {"goal_metric": "及时率", "goal_unit": "%", "goal_to": 100.0, "goal_by": makers.in_days(7)}
    working.plan(row, by=cast["liu"], at=clock.now(), **makers.the_plan(cast, ("liu",), **goal))
    working.tick(row, row.measures[0], words="做了", by=cast["liu"], at=clock.now())
    with pytest.raises(RuleBroken, match="现在的数值"):
        working.submit(row, summary="", by=cast["liu"], at=clock.now())
    assert row.goal_in_words == "及时率 → 100 %"


@pytest.mark.parametrize("who", ["liu", "wu"])
def test_who_had_a_part_in_the_work_cannot_review_it(cast, who):
    row = makers.make_submitted(cast, owners=("wang", "wu") if who == "wu" else ("wang",))
    with pytest.raises(RuleBroken, match="复查"):
        reviewing.close(row, opinion="合格", by=cast[who], at=clock.now())


def test_a_failed_order_goes_out_one_level_higher_each_time(db, cast):
    second = makers.make_failed(cast, source="inspection", source_ref="DC-7")
    first = db.session.get(rectifications.Rectification, second.reissued_from_id)
    assert (first.state, second.state, second.issue_no) == (S.FAILED, S.ISSUED, 2)
    assert second.responsible_id == cast["duo"].id and second.unit_id == first.unit_id
    assert "抽查两人仍未使用" in second.problem
    working.sign(second, by=cast["duo"], at=clock.now())
    working.plan(second, by=cast["duo"], at=clock.now(), **makers.the_plan(cast, ("liu",)))
    working.tick(second, second.measures[0], words="已做", by=cast["liu"], at=clock.now())
    working.submit(second, summary="", by=cast["duo"], at=clock.now())
    third = reviewing.fail(second, opinion="仍有问题", due_on=makers.in_days(9), by=cast["min"], at=clock.now())
    assert third.responsible_id == cast["chen"].id and third.issue_no == 3
    assert [one.issue_no for one in queries.chain_of(second)] == [1, 2, 3]
    assert rectifications.of_source("inspection", "DC-7") is third
    booked = db.session.scalars(select(PointEntry).where(PointEntry.kind == "rectification")).all()
    assert [(one.holder, one.source_label) for one in booked] == [
        (f"u{first.unit_id}", first.number),
        (f"u{first.unit_id}", second.number),
    ]
    assert broken() == []


def test_more_time_once_by_the_issuers_leader(db, cast):
    row = makers.make_working(cast)
    until = makers.in_days(12)
    extending.ask(row, until=until, reason="等待设备到货", by=cast["liu"], at=clock.now())
    db.session.refresh(row, ["extension"])
    assert row.extension.leader_id == cast["wu"].id
    for who in ("ming", "liu", "duo"):
        with pytest.raises(RuleBroken, match="下发人的领导"):
            extending.decide(row, decision=Decision.GRANTED, words="", by=fresh(cast[who]), at=clock.now())
    extending.decide(row, decision=Decision.GRANTED, words="", by=fresh(cast["wu"]), at=clock.now())
    assert row.due_on == until and clock.local(clocks(row)["due"].due_at).date() == until
    with pytest.raises(RuleBroken, match="一次"):
        extending.ask(row, until=makers.in_days(20), reason="再等", by=cast["liu"], at=clock.now())


def test_a_refused_extension_needs_a_reason_and_moves_nothing(db, cast):
    row = makers.make_working(cast, by="wu")
    extending.ask(row, until=makers.in_days(12), reason="人手不足", by=cast["liu"], at=clock.now())
    db.session.refresh(row, ["extension"])
    assert row.extension.leader_id == cast["chen"].id
    with pytest.raises(RuleBroken, match="写明原因"):
        extending.decide(row, decision=Decision.REFUSED, words="", by=fresh(cast["fu"]), at=clock.now())
    extending.decide(row, decision=Decision.REFUSED, words="按期完成", by=fresh(cast["fu"]), at=clock.now())
    assert row.due_on == makers.in_days(7)


@pytest.mark.parametrize(
    ("days", "told", "recurs"),
    [
        (89, {}, True),
        (91, {}, False),
        (10, {"unit": "crew2"}, False),
        (10, {"category": Category.MONEY}, False),
        (10, {"source_item": "5.2 唱收唱付"}, False),
        (10, {"source_item": "5.1 问候"}, True),
    ],
)
def test_the_same_again_within_ninety_days_recurs(db, cast, days, told, recurs):
    earlier = makers.make_closed(cast, source_item="5.1 问候" if "source_item" in told else "")
    earlier.reviewed_at = clock.now() - timedelta(days=days)
    rectifications.issuing.audit.record("rectification.close", earlier, None)
    again = makers.make_issued(cast, **told)
    assert (again.recurs_id == earlier.id) is recurs


def test_every_desk_is_told_what_waits(db, cast):
    def waits(key: str) -> str:
        return " ".join(one.title for one in todos_of(fresh(cast[key]), clock.now()))

    row = makers.make_issued(cast)
    assert f"{row.number} 待签收" in waits("liu")
    makers.make_working(cast, "han", ("sun",), unit="crew2")
    assert "整改措施" in waits("sun")
    asked = makers.make_working(cast, "liu", ("zhao",))
    extending.ask(asked, until=makers.in_days(9), reason="等货", by=cast["liu"], at=clock.now())
    assert "延期待决定" in waits("wu") and "延期待决定" not in waits("chen")
    makers.make_submitted(cast, "liu", ("wang",))
    assert "整改待复查" in waits("min") and "整改待复查" not in waits("liu")


def test_photos_of_the_source_come_along(db, cast):
    first = makers.make_issued(cast)
    photo = makers.add_photo(first, cast["ming"])
    second = makers.make_issued(cast, photos=[photo.attachment])
    kept = db.session.scalars(queries.photos_of(second)).one()
    assert kept.attachment.sha256 == photo.attachment.sha256 and kept.attachment.owner_id == second.id


def test_a_campaign_that_ends_counts_for_crews_and_against_who_did_not_study(db, cast, units):
    """Source: S0 0-19; issue 4.3: what was reached and what was left undone stands in the ledger with its origin."""
    row = makers.make_campaign(cast)
    row.studies[0].due_on = clock.today()
    audit.record("campaign.plan", row.studies[0], cast["ming"])
    study, goal = row.studies[0], row.goals[1]
    campaigns.sign(study, row, words="懂了", by=cast["wang"], at=clock.now())
    campaigns.enter(goal, row, on=clock.today(), figure=100, by=cast["ming"], at=clock.now(), source="抽查", words="")
    db.session.flush()
    campaigns.close(row, practice="班前演练", by=cast["ming"], at=clock.now())
    found = db.session.scalars(db.select(PointEntry).where(PointEntry.source_label == row.number)).all()
    told = {(one.holder, one.kind, one.source_href) for one in found}
    here = f"/rectifications/campaigns/{row.id}"
    assert (f"u{units['crew1'].id}", "campaign_goal", here) in told
    assert (f"p{cast['zhao'].id}", "campaign_study", here) in told
    assert not any(holder == f"p{cast['wang'].id}" for holder, _kind, _href in told)
    assert invariants.broken() == []
