"""What must always hold of closed months."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.closings.registry import Month, figures_of
from models.closings.tables import MonthClosing
from models.core.checks import invariant
from models.core.db import db
from models.core.months import next_of


@invariant("结账的月份首尾相接", order=64)
def one_after_another():
    before: dict[int, MonthClosing] = {}
    for row in db.session.scalars(_in_order()):
        last = before.get(row.unit_id)
        if last and row.month != next_of(last.month):
            yield f"{row.unit.name} {last.month:%Y-%m} 之后直接结了 {row.month:%Y-%m}"
        before[row.unit_id] = row


@invariant("结账时冻结的数字，重算结果一致", order=65)
def frozen_figures():
    for row in db.session.scalars(_in_order()):
        now = {(area, label): value for area, label, _measure, value in figures_of(Month(row.unit, row.month))}
        for area, label, _measure, value in row.figures:
            if now.get((area, label), value) != value:
                yield f"{row.unit.name} {row.month:%Y-%m} {area}“{label}”冻结为 {value}，重算为 {now[area, label]}"


def _in_order():
    return (
        select(MonthClosing).options(joinedload(MonthClosing.unit)).order_by(MonthClosing.unit_id, MonthClosing.month)
    )
