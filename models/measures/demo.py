"""Talks, measures and orders of the demonstration station, at every stage. Invented, and always the same."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from models import approvals
from models.accounts import User
from models.accounts.demo import PIN
from models.approvals import ApprovalTask, TaskState, steps
from models.core import clock
from models.core.db import db
from models.core.seeds import demo_data
from models.measures import directives, measuring, talking
from models.measures.kinds import MeasureKind, TalkKind
from models.measures.tables import Talk
from models.penalties import Penalty, PenaltyState

OFFICE, HEAD, LEADER, DEPUTY, FINANCE, DUTY = "00021 00020 00001 00002 00041 21001".split()
CRITICISED, SUSPENDED, RETURNED, MOVED = "21304 21404 21203 21205".split()


@demo_data(order=61)
def fill() -> None:
    """Tell the cases by the rules; nothing in a house that has talks or no such people."""
    people = {person.staff_no: person for person in db.session.scalars(select(User))}
    needed = {OFFICE, HEAD, LEADER, DEPUTY, FINANCE, DUTY, CRITICISED, SUSPENDED, RETURNED, MOVED}
    if db.session.scalar(select(Talk.id).limit(1)) or not needed <= people.keys():
        return
    _talks(people)
    _measures(people)
    _directives(people)
    db.session.commit()


def _talks(people: dict[str, User]) -> None:
    now = clock.now()
    told = {"talker": people[HEAD], "penalty": None, "by": people[OFFICE], "place": "征费室"}
    signed = talking.plan(
        person=people[CRITICISED],
        kind=TalkKind.ADMONITION,
        reason="两个月内两次因解释不耐心被投诉。",
        planned_at=now - timedelta(days=6),
        at=now - timedelta(days=7),
        **told,
    )
    said = {
        "content": "指出两次投诉的共同原因，重申首问负责和四类文明用语。",
        "reply": "认识到问题，今后耐心解释。",
        "demands": "一周内重学服务规范，班长每班点评一次。",
    }
    talking.hold(signed, held_at=now - timedelta(days=6), by=people[HEAD], at=now - timedelta(days=6), **said)
    talking.sign(signed, pin=PIN, by=people[CRITICISED], at=now - timedelta(days=6))
    held = talking.plan(
        person=people[MOVED],
        kind=TalkKind.MEETING,
        reason="连续两周未参加每日一练，创建活动不积极。",
        planned_at=now - timedelta(days=1),
        at=now - timedelta(days=2),
        **told,
    )
    talking.hold(held, held_at=now - timedelta(days=1), by=people[HEAD], at=now - timedelta(days=1), **said)
    talking.plan(
        person=people[SUSPENDED],
        kind=TalkKind.ADMONITION,
        reason="当班使用手机，期间内再次违规。",
        planned_at=now + timedelta(days=1),
        at=now,
        **told,
    )


def _measures(people: dict[str, User]) -> None:
    now = clock.now()
    old = now - timedelta(days=30)
    returned = _approved(people, RETURNED, MeasureKind.SUSPENSION, "当班脱岗约四十分钟，车道无人值守。", old, days=7)
    begun = clock.local(old).date()
    measuring.start(returned, from_on=begun, note="到征费室学习。", by=people[OFFICE], at=old)
    day = begun + timedelta(days=6)
    at = old + timedelta(days=6)
    measuring.retest(returned, score=92, on=day, by=people[OFFICE], at=at)
    end = day + timedelta(days=1)
    measuring.finish(returned, ended_on=end, note="复考合格，返岗。", by=people[OFFICE], at=at + timedelta(days=1))
    recent = now - timedelta(days=3)
    running = _approved(people, SUSPENDED, MeasureKind.SUSPENSION, "当班使用手机，经提醒不改。", recent, days=10)
    measuring.start(running, from_on=clock.local(recent).date(), note="", by=people[OFFICE], at=recent)
    _approved(people, CRITICISED, MeasureKind.CRITICISM, "两个月内两次有责投诉。", now - timedelta(hours=8))
    waiting = _drafted(
        people, MOVED, MeasureKind.REASSIGNMENT, "收费业务连续三次考核不合格。", now, new_post="外勤疏导"
    )
    measuring.submit(waiting, by=people[OFFICE], at=now)


def _drafted(people: dict[str, User], staff_no: str, kind: MeasureKind, facts: str, at, **more):
    told = {"days": None, "new_post": ""} | more
    return measuring.draft(
        person=people[staff_no], kind=kind, facts=facts, penalty=None, by=people[OFFICE], at=at, **told
    )


def _approved(people: dict[str, User], staff_no: str, kind: MeasureKind, facts: str, at, **more):
    row = _drafted(people, staff_no, kind, facts, at, **more)
    measuring.submit(row, by=people[OFFICE], at=at)
    approval = approvals.latest_of(row)
    waiting = select(ApprovalTask).where(
        ApprovalTask.approval_id == approval.id, ApprovalTask.state == TaskState.WAITING
    )
    while asked := [one for task in db.session.scalars(waiting) for one in steps.asked_now(approval, task, at)]:
        approvals.approve(approval, asked[0], "同意。", at)
    return row


def _directives(people: dict[str, User]) -> None:
    now = clock.now()
    penalty = db.session.scalar(select(Penalty).where(Penalty.state == PenaltyState.DUE).limit(1))
    done = directives.issue(
        responsible=people[DUTY],
        order="排队超过五辆未增开车道，责令值班室核查班前布置并整改。",
        due_on=clock.local(now).date(),
        penalty=penalty,
        by=people[HEAD],
        at=now - timedelta(days=4),
    )
    said = "已重申五辆车增开车道的规定，值班室每小时巡看一次广场录像。"
    directives.answer(done, answer=said, by=people[DUTY], at=now - timedelta(days=2))
    directives.close(done, opinion="同意办结，下月复核。", by=people[HEAD], at=now - timedelta(days=1))
    directives.issue(
        responsible=people[DUTY],
        order="交接班未逐项签认，责令站部检查全部班组的交接记录并书面说明。",
        due_on=clock.local(now).date() + timedelta(days=3),
        penalty=None,
        by=people[HEAD],
        at=now,
    )


__all__ = ["fill"]
