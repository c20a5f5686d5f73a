"""A case and what discipline made of it: reversing either side reverses the other, once. Source: domain §6.1, §6.2."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import g
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from blueprints.core import ways
from models.core import checks, clock
from models.core.errors import RuleBroken
from models.inbox import Message
from models.penalties import (
    Appeal,
    AwardBan,
    Mode,
    Outcome,
    Path,
    Penalty,
    PenaltyState,
    Relief,
    Source,
    Violation,
    ViolationState,
    appeals,
    collecting,
    drafting,
    effects,
    queries,
    service,
)
from models.rulebook import breaches
from tests.complaints import makers as complaints
from tests.footage import makers as footage
from tests.penalties import makers

REF, HREF = "TS-2026-0007", "/complaints/7"


def breach(cast, person="wang", **told) -> breaches.Breach:
    given = {"source": "complaint", "source_ref": REF, "source_href": HREF, "person": cast[person], "place": "X04 车道"}
    given |= {"occurred_at": clock.now() - timedelta(hours=3), "facts": "与司机争吵。"}
    given["clauses"] = makers.clauses("5.1")
    return breaches.Breach(**(given | told))


def report(cast, person="wang", confirmed=True, by="ming", **told) -> breaches.Standing:
    return breaches.report(breach(cast, person, **told), cast[by], clock.now(), confirmed=confirmed)


def mishandle(cast, handler="liu", leader="duo", amounts=(200_00, 300_00)) -> list[breaches.Standing]:
    at = clock.now()
    case = {
        "occurred_at": at - timedelta(hours=1),
        "facts": "当场推诿，未登记。",
        "source_ref": REF,
        "amounts": amounts,
    }
    case |= {"source_href": HREF, "clauses": makers.clauses("5.1")}
    return breaches.report_mishandling(cast[handler], cast[leader], by=cast["ming"], at=at, **case)


def overturn(cast, by="fu", reason="投诉复核为查无实据") -> None:
    breaches.overturn("complaint", REF, reason, cast[by], clock.now())


def violation_of(db, standing) -> Violation:
    whole = (queries.CLAUSES, queries.OF_UNIT, *queries.TOLD)
    return db.session.scalars(select(Violation).where(Violation.number == standing.number).options(*whole)).one()


def broken() -> list[str]:
    return [sentence for _rule, found in checks.run() for sentence in found]


@pytest.fixture
def told(monkeypatch):
    """What the case was told: ``(source_ref, number, what)``."""
    monkeypatch.setattr(breaches, "_overturned", {})
    monkeypatch.setattr(breaches, "_effective", {})
    heard = []
    breaches.on_overturned("complaint", lambda ref, it, *_rest: heard.append((ref, it.number, "overturned")))
    breaches.on_effective("complaint", lambda ref, standing, _at: heard.append((ref, standing.number, "effective")))
    return heard


def stages(cast, db, violation):
    """Yield the penalty of ``violation`` at each stage on its way to the archive."""
    penalty = makers.make_draft(cast, violation=violation)
    yield PenaltyState.DRAFT, penalty
    drafting.submit(penalty, by=cast["ming"], at=clock.now())
    yield PenaltyState.REVIEW, penalty
    makers.decide(penalty, cast["wu"], cast["chen"])
    yield PenaltyState.APPROVED, penalty
    makers.give_pin(cast["wang"])
    service.sign(penalty, pin=makers.PIN, by=cast["wang"], at=clock.now())
    yield PenaltyState.SERVED, penalty
    service.waive(penalty, pin=makers.PIN, by=cast["wang"], at=clock.now())
    yield PenaltyState.DUE, penalty
    makers.pay(penalty, cast["cai"])
    yield PenaltyState.COLLECTED, penalty
    collecting.archive(penalty, by=cast["ming"])
    yield PenaltyState.ARCHIVED, penalty


def penalty_at(cast, db, state, violation) -> Penalty:
    return next(penalty for reached, penalty in stages(cast, db, violation) if reached is state)


def test_a_case_reports_what_it_established(cast, db):
    standing = report(cast)
    violation = violation_of(db, standing)
    assert violation.state is ViolationState.CONFIRMED and violation.source is Source.COMPLAINT
    assert standing.href == f"/penalties/violations/{violation.id}" and standing.person_name == "王倩"
    assert (standing.state_label, standing.is_live, standing.is_effective) == ("已认定", True, False)
    assert report(cast, "zhao", confirmed=False).state_label == "待核实"


def test_one_violation_for_each_case_and_person(cast, db):
    first = report(cast)
    with pytest.raises(RuleBroken, match=f"{REF} 已为王倩登记过违规 {first.number}"):
        report(cast)
    report(cast, source_ref="TS-2026-0008")
    twin = violation_of(db, report(cast, "zhao"))
    twin.person_id = cast["wang"].id
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.flush()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"person": "ming"}, "不能登记本人"),
        ({"clauses": []}, "至少选择一条"),
        ({"occurred_at": "later"}, "不能晚于现在"),
    ],
)
def test_it_refuses_what_cannot_be(cast, told, said):
    if told.get("occurred_at"):
        told = {"occurred_at": clock.now() + timedelta(hours=1)}
    with pytest.raises(RuleBroken, match=said):
        report(cast, **told)


def test_a_case_lives_on_this_site(cast):
    with pytest.raises(ValueError, match="no path"):
        report(cast, source_href="//elsewhere/7")


def test_without_discipline_nothing_can_be_reported(cast, monkeypatch):
    monkeypatch.setattr(breaches, "_discipline", [])
    with pytest.raises(LookupError):
        report(cast)
    assert breaches.standings_of("complaint", REF) == []


def test_mishandling_drafts_two_penalties(cast, db):
    first, second = mishandle(cast)
    found = db.session.scalars(select(Penalty).order_by(Penalty.id)).all()
    assert [(one.path, one.amount, one.state) for one in found] == [
        (Path.MISHANDLING, 200_00, PenaltyState.DRAFT),
        (Path.MISHANDLING, 300_00, PenaltyState.DRAFT),
    ]
    assert (first.person_name, second.person_name) == ("刘建平", "多国庆")
    assert violation_of(db, second).source_href == HREF
    with pytest.raises(RuleBroken, match="登记过违规"):
        mishandle(cast)


def test_of_two_drafts_each_says_whose_repetition_it_is(cast, db, as_):
    """The responsible leader did it before, the handler did not: the refusal and the page name the one it is about."""
    makers.make_violation(cast, "duo", occurred_at=makers.days_ago(30))
    with pytest.raises(RuleBroken, match=f"这是{cast['duo'].name}期间内第 2 次违规"):
        mishandle(cast)
    db.session.rollback()


@pytest.mark.parametrize(("amounts", "field"), [((100_00, 300_00), "amount"), ((200_00, 600_00), "leader_amount")])
def test_mishandling_costs_200_to_500_each(cast, db, amounts, field):
    with pytest.raises(RuleBroken, match="200 元到 500 元") as refused, db.session.begin_nested():
        mishandle(cast, amounts=amounts)
    assert refused.value.field == field
    assert db.session.scalar(select(func.count(Penalty.id))) == 0


@pytest.mark.parametrize("state", [s for s in PenaltyState if s.value in ("draft", "review", "approved", "served")])
def test_the_case_no_longer_holds_before_the_effect(cast, db, told, state):
    standing = report(cast)
    penalty = penalty_at(cast, db, state, violation_of(db, standing))
    overturn(cast)
    gone = PenaltyState.WITHDRAWN if state.value in ("draft", "review") else PenaltyState.REVOKED
    assert penalty.state is gone and violation_of(db, standing).state is ViolationState.OVERTURNED
    (after,) = breaches.standings_of("complaint", REF)
    assert (after.is_live, after.is_effective, after.state_label) == (False, False, "已撤销")
    assert told == [] and broken() == []


def test_a_case_in_appeal_is_settled_for_the_person(cast, db, told):
    standing = report(cast)
    penalty = penalty_at(cast, db, PenaltyState.SERVED, violation_of(db, standing))
    appeals.file(penalty, grounds="录像可以证明。", by=cast["wang"], at=clock.now())
    overturn(cast)
    appeal = db.session.scalars(select(Appeal)).one()
    assert appeal.outcome is Outcome.REVOKED and penalty.state is PenaltyState.REVOKED and told == []


def test_an_effective_penalty_is_revoked_and_its_ban_lifted(cast, db, told):
    standing = report(cast)
    penalty = penalty_at(cast, db, PenaltyState.DUE, violation_of(db, standing))
    assert told == [(REF, standing.number, "effective")]
    assert breaches.standings_of("complaint", REF)[0].is_effective
    assert queries.is_banned(cast["wang"].id, clock.today().year)
    overturn(cast)
    assert penalty.state is PenaltyState.REVOKED and penalty.payable == 0
    assert not queries.is_banned(cast["wang"].id, clock.today().year)
    assert len(told) == 1 and broken() == []


@pytest.mark.parametrize("state", [PenaltyState.COLLECTED, PenaltyState.ARCHIVED])
def test_what_was_paid_is_to_be_paid_back(cast, db, state):
    penalty = penalty_at(cast, db, state, violation_of(db, report(cast)))
    paid = penalty.payable
    overturn(cast)
    assert penalty.state is PenaltyState.REVOKED and penalty.mode is Mode.FINE
    assert db.session.scalars(select(Relief.amount)).one() == paid
    assert db.session.scalars(select(AwardBan)).one().lifted_at is not None
    said = db.session.scalars(select(Message.title).where(Message.user_id == cast["cai"].id)).all()
    assert any(f"应退还 {paid / 100:.2f} 元" in one for one in said)
    assert broken() == []


def test_overturning_reaches_everybody_of_the_case_and_only_them(cast, db):
    report(cast)
    waiting = report(cast, "zhao", confirmed=False)
    other = report(cast, source_ref="TS-2026-0008")
    overturn(cast)
    overturn(cast)
    assert [one.is_live for one in breaches.standings_of("complaint", REF)] == [False, False]
    assert violation_of(db, waiting).state is ViolationState.DISMISSED
    assert violation_of(db, other).state is ViolationState.CONFIRMED
    assert report(cast).is_live  # a new finding of the same case counts anew


def test_overturning_needs_a_reason_and_an_outsider(cast):
    report(cast)
    with pytest.raises(RuleBroken, match="理由"):
        overturn(cast, reason="")
    with pytest.raises(RuleBroken, match="回避"):
        overturn(cast, by="wang")


def test_an_appeal_that_succeeds_is_told_to_the_case_once(cast, db, told):
    standing = report(cast)
    breaches.on_overturned("complaint", lambda *_given: overturn(cast))  # the case turns over its other findings
    other = report(cast, "zhao")
    penalty = penalty_at(cast, db, PenaltyState.SERVED, violation_of(db, standing))
    appeals.file(penalty, grounds="录像可以证明。", by=cast["wang"], at=clock.now())
    makers.settle_appeal(penalty, cast["fu"], Outcome.REVOKED)
    assert told == [(REF, standing.number, "overturned")]
    assert violation_of(db, other).state is ViolationState.OVERTURNED


def test_a_reversal_by_the_leader_is_told_to_the_case(cast, db, told):
    standing = report(cast)
    penalty = penalty_at(cast, db, PenaltyState.DUE, violation_of(db, standing))
    effects.reverse(penalty, reason="新证据", by=cast["chen"], at=clock.now())
    assert told[-1] == (REF, standing.number, "overturned")


def test_a_recording_named_by_its_number_and_the_violation_lead_to_each_other(db, cast, units, as_):
    footage.make_group(cast, units)
    recording = footage.ask(cast, units)
    told = {"source": Source.MONITOR, "source_ref": recording.number, "occurred_at": makers.days_ago(1)}
    violation = makers.make_violation(cast, **told)
    db.session.commit()
    ming = as_(cast["ming"])
    assert f'href="{recording.href}"' in ming.get(f"/penalties/violations/{violation.id}").text
    assert violation.number in ming.get(recording.href).text
    assert violation.number not in as_(cast["jian"]).get(recording.href).text


def test_the_pages_lead_back_to_the_case(cast, db, as_):
    case = complaints.make_case(cast)
    violation = violation_of(db, report(cast, source_href=f"/complaints/{case.id}"))
    penalty = makers.make_submitted(cast, violation=violation)
    for address in (f"/penalties/violations/{violation.id}", f"/penalties/{penalty.id}"):
        assert f'href="/complaints/{case.id}"' in as_(cast["ming"]).get(address).text
        for reader in ("wang", "min"):  # the violator; an inspector, who sees the violation and not the complaint
            page = as_(cast[reader]).get(address).text
            assert REF in page and f'href="/complaints/{case.id}"' not in page


def test_a_case_leads_only_to_the_violations_that_its_reader_may_open(app, cast, db):
    breaches.report(breach(cast), cast["ming"], clock.now(), confirmed=True)
    db.session.flush()
    standings = breaches.standings_of("complaint", REF)
    for reader, href in (("ming", standings[0].href), ("wang", standings[0].href), ("han", "")):
        with app.test_request_context():
            g._login_user = cast[reader]
            assert [one.href for one in ways.only_open(standings)] == [href]
