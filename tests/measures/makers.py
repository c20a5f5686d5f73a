"""Talks, measures and orders at every stage, made by the rules themselves."""

from __future__ import annotations

from datetime import timedelta

from models import approvals
from models.accounts import User
from models.core import clock
from models.measures import Directive, Measure, MeasureKind, Talk, TalkKind, directives, measuring, talking
from tests.penalties.makers import PIN, give_pin

RECORD = {"content": "指出问题。", "reply": "今后改正。", "demands": "重学规范。"}


def make_talk(cast, person: str = "wang", by: str = "ming", **told) -> Talk:
    given = {"kind": TalkKind.ADMONITION, "reason": "创建活动不积极。", "place": "征费室", "penalty": None}
    given |= {"talker": cast["wu"], "planned_at": clock.now() + timedelta(hours=1)} | told
    return talking.plan(person=cast[person], by=cast[by], at=clock.now(), **given)


def make_held(cast, person: str = "wang", **told) -> Talk:
    talk = make_talk(cast, person, **told)
    talking.hold(talk, held_at=clock.now(), by=cast["wu"], at=clock.now(), **RECORD)
    give_pin(cast[person])
    return talk


def make_draft(
    cast, kind: MeasureKind = MeasureKind.CRITICISM, person: str = "wang", by: str = "ming", **told
) -> Measure:
    given = {"days": 7 if kind is MeasureKind.SUSPENSION else None, "facts": "两次有责投诉。", "penalty": None}
    given["new_post"] = "外勤" if kind is MeasureKind.REASSIGNMENT else ""
    return measuring.draft(person=cast[person], kind=kind, by=cast[by], at=clock.now(), **given | told)


def make_submitted(cast, kind: MeasureKind = MeasureKind.CRITICISM, **told) -> Measure:
    row = make_draft(cast, kind, **told)
    measuring.submit(row, by=cast["ming"], at=clock.now())
    return row


def decide(row: Measure, *people: User) -> None:
    for person in people:
        approvals.approve(approvals.latest_of(row), person, "同意", clock.now())


def make_approved(cast, kind: MeasureKind = MeasureKind.CRITICISM, **told) -> Measure:
    row = make_submitted(cast, kind, **told)
    grave = kind in (MeasureKind.SUSPENSION, MeasureKind.DISMISSAL)
    decide(row, *(cast[one] for one in (("fu", "wu", "cai", "chen") if grave else ("wu", "chen"))))
    return row


def make_suspended(cast, days: int = 7, since: int = 0, **told) -> Measure:
    row = make_approved(cast, MeasureKind.SUSPENSION, days=days, **told)
    row.approved_at = clock.now() - timedelta(days=since)
    measuring.start(row, from_on=clock.today() - timedelta(days=since), note="", by=cast["ming"], at=clock.now())
    return row


def make_directive(cast, responsible: str = "duo", by: str = "wu", **told) -> Directive:
    given = {"order": "核查班前布置。", "due_on": clock.today() + timedelta(days=3), "penalty": None} | told
    return directives.issue(responsible=cast[responsible], by=cast[by], at=clock.now(), **given)


__all__ = ["PIN", "RECORD"]
