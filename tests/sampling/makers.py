"""A month of duties in 青岚 and draws from it, made by the rules themselves."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from models.core import clock
from models.core.db import db
from models.inspections import Verdict
from models.roster import DutyPost
from models.sampling import Clip, Draw, Review, queries, reviewing, rules
from models.sampling.reviewing import Judgement
from tests.inspections.makers import sheet
from tests.roster.makers import make_lanes, make_shift

MONTH = date(2026, 10, 1)
UNTIL = date(2026, 10, 31)
COLLECTORS = ("wang", "zhao", "sun", "zhou")


def make_month(cast, units, days: int = 6) -> None:
    """Two crews take turns on two lanes of 青岚, by day, from the first of the month."""
    lanes = make_lanes(units["qinglan"])
    crews = (("crew1", "liu", "wang", "zhao"), ("crew2", "han", "sun", "zhou"))
    for n in range(days):
        crew, leader, one, other = crews[n % 2]
        people = {cast[leader]: (DutyPost.LEADER, None), cast[one]: (DutyPost.COLLECTOR, lanes["E01"])}
        people[cast[other]] = (DutyPost.COLLECTOR, lanes["X01"])
        make_shift(units["qinglan"], MONTH + timedelta(days=n), "early", units[crew], people)


def make_draw(cast, units, station: str = "qinglan", **told) -> Draw:
    """Ming draws six clips for Min and Tan."""
    given = {"month": MONTH, "until": UNTIL, "total": 6, "template": sheet(), "by": cast["ming"], "at": clock.now()}
    given["reviewers"] = [cast["min"], cast["tan"]]
    draw = rules.draw_fair(units[station], **given | told)
    db.session.commit()
    return draw


def clips(draw: Draw) -> list[Clip]:
    found = queries.clips_of(draw).execution_options(populate_existing=True)
    return list(db.session.scalars(found).unique())


def whole(review_id: int) -> Review:
    rows = select(Review).where(Review.id == review_id).options(*queries.WHOLE)
    return db.session.scalars(rows.execution_options(populate_existing=True)).unique().one()


def judge(review: Review, *failed: str) -> list[Judgement]:
    """Fail the items of these codes once each, pass all others."""
    items = reviewing.sheet_of(review.clip).items
    return [
        Judgement(item, Verdict.FAIL, 1, "没有唱收唱付") if item.code in failed else Judgement(item, Verdict.PASS)
        for item in items
    ]


def score(review: Review, *failed: str) -> None:
    row = whole(review.id)
    seen = judge(row, *failed)
    reviewing.score(row, seen=seen, clip_ref="NVR-7", note="", by=row.reviewer, at=clock.now())
    db.session.commit()
