"""A round from the call to the award; who is excluded and why; bans that begin or fall in between."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from models import approvals
from models.awards import AwardObjection, AwardState, Outcome, keeping, objections, outlook, queries, rounds, stars
from models.core import clock
from models.core.errors import Overtaken, RuleBroken
from models.inbox import Message
from models.penalties import effects
from models.points import Signer
from tests.awards import makers
from tests.awards.makers import candidate, judge
from tests.penalties import makers as penalties
from tests.points.makers import make_grievance
from tests.points.test_deeds import sign


def objections_of(db, award) -> list[AwardObjection]:
    return list(db.session.scalars(select(AwardObjection).where(AwardObjection.award_id == award.id)))


def test_everybody_is_taken_in_and_who_is_banned_is_told_why(db, cast, units):
    penalties.make_due(cast)
    award = makers.make_round(cast, units)
    rounds.screen(award, by=cast["ming"], at=clock.now())
    wang, zhao = candidate(award, "王倩"), candidate(award, "赵磊")
    assert (wang.is_eligible, zhao.is_eligible) == (False, True)
    assert f"{clock.today().year} 年受过处罚" in wang.reasons[0]
    told = db.session.scalars(select(Message.title).where(Message.user_id == cast["wang"].id)).all()
    assert any("资格审查" in title and "受过处罚" in title for title in told)
    assert db.session.scalars(queries.candidate_of(award, f"p{cast['mei'].id}")).first() is None
    db.session.commit()


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"posts": ["班长", "监控员"]}, "收费员，限于班长、监控员"),
        ({"least_shifts": 18}, "0 个班，要求 18 个班"),
        ({"least_score": 1001}, "月均 100 分，要求 100.1 分"),
        ({"needs_grievance": True}, "没有三方签认的委屈记录"),
    ],
)
def test_every_condition_says_what_is_missing(cast, units, filters, words):
    award = makers.make_round(cast, units, filters=filters)
    rounds.screen(award, by=cast["ming"], at=clock.now())
    assert words in candidate(award, "王倩").reasons[0]


def test_a_grievance_signed_by_three_opens_the_award_for_it(cast, units):
    row = make_grievance(cast["wang"])
    for key, post in zip(("liu", "jian", "duo"), Signer, strict=True):
        sign(row, cast[key], post)
    filters = {"needs_grievance": True}
    award = makers.make_round(cast, units, "grievance", filters=filters)
    rounds.nominate(award, holder=cast["wang"], words="没有还口", by=cast["liu"])
    with pytest.raises(RuleBroken, match="已经提名"):
        rounds.nominate(award, holder=cast["wang"], words="再提", by=cast["duo"])
    with pytest.raises(RuleBroken, match="不能提名您本人"):
        rounds.nominate(award, holder=cast["liu"], words="我", by=cast["liu"])
    with pytest.raises(RuleBroken, match="提名范围"):
        rounds.nominate(award, holder=cast["mei"], words="别站", by=cast["duo"])
    rounds.screen(award, by=cast["ming"], at=clock.now())
    assert candidate(award, "王倩").is_eligible


def test_nobody_judges_their_own_crew(cast, units):
    award = makers.make_jury(cast, units)
    with pytest.raises(RuleBroken, match="不能给本班组打分"):
        judge(award, cast["liu"], 王倩=99)
    judge(award, cast["han"], 王倩=60)
    judge(award, cast["han"], 王倩=90)
    assert queries.votes_by_holder(award) == {f"p{cast['wang'].id}": [90]}


def test_the_ranking_follows_the_frozen_terms(db, cast, units):
    award = makers.make_notice(cast, units)
    wang = candidate(award, "王倩")
    assert (wang.place, wang.is_winner) == (1, True)
    assert "位评委的平均分" in wang.figures["jury"]["words"]
    assert award.notice_until == clock.today() + timedelta(days=2)
    db.session.commit()


def test_whom_no_juror_judged_counts_as_the_mean_of_the_others(db, cast, units):
    """Who may be judged only by their own crew is not the last for it."""
    award = makers.make_notice(cast, units)
    others = [
        row for row in db.session.scalars(queries.eligible_of(award)) if row.caption not in ("王倩", "赵磊", "孙晓梅")
    ]
    assert others
    for row in others:
        assert row.figures["jury"] == {"value": 81_67, "words": "没有评委打分，按候选的平均得分计"}


def test_a_round_is_approved_after_its_notice_and_then_issued(db, cast, units):
    award = makers.make_notice(cast, units)
    with pytest.raises(RuleBroken, match="次日起才能提交"):
        rounds.submit(award, by=cast["ming"], at=clock.now())
    rounds.submit(award, by=cast["ming"], at=clock.now() + timedelta(days=4))
    for one in ("wu", "chen"):
        approvals.approve(approvals.latest_of(award), cast[one], "同意", clock.now())
    assert award.state is AwardState.APPROVED
    rounds.issue(award, by=cast["ming"], at=clock.now())
    row = next(iter(db.session.scalars(queries.due_rewards(cast["cai"]))))
    with pytest.raises(RuleBroken, match="不能早于颁发的日期"):
        keeping.pay(row, receipt_no="JJ-1", paid_on=clock.today() - timedelta(days=1), by=cast["cai"], at=clock.now())
    keeping.pay(row, receipt_no="JJ-1", paid_on=clock.today(), by=cast["cai"], at=clock.now())
    with pytest.raises(Overtaken, match="这笔奖金已于"):
        keeping.pay(row, receipt_no="JJ-2", paid_on=clock.today(), by=cast["cai"], at=clock.now())
    db.session.commit()


def test_a_ban_before_the_notice_changes_eligibility_by_itself(db, cast, units):
    award = makers.make_jury(cast, units)
    penalty = penalties.make_due(cast)
    assert not candidate(award, "王倩").is_eligible
    effects.reverse(penalty, reason="不是本人", by=cast["chen"], at=clock.now())
    assert candidate(award, "王倩").is_eligible and objections_of(db, award) == []
    db.session.commit()


def test_a_ban_after_the_notice_opens_an_objection(db, cast, units):
    award = makers.make_notice(cast, units)
    penalties.make_due(cast)
    (row,) = objections_of(db, award)
    assert row.by_id is None and "评先资格取消" in row.words and candidate(award, "王倩").is_winner
    with pytest.raises(RuleBroken, match="还有异议没有决定"):
        rounds.submit(award, by=cast["ming"], at=clock.now() + timedelta(days=4))
    row.candidate = candidate(award, "王倩")
    objections.decide(row, award, outcome=Outcome.UPHELD, reason="处罚属实", by=cast["fu"], at=clock.now())
    wang, zhao = candidate(award, "王倩"), candidate(award, "赵磊")
    assert (wang.is_winner, wang.place, zhao.place) == (False, None, 1)
    db.session.commit()


def test_an_objection_upheld_sets_a_candidate_aside(db, cast, units):
    award = makers.make_notice(cast, units)
    told = {"words": "当天没有上岗", "by": cast["sun"]}
    row = objections.object_to(award, candidate=candidate(award, "王倩"), at=clock.now(), **told)
    row.candidate = candidate(award, "王倩")
    with pytest.raises(RuleBroken, match="涉及您本人"):
        objections.decide(row, award, outcome=Outcome.UPHELD, reason="属实", by=cast["wang"], at=clock.now())
    objections.decide(row, award, outcome=Outcome.UPHELD, reason="属实", by=cast["fu"], at=clock.now())
    assert "异议成立：属实" in candidate(award, "王倩").reasons
    with pytest.raises(Overtaken):
        objections.object_to(award, candidate=row.candidate, at=clock.now() + timedelta(days=9), **told)
    db.session.commit()


def test_a_crew_is_barred_by_decision_and_given_back(db, cast, units):
    award = makers.make_round(cast, units, "gold_crew", filters={"no_ban": True})
    rounds.screen(award, by=cast["ming"], at=clock.now())
    told = {"year": clock.today().year, "reason": "专项行动不力", "by": cast["wu"], "at": clock.now()}
    row = keeping.bar(holder=units["crew1"], **told)
    assert candidate(award, "青岚收费站一班").reasons == [
        f"评先资格：{clock.today().year} 年评先资格已取消：专项行动不力"
    ]
    with pytest.raises(RuleBroken, match="已经取消"):
        keeping.bar(holder=units["crew1"], **told)
    keeping.lift(row, reason="整改到位", by=cast["chen"], at=clock.now())
    assert candidate(award, "青岚收费站一班").is_eligible
    db.session.commit()


def test_ones_outlook_names_every_condition(cast, units):
    makers.make_round(cast, units, filters={"no_ban": True, "least_shifts": 18})
    found = outlook.of(cast["wang"], clock.today())
    assert [(one.title, one.is_met) for one in found.checks] == [("评先资格", True), ("出勤班次", False)]


def test_weights_sum_to_a_hundred(cast):
    kind = makers.kind()
    words = {"name": "标兵", "places": 3, "amount": 0, "is_for_all": True, "source": "本所", "is_open": True}
    with pytest.raises(RuleBroken, match="之和应为 100"):
        keeping.edit_kind(kind, by=cast["wu"], weights={"score": 90}, filters={}, **words)


@pytest.mark.parametrize(("tenths", "name"), [(849, "无星级"), (850, "准星级"), (900, "二星级"), (1000, "五星级")])
def test_stars_follow_the_lines(tenths, name):
    assert stars.of_score(tenths, [850, 880, 910, 940, 970]) == name
