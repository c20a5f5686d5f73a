"""Rectifications at every stage, made by the rules themselves."""

from __future__ import annotations

import io
from datetime import timedelta

from PIL import Image

from models.core import attachments, clock
from models.core.db import db
from models.rectifications import (
    Category,
    Fate,
    Rectification,
    Side,
    Verdict,
    campaigns,
    issue,
    photos,
    processes,
    reviewing,
    working,
)
from models.rectifications.working import Planned
from tests import cast as _cast


def in_days(days: int):
    return clock.today() + timedelta(days=days)


def make_issued(cast, unit: str = "crew1", by: str = "ming", **told) -> Rectification:
    given = {"source": "self", "category": Category.SERVICE, "problem": "连续两班未使用问候语。"}
    given |= {"deadline_on": in_days(7), "issuer": cast[by], "at": clock.now()} | told
    return issue(unit=_cast.units()[unit], **given)


def make_signed(cast, who: str = "liu", **told) -> Rectification:
    row = make_issued(cast, **told)
    working.sign(row, by=cast[who], at=clock.now())
    return row


def the_plan(cast, owners=("wang",), days: int = 5, **more) -> dict:
    measures = [Planned(f"班前演练问候用语（{key}）", cast[key], in_days(days)) for key in owners]
    given = {"cause": "班前会没有演练。", "goal": "问候用语使用率达标。", "measures": measures}
    given |= {"goal_metric": "", "goal_unit": "", "goal_from": None, "goal_to": None, "goal_by": None}
    return given | more


def make_working(cast, who: str = "liu", owners=("wang",), **told) -> Rectification:
    row = make_signed(cast, who, **told)
    working.plan(row, by=cast[who], at=clock.now(), **the_plan(cast, owners))
    return row


def make_done(cast, who: str = "liu", owners=("wang",), **told) -> Rectification:
    row = make_working(cast, who, owners, **told)
    for measure in row.measures:
        working.tick(row, measure, words="已演练三次。", by=measure.owner or cast[who], at=clock.now())
    return row


def make_submitted(cast, who: str = "liu", owners=("wang",), **told) -> Rectification:
    row = make_done(cast, who, owners, **told)
    working.submit(row, summary="已全部落实。", by=cast[who], at=clock.now())
    return row


def make_closed(cast, by_reviewer: str = "min", **told) -> Rectification:
    row = make_submitted(cast, **told)
    reviewing.close(row, opinion="现场抽查合格。", by=cast[by_reviewer], at=clock.now())
    return row


def make_failed(cast, **told) -> Rectification:
    """Return the order that was issued again."""
    row = make_submitted(cast, **told)
    return reviewing.fail(row, opinion="抽查两人仍未使用。", due_on=in_days(7), by=cast["min"], at=clock.now())


def picture(colour: str = "#336699"):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "PNG")
    out.seek(0)
    return out


def add_photo(row, by, side=Side.BEFORE, answers=None, caption="台面"):
    prepared = attachments.prepare(picture())
    return photos.add(row, photo=prepared, side=side, caption=caption, by=by, answers=answers)


def make_campaign(cast, started: bool = True, **told):
    """The office's, with a text for 青岚 to sign; or that of a given ``unit``, which signs it itself."""
    here = told.get("unit", _cast.units()["qinglan"])
    given = {"name": "规范化服务专项行动", "purpose": "提升服务", "begins_on": in_days(-20)}
    given |= {"unit": _cast.units()["office"]} | told
    row = campaigns.plan(by=cast["ming"], at=clock.now(), **given)
    db.session.flush()
    told = {"title": "规范化服务考核管理办法", "content": "全文见规章制度。", "due_on": in_days(3)}
    row.unit = given["unit"]
    campaigns.add_study(row, unit=here, by=cast["ming"], at=clock.now(), **told)
    if started:
        campaigns.start(row, by=cast["ming"], at=clock.now())
    return row


STEPS = (
    processes.Planned("填写纸质申请", Fate.REMOVE, 5),
    processes.Planned("班长签字", Fate.KEEP, 3),
    processes.Planned("票管员核对", Fate.MERGE, 4, minutes_after=1),
    processes.Planned("财务盖章", Fate.CHANGE, 10, "系统内确认", 2),
)


def make_review(cast, **told):
    given = {"process": "退费办理", "reason": "等待时间长", "verdict": Verdict.SIMPLIFIED, "steps": list(STEPS)} | told
    return processes.draft(by=cast["ming"], at=clock.now(), **{"unit": _cast.units()["office"]} | given)
