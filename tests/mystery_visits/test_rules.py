"""Codes, seals and decisions: what an organiser, a visitor and the group can rely on."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from models.core import checks, clock, settings
from models.core.attachments import Attachment
from models.core.audit import AuditEntry
from models.core.errors import Overtaken, RuleBroken
from models.mystery_visits import (
    ASPECTS,
    Decision,
    HeldAct,
    MysteryPhoto,
    MysteryVisit,
    VisitState,
    codes,
    held,
    jobs,
    planning,
    portal,
    publishing,
    sealing,
    studying,
)
from tests.mystery_visits import makers


def refusal(call, *args, **kwargs) -> str:
    with pytest.raises(RuleBroken) as refused:
        call(*args, **kwargs)
    return str(refused.value)


# Pure


def test_codes_are_long_and_have_no_look_alikes():
    code = codes.new_code()
    assert len(codes.normal(code)) == 12 and not set("01OIL258BSZ5UV") & set(codes.normal(code))


@given(st.sampled_from([str.lower, lambda c: c.replace("-", " "), lambda c: f" {c} ", lambda c: c.replace("-", "")]))
def test_how_a_code_is_typed_does_not_matter(spell):
    code = codes.new_code()
    assert codes.normal(spell(code)) == codes.normal(code)


@given(st.integers(0, 64))
def test_every_report_leads_to_the_root_and_no_other_text_does(count):
    commitments = [hashlib.sha256(bytes([n])).hexdigest() for n in range(count)]
    root, proofs = sealing.tree(commitments)
    assert all(sealing.root_from(one, proofs[one]) == root for one in commitments)
    assert {len(proof) for proof in proofs.values()} <= {6}
    if commitments:
        assert sealing.root_from("0" * 64, proofs[commitments[0]]) != root


def test_the_commitment_can_be_reckoned_with_any_program():
    text = sealing.canonical({"b": "二", "a": [1, None]})
    assert text == '{"a":[1,null],"b":"二"}'
    by_hand = hashlib.sha256(b"salt\n" + text.encode()).hexdigest()
    assert sealing.commitment_of(text, "salt") == by_hand


@pytest.mark.parametrize(
    ("scores", "tenths"),
    [
        ({aspect.code: aspect.points * 10 for aspect in ASPECTS}, 1000),
        ({aspect.code: 0 for aspect in ASPECTS}, 0),
        ({"service": 255, "words": 165}, 840),  # 42 of 50 seen
        ({"place": None, "dress": 100}, 667),  # 10 of 15, half up
    ],
)
def test_what_was_not_seen_counts_neither_way(scores, tenths):
    assert portal.total(scores) == tenths


@pytest.mark.parametrize("scores", [{}, {"dress": None}, {"dress": 151}, {"dress": -1}])
def test_a_score_needs_something_seen_within_its_points(scores):
    with pytest.raises(RuleBroken):
        portal.total(scores)


# Plans and codes


def test_a_window_must_lie_ahead_and_be_in_order(db, cast, units):
    today = clock.today()
    for first, last in ((today, today - timedelta(days=1)), (today, today + timedelta(days=90))):
        assert refusal(makers.make_plan, cast, units, from_on=first, to_on=last)
    past = {"from_on": today - timedelta(days=9), "to_on": today - timedelta(days=3)}
    assert "已经过去" in refusal(makers.make_plan, cast, units, **past)


def test_only_the_hash_of_a_code_is_kept(db, cast, units):
    visit, code = makers.make_issued(cast, units)
    kept = str([getattr(visit, column.key) for column in MysteryVisit.__table__.columns])
    assert code not in kept and codes.normal(code) not in kept and visit.code_hash == codes.hash_of(code)


def test_a_code_opens_within_its_days_and_a_new_one_replaces_it(db, cast, units):
    visit, code = makers.make_issued(cast, units)
    today, grace = clock.today(), settings.value_of("mystery_visit.code_days")
    assert portal.find(code.lower(), today).id == visit.id
    assert portal.find(code, visit.to_on + timedelta(days=grace)) and portal.find(code, visit.from_on)
    assert portal.find(code, visit.to_on + timedelta(days=grace + 1)) is None
    assert portal.find(code, visit.from_on - timedelta(days=1)) is None
    fresh = planning.issue(visit, by=cast["wu"], at=clock.now())
    assert portal.find(code, today) is None and portal.find(fresh, today).id == visit.id
    planning.revoke(visit, by=cast["wu"])
    assert portal.find(fresh, today) is None and visit.state is VisitState.PLANNED


def test_a_new_code_shuts_the_browser_and_keeps_what_was_typed(db, cast, units):
    visit, code = makers.make_issued(cast, units)
    secret = portal.begin(portal.find(code, clock.today()), clock.now())
    portal.save(visit, {"lane": ["X04"]}, clock.now())
    fresh = planning.issue(visit, by=cast["wu"], at=clock.now())
    db.session.flush()
    db.session.expire_all()
    assert portal.opened(secret, clock.today()) is None
    again = portal.begin(portal.find(fresh, clock.today()), clock.now())
    assert portal.draft_of(portal.opened(again, clock.today())).fields == {"lane": ["X04"]}


def test_a_cancelled_visit_loses_what_was_typed(db, cast, units):
    visit, code = makers.make_issued(cast, units)
    portal.begin(visit, clock.now())
    portal.add_photo(visit, makers.prepare(makers.picture()))
    planning.cancel(visit, reason="另行安排", by=cast["wu"])
    assert portal.find(code, clock.today()) is None
    assert db.session.scalar(select(func.count(MysteryPhoto.id))) == 0


# The report


def test_sending_spends_the_code_and_leaves_a_receipt(db, cast, units):
    visit, code = makers.make_issued(cast, units)
    secret = portal.begin(portal.find(code, clock.today()), clock.now())
    report = portal.send(makers.whole(visit), at=clock.now(), **makers.content())
    assert portal.find(code, clock.today()) is None and portal.opened(secret, clock.today()) is None
    assert portal.receipt_of(secret).commitment == report.commitment
    assert visit.state is VisitState.SENT and visit.code_hash is None and report.score == 900
    refused = refusal(portal.send, makers.whole(visit), at=clock.now(), **makers.content())
    assert "待研究" in refused


def test_a_visit_outside_its_window_is_refused(db, cast, units):
    visit, _code = makers.make_issued(cast, units)
    portal.begin(visit, clock.now())
    for days in (10, -1):
        moment = clock.now() - timedelta(days=days)
        assert refusal(portal.send, makers.whole(visit), at=clock.now(), **makers.content(visited_at=moment))


def test_the_sending_leads_to_nobody(db, cast, units):
    visit = makers.make_sent(cast, units)
    acts = select(HeldAct.entry).where(HeldAct.visit_id == visit.id).order_by(HeldAct.id)
    entry = db.session.scalars(acts).all()[-1]
    assert (entry["action"], entry["origin"], entry["actor_id"]) == ("mystery_visit.send", "", None)


def test_photos_lose_their_origin_and_are_few(db, cast, units):
    visit, _code = makers.make_issued(cast, units)
    for _ in range(portal.PHOTOS):
        portal.add_photo(visit, makers.prepare(makers.picture()))
    assert "最多" in refusal(portal.add_photo, visit, makers.prepare(makers.picture()))


# The group


def test_only_members_decide_and_only_with_a_reason(db, cast, units):
    visit = makers.make_sent(cast, units)
    matter, decision = visit.matters[0], Decision.DECLINED
    told = {"decision": decision, "at": clock.now()}
    assert refusal(studying.decide, visit, matter, reason="不合适", by=cast["ming"], **told) == studying.NOT_SEATED
    assert "理由" in refusal(studying.decide, visit, matter, reason="", by=cast["cai"], **told)
    studying.decide(visit, matter, reason="不合适", by=cast["cai"], **told)
    assert (matter.decision, matter.decided_by_id) == (decision, cast["cai"].id)


def test_the_study_closes_when_everything_is_decided(db, cast, units):
    visit = makers.make_sent(cast, units)
    assert "还有 2 条" in refusal(studying.close, visit, opinion="", by=cast["chen"], at=clock.now())
    makers.decide_all(visit, cast)
    studying.close(visit, opinion="同意", by=cast["chen"], at=clock.now())
    again = {"decision": Decision.DECLINED, "reason": "再想想", "by": cast["chen"], "at": clock.now()}
    assert "办结" in refusal(studying.decide, visit, visit.matters[0], **again)


def test_the_day_to_study_by_counts_working_days(db, cast, units, monkeypatch):
    visit = makers.make_sent(cast, units)
    assert visit.due_on > clock.today() + timedelta(days=4)


# Publication


def test_publication_waits_for_the_study_and_for_the_seal_of_the_day(db, cast, units):
    visit = makers.make_sent(cast, units)
    assert "研究办结后" in refusal(publishing.publish, visit, by=cast["wu"], at=clock.now())
    visit = makers.make_studied(cast, units)
    assert "次日凌晨" in refusal(publishing.publish, visit, by=cast["wu"], at=clock.now())
    makers.seal_today()
    publishing.publish(makers.whole(visit), by=cast["wu"], at=clock.now())
    assert visit.number == f"AF-{clock.today().year}-0001"


def test_a_house_may_publish_before_the_study(db, cast, units):
    settings.change("mystery_visit.publish_at_once", True, valid_from=clock.today(), unit_id=None, by=None)
    db.session.info.pop("unrecorded", None)
    visit = makers.make_sent(cast, units)
    makers.seal_today()
    publishing.publish(makers.whole(visit), by=cast["wu"], at=clock.now())
    told = {"decision": Decision.ADOPTED, "reason": "照办", "by": cast["chen"], "at": clock.now()}
    studying.decide(makers.whole(visit), makers.matter_of(visit), **told)
    assert "公布" in refusal(studying.decide, makers.whole(visit), makers.matter_of(visit), **told)


def test_a_published_report_can_be_verified_and_a_changed_one_cannot(db, cast, units):
    report = makers.report_of(makers.make_published(cast, units))
    assert sealing.root_from(sealing.commitment_of(report.sealed, report.salt), report.proof) == report.root.hash
    assert sealing.commitment_of(report.sealed.replace("熟练", "生疏"), report.salt) != report.commitment


def test_photos_move_to_the_common_store_with_the_hash_that_was_sealed(db, cast, units):
    visit = makers.make_published(cast, units, photo=True)
    kept = db.session.scalars(select(Attachment).where(Attachment.owner_type == "mystery_visits")).one()
    assert [kept.sha256] == visit.report.content["photos"]
    assert db.session.scalars(select(MysteryPhoto.content)).all() == [None]


# The trail


def test_nothing_stands_in_the_trail_until_publication_and_then_everything(db, cast, units):
    def acts() -> list[str]:
        db.session.commit()
        told = AuditEntry.subject_type.in_(("mystery_visits", "attachments"))
        return db.session.scalars(select(AuditEntry.action).where(told).order_by(AuditEntry.id)).all()

    visit = makers.make_studied(cast, units, photo=True)
    makers.make_plan(cast, units)
    assert acts() == []
    makers.seal_today()
    publishing.publish(makers.whole(visit), by=cast["wu"], at=clock.now())
    told = acts()
    assert told[:3] == ["mystery_visit.plan", "mystery_visit.issue", "mystery_visit.send"]
    assert told[-2:] == ["mystery_visit.publish", "attachment.keep"]
    assert "办理于" in db.session.scalar(select(AuditEntry.note).where(AuditEntry.action == "mystery_visit.plan"))


def test_a_cancelled_visit_is_told_to_the_trail_half_a_year_later(db, cast, units):
    visit = makers.make_plan(cast, units)
    planning.cancel(visit, reason="另行安排", by=cast["wu"])
    db.session.commit()
    told = select(func.count()).where(AuditEntry.action == "mystery_visit.cancel")
    jobs.disclose_cancelled(clock.now())
    db.session.commit()
    assert db.session.scalar(told) == 0
    jobs.disclose_cancelled(clock.now() + timedelta(days=200))
    db.session.commit()
    assert db.session.scalar(told) == 1


def test_a_changed_act_that_was_held_back_is_noticed(db, cast, units):
    makers.make_sent(cast, units)
    assert list(held.broken()) == []
    act = db.session.scalars(select(HeldAct).order_by(HeldAct.id)).all()[1]
    act.entry = act.entry | {"actor_name": "别人"}
    db.session.flush()
    assert len(list(held.broken())) == 1
    db.session.rollback()


def test_the_data_of_every_stage_is_sound(db, cast, units):
    makers.make_published(cast, units)
    makers.make_studied(cast, units)
    makers.make_issued(cast, units)
    db.session.flush()
    assert [
        said for sentence, broken in checks.run() if "暗访" in sentence or "访问码" in sentence for said in broken
    ] == []


def test_the_loser_of_a_publication_is_told(db, cast, units):
    visit = makers.make_published(cast, units)
    with pytest.raises(Overtaken):
        publishing.publish(visit, by=cast["chen"], at=clock.now())
