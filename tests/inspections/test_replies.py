"""The inspected agree or dispute, silence counts as consent, the office decides, and the score follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.core import attachments, audit, clock
from models.core.db import db as house
from models.core.errors import Overtaken, RuleBroken
from models.inspections import InspectionState, Outcome, ReplyState, confirming, consequences, replying, reviewing
from models.inspections.scoring import said
from models.penalties import Violation, violations
from models.penalties import queries as cases
from models.rectifications import Category, RectificationState
from models.rulebook import breaches
from tests.inspections import makers
from tests.inspections.makers import found
from tests.penalties import makers as penalties
from tests.penalties.makers import clauses


def disputed(cast, units):
    inspection = makers.make_submitted(cast, units, ("4.1", found(cast, "wang", 2)), ("3.1", found(cast, "zhao")))
    wang, zhao = inspection.findings
    wang.inspection = zhao.inspection = inspection
    replying.dispute(wang, words="当时戴在外套内侧", photo=None, by=cast["wang"], at=clock.now())
    replying.agree(zhao, by=cast["zhao"], at=clock.now())
    return inspection, wang


def decide(inspection, finding, by, outcome, number=None) -> None:
    told = {"outcome": outcome, "number": number, "reason": "复核照片"}
    reviewing.decide(finding, inspection, by=by, at=clock.now(), **told)


def test_when_all_have_answered_the_office_is_next(cast, units):
    inspection, _ = disputed(cast, units)
    assert inspection.state is InspectionState.REVIEW


@pytest.mark.parametrize(
    ("outcome", "number", "score"),
    [(Outcome.UPHELD, None, "95"), (Outcome.AMENDED, 1, "97"), (Outcome.OVERTURNED, None, "99")],
)
def test_the_score_follows_the_decision(cast, units, outcome, number, score):
    inspection, finding = disputed(cast, units)
    decide(inspection, finding, cast["wu"], outcome, number)
    assert said(inspection.score) == score
    with pytest.raises(RuleBroken, match="没有待决定的异议"):
        decide(inspection, finding, cast["wu"], Outcome.UPHELD)


def test_an_undecided_dispute_keeps_it_from_being_reported(cast, units):
    inspection, finding = disputed(cast, units)
    with pytest.raises(RuleBroken, match="还有异议没有决定"):
        reviewing.publish(inspection, by=cast["wu"], at=clock.now())
    with pytest.raises(RuleBroken, match="由您检查"):
        decide(inspection, finding, cast["min"], Outcome.UPHELD)
    decide(inspection, finding, cast["wu"], Outcome.UPHELD)
    reviewing.publish(inspection, by=cast["wu"], at=clock.now())
    assert inspection.state is InspectionState.PUBLISHED


def test_silence_counts_as_consent_when_the_time_is_over(cast, units, db):
    inspection = makers.make_submitted(cast, units)
    assert confirming.lapse(clock.now() + timedelta(hours=23)) == 0
    assert confirming.lapse(clock.now() + timedelta(hours=24, minutes=1)) == 1
    again = makers.whole(inspection.id)
    assert again.state is InspectionState.REVIEW and again.findings[0].reply.state is ReplyState.LAPSED


def test_only_the_person_answers_once_and_in_time(cast, units):
    inspection = makers.make_submitted(cast, units)
    finding = inspection.findings[0]
    finding.inspection = inspection
    with pytest.raises(RuleBroken, match="只有被查当事人"):
        replying.agree(finding, by=cast["zhao"], at=clock.now())
    with pytest.raises(RuleBroken, match="时限已过"):
        replying.agree(finding, by=cast["wang"], at=clock.now() + timedelta(hours=25))
    replying.agree(finding, by=cast["wang"], at=clock.now())
    with pytest.raises(Overtaken, match="已经答复过"):
        replying.dispute(finding, words="不对", photo=None, by=cast["wang"], at=clock.now())


def test_what_is_sent_back_is_asked_again_but_consent_stands(cast, units):
    inspection, _finding = disputed(cast, units)
    reviewing.send_back(inspection, reason="补照片", by=cast["wu"], at=clock.now())
    number = inspection.number
    confirming.submit(inspection, summary="两处", suggestion="", by=cast["min"], at=clock.now())
    assert [one.reply.state for one in inspection.findings] == [ReplyState.WAITING, ReplyState.AGREED]
    assert inspection.number == number


# Consequences


def reported(cast, units):
    inspection = makers.make_submitted(cast, units)
    confirming.lapse(clock.now() + timedelta(hours=25))
    inspection = makers.whole(inspection.id)
    reviewing.publish(inspection, by=cast["wu"], at=clock.now())
    return inspection, inspection.findings[0]


def test_a_finding_leads_to_one_violation_of_its_person(cast, units, db):
    inspection, finding = reported(cast, units)
    told = {"clauses": clauses("4.1"), "by": cast["ming"], "at": clock.now()}
    standing = consequences.report(finding, inspection, **told)
    assert standing.person_id == cast["wang"].id and standing.is_live
    with pytest.raises(RuleBroken, match=f"已经转为违规 {standing.number}"):
        consequences.report(finding, inspection, **told)


def test_before_the_report_or_without_a_person_it_leads_to_none(cast, units):
    inspection = makers.make_submitted(cast, units, ("1.1", found(cast, None)), unit=units["qinglan"])
    told = {"clauses": clauses("4.1"), "by": cast["ming"], "at": clock.now()}
    with pytest.raises(RuleBroken, match="通报以后"):
        consequences.report(inspection.findings[0], inspection, **told)
    reviewing.publish(inspection, by=cast["wu"], at=clock.now())
    with pytest.raises(RuleBroken, match="没有写明当事人"):
        consequences.report(inspection.findings[0], inspection, **told)


def test_what_is_taken_back_falls_with_its_violation(cast, units, db):
    inspection, finding = reported(cast, units)
    consequences.report(finding, inspection, clauses=clauses("4.1"), by=cast["ming"], at=clock.now())
    consequences.take_back(finding, inspection, reason="认错了人", by=cast["wu"], at=clock.now())
    assert said(inspection.score) == "100"
    assert [one.is_live for one in consequences.standings_of(finding)] == [False]
    assert breaches.standings_of("inspection", consequences.ref_of(finding)) != []


# Pages


def test_a_person_sees_their_own_item_and_no_other(cast, units, as_, db):
    inspection = makers.make_submitted(
        cast, units, ("4.1", found(cast, "wang")), ("3.1", found(cast, "zhao", words="水杯"))
    )
    wang, zhao = (one.id for one in inspection.findings)
    browser = as_(cast["wang"])
    assert "没有佩戴工号牌" in browser.get(f"/inspections/findings/{wang}").text
    assert browser.get(f"/inspections/findings/{zhao}").status_code == 404
    assert browser.get(f"/inspections/{inspection.id}").status_code == 404
    assert "水杯" not in browser.get("/inspections/mine").text
    sent = {"words": "当时戴着", "photo": (makers.picture(), "a.png")}
    answer = browser.post(f"/inspections/findings/{wang}/dispute", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    office = as_(cast["wu"])
    assert "当时戴着" in office.get(f"/inspections/findings/{wang}").text
    sent = {"outcome": "overturned", "reason": "照片可以证明"}
    assert office.post(f"/inspections/findings/{wang}/decide", data=sent).status_code == 303
    assert "照片可以证明" in browser.get(f"/inspections/findings/{wang}").text


def test_whoever_decides_sees_the_photo_and_the_evidence_beside_the_form(cast, units, as_):
    inspection = makers.make_submitted(cast, units, ("4.1", found(cast, "wang", 2)))
    (finding,) = inspection.findings
    seen = attachments.keep(attachments.prepare(makers.picture()), finding, cast["min"], "现场照片")
    house.session.commit()
    sent = {"words": "当时戴在外套内侧", "photo": (makers.picture(), "a.png")}
    where = f"/inspections/findings/{finding.id}"
    as_(cast["wang"]).post(f"{where}/dispute", data=sent, content_type="multipart/form-data")
    (again,) = makers.whole(inspection.id).findings
    (shown,) = house.session.scalars(attachments.of(again.reply))
    office = as_(cast["wu"])
    for page in (where, f"{where}/decide"):
        text = office.get(page).text
        assert f"/files/{seen.id}/small" in text and f"/files/{shown.id}/small" in text, page
        assert "当时戴在外套内侧" in text and "王" in text, page


def test_the_office_is_told_why_it_cannot_report_yet(cast, units, as_, db):
    inspection, finding = disputed(cast, units)
    db.session.commit()
    office, here = as_(cast["wu"]), f"/inspections/{inspection.id}"
    waiting = office.get(here).text
    assert "还有异议没有决定，不能通报" in waiting and f"{here}/publish" not in waiting
    assert office.get(f"/inspections/findings/{finding.id}/decide").status_code == 200
    decide(makers.whole(inspection.id), finding, cast["wu"], Outcome.UPHELD)
    db.session.commit()
    assert f"{here}/publish" in office.get(here).text
    late = office.get(f"/inspections/findings/{finding.id}/decide")
    assert late.status_code == 409 and "没有待决定的异议" in late.text


def test_a_finding_whose_penalty_is_in_force_stays(cast, units, db):
    inspection, finding = reported(cast, units)
    told = {"clauses": clauses("4.1"), "by": cast["ming"], "at": clock.now()}
    number = consequences.report(finding, inspection, **told).number
    rows = select(Violation).where(Violation.number == number).options(cases.CLAUSES, cases.OF_UNIT, *cases.TOLD)
    violation = db.session.scalars(rows.execution_options(populate_existing=True)).one()
    violations.confirm(violation, finding="属实", by=cast["tan"], at=clock.now())
    penalties.make_due(cast, "wang", violation=violation)
    with pytest.raises(RuleBroken, match="处罚已经生效，不能撤销这条问题"):
        consequences.take_back(finding, inspection, reason="认错了人", by=cast["wu"], at=clock.now())


def test_what_is_not_ones_own_or_not_open_yet_says_so_before_anything_is_typed(cast, units, as_, db):
    inspection = makers.make_submitted(cast, units, ("4.1", found(cast, "wang")), ("3.1", found(cast, "zhao")))
    here = f"/inspections/findings/{inspection.findings[0].id}"
    for person, step, why in (
        ("min", "dispute", "只有被查当事人本人可以答复"),
        ("wu", "decide", "没有待决定的异议"),
        ("ming", "report", "通报以后才能转违规处理"),
        ("ming", "order", "通报以后、归档以前才能下发整改"),
        ("wu", "take-back", "通报以后才能撤销"),
    ):
        browser = as_(cast[person])
        refused = browser.get(f"{here}/{step}")
        assert refused.status_code == 409 and why in refused.text and 'name="form_key"' not in refused.text, step
        assert f"{here}/{step}" not in browser.get(here).text, step


def test_who_inspected_is_not_asked_to_decide_on_the_dispute(cast, units, as_, db):
    inspection = makers.make_submitted(cast, units, inspectors=[cast["wu"]])
    finding = inspection.findings[0]
    finding.inspection = inspection
    replying.dispute(finding, words="当时戴着", photo=None, by=cast["wang"], at=clock.now())
    db.session.commit()
    here, office = f"/inspections/findings/{finding.id}", as_(cast["wu"])
    refused = office.get(f"{here}/decide")
    assert refused.status_code == 409 and "异议请由他人决定" in refused.text
    assert f"{here}/decide" not in office.get(here).text


def test_a_finding_is_taken_back_and_ordered_once(cast, units, as_, db):
    inspection, finding = reported(cast, units)
    told = {"category": Category.SERVICE, "deadline_on": clock.today() + timedelta(days=3)}
    issued = consequences.order(finding, inspection, by=cast["ming"], at=clock.now(), **told)
    db.session.commit()
    here, office = f"/inspections/findings/{finding.id}", as_(cast["wu"])
    assert issued.number in office.get(f"{here}/order").text
    assert f"{here}/take-back" in office.get(here).text
    assert office.post(f"{here}/take-back", data={"reason": "认错了人"}).status_code == 303
    assert "已经撤销" in office.get(f"{here}/take-back").text
    assert f"{here}/take-back" not in office.get(here).text


def test_an_inspection_is_filed_away_once_its_orders_are_done(cast, units, as_, db):
    inspection, finding = reported(cast, units)
    told = {"category": Category.SERVICE, "deadline_on": clock.today() + timedelta(days=3)}
    issued = consequences.order(finding, inspection, by=cast["ming"], at=clock.now(), **told)
    db.session.commit()
    here, office = f"/inspections/{inspection.id}", as_(cast["wu"])
    waiting = office.get(here).text
    assert f"{issued.number} 还没有整改完成，不能归档" in waiting and f"{here}/archive" not in waiting
    assert office.post(f"{here}/archive").status_code == 409
    issued.state = RectificationState.CLOSED
    audit.record("rectification.withdraw", issued, cast["wu"])
    db.session.commit()
    assert f"{here}/archive" in office.get(here).text
    assert office.post(f"{here}/archive").status_code == 303
