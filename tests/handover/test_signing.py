"""From draft to seal: who signs, what a signature binds, what voids it."""

from __future__ import annotations

import pytest

from models.core.db import db
from models.core.errors import RuleBroken
from models.handover import Handover, content, queries, rules, signing
from models.handover.kinds import HandoverState, ReceiverItem, Side
from tests.handover.makers import (
    CHANGE,
    all_good,
    clean_texts,
    fill,
    full,
    give_pins,
    make_evening,
    make_handover,
    pen,
    seal,
    sign_in,
    sign_out,
)


@pytest.fixture
def evening(cast, units):
    return make_evening(cast, units)


@pytest.fixture
def clean(evening, cast):
    """The middle shift's draft with a clean shift typed in."""
    return fill(make_handover(evening[0], cast["liu"]), cast["liu"])


def test_a_clean_shift_goes_from_draft_to_seal(clean, evening, cast):
    handover = sign_out(clean, cast["liu"])
    assert handover.state is HandoverState.HANDED_OVER and handover.settlements[0].cash == 842000
    handover = sign_in(handover, cast["han"], session_user=cast["liu"])
    heir = full(db.session.scalars(queries.of_shift(evening[1].id)).one())
    assert heir.draft.body["rolls"][0]["start_no"] == "0048214078"
    assert heir.draft.body["cards"][0]["opening"] == "1469"
    handover = seal(handover, cast["duo"])
    assert handover.state is HandoverState.SEALED and handover.seal_seq == 1
    assert content.broken_seals([handover]) == []
    assert [s.session_user_id for s in handover.signatures] == [cast["liu"].id, cast["liu"].id, cast["duo"].id]


def test_a_figure_changed_behind_the_signature_breaks_the_seal(clean, cast):
    handover = seal(sign_in(sign_out(clean, cast["liu"]), cast["han"]), cast["duo"])
    db.session.execute(db.text("UPDATE booth_settlements SET cash = cash + 1 WHERE sort = 0"))
    db.session.commit()
    assert content.broken_seals([full(handover)]) == [f"{handover.number} 的内容在签认之后被改动"]


def test_the_incoming_leader_cannot_sign_what_was_changed_after_the_first_signature(clean, cast):
    handover = sign_out(clean, cast["liu"])
    db.session.execute(db.text("UPDATE card_counts SET closing = closing - 5"))
    db.session.commit()
    handover = full(handover)
    signing.check(handover, cast["han"])
    with pytest.raises(RuleBroken, match="重新签认"):
        signing.take_over(handover, pen(cast["han"]), all_good(ReceiverItem))


def test_nobody_signs_for_two_sides(clean, cast):
    handover = sign_out(clean, cast["liu"])
    signing.check(handover, cast["liu"])
    with pytest.raises(RuleBroken, match="不能再签另一方"):
        signing.take_over(handover, pen(cast["liu"], reason="韩雪迟到"), all_good(ReceiverItem))


def test_a_wrong_pin_signs_nothing(clean, cast):
    with pytest.raises(RuleBroken, match="PIN 不正确"):
        signing.hand_over(clean, pen(cast["liu"], pin="000001"))
    db.session.rollback()
    assert full(clean).state is HandoverState.DRAFT


def test_a_collector_cannot_sign_in_the_leaders_place(clean, cast):
    give_pins(cast["wang"])
    with pytest.raises(RuleBroken, match="没有代签的权限"):
        signing.hand_over(full(clean), pen(cast["wang"], reason="班长不在"))


def test_a_substitute_gives_a_reason(clean, cast):
    with pytest.raises(RuleBroken, match="请填写代签原因"):
        signing.hand_over(clean, pen(cast["han"]))
    db.session.rollback()
    handover = full(clean)
    signing.hand_over(handover, pen(cast["han"], reason="刘建平送医"))
    db.session.commit()
    assert full(handover).signature_of(Side.OUTGOING).substitute_reason == "刘建平送医"


def test_a_leader_of_another_station_cannot_stand_in(clean, cast):
    give_pins(cast["mo"])
    with pytest.raises(RuleBroken, match="没有代签的权限"):
        signing.hand_over(full(clean), pen(cast["mo"], reason="帮忙"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"settlements__0__cash": "8410"}, "1 处"),
        ({"cards__0__closing": "1468"}, "1 处"),
        ({"settlements__1__n01": "4"}, "1 处"),
        ({"head__0__weather": ""}, "1 处"),
        ({"items__0__counted": "x"}, "1 处"),
    ],
)
def test_it_is_not_signed_while_a_difference_is_unexplained(evening, cast, changes, sentence):
    handover = fill(make_handover(evening[0], cast["liu"]), cast["liu"], **changes)
    with pytest.raises(RuleBroken, match=sentence):
        signing.hand_over(handover, pen(cast["liu"]))


def test_an_objection_sends_it_back_and_voids_the_signature(clean, cast):
    handover = sign_out(clean, cast["liu"])
    signing.check(handover, cast["han"])
    signing.object_to(handover, {"cards": "实存只有 1468 张", "rolls": ""}, by=cast["han"], at=CHANGE)
    db.session.commit()
    handover = full(handover)
    assert handover.state is HandoverState.OBJECTED and handover.signature_of(Side.OUTGOING) is None
    with pytest.raises(RuleBroken, match="实存只有 1468 张"):
        signing.hand_over(handover, pen(cast["liu"]))
    db.session.rollback()
    handover = full(handover)
    answer = {f"answers-{handover.objections[0].id}": "复点 1468，补说明", "cards-0-closing": "1468"}
    answer["cards-0-reason"] = "散卡遗失 1 张"
    rules.save_draft(handover, clean_texts(handover) | answer, by=cast["liu"], at=CHANGE)
    handover = sign_out(full(handover), cast["liu"])
    assert handover.cards[0].closing == 1468 and handover.objections[0].answer == "复点 1468，补说明"
    assert [s.is_void for s in handover.signatures] == [True, False]


def test_a_signature_is_withdrawn_until_the_other_side_acts(clean, cast):
    handover = sign_out(clean, cast["liu"])
    signing.withdraw(handover, "481526", by=cast["liu"], at=CHANGE)
    db.session.commit()
    handover = sign_out(full(handover), cast["liu"])
    signing.check(handover, cast["han"])
    with pytest.raises(RuleBroken, match="对方已经开始处理"):
        signing.withdraw(handover, "481526", by=cast["liu"], at=CHANGE)


def test_a_matter_lies_in_exactly_one_handover(evening, cast):
    new = {"matters__0__sentence": "X02 费显不亮", "matters__0__urgency": "urgent"}
    handover = sign_out(fill(make_handover(evening[0], cast["liu"]), cast["liu"], **new), cast["liu"])
    (held,) = db.session.scalars(queries.held_matters(handover.id)).all()
    handover = sign_in(handover, cast["han"])
    heir = db.session.scalars(queries.of_shift(evening[1].id)).one()
    assert db.session.scalars(queries.held_matters(handover.id)).all() == []
    assert [(m.id, m.hops) for m in db.session.scalars(queries.held_matters(heir.id))] == [(held.id, 1)]
    signing.withdraw(full(handover), "481526", by=cast["han"], at=CHANGE)
    db.session.commit()
    assert [m.hops for m in db.session.scalars(queries.held_matters(handover.id))] == [0]


def test_sealed_shortages_become_cases(evening, cast):
    changes = {"settlements__0__cash": "8375", "settlements__0__over": "35", "settlements__0__reason": "找零差错"}
    handover = fill(make_handover(evening[0], cast["liu"]), cast["liu"], **changes)
    seal(sign_in(sign_out(handover, cast["liu"]), cast["han"]), cast["duo"])
    cases = db.session.scalars(queries.differences_visible_to(cast["duo"])).unique().all()
    assert sorted((c.kind.value, c.amount) for c in cases) == [("over", 3500), ("short", 8000)]


def test_there_is_one_handover_per_shift(clean, evening, cast):
    with pytest.raises(RuleBroken, match="已经有交接班记录"):
        rules.open_draft(evening[0], cast["liu"], CHANGE)
    assert db.session.query(Handover).count() == 1
