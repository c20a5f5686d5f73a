"""Inspections at every stage, made by the rules themselves."""

from __future__ import annotations

import io
import secrets
from datetime import timedelta

from PIL import Image
from sqlalchemy import select

from models.core import clock
from models.core.db import db
from models.core.gathered import gather
from models.inspections import Inspection, Kind, Method, Template, Verdict, confirming, opening, queries, recording
from models.inspections.recording import Reading, Told


def sheet(code: str = "six-unities") -> Template:
    here = select(Template).where(Template.code == code).options(queries.PARTS).order_by(Template.edition.desc())
    return db.session.scalars(here).first()


def item(code: str, of: Inspection):
    return next(one for one in whole(of.id).template.items if one.code == code)


def make_running(cast, units, **told) -> Inspection:
    """Min and Tan look at crew 一班."""
    at = clock.now()
    given = {"kind": Kind.DAILY, "method": Method.ON_SITE, "topics": ["courtesy"], "template": sheet()}
    given |= {"unit": units["crew1"], "started_at": at - timedelta(hours=1), "weather": "晴", "by": cast["min"]}
    given |= {"inspectors": [cast["tan"]]} | told
    inspection = opening.start(at=at, **given)
    db.session.commit()
    return whole(inspection.id)


def whole(inspection_id: int) -> Inspection:
    here = gather(select(Inspection).where(Inspection.id == inspection_id), queries.WHOLE)
    return db.session.scalars(here.execution_options(populate_existing=True)).unique().one()


def found(cast, person: str | None = "wang", number: int = 1, **more) -> Told:
    words = more.pop("words", "没有佩戴工号牌。")
    return Told(secrets.token_hex(16), number, person=cast[person] if person else None, words=words, **more)


def mark(inspection: Inspection, code: str, by, *findings: Told, verdict: Verdict | None = None, **more) -> None:
    verdict = verdict or (Verdict.FAIL if findings else Verdict.PASS)
    reading = Reading(item(code, inspection), verdict, findings, **more)
    recording.answer(inspection, reading, by=by, at=clock.now())


def fill(inspection: Inspection, by) -> None:
    """Pass every item that has no verdict yet."""
    for code in confirming.open_items(whole(inspection.id)):
        mark(inspection, code, by)


def make_submitted(cast, units, *findings: tuple[str, Told], **told) -> Inspection:
    """Submitted, by default with one finding about Wang at 4.1."""
    inspection = make_running(cast, units, **told)
    by = told.get("by", cast["min"])
    for code, one in findings or (("4.1", found(cast)),):
        mark(inspection, code, by, one)
    fill(inspection, by)
    confirming.submit(inspection, summary="着装有一处不合格。", suggestion="", by=by, at=clock.now())
    db.session.commit()
    return whole(inspection.id)


def picture(colour: str = "#88aa99") -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (640, 400), colour).save(out, "PNG")
    out.seek(0)
    return out
