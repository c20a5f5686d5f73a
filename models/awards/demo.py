"""Rounds of the demonstration station: one issued, one in 公示, one in the jury's hands. Invented, always the same."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from models import approvals
from models.accounts import Unit, User
from models.awards import keeping, queries, rounds
from models.awards.tables import Award, AwardCandidate, AwardKind
from models.core import clock
from models.core.db import db
from models.core.seeds import demo_data

OFFICE, HEAD, LEADER, FINANCE, JURORS = "00021", "00020", "00001", "00041", ("00031", "00002", "21001")
# kind, title, days ago the period ended, days ago it began to be worked on, how far
ROUNDS = (
    ("civil_star", "十月文明服务之星", 28, 24, "issued"),
    ("gold_crew", "十月金牌服务班组", 28, 20, "approved"),
    ("star", "十月星级收费员", 28, 3, "notice"),
    ("model", "十月服务标兵", 28, 2, "jury"),
    ("grievance", "委屈奖", 0, 1, "call"),
)


@demo_data(order=90)
def fill() -> None:
    """Take every round as far as it came, by the rules; nothing in a house that has rounds or no such people."""
    people = {person.staff_no: person for person in db.session.scalars(select(User)).unique()}
    if db.session.scalar(select(Award.id).limit(1)) or not {OFFICE, HEAD, LEADER, FINANCE, *JURORS} <= people.keys():
        return
    kinds = {kind.code: kind for kind in db.session.scalars(select(AwardKind))}
    unit = db.session.scalars(select(Unit).where(Unit.code == "office")).one()
    for code, title, ended, begun, stage in ROUNDS:
        _tell(people, kinds[code], unit, (title, ended, begun, stage))
    db.session.commit()


def _tell(people: dict[str, User], kind: AwardKind, unit: Unit, told: tuple[str, int, int, str]) -> None:
    title, ended, begun, stage = told
    until = clock.today() - timedelta(days=ended)
    at = _at(begun)
    office = people[OFFICE]
    award = rounds.begin(kind=kind, unit=unit, title=title, since=until.replace(day=1), until=until, by=office, at=at)
    if stage == "call":
        person = people["21104"]
        rounds.nominate(award, holder=person, words="被辱骂仍耐心解释，三方已签认。", by=people["21101"])
        return
    rounds.screen(award, by=office, at=at)
    rounds.start_jury(award, by=office)
    _judge(award, people, at)
    if stage == "jury":
        return
    rounds.publish(award, by=office, at=at)
    if stage != "notice":
        _finish(award, people, at + timedelta(days=4), stage)


def _judge(award: Award, people: dict[str, User], at: datetime) -> None:
    """Let three jurors give their points; what they give follows from the row."""
    for place, juror in enumerate(JURORS):
        for row in db.session.scalars(queries.eligible_of(award)).all():
            if rounds.refusal_to_vote(row, people[juror]) is None and award.terms["weights"].get("jury"):
                rounds.vote(award, row, points=80 + (row.unit_id * 7 + place * 5) % 20, by=people[juror], at=at)


def _finish(award: Award, people: dict[str, User], at: datetime, stage: str) -> None:
    rounds.submit(award, by=people[OFFICE], at=at)
    approval = approvals.latest_of(award)
    for number in (HEAD, LEADER):
        approvals.approve(approval, people[number], "同意", at)
    if stage == "issued":
        rounds.issue(award, by=people[OFFICE], at=at)
        row = db.session.scalars(queries.winners_of(award)).first()
        if row is not None:
            _pay(row, award, people[FINANCE], at)


def _pay(row: AwardCandidate, award: Award, by: User, at: datetime) -> None:
    row.award = award
    keeping.pay(row, receipt_no="JJ-2026-0001", paid_on=clock.local(at).date(), by=by, at=at)


def _at(days: int) -> datetime:
    day: date = clock.today() - timedelta(days=days)
    return clock.at(day, time(15, 0))
