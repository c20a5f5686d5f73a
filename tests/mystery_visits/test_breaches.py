"""What an adopted proposal leads to in discipline, and how both sides fall together. Source: domain §6.1, §6.2."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from models.core import clock
from models.core.audit import AuditEntry
from models.core.errors import RuleBroken
from models.mystery_visits import Decision, MatterKind, consequences
from models.penalties import Violation, violations
from models.penalties import queries as cases
from models.roster import DutyPost
from models.rulebook import breaches
from tests.mystery_visits import makers
from tests.penalties import makers as penalties
from tests.roster.makers import make_lanes, make_shift

HOME = "/mystery-visits/"


def proposal(visit):
    return next(one for one in makers.whole(visit).matters if one.kind is MatterKind.PROPOSAL)


def reported(cast, visit, person="wang", by="ming"):
    told = {"facts": "问补开发票，答“不清楚”。", "clauses": penalties.clauses("4.1"), "at": clock.now()}
    return consequences.report(visit, proposal(visit), person=cast[person], by=cast[by], **told)


def violation_of(db, number: str) -> Violation:
    rows = select(Violation).where(Violation.number == number).options(cases.CLAUSES, cases.OF_UNIT, *cases.TOLD)
    return db.session.scalars(rows.execution_options(populate_existing=True)).one()


def live(visit) -> list[bool]:
    return [one.is_live for one in consequences.standings_of(makers.whole(visit)).get(proposal(visit).id, [])]


def test_a_proposal_leads_to_one_violation_of_each_person(db, cast, units):
    visit = makers.make_published(cast, units)
    first = reported(cast, visit)
    assert first.person_id == cast["wang"].id and first.is_live
    row = violation_of(db, first.number)
    assert (row.source.label, row.source_href, row.place) == ("暗访", f"{HOME}{visit.id}", "X04")
    assert row.source_ref == f"{visit.number} 处理建议 1"
    with pytest.raises(RuleBroken, match=f"已为王.*登记过违规 {first.number}"):
        reported(cast, visit)
    assert reported(cast, visit, "zhao").is_live


def test_what_is_sealed_declined_or_a_mere_suggestion_leads_to_none(db, cast, units):
    sealed = makers.make_studied(cast, units)
    with pytest.raises(RuleBroken, match="公布以后"):
        reported(cast, sealed)
    visit = makers.make_published(cast, units)
    suggestion = next(one for one in visit.matters if one.kind is MatterKind.SUGGESTION)
    assert "不是处理建议" in consequences.refusal_to_report(visit, suggestion)
    proposal(visit).decision = Decision.DECLINED
    with pytest.raises(RuleBroken, match="采纳"):
        reported(cast, visit)
    db.session.rollback()
    assert db.session.scalar(select(func.count(Violation.id))) == 0


def test_nobody_reports_themselves(cast, units):
    with pytest.raises(RuleBroken, match="不能登记本人"):
        reported(cast, makers.make_published(cast, units), by="wang")


def test_what_the_group_takes_back_falls_with_its_violations(db, cast, units):
    visit = makers.make_published(cast, units)
    reported(cast, visit), reported(cast, visit, "zhao")
    told = {"reason": "看错了车道", "at": clock.now()}
    with pytest.raises(RuleBroken, match="不是领导小组成员"):
        consequences.take_back(visit, proposal(visit), by=cast["ming"], **told)
    consequences.take_back(visit, proposal(visit), by=cast["chen"], **told)
    assert live(visit) == [False, False]
    assert proposal(visit).withdrawal == "看错了车道" and not proposal(visit).is_adopted
    with pytest.raises(RuleBroken, match="已经撤销"):
        reported(cast, visit)
    with pytest.raises(RuleBroken, match="仍然采纳"):
        consequences.take_back(visit, proposal(visit), by=cast["chen"], **told)


def test_what_discipline_overturns_ends_the_adoption_with_its_last_violation(db, cast, units):
    visit = makers.make_published(cast, units)
    rows = [violation_of(db, reported(cast, visit, person).number) for person in ("wang", "zhao")]
    for row, stands in zip(rows, (True, False), strict=True):
        violations.confirm(row, finding="属实", by=cast["tan"], at=clock.now())
        violations.overturn_if_nothing_stands(row, "申诉成立", cast["chen"], clock.now())
        assert proposal(visit).is_adopted is stands
    assert proposal(visit).withdrawal == "申诉成立"
    db.session.commit()
    acts = select(func.count(AuditEntry.id)).where(AuditEntry.action == "mystery_visit.take_back")
    assert db.session.scalar(acts) == 1


def test_a_proposal_whose_penalty_is_in_force_stays(db, cast, units):
    visit = makers.make_published(cast, units)
    row = violation_of(db, reported(cast, visit).number)
    violations.confirm(row, finding="属实", by=cast["tan"], at=clock.now())
    penalties.make_due(cast, "wang", violation=row)
    with pytest.raises(RuleBroken, match="处罚已经生效，不能撤销采纳"):
        consequences.take_back(visit, proposal(visit), reason="再想想", by=cast["chen"], at=clock.now())
    assert proposal(visit).is_adopted


# Pages


def test_the_office_finds_who_it_was_and_reports_it_once(as_, cast, units, db):
    at = clock.now() - timedelta(hours=1)
    lanes, day = make_lanes(units["qinglan"], "X04"), clock.local(at).date()
    posts = {cast["liu"]: (DutyPost.LEADER, None), cast["wang"]: (DutyPost.COLLECTOR, lanes["X04"])}
    for kind in ("night", "early", "middle"):
        make_shift(units["qinglan"], day, kind, units["crew1"], posts)
    visit = makers.make_published(cast, units, visited_at=at)
    page, ming = f"{HOME}{visit.id}", as_(cast["ming"])
    where = f"{page}/matters/{proposal(visit).id}/report-violation"
    assert where in ming.get(page).text and where not in as_(cast["duo"]).get(page).text
    opened = ming.get(where).text
    assert "您好，请拿好。" in opened
    assert opened.index(f"<b>{cast['wang'].name}</b>") < opened.index(f"<b>{cast['liu'].name}</b>")
    form = {"person": str(cast["wang"].id), "facts": "答“不清楚”。", "clauses": [str(penalties.clause("4.1").id)]}
    assert ming.post(where, data=form | {"clauses": []}).status_code == 422
    assert ming.post(where, data=form).location == page
    assert ming.post(where, data=form).status_code == 422, "one proposal and person, one violation"
    (standing,) = consequences.standings_of(makers.whole(visit))[proposal(visit).id]
    assert standing.number in ming.get(page).text and standing.number not in as_(cast["duo"]).get(page).text
    assert standing.href.split("/")[-1].isdigit() and visit.number in ming.get(standing.href).text
    inspector = as_(cast["min"])
    led, opens = f'href="{standing.href}"' in inspector.get(page).text, inspector.get(standing.href).status_code == 200
    assert led == opens


def test_the_group_takes_back_in_the_browser(as_, cast, units, db):
    visit = makers.make_published(cast, units)
    reported(cast, visit)
    db.session.commit()
    page, chen = f"{HOME}{visit.id}", as_(cast["chen"])
    where = f"{page}/matters/{proposal(visit).id}/take-back"
    assert where in chen.get(page).text and where not in as_(cast["ming"]).get(page).text
    assert chen.post(where, data={"reason": ""}).status_code == 422
    assert chen.post(where, data={"reason": "看错了车道"}).location == page
    assert "撤销采纳：看错了车道" in chen.get(page).text
    assert live(visit) == [False]


def test_a_sealed_report_has_no_page_to_report_from(as_, cast, units, db):
    visit = makers.make_studied(cast, units)
    db.session.commit()
    for part, key in (("report-violation", "wu"), ("take-back", "chen")):
        where = f"{HOME}{visit.id}/matters/{proposal(visit).id}/{part}"
        assert {as_(cast[key]).open(where, method=method).status_code for method in ("GET", "POST")} == {404}


def test_the_case_of_a_violation_is_not_edited_away(as_, cast, units, db):
    visit = makers.make_published(cast, units)
    row = violation_of(db, reported(cast, visit).number)
    db.session.commit()
    told = {"occurred_at": row.occurred_at, "clauses": penalties.clauses("4.1"), "by": cast["ming"], "at": clock.now()}
    with pytest.raises(RuleBroken, match="不能更改"):
        violations.edit(row, place="X04", facts="改", source_ref="别处", **told)
    db.session.rollback()
    opened = as_(cast["tan"]).get(f"/penalties/violations/{row.id}/edit").text
    assert 'name="source_ref"' not in opened and f"{visit.number} 处理建议 1" in opened
    assert breaches.standings_of("mystery_visit", row.source_ref)[0].is_live
