"""Rounds at every stage, made by the rules themselves."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from models import approvals
from models.awards import Award, AwardCandidate, AwardKind, queries, rounds
from models.core import clock, months
from models.core.db import db
from models.points import accounts

EASY = {"no_ban": True, "no_complaint": True}


def kind(code: str = "model", **changed) -> AwardKind:
    """A kind whose conditions a fresh house can meet: nobody has worked eighteen shifts there."""
    row = db.session.scalars(select(AwardKind).where(AwardKind.code == code)).one()
    db.session.execute(db.update(AwardKind).where(AwardKind.id == row.id).values({"filters": EASY} | changed))
    db.session.refresh(row)
    return row


def make_round(cast, units, code: str = "model", **changed) -> Award:
    """This month's award at 青岚站."""
    month = months.first_of(clock.today())
    accounts.open_month(month, clock.now())
    given = {"title": "本月服务标兵", "since": month, "until": clock.today()}
    award = rounds.begin(kind=kind(code, **changed), unit=units["qinglan"], by=cast["ming"], at=clock.now(), **given)
    db.session.flush()
    return award


def make_jury(cast, units, code: str = "model", **changed) -> Award:
    award = make_round(cast, units, code, **changed)
    rounds.screen(award, by=cast["ming"], at=clock.now())
    rounds.start_jury(award, by=cast["ming"])
    return award


def judge(award: Award, by, **points: int) -> None:
    """Let ``by`` give points to candidates by the name of their caption."""
    for caption, given in points.items():
        rounds.vote(award, candidate(award, caption), points=given, by=by, at=clock.now())


def make_notice(cast, units, code: str = "model", **changed) -> Award:
    award = make_jury(cast, units, code, **changed)
    judge(award, cast["min"], 王倩=90, 赵磊=85, 孙晓梅=70)
    rounds.publish(award, by=cast["ming"], at=clock.now())
    return award


def make_approved(cast, units, **changed) -> Award:
    award = make_notice(cast, units, **changed)
    rounds.submit(award, by=cast["ming"], at=clock.now() + timedelta(days=4))
    for one in ("wu", "chen"):
        approvals.approve(approvals.latest_of(award), cast[one], "同意", clock.now())
    return award


def candidate(award: Award, caption: str) -> AwardCandidate:
    rows = queries.candidates_of(award).where(AwardCandidate.caption == caption)
    return db.session.scalars(rows).one()


def make_notice_without(cast, units) -> Award:
    """Shown to all though 王倩 did not qualify."""
    award = make_jury(cast, units)
    judge(award, cast["min"], 赵磊=80, 孙晓梅=70)
    rounds.publish(award, by=cast["ming"], at=clock.now())
    return award


def make_submitted(cast, units) -> Award:
    award = make_notice(cast, units)
    rounds.submit(award, by=cast["ming"], at=clock.now() + timedelta(days=4))
    return award
