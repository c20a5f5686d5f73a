"""Rounds of the demonstration station: one issued, one in 公示, one in the jury's hands. Invented, always the same."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from models import approvals
from models.accounts import Unit, User
from models.awards import keeping, queries, rounds
from models.awards.tables import Award, AwardCandidate, AwardKind
from models.core import clock, months
from models.core.db import db
from models.core.seeds import demo_data

OFFICE, HEAD, LEADER, FINANCE, JURORS = "00021", "00020", "00001", "00041", ("00031", "00002", "21001")
# kind, days ago it began to be worked on, how far; all of last month, but the one that is called for
ROUNDS = (
    ("civil_star", 24, "issued"),
    ("gold_crew", 20, "approved"),
    ("star", 3, "notice"),
    ("model", 2, "jury"),
    ("grievance", 1, "call"),
)
MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


@demo_data(order=90)
def fill() -> None:
    """Take every round as far as it came, by the rules; nothing in a house that has rounds or no such people."""
    people = {person.staff_no: person for person in db.session.scalars(select(User)).unique()}
    if db.session.scalar(select(Award.id).limit(1)) or not {OFFICE, HEAD, LEADER, FINANCE, *JURORS} <= people.keys():
        return
    kinds = {kind.code: kind for kind in db.session.scalars(select(AwardKind))}
    unit = db.session.scalars(select(Unit).where(Unit.code == "office")).one()
    _bar(people)
    for code, begun, stage in ROUNDS:
        _tell(people, kinds[code], unit, _at(begun), stage)
    db.session.commit()


def _bar(people: dict[str, User]) -> None:
    """A crew is barred this year; a person was last year, and it was lifted."""
    leader, year, at = people[LEADER], clock.today().year, _at(40)
    crew, person = people["22201"].unit, people["21205"]
    keeping.bar(holder=crew, year=year, reason="专项行动学习、自查两次没有按期完成。", by=leader, at=at)
    row = keeping.bar(holder=person, year=year - 1, reason="长期不参加创建活动。", by=leader, at=at)
    keeping.lift(row, reason="查明当时在外培训，请假手续齐全。", by=leader, at=at + timedelta(days=3))


def _tell(people: dict[str, User], kind: AwardKind, unit: Unit, at: datetime, stage: str) -> None:
    office, since = people[OFFICE], months.before(clock.today())
    until, title = months.last_of(since), f"{MONTHS[since.month - 1]}月{kind.name}"
    if stage == "call":
        since, until, title = months.first_of(clock.today()), clock.today(), kind.name
    award = rounds.begin(kind=kind, unit=unit, title=title, since=since, until=until, by=office, at=at)
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
