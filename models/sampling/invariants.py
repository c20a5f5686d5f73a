"""What must always hold of draws."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from models.core.checks import invariant
from models.core.db import db
from models.sampling import rules
from models.sampling.kinds import DrawKind
from models.sampling.tables import Draw


@invariant("每次抽检按种子和候选名单重新计算，结果与登记一致", order=60)
def not_reproducible():
    for draw in db.session.scalars(select(Draw).options(selectinload(Draw.clips)).order_by(Draw.id)):
        yield from (f"{draw.number}：{sentence}" for sentence in rules.differences(draw, draw.clips))


@invariant("随机抽检中各人被抽段数相差不超过 1", order=60)
def unfair():
    for draw in db.session.scalars(select(Draw).where(Draw.kind == DrawKind.FAIR).options(selectinload(Draw.clips))):
        drawn = Counter({row[1]: 0 for row in draw.candidates})
        drawn.update(clip.person_id for clip in draw.clips)
        if drawn and max(drawn.values()) - min(drawn.values()) > 1:
            yield f"{draw.number}：最多 {max(drawn.values())} 段，最少 {min(drawn.values())} 段"
