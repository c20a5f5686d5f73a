"""What rooms post by themselves: penalties, findings, the daily quiz; and how each is taken back."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from models.core import clock
from models.inspections import confirming, consequences, reviewing
from models.penalties import Outcome, Violation, effects, service, violations
from models.penalties import queries as cases
from models.points import invariants
from models.training import rewards
from tests.inspections import makers as inspections
from tests.inspections.makers import found
from tests.penalties import makers as penalties
from tests.penalties.makers import PIN, clauses
from tests.points.makers import figures, today_month
from tests.training import makers as training


def score(holder) -> tuple[int, int]:
    return figures(holder, today_month())


def reported(cast, units, *findings):
    inspection = inspections.make_submitted(cast, units, *findings)
    confirming.lapse(clock.now() + timedelta(hours=25))
    inspection = inspections.whole(inspection.id)
    reviewing.publish(inspection, by=cast["wu"], at=clock.now())
    return inspection, inspection.findings[0]


def punished(db, cast, inspection, finding):
    """Let the finding become a violation, and its penalty take effect."""
    told = {"clauses": clauses("4.1"), "by": cast["ming"], "at": clock.now()}
    number = consequences.report(finding, inspection, **told).number
    rows = select(Violation).where(Violation.number == number).options(cases.CLAUSES, cases.OF_UNIT, *cases.TOLD)
    violation = db.session.scalars(rows.execution_options(populate_existing=True)).one()
    violations.confirm(violation, finding="属实", by=cast["tan"], at=clock.now())
    return penalties.make_due(cast, "wang", violation=violation)


def test_a_penalty_costs_points_from_the_day_it_takes_effect(cast):
    penalty = penalties.make_served(cast)
    assert score(cast["wang"]) == (0, 0)
    service.waive(penalty, pin=PIN, by=cast["wang"], at=clock.now())
    assert score(cast["wang"]) == (1000 - penalty.points * 10, 0) and penalty.points


def test_a_revoked_penalty_gives_its_points_back(cast):
    penalty = penalties.make_due(cast)
    effects.reverse(penalty, reason="录像显示不是本人", by=cast["chen"], at=clock.now())
    assert score(cast["wang"]) == (1000, 0)
    assert invariants.broken() == []


def test_an_appeal_that_lowers_the_amount_lowers_the_points(cast):
    penalty = penalties.make_appealed(cast)
    penalties.settle_appeal(penalty, cast["fu"], Outcome.ALTERED, penalty.payable // 2)
    assert score(cast["wang"]) == (1000 - penalty.points * 5, 0)


def test_a_reported_finding_costs_its_person_or_its_crew(cast, units):
    reported(cast, units, ("4.1", found(cast, "wang")), ("3.1", found(cast, None)))
    assert score(cast["wang"])[0] < 1000 and score(units["crew1"])[0] < 1000
    assert score(cast["zhao"]) == (0, 0)


def test_nothing_is_booked_before_the_report(cast, units):
    inspections.make_submitted(cast, units)
    assert score(cast["wang"]) == (0, 0)


def test_a_finding_that_is_struck_gives_its_points_back(cast, units):
    inspection, finding = reported(cast, units)
    assert score(cast["wang"])[0] < 1000
    consequences.take_back(finding, inspection, reason="认错了人", by=cast["wu"], at=clock.now())
    assert score(cast["wang"]) == (1000, 0)


def test_one_fact_is_not_counted_twice(db, cast, units):
    inspection, finding = reported(cast, units)
    penalty = punished(db, cast, inspection, finding)
    assert score(cast["wang"]) == (1000 - penalty.points * 10, 0), "the penalty takes the place of the finding"
    effects.reverse(penalty, reason="不是本人", by=cast["chen"], at=clock.now())
    assert score(cast["wang"]) == (1000, 0), "the finding falls with its penalty"
    assert invariants.broken() == []


def test_a_first_try_all_right_is_worth_what_the_rule_says(db, cast, units):
    training.make_bank()
    shift = training.make_early(units, cast["liu"], cast["wang"], cast["zhao"])
    training.make_attempt(shift, cast["wang"], 5)
    training.make_attempt(shift, cast["zhao"], 4)
    month, later = shift.business_date.replace(day=1), shift.ends_at
    assert [rewards.reward(later), rewards.reward(later)] == [1, 0], "again it posts nothing"
    assert figures(cast["wang"], month) == (1000, 2)
    assert figures(cast["zhao"], month) == (0, 0)
