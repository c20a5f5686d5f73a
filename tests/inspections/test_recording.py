"""Who may inspect whom, what is recorded at an item, and what is still missing."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from models import deadlines
from models.core import audit, clock
from models.core.errors import Overtaken, RuleBroken
from models.inspections import InspectionState, Kind, Verdict, confirming, editing, recording
from models.inspections.scoring import said
from models.roster import DutyPost
from tests.inspections import makers
from tests.inspections.makers import found, mark
from tests.roster.makers import make_shift


def test_it_begins_with_two_and_without_a_number(cast, units):
    inspection = makers.make_running(cast, units)
    assert inspection.state is InspectionState.RUNNING and inspection.number is None
    assert [(row.user.name, row.is_lead) for row in inspection.inspectors] == [("周敏", True), ("谭松", False)]
    assert inspection.unit_name == "青岚收费站一班"


@pytest.mark.parametrize(
    ("unit", "leader", "seen"),
    [("crew1", "刘建平", ["刘建平", "王倩"]), ("crew2", "韩雪", []), ("qinglan", "刘建平", ["刘建平", "王倩"])],
)
def test_who_was_there_is_of_the_crew_looked_at(cast, units, unit, leader, seen):
    people = {cast["liu"]: (DutyPost.LEADER, None), cast["wang"]: (DutyPost.FIELD, None)}
    shift = make_shift(units["qinglan"], clock.today() - timedelta(days=1), "early", units["crew1"], people)
    started_at = shift.starts_at + timedelta(hours=1)
    inspection = makers.make_running(cast, units, unit=units[unit], started_at=started_at)
    assert inspection.answerable.name == leader and [row.user.name for row in inspection.seen] == seen
    assert inspection.shift_id == (shift.id if seen else None)


def test_one_alone_is_refused(cast, units):
    with pytest.raises(RuleBroken, match="不少于 2 人"):
        makers.make_running(cast, units, inspectors=[])


@pytest.mark.parametrize(
    ("who", "unit", "kind", "refused"),
    [
        ("liu", "crew1", Kind.CROSS, True),  # one's own crew
        ("han", "crew1", Kind.CROSS, False),  # the other crew of the station
        ("han", "qinglan", Kind.CROSS, True),  # one's own station
        ("duo", "crew1", Kind.DAILY, True),  # a crew under one's own station
        ("duo", "meiling", Kind.CROSS, False),
        ("liu", "crew1", Kind.SELF, False),
        ("duo", "crew1", Kind.DUTY, False),
    ],
)
def test_nobody_assesses_their_own(cast, units, who, unit, kind, refused):
    told = {"unit": units[unit], "kind": kind, "by": cast["min"], "inspectors": [cast[who]]}
    if refused:
        with pytest.raises(RuleBroken, match="不能检查本班组、本单位"):
            makers.make_running(cast, units, **told)
    else:
        assert makers.make_running(cast, units, **told).kind is kind


def test_a_self_check_needs_one_person(cast, units):
    told = {"kind": Kind.SELF, "by": cast["liu"], "inspectors": []}
    assert len(makers.make_running(cast, units, **told).inspectors) == 1


def test_the_future_and_a_former_sheet_are_refused(cast, units):
    with pytest.raises(RuleBroken, match="不能晚于现在"):
        makers.make_running(cast, units, started_at=clock.now() + timedelta(minutes=5))
    old = makers.sheet()
    editing.publish(editing.renew(old, by=cast["wu"]), by=cast["wu"], at=clock.now())
    with pytest.raises(RuleBroken, match="不是现行版"):
        makers.make_running(cast, units, template=old)


def test_findings_take_points_and_say_whose(cast, units):
    inspection = makers.make_running(cast, units)
    mark(inspection, "4.1", cast["min"], found(cast, "wang"), found(cast, "zhao", 2))
    mark(inspection, "5.2", cast["tan"], found(cast, "wang", 3))
    mark(inspection, "1.1", cast["min"], verdict=Verdict.NONE)
    assert said(inspection.score) == "92.5"
    assert [(one.person.name, said(one.taken)) for one in inspection.findings] == [
        ("王倩", "2"),
        ("赵磊", "4"),
        ("王倩", "1.5"),
    ]


def test_a_second_sending_of_a_finding_changes_the_same_row(cast, units):
    inspection = makers.make_running(cast, units)
    one = found(cast, "wang")
    mark(inspection, "4.1", cast["min"], one)
    mark(inspection, "4.1", cast["min"], dataclasses.replace(one, number=2, words="两人没有佩戴。"))
    assert [(row.number, row.words) for row in inspection.findings] == [(2, "两人没有佩戴。")]


def test_another_verdict_takes_the_findings_out(cast, units):
    inspection = makers.make_running(cast, units)
    mark(inspection, "4.1", cast["min"], found(cast))
    mark(inspection, "4.1", cast["min"])
    assert said(inspection.score) == "100"
    assert [row.is_removed for row in inspection.findings] == [True]


def test_it_refuses_what_cannot_be_true(cast, units):
    inspection = makers.make_running(cast, units)
    with pytest.raises(RuleBroken, match="多于抽查的 10 辆"):
        mark(inspection, "5.2", cast["min"], found(cast, number=11))
    with pytest.raises(RuleBroken, match="至少 1 人"):
        mark(inspection, "4.1", cast["min"], verdict=Verdict.FAIL)
    with pytest.raises(RuleBroken, match="只有本次督查人员"):
        mark(inspection, "4.1", cast["ming"])


def test_it_is_submitted_only_whole(cast, units, db):
    inspection = makers.make_running(cast, units)
    by = cast["min"]
    with pytest.raises(RuleBroken, match=r"还有检查项没有结论：1\.1、1\.2"):
        confirming.submit(inspection, summary="无", suggestion="", by=by, at=clock.now())
    mark(inspection, "4.1", by, found(cast, words=""))
    makers.fill(inspection, by)
    with pytest.raises(RuleBroken, match=r"第 4\.1 项的问题没有写明情况"):
        confirming.submit(inspection, summary="无", suggestion="", by=by, at=clock.now())


def test_the_number_comes_with_the_submission_and_the_record_is_closed(cast, units, db):
    inspection = makers.make_submitted(cast, units)
    assert inspection.number == f"DC-{clock.today().year}-0001"
    assert inspection.state is InspectionState.CONFIRMING
    assert abs(inspection.confirm_until - inspection.submitted_at - timedelta(hours=24)) < timedelta(seconds=2)
    assert [one.due_at for one in db.session.scalars(deadlines.of(inspection))] == [inspection.confirm_until]
    assert [one.reply.person_id for one in inspection.findings] == [cast["wang"].id]
    with pytest.raises(Overtaken):
        mark(inspection, "1.1", cast["min"])


def test_without_anybody_to_ask_the_office_is_next(cast, units):
    inspection = makers.make_submitted(cast, units, ("1.1", found(cast, None)), unit=units["qinglan"])
    assert inspection.answerable is None and inspection.state is InspectionState.REVIEW


def test_a_draft_may_be_given_up_a_numbered_one_not(cast, units, db):
    inspection = makers.make_running(cast, units)
    confirming.withdraw(inspection, reason="改期", by=cast["tan"])
    assert inspection.state is InspectionState.WITHDRAWN and inspection.number is None


def test_an_inspection_keeps_its_edition_for_ever(cast, units, db):
    inspection = makers.make_running(cast, units)
    mark(inspection, "4.1", cast["min"], found(cast))
    fresh = editing.renew(makers.sheet(), by=cast["wu"])
    harder = next(one for one in fresh.items if one.code == "4.1")
    harder.step = 50
    audit.record("template.edit", fresh, cast["wu"])
    editing.publish(fresh, by=cast["wu"], at=clock.now())
    db.session.commit()
    again = makers.whole(inspection.id)
    assert (again.template.edition, said(recording.score_of(again).total)) == (1, "98")


def test_a_delivery_is_claimed_once(cast, units, db):
    inspection = makers.make_running(cast, units)
    claims = [recording.claim(inspection, "a" * 32, "answer", by=cast["min"], at=clock.now()) for _ in range(3)]
    assert claims == [True, False, False]
