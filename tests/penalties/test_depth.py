"""Joint liability, the window of the appeal, a new case after a revoked one, and equal treatment."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest

from models.core import clock
from models.core.errors import RuleBroken
from models.penalties import (
    Appeal,
    Outcome,
    PenaltyState,
    Source,
    ViolationState,
    absence,
    appeals,
    drafting,
    effects,
    equity,
    joint,
    service,
)
from models.roster import DayOffKind, DutyPost
from models.roster import rules as roster
from models.rulebook import rules as rulebook
from tests.penalties import makers
from tests.roster.makers import make_lanes, make_shift

S = PenaltyState


def hold(violation, person, by, codes=("5.2",)):
    told = {"clauses": makers.clauses(*codes), "reason": "班长没有及时制止", "by": by, "at": clock.now()}
    return joint.add(violation, person=person, **told)


# Joint liability


def test_the_leader_answers_jointly_and_is_punished_for_it(db, cast):
    violation = makers.make_violation(cast)
    other = hold(violation, cast["liu"], cast["min"])
    assert (other.joint_with_id, other.facts, other.state) == (violation.id, violation.facts, ViolationState.CONFIRMED)
    penalty = makers.make_draft(cast, "liu", violation=other)
    assert penalty.amount == 200_00
    with pytest.raises(RuleBroken, match="已经涉及的人"):
        hold(violation, cast["liu"], cast["min"])


def test_nobody_named_holds_others_liable(cast):
    with pytest.raises(RuleBroken, match="已是连带责任"):
        hold(hold(makers.make_violation(cast), cast["liu"], cast["min"]), cast["han"], cast["min"])
    with pytest.raises(RuleBroken, match="您本人"):
        hold(makers.make_violation(cast, "zhao"), cast["min"], cast["min"])


def test_when_the_main_case_falls_the_joint_one_falls(db, cast):
    """A joint liability hangs on the case; a leader punished for their own mishandling is punished for that."""
    main = makers.make_due(cast)
    other = hold(main.violation, cast["liu"], cast["min"])
    for_leader = makers.make_submitted(cast, "liu", violation=other)
    effects.reverse(main, reason="认错了人", by=cast["chen"], at=clock.now())
    assert (for_leader.state, other.state) == (S.WITHDRAWN, ViolationState.OVERTURNED)


def test_the_page_offers_who_led_the_shift(db, cast, units, as_):
    lanes = make_lanes(units["qinglan"], "X01")
    day = clock.today() - timedelta(days=1)
    posts = {cast["liu"]: (DutyPost.LEADER, None), cast["wang"]: (DutyPost.COLLECTOR, lanes["X01"])}
    shift = make_shift(units["qinglan"], day, "early", units["crew1"], posts)
    violation = makers.make_violation(cast, occurred_at=shift.starts_at + timedelta(hours=1))
    at = f"/penalties/violations/{violation.id}/joint"
    browser = as_(cast["min"])
    assert "当时的班长：刘建平" in browser.get(at).text
    told = {"person": cast["liu"].id, "clauses": [makers.clause("5.2").id], "reason": "未制止"}
    assert browser.post(at, data=told).status_code == 303
    assert "连带责任" in browser.get(f"/penalties/violations/{violation.id}").text


# The window of the appeal


def test_the_window_stands_still_while_the_person_is_away(db, cast, units):
    """Served on Wednesday 28 October; Thursday is leave, Friday rest by the roster: Mon, Tue, Wed count."""
    lanes = make_lanes(units["qinglan"], "X01")
    for day in (date(2026, 10, 28), date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 4)):
        posts = {cast["wang"]: (DutyPost.COLLECTOR, lanes["X01"])}
        make_shift(units["qinglan"], day, "early", units["crew1"], posts)
    make_shift(units["qinglan"], date(2026, 10, 30), "early", units["crew2"], {cast["han"]: (DutyPost.LEADER, None)})
    roster.register(cast["wang"], date(2026, 10, 29), DayOffKind.LEAVE, "家事", cast["duo"])
    off = absence.days_off(cast["wang"], date(2026, 10, 28))
    assert {day: off[day] for day in sorted(off)} == {date(2026, 10, 29): "本人请假", date(2026, 10, 30): "本人轮休"}
    segments = service.window(date(2026, 10, 28), 3, off)
    assert segments[-1].day == date(2026, 11, 4)
    assert service.sentences(segments)[:2] == ["10-29：不计（本人请假）", "10-30：不计（本人轮休）"]


def test_who_works_by_no_roster_has_no_rest_days(cast):
    assert absence.days_off(cast["ming"], clock.today()) == {}


def test_the_window_is_kept_as_it_was_counted(db, cast, as_):
    penalty = makers.make_served(cast)
    assert [day for day, counts, _why in penalty.window_days if counts][-1] == penalty.appeal_until.isoformat()
    assert len([1 for _day, counts, _why in penalty.window_days if counts]) == 3
    assert "不计" in as_(cast["wang"]).get(f"/penalties/{penalty.id}").text or len(penalty.window_days) == 3


# Frozen words


def test_the_words_of_the_clause_stay_what_they_were(db, cast, as_):
    penalty = makers.make_submitted(cast)
    was = makers.clause("5.1")
    text = was.text
    given = {name: getattr(was, name) for name in ("base_amount", "base_points", "severity", "source")}
    rulebook.edit(was, text="完全不同的条文", valid_from=clock.today(), by=cast["wu"], **given)
    assert penalty.basis == [["《服务准则》5.1", 1, text]]
    shown = as_(cast["wu"]).get(f"/penalties/{penalty.id}/print").text
    assert text in shown and "完全不同的条文" not in shown


# After a revoked case


def test_after_a_revoked_case_a_new_one_can_be_appealed(db, cast):
    """The appeal succeeds, the case comes again with better evidence, and its penalty has an appeal of its own."""
    told = {"source": Source.INSPECTION, "source_ref": "JC-1"}
    first = makers.make_appealed(cast, **told)
    makers.settle_appeal(first, cast["fu"], Outcome.REVOKED)
    second = makers.make_appealed(cast, **told)
    assert second.violation_id != first.violation_id and not second.is_repeat
    makers.settle_appeal(second, cast["fu"], Outcome.UPHELD)
    assert (first.state, second.state) == (S.REVOKED, S.DUE)


def test_a_reversal_closes_the_appeal_in_the_persons_favour(db, cast):
    penalty = makers.make_appealed(cast)
    effects.reverse(penalty, reason="所长复核", by=cast["chen"], at=clock.now())
    appeal = db.session.query(Appeal).filter_by(penalty_id=penalty.id).one()
    assert (penalty.state, appeal.outcome, appeal.decided_by_id) == (S.REVOKED, Outcome.REVOKED, cast["chen"].id)
    with pytest.raises(RuleBroken):
        appeals.file(penalty, grounds="再申诉", by=cast["wang"], at=clock.now())


def test_others_take_back_what_they_made_of_a_penalty(db, cast, monkeypatch):
    told = []
    monkeypatch.setattr(effects, "WHEN_UNDONE", [lambda penalty, reason, by, at: told.append((penalty.id, reason))])
    penalty = makers.make_collected(cast)
    effects.reverse(penalty, reason="新证据", by=cast["chen"], at=clock.now())
    assert told == [(penalty.id, "新证据")]


# Equal treatment


def test_few_cases_say_nothing_about_equal_treatment(db, cast, as_):
    makers.make_due(cast)
    year = clock.local(clock.now()).year
    crews, approvers = equity.by_crew(cast["chen"], year), equity.by_approver(cast["chen"], year)
    assert [(line.name, len(line.amounts), line.median) for line in crews] == [("青岚收费站 一班", 1, None)]
    assert {line.name: line.decided for line in approvers} == {"陈立新": 1, "吴静": 1}
    assert "数据不足" in as_(cast["chen"]).get("/penalties/equity").text
    assert as_(cast["chen"]).get("/penalties/equity.xlsx").status_code == 200


def test_every_figure_of_equal_treatment_opens_the_cases_it_counts(db, cast, as_):
    """One approved, one returned and approved after that, one altered on appeal, one still a draft."""
    makers.make_due(cast)
    returned = makers.make_submitted(cast, "zhao")
    drafting.decide(returned, decision="return", opinion="补证", by=cast["wu"], at=clock.now())
    drafting.submit(returned, by=cast["ming"], at=clock.now())
    for key in ("wu", "chen"):
        drafting.decide(returned, decision="approve", opinion="", by=cast[key], at=clock.now())
    altered = makers.make_appealed(cast, "sun", clauses=makers.clauses("5.1", "6.1"))
    makers.settle_appeal(altered, cast["fu"], Outcome.ALTERED, 100_00)
    makers.make_draft(cast, "han")
    db.session.commit()
    year, browser = clock.today().year, as_(cast["chen"])
    shown = browser.get(f"/penalties/equity?year={year}").text
    ways = [html.unescape(one) for one in re.findall(r'href="(/penalties/\?since[^"]*)"', shown)]

    def behind(**wanted) -> set[str]:
        (way,) = {one for one in ways if all(f"{name}={value}" in one for name, value in wanted.items())}
        return set(re.findall(r"CF-\d+-\d+", browser.get(way).text))

    wu = next(one for one in equity.by_approver(cast["chen"], year) if one.name == cast["wu"].name)
    assert (wu.decided, wu.returned.good, len(wu.amounts), wu.changed.good) == (3, 1, 3, 1)
    assert behind(approver=f"{wu.person_id}&verdict", verdict="returned") == {returned.number}
    assert behind(approver=f"{wu.person_id}&verdict", verdict="changed") == {altered.number}
    assert len(behind(approver=f"{wu.person_id}&verdict", verdict="approved")) == 3
    for line in equity.by_crew(cast["chen"], year):
        assert len(behind(unit=line.unit_id, counted="y")) == len(line.amounts) > 0
    assert "审批人" not in as_(cast["min"]).get("/penalties/").text, "who may not compare does not sort by approver"


@pytest.mark.parametrize(("amounts", "expected"), [([1, 2, 3, 4], None), ([1, 2, 3, 4, 5], 3), ([2, 2, 4, 4, 9, 9], 4)])
def test_a_median_needs_five(amounts, expected):
    assert equity.middle(amounts) == expected


def test_a_returned_draft_takes_the_words_of_today(db, cast):
    penalty = makers.make_submitted(cast)
    drafting.decide(penalty, decision="return", opinion="补充", by=cast["wu"], at=clock.now())
    assert penalty.basis == []
