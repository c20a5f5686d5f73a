"""What an event is worth: rules in editions that hold for whole months, changed from the next month on."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from models.accounts import User
from models.core import audit, months
from models.core.db import db
from models.core.errors import Overtaken, RuleBroken
from models.core.flow import first
from models.points.catalogue import KINDS
from models.points.kinds import Side
from models.points.tables import PointRule

MOST = 10_000  # tenths; beyond 1000 points a typing error is likelier than a rule


def of_month(month: date) -> dict[str, PointRule]:
    """Return the rules in force in a month by kind."""
    begun = (PointRule.valid_from <= month, (PointRule.valid_to.is_(None)) | (PointRule.valid_to >= month))
    return {rule.kind: rule for rule in db.session.scalars(select(PointRule).where(*begun).order_by(PointRule.id))}


def in_force(kind: str, on: date) -> PointRule | None:
    return of_month(months.first_of(on)).get(kind)


def title_of(kind: str) -> str:
    return KINDS[kind].title if kind in KINDS else kind


def _may_edit(rule: PointRule, _by: User) -> None:
    if not rule.is_latest:
        raise Overtaken("这一版已经被新版替换，请在最新版上修改。")


@first(_may_edit)
def edit(rule: PointRule, *, valid_from: date, by: User, today: date, **words) -> PointRule:
    """Add the next edition from a month on; months that have begun keep the rule they began with.

    Raises Overtaken: it has been replaced. RuleBroken: the day is not the first of a coming month, a figure out of
    bounds or missing, or nothing changed.
    """
    _require_day(rule, valid_from, today)
    _require_figures(rule.side, **words)
    if rule.valid_to is None and all(getattr(rule, name) == value for name, value in words.items()):
        raise RuleBroken("内容没有变化，不需要新版。", field="title")
    _end(rule, valid_from - timedelta(days=1), by)
    fresh = PointRule(kind=rule.kind, side=rule.side, edition=rule.edition + 1, valid_from=valid_from, **words)
    db.session.add(fresh)
    audit.record("point.rule", fresh, by, note=f"第 {fresh.edition} 版")
    return fresh


def _may_retire(rule: PointRule, _by: User) -> None:
    if not rule.is_latest or rule.valid_to is not None:
        raise Overtaken("规则已经停用或被替换。")
    if rule.side is Side.BASE:
        raise RuleBroken("基础分不能停用，只能修改。")


@first(_may_retire)
def retire(rule: PointRule, *, valid_to: date, by: User, today: date) -> None:
    """Let a rule end with the last day of a month: its events give no points after it. As ``edit``."""
    if valid_to != months.last_of(valid_to) or valid_to < today:
        raise RuleBroken("请填写本月或以后某月的最后一天，整月使用同一条规则。", field="valid_to")
    rule.valid_to = valid_to
    audit.record("point.rule", rule, by, note="停用")


def _end(rule: PointRule, day: date, by: User) -> None:
    """Let the edition end; one that ended before goes on having ended then."""
    rule.valid_to, rule.is_latest = min(day, rule.valid_to or day), False
    audit.record("point.rule", rule, by, note="被新版替换")


def _require_day(rule: PointRule, valid_from: date, today: date) -> None:
    if valid_from.day != 1:
        raise RuleBroken("规则按整月使用，请填写某月 1 日。", field="valid_from")
    if valid_from <= today:
        raise RuleBroken("本月的积分已按现行规则记账，请从下月 1 日或以后生效。", field="valid_from")
    if valid_from < rule.valid_from:
        raise RuleBroken(f"新版不能早于现行版的生效日期 {rule.valid_from}。", field="valid_from")


def _require_figures(side: Side, *, tenths: int | None, month_cap: int | None, **_words) -> None:
    if side is Side.BASE and tenths is None:
        raise RuleBroken("请填写基础分。", field="tenths")
    if side is Side.OFFSET and month_cap is None:
        raise RuleBroken("请填写每月最多抵扣多少分，不许抵扣填 0。", field="month_cap")
    for name, value in (("tenths", tenths), ("month_cap", month_cap)):
        if value is not None and not 0 <= value <= MOST:
            raise RuleBroken("请填写 0 到 1000 之间的分值，最多一位小数。", field=name)
