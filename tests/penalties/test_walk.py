"""Every state × every step × every role: who gets through, and who is refused with what. Source: domain §1.3, §2.3."""

from __future__ import annotations

import pytest

from models.core import clock
from models.penalties import Outcome, Penalty, PenaltyState, collecting, drafting, effects
from models.penalties.states import PENALTY
from tests.core import access
from tests.penalties import makers
from tests.penalties.makers import PIN

S = PenaltyState


def withdrawn(cast) -> Penalty:
    penalty = makers.make_draft(cast)
    drafting.withdraw(penalty, reason="重复登记", by=cast["ming"], at=clock.now())
    return penalty


def archived(cast) -> Penalty:
    penalty = makers.make_collected(cast)
    collecting.archive(penalty, by=cast["ming"])
    return penalty


def revoked(cast) -> Penalty:
    penalty = makers.make_appealed(cast)
    makers.settle_appeal(penalty, cast["fu"], Outcome.REVOKED)
    return penalty


MAKE = {
    S.DRAFT: makers.make_draft,
    S.REVIEW: makers.make_submitted,
    S.APPROVED: makers.make_approved,
    S.SERVED: makers.make_served,
    S.APPEALED: makers.make_appealed,
    S.EFFECTIVE: makers.make_effective,
    S.DUE: makers.make_due,
    S.COLLECTED: makers.make_collected,
    S.ARCHIVED: archived,
    S.REVOKED: revoked,
    S.WITHDRAWN: withdrawn,
}
SENT = {
    "submit": {},
    "withdraw": {"reason": "登记有误"},
    "decide": {"decision": "approve"},
    "statement": {"statement": "请求从轻"},
    "serve": {"pin": PIN},
    "sign": {"pin": PIN},
    "waive": {"pin": PIN},
    "appeal": {"grounds": "不服"},
    "decide_appeal": {"outcome": "upheld", "reason": "事实清楚"},
    "reverse": {"reason": "新证据"},
    "collect": {"receipt_no": "SK-99", "amount": "200", "method": "cash"},
    "archive": {},
    "refund": {"receipt_no": "TK-99", "method": "cash"},
    "refuse": {"note": "拒签", "witness_pin": PIN},
}
# the state, the step, and everybody whose attempt succeeds
GOOD = {
    (S.DRAFT, "submit"): {"ming"},
    (S.DRAFT, "withdraw"): {"ming"},
    (S.REVIEW, "withdraw"): {"ming"},
    (S.REVIEW, "decide"): {"wu"},
    (S.REVIEW, "statement"): {"wang"},
    (S.APPROVED, "serve"): {"ming", "wu", "min", "liu", "duo"},
    (S.APPROVED, "refuse"): {"ming", "wu", "min", "liu", "duo"},
    (S.APPROVED, "sign"): {"wang"},
    (S.APPROVED, "reverse"): {"chen"},
    (S.SERVED, "waive"): {"wang"},
    (S.SERVED, "appeal"): {"wang"},
    (S.SERVED, "reverse"): {"chen"},
    (S.APPEALED, "decide_appeal"): {"chen", "fu"},
    (S.APPEALED, "reverse"): {"chen"},
    (S.COLLECTED, "reverse"): {"chen"},
    (S.ARCHIVED, "reverse"): {"chen"},
    (S.EFFECTIVE, "reverse"): {"chen"},
    (S.EFFECTIVE, "archive"): {"ming", "wu"},
    (S.DUE, "reverse"): {"chen"},
    (S.DUE, "collect"): {"cai"},
    (S.COLLECTED, "archive"): {"ming", "wu"},
}
EVERYBODY = "wang zhao liu duo li jian nei huang ming wu min cai chen fu hq mystery xi an shen mei mo du".split()


@pytest.mark.one_engine
@pytest.mark.parametrize("state", MAKE)
def test_every_step_in_every_state_by_everybody(app, db, cast, as_, monkeypatch, state):
    """Who lacks the permission of a step is refused before any state is looked at: the access table walks those."""
    access.without_pages(monkeypatch)
    penalty = MAKE[state](cast)
    makers.give_pin(*(cast[key] for key in ("wang", "zhao") if not cast[key].pin_hash))
    sent = {step: dict(fields) for step, fields in SENT.items()}
    sent["refuse"]["witness"] = cast["zhao"].id
    sent["collect"]["collected_on"] = sent["refund"]["collected_on"] = clock.today().isoformat()
    db.session.commit()
    before, ask = penalty.id, {key: access.asker(as_, cast[key]) for key in EVERYBODY}
    for step, fields in sent.items():
        good = GOOD.get((state, step), set())
        for key in EVERYBODY:
            if key in good or not cast[key].may(app.view_functions[f"penalties.{step}"].permission):
                continue
            status = ask[key]("POST", f"/penalties/{before}/{step}", data=fields)
            assert status in (403, 404, 409, 422), (state, step, key, status)
            db.session.expire_all()
            assert db.session.get(Penalty, before).state is state, (step, key)


@pytest.mark.one_engine
@pytest.mark.parametrize(("state", "step"), GOOD)
def test_who_may_does(db, cast, as_, state, step):
    """The first of those who may take the step takes it."""
    penalty = MAKE[state](cast)
    makers.give_pin(*(cast[key] for key in ("wang", "zhao") if not cast[key].pin_hash))
    fields = dict(SENT[step])
    if step == "refuse":
        fields["witness"] = cast["zhao"].id
    if step == "collect":
        fields["collected_on"] = clock.today().isoformat()
    key = sorted(GOOD[state, step])[0]
    answer = as_(cast[key]).post(f"/penalties/{penalty.id}/{step}", data=fields)
    assert answer.status_code == 303, answer.text


def test_what_was_paid_for_a_revoked_case_goes_back(db, cast, as_):
    """Filed, then reversed: finance alone pays back, once; before that nobody could."""
    penalty = archived(cast)
    told = SENT["refund"] | {"collected_on": clock.today().isoformat()}
    assert as_(cast["cai"]).post(f"/penalties/{penalty.id}/refund", data=told).status_code == 409
    assert as_(cast["chen"]).post(f"/penalties/{penalty.id}/reverse", data=SENT["reverse"]).status_code == 303
    for who, status in (("chen", 403), ("wu", 403), ("wang", 403), ("cai", 303), ("cai", 422)):
        assert as_(cast[who]).post(f"/penalties/{penalty.id}/refund", data=told).status_code == status, who


def test_each_step_needs_the_permission_of_its_route(app):
    for name, step in PENALTY.steps.items():
        view = app.view_functions.get(f"penalties.{name}")
        if view is not None:
            assert view.permission == step.may, name


def test_effective_is_left_at_once_when_there_is_money(cast):
    penalty = makers.make_served(cast)
    effects.end_windows(penalty.appeal_until.replace(year=penalty.appeal_until.year + 1), clock.now())
    assert penalty.state is S.DUE
