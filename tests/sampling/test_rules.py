"""Draws, reviews and plans as the house keeps them."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import select

from models.core import clock
from models.core.db import db as _db
from models.core.errors import RuleBroken
from models.inbox import Message
from models.inspections import Inspection, Kind, Verdict
from models.sampling import Cause, ClipState, Draw, ReviewState, agreeing, planning, queries, reviewing, rules
from models.sampling.invariants import not_reproducible, unfair
from tests.inspections import makers as inspections
from tests.inspections.makers import make_submitted, sheet
from tests.sampling.makers import MONTH, UNTIL, clips, make_draw, make_month, score, whole


@pytest.fixture
def month(cast, units):
    make_month(cast, units)


def test_everybody_on_a_lane_is_drawn_and_nobody_more_than_one_above_another(month, cast, units):
    drawn = Counter(clip.person_id for clip in clips(make_draw(cast, units)))
    assert sorted(drawn) == sorted(cast[one].id for one in ("wang", "zhao", "sun", "zhou"))
    assert sorted(drawn.values()) == [1, 1, 2, 2]


def test_a_clip_keeps_who_where_and_when_and_lies_within_the_duty(month, cast, units):
    draw = make_draw(cast, units)
    one = clips(draw)[0]
    assert (one.crew_name, one.lane_name[:1]) in {("一班", "E"), ("一班", "X"), ("二班", "E"), ("二班", "X")}
    assert (one.to_at - one.from_at).total_seconds() == draw.minutes * 60
    assert one.person_name in {"王倩", "赵磊", "孙晓梅", "周洋"}


def test_the_same_seed_and_list_give_the_same_clips_and_a_change_is_noticed(month, cast, units, db):
    draw = make_draw(cast, units)
    assert rules.differences(draw, clips(draw)) == [] and list(not_reproducible()) == [] and list(unfair()) == []
    draw.seed = "0" * 32
    assert "不符" in rules.differences(draw, clips(draw))[0]
    db.session.rollback()


def test_a_month_is_drawn_once_until_the_draw_is_taken_back_with_a_reason(month, cast, units, db):
    first = make_draw(cast, units)
    with pytest.raises(RuleBroken, match="已随机抽检过"):
        make_draw(cast, units)
    with pytest.raises(RuleBroken, match="作废的理由"):
        rules.cancel(first, reason="", by=cast["wu"])
    rules.cancel(first, reason="检查表选错", by=cast["wu"])
    db.session.commit()
    assert {clip.state for clip in clips(first)} == {ClipState.DROPPED}
    assert make_draw(cast, units).number != first.number


def test_of_two_draws_at_once_one_is_made(app, month, cast, units, db):
    by, reviewers, station = cast["ming"].id, [cast["min"].id, cast["tan"].id], units["qinglan"].id
    db.session.commit()

    def draw(_n):
        from models.accounts import Unit, User

        with app.app_context():
            get = _db.session.get_one
            told = {"month": MONTH, "until": UNTIL, "total": 4, "template": sheet(), "at": clock.now()}
            try:
                people = [get(User, one) for one in reviewers]
                rules.draw_fair(get(Unit, station), reviewers=people, by=get(User, by), **told)
                _db.session.commit()
            except RuleBroken:
                return "refused"
            return "made"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(draw, range(2))) == ["made", "refused"]
    assert len(db.session.scalars(select(Draw)).all()) == 1


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"until": date(2026, 11, 3)}, "所选月份之内"),
        ({"total": 0}, "1 到 400 段"),
        ({"reviewers": []}, "请选择评分人"),
        ({"month": date(2026, 9, 1), "until": date(2026, 9, 30)}, "没有够长的车道当班记录"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_sentence(month, cast, units, told, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        make_draw(cast, units, **told)


def test_nobody_scores_the_station_they_belong_to(month, cast, units):
    with pytest.raises(RuleBroken, match="不能检查本班组、本单位"):
        make_draw(cast, units, reviewers=[cast["duo"]])


def test_a_directed_draw_names_its_people_and_counts_in_no_fair_draw(month, cast, units, db):
    told = {"month": MONTH, "until": UNTIL, "template": sheet(), "reviewers": [cast["min"]], "at": clock.now()}
    told |= {"people": [cast["wang"]], "each": 2, "cause": Cause.NEW, "by": cast["ming"]}
    with pytest.raises(RuleBroken, match="写明定向抽检的理由"):
        rules.draw_directed(units["qinglan"], reason="", **told)
    made = rules.draw_directed(units["qinglan"], reason="新上岗第一个月", **told)
    db.session.commit()
    assert [clip.person_id for clip in clips(made)] == [cast["wang"].id] * 2
    fair = make_draw(cast, units)
    assert fair.earlier == {} and list(unfair()) == []
    with pytest.raises(RuleBroken, match="刘建平在这段时间没有车道当班"):
        rules.draw_directed(units["qinglan"], reason="跟踪", **told | {"people": [cast["liu"]]})


def test_reviewers_are_told_and_nobody_else(month, cast, units, db):
    make_draw(cast, units)
    told = set(db.session.scalars(select(Message.user_id).where(Message.kind == "sampling")))
    assert told == {cast["min"].id, cast["tan"].id}


def test_a_clip_is_through_when_both_are_and_neither_saw_the_other_before(month, cast, units, db, as_):
    draw = make_draw(cast, units, total=4)
    draw_double(db, draw, cast)
    one, other = clips(draw)[0].reviews
    score(one, "5.1")
    assert clips(draw)[0].state is ClipState.WAITING
    assert as_(other.reviewer).get(f"/sampling/reviews/{one.id}").status_code == 404
    score(other)
    assert clips(draw)[0].state is ClipState.SCORED
    assert as_(whole(other.id).reviewer).get(f"/sampling/reviews/{one.id}").status_code == 200


def draw_double(db, draw, cast) -> None:
    """Give the first clip to both."""
    from models.core import audit
    from models.sampling import Review

    clip = clips(draw)[0]
    theirs = {review.reviewer_id for review in clip.reviews}
    for key in ("min", "tan"):
        if cast[key].id not in theirs:
            row = Review(clip_id=clip.id, unit_id=clip.unit_id, reviewer_id=cast[key].id, state=ReviewState.WAITING)
            db.session.add(row)
            audit.record("sampling.assign", row, None)
    db.session.commit()


def test_every_item_needs_a_verdict_and_a_score_is_final(month, cast, units):
    review = clips(make_draw(cast, units))[0].reviews[0]
    row = whole(review.id)
    with pytest.raises(RuleBroken, match="还没有评"):
        reviewing.score(row, seen=[], clip_ref="", note="", by=row.reviewer, at=clock.now())
    score(review, "5.1")
    row = whole(review.id)
    assert row.state is ReviewState.DONE and 0 < row.score < 1000 and len(row.marks) > 10
    with pytest.raises(RuleBroken, match="不能“提交评分”"):
        score(review)


def test_a_clip_without_a_recording_says_why(month, cast, units, db):
    review = whole(clips(make_draw(cast, units))[0].reviews[0].id)
    with pytest.raises(RuleBroken, match="没有录像的原因"):
        reviewing.miss(review, note="", by=review.reviewer, at=clock.now())
    reviewing.miss(review, note="硬盘故障", by=review.reviewer, at=clock.now())
    db.session.commit()
    assert clips(whole(review.id).clip.draw)[0].state is ClipState.MISSING


def test_what_was_wrong_becomes_one_inspection_with_the_persons_finding(month, cast, units, db):
    clip = next(
        one for one in clips(make_draw(cast, units, reviewers=[cast["min"]])) if one.person_id == cast["wang"].id
    )
    review = clip.reviews[0]
    score(review, "5.1")
    row = whole(review.id)
    made = reviewing.convert(row, companion=cast["tan"], by=row.reviewer, at=clock.now())
    db.session.commit()
    found = [(one.person_id, one.item.code, one.video_ref) for one in inspections.whole(made.id).findings]
    assert found == [(cast["wang"].id, "5.1", "NVR-7")] and made.unit_id == units["crew1"].id
    with pytest.raises(RuleBroken, match="已经转为督查"):
        reviewing.convert(whole(review.id), companion=cast["tan"], by=row.reviewer, at=clock.now())
    with pytest.raises(RuleBroken, match="已转为督查"):
        rules.cancel(row.clip.draw, reason="重抽", by=cast["wu"])
    assert len(db.session.scalars(select(Inspection)).all()) == 1


def test_agreement_counts_double_scored_clips_only_and_shows_its_n(month, cast, units, db):
    draw = make_draw(cast, units, total=4)
    draw_double(db, draw, cast)
    for place, review in enumerate(clips(draw)[0].reviews):
        score(review, *(["5.1"] if place else []))
    found = agreeing.report(cast["wu"], MONTH, UNTIL)
    items = len(sheet().items)
    assert (found.whole.pairs, found.whole.same) == (items, items - 1)
    assert found.pairs[0][0] == "周敏 · 谭松" and found.items[0][0].code == "5.1"
    assert agreeing.report(cast["mo"], MONTH, UNTIL).whole.pairs == 0


def test_a_months_plan_counts_what_was_held(cast, units, db):
    station = units["qinglan"]
    make_submitted(cast, units)
    month = clock.today().replace(day=1)
    [before] = planning.progress([station], month)
    assert (before.target, before.done, before.is_planned, before.is_met) == (12, 1, False, False)
    planning.plan(station, month=month, targets={Kind.SPECIAL: 1}, by=cast["wu"])
    [other] = planning.progress([station], month)
    assert (other.done, other.counted, other.percent, other.is_met) == (1, 0, 0, False), "of a kind nobody planned"
    planning.plan(station, month=month, targets={Kind.DAILY: 1, Kind.SPECIAL: 0}, by=cast["wu"])
    db.session.commit()
    [after] = planning.progress([station], month)
    assert (after.target, after.done, after.percent, after.is_met) == (1, 1, 100, True)
    with pytest.raises(RuleBroken, match="0 到 200 次"):
        planning.plan(station, month=month, targets={Kind.DAILY: 201}, by=cast["wu"])


def test_a_successor_takes_the_waiting_clips(month, cast, units, db):
    review = clips(make_draw(cast, units, reviewers=[cast["min"]]))[0].reviews[0]
    rules.reassign(whole(review.id), reviewer=cast["tan"], by=cast["wu"], at=clock.now())
    db.session.commit()
    assert whole(review.id).reviewer_id == cast["tan"].id
    with pytest.raises(RuleBroken, match="已经在评"):
        rules.reassign(whole(review.id), reviewer=cast["tan"], by=cast["wu"], at=clock.now())
    assert {mark.verdict for mark in whole(review.id).marks} <= set(Verdict)
    assert db.session.scalars(queries.waiting(cast["tan"])).first().id == review.id
