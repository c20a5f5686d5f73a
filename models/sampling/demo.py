"""Plans and draws of the demonstration: last month scored, this month under way, one newcomer looked at twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select

from models.accounts import Unit, User
from models.core import clock, months
from models.core.db import db
from models.core.seeds import demo_data
from models.inspections import Kind, Template, TemplateItem, TemplateState, Verdict
from models.inspections import queries as inspections
from models.roster import queries as roster
from models.sampling import planning, queries, reviewing, rules
from models.sampling.kinds import Cause, ReviewState
from models.sampling.reviewing import Judgement
from models.sampling.tables import Draw, Review

OFFICE, HEAD, INSPECTORS = "00021", "00020", ("00031", "00021")
STATIONS = ("青岚收费站", "梅岭收费站")
CLIPS, OFTEN = 24, 12  # one item in OFTEN is wrong
WORDS = ("唱收唱付不完整", "递卡时没有目视司乘", "坐姿不端正", "文明用语缺少送别语")


@demo_data(order=47)
def fill() -> None:
    """Draw and score by the rules; nothing in a house that has draws or no such people."""
    people = {person.staff_no: person for person in db.session.scalars(select(User)).unique()}
    stations = [one for one in db.session.scalars(select(Unit).order_by(Unit.id)) if one.name in STATIONS]
    template = db.session.scalars(_sheet()).first()
    if db.session.scalar(select(Draw.id).limit(1)) or not stations or template is None or OFFICE not in people:
        return
    this_month, last_month = months.first_of(clock.today()), months.before(clock.today())
    for station in stations:
        for month in (last_month, this_month):
            planning.plan(station, month=month, targets={Kind.DAILY: 8, Kind.SPECIAL: 4}, by=people[HEAD])
        _draw(station, last_month, this_month - timedelta(days=1), template, people, OFTEN)
        if clock.today() > this_month + timedelta(days=3):
            _draw(station, this_month, clock.today() - timedelta(days=1), template, people, 0)
    _look_at_a_newcomer(stations[0], last_month, this_month - timedelta(days=1), template, people)
    db.session.commit()


def _sheet():
    rows = select(Template).where(Template.code == "six-unities", Template.state == TemplateState.PUBLISHED)
    return rows.options(inspections.PARTS)


def _draw(station: Unit, month, until, template: Template, people: dict[str, User], often: int) -> None:
    """Draw a month; with ``often`` every clip is scored, else it waits."""
    at = clock.now()
    seed = sha256(f"{station.name} {month}".encode()).hexdigest()[:32]
    reviewers = [people[one] for one in INSPECTORS]
    told = {"month": month, "until": until, "total": CLIPS, "template": template, "reviewers": reviewers, "seed": seed}
    draw = rules.draw_fair(station, **told, by=people[HEAD], at=at)
    if often:
        _score_all(draw, template, often, at)


def _look_at_a_newcomer(station: Unit, month, until, template: Template, people: dict[str, User]) -> None:
    """Look twice at the collector with the highest staff number, for being new."""
    candidates = db.session.scalars(queries.candidates(station.id, month, until, clock.now())).unique()
    on_duty = {duty.user_id for duty in candidates}
    newest = [person for person in db.session.scalars(roster.staff_of(station.id)) if person.id in on_duty][-1:]
    if newest:
        told = {"month": month, "until": until, "people": newest, "each": 2, "template": template}
        told |= {"cause": Cause.NEW, "reason": "新上岗第一个月，重点看文明用语。", "reviewers": [people[INSPECTORS[0]]]}
        seed = sha256(f"{station.name} {month} 定向".encode()).hexdigest()[:32]
        rules.draw_directed(station, **told, by=people[HEAD], at=clock.now(), seed=seed)


def _score_all(draw: Draw, template: Template, often: int, at: datetime) -> None:
    rows = select(Review).where(Review.unit_id == draw.unit_id, Review.state == ReviewState.WAITING)
    for review in db.session.scalars(rows.options(*queries.WHOLE).order_by(Review.id)).unique().all():
        seen = [_judged(item, review, often) for item in template.items]
        reference = f"NVR{review.clip_id:04d}"
        reviewing.score(review, seen=seen, clip_ref=reference, note="", by=review.reviewer, at=at)


def _judged(item: TemplateItem, review: Review, often: int) -> Judgement:
    """Fail an item now and then; two who see the same clip mostly see the same."""
    clip, own = (_dice(item.id, review.clip_id), _dice(item.id, review.clip_id, review.reviewer_id))
    if item.is_bonus or (clip % often and own % 40):
        return Judgement(item, Verdict.PASS)
    return Judgement(item, Verdict.FAIL, 1, WORDS[clip % len(WORDS)])


def _dice(*what: int) -> int:
    return int(sha256("|".join(map(str, what)).encode()).hexdigest()[:8], 16)
