"""Visits at every stage, made by the rules themselves."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from io import BytesIO

from PIL import Image
from sqlalchemy import select

from models.core import audit, clock
from models.core.attachments import prepare
from models.core.db import db
from models.mystery_visits import (
    ASPECTS,
    Decision,
    MysteryMatter,
    MysteryReport,
    MysteryVisit,
    planning,
    portal,
    publishing,
    queries,
    studying,
)

FULL = {aspect.code: aspect.points * 9 for aspect in ASPECTS}  # nine tenths of everything: 90.0
SECRET_WORDS = "暗号紫罗兰"  # stands in every text of a hidden visit, so that a leak can be searched for


def make_plan(cast, units, station: str = "qinglan", **told) -> MysteryVisit:
    today = clock.today()
    given = {"from_on": today - timedelta(days=2), "to_on": today + timedelta(days=5), "alias": "紫"}
    given |= {"focus": SECRET_WORDS} | told
    return planning.plan(unit=units[station], by=cast["wu"], at=clock.now(), **given)


def make_issued(cast, units, **told) -> tuple[MysteryVisit, str]:
    visit = make_plan(cast, units, **told)
    return visit, planning.issue(visit, by=cast["wu"], at=clock.now())


def content(**told) -> dict:
    given = {"visited_at": clock.now() - timedelta(hours=1), "scores": FULL, "lane": "X04", "quotes": "您好，请拿好。"}
    given |= {"errand": f"现金缴费，{SECRET_WORDS}。", "impression": "流程熟练。"}
    return given | {"suggestions": [f"{SECRET_WORDS}甲"], "proposals": [f"{SECRET_WORDS}乙"]} | told


def make_sent(cast, units, photo=False, station: str = "qinglan", focus=SECRET_WORDS, **told) -> MysteryVisit:
    visit, code = make_issued(cast, units, station=station, focus=focus)
    portal.begin(portal.find(code, clock.today()), clock.now())
    if photo:
        portal.add_photo(visit, prepare(picture()))
    portal.send(whole(visit), at=clock.now(), **content(**told))
    return whole(visit)


def decide_all(visit: MysteryVisit, cast, by: str = "chen") -> MysteryVisit:
    visit = whole(visit)
    for matter in visit.matters:
        studying.decide(visit, matter, decision=Decision.ADOPTED, reason="照办", by=cast[by], at=clock.now())
    return visit


def make_studied(cast, units, **told) -> MysteryVisit:
    visit = decide_all(make_sent(cast, units, **told), cast)
    studying.close(visit, opinion="同意", by=cast["chen"], at=clock.now())
    return whole(visit)


def make_published(cast, units, **told) -> MysteryVisit:
    visit = make_studied(cast, units, **told)
    seal_today()
    publishing.publish(whole(visit), by=cast["wu"], at=clock.now())
    return whole(visit)


def seal_today() -> None:
    """Publish the hash of a day again and again: the tests have only one today."""
    used = db.session.scalars(select(publishing.MysteryRoot.day)).all()
    day = max([clock.today(), *(one + timedelta(days=1) for one in used)])
    publishing.seal_day(day, clock.now())


def whole(visit: MysteryVisit) -> MysteryVisit:
    db.session.flush()
    here = select(MysteryVisit).where(MysteryVisit.id == visit.id).options(*queries.WHOLE)
    return db.session.scalars(here.execution_options(populate_existing=True)).unique().one()


def matter_of(visit: MysteryVisit, position: int = 0) -> MysteryMatter:
    return whole(visit).matters[position]


def report_of(visit: MysteryVisit) -> MysteryReport:
    return whole(visit).report


def picture() -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (64, 48), (120, 160, 140)).save(out, "JPEG", exif=Image.Exif())
    out.seek(0)
    return out


def tomorrow() -> date:
    return clock.today() + timedelta(days=1)


__all__ = ["BytesIO", "audit", "hashlib", "prepare"]
