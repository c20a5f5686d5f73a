"""Issuing an order to rectify, issuing it again one level higher, and withdrawing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta

from models.accounts import Unit, User, structure
from models.core import audit, clock, settings
from models.core.attachments import Attachment
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.flow import first
from models.core.numbering import next_number
from models.inbox import notify
from models.rectifications import leaders, photos, queries, timers
from models.rectifications.campaign_tables import Campaign
from models.rectifications.kinds import Category, RectificationState, Side
from models.rectifications.sources import SOURCES, label_of
from models.rectifications.states import RECTIFICATION
from models.rectifications.tables import Rectification


@dataclass(slots=True)
class Order:
    """What an order may say beside its problem and its day. Unset, the responsible is the unit's leader.

    ``source_item`` is the item of a sheet or handbook the problem is about: with it, only the same item recurs.
    ``photos`` are pictures of the source, which are kept again as pictures of before.
    """

    responsible: User | None = None
    source_item: str = ""
    cause: str = ""
    goal: str = ""
    goal_metric: str = ""
    goal_unit: str = ""
    goal_from: float | None = None
    goal_to: float | None = None
    goal_by: date | None = None
    campaign: Campaign | None = None
    photos: Iterable[Attachment] = field(default_factory=tuple)


PLAIN = tuple(one.name for one in fields(Order) if one.name not in ("responsible", "campaign", "photos"))


def issue(  # noqa: PLR0913, the public face of this room: every argument is a part of the paper
    *,
    source: str,
    unit: Unit,
    category: Category,
    problem: str,
    deadline_on: date,
    issuer: User | None,
    at: datetime,
    source_ref: str | None = None,
    source_href: str = "",
    **more,
) -> Rectification:
    """Issue an order to rectify and tell its responsible; ``more`` as ``Order``. The caller's transaction.

    Raises RuleBroken: an undeclared source, a second order for the same ``(source, source_ref)`` (its number is
    named), no problem, a day not ahead, a goal that cannot be measured, nobody who could be responsible.
    Source: domain §2.4, §6.2; S0 §7.
    """
    order = Order(**more)
    _require_issuable(source, source_ref, problem, deadline_on, at)
    require_goal(order.goal_metric, order.goal_to, order.goal_by)
    level = leaders.level_of(unit)
    responsible = order.responsible or level.heads[0]
    if issuer is not None and responsible.id == issuer.id:
        raise RuleBroken("整改责任人不能是下发人本人，请选择其他负责人。", field="responsible")
    row = Rectification(source=source, source_ref=source_ref or None, source_href=source_href, category=category)
    row.unit, row.unit_id, row.unit_name = unit, unit.id, structure.full_name(unit)
    row.problem, row.due_on = problem, deadline_on
    row.responsible = responsible
    row.level_unit_id = responsible.unit_id if order.responsible else level.unit.id
    row.campaign_id = order.campaign.id if order.campaign else None
    for name in PLAIN:
        setattr(row, name, getattr(order, name))
    return _put(row, order.photos, issuer, at)


def reissue(failed: Rectification, *, due_on: date, words: str, by: User, at: datetime) -> Rectification:
    """Issue a failed order again: the leader one level higher answers for it, and the count goes up.

    At the top the same leader keeps it. Source: domain §2.4 (重新下发, one level up); S2 2-34.
    """
    above = leaders.level_above(db.session.get_one(Unit, failed.level_unit_id))
    same = ("source", "source_ref", "source_href", "source_item", "category", "unit_id", "unit_name", "campaign_id")
    parts = ("problem", "cause", "goal", "goal_metric", "goal_unit", "goal_from", "goal_to", "goal_by")
    row = Rectification(**{name: getattr(failed, name) for name in same + parts}, due_on=due_on)
    row.issue_no, row.reissued_from_id = failed.issue_no + 1, failed.id
    heads = [head for head in above.heads if head.id != by.id] if above else []
    row.responsible_id = heads[0].id if heads else failed.responsible_id
    row.level_unit_id = above.unit.id if heads else failed.level_unit_id
    row.problem = f"{failed.problem}\n第 {failed.issue_no} 次整改复查不合格：{words}"
    if row.goal_by and row.goal_by < due_on:
        row.goal_by = due_on
    before = db.session.scalars(queries.photos_of(failed, Side.BEFORE)).all()
    return _put(row, [photo.attachment for photo in before], by, at)


def _require_issuer(row: Rectification, by: User) -> None:
    if row.issued_by_id not in (None, by.id) and by.id not in {
        head.id for head in leaders.leaders_over(db.session.get(User, row.issued_by_id), row.unit)
    }:
        raise RuleBroken("只有下发人或其领导可以撤回。")


@first(_require_issuer)
def withdraw(row: Rectification, *, reason: str, by: User, at: datetime) -> None:
    """Take an order back; its source may be issued again. Raises RuleBroken: by somebody else than who issued it."""
    RECTIFICATION.take(row, "withdraw")
    row.opinion = reason
    audit.record("rectification.withdraw", row, by, note=reason)
    timers.withdrawn(row, reason, by, at)
    _tell(row, f"{row.number} 已撤回", "withdrawn", at)


def require_goal(metric: str, target: float | None, by: date | None) -> None:
    """Raise RuleBroken: a metric without target or day, or a target without a metric. Source: S1 1-02 (可衡量)."""
    if metric and target is None:
        raise RuleBroken("请填写指标的目标值，整改目标应当可以衡量。", field="goal_to")
    if metric and by is None:
        raise RuleBroken("请填写达到目标的日期。", field="goal_by")
    if target is not None and not metric:
        raise RuleBroken("请写明目标值是什么指标。", field="goal_metric")


def _require_issuable(source: str, ref: str | None, problem: str, due_on: date, at: datetime) -> None:
    if source not in SOURCES:
        raise RuleBroken(f"来源“{source}”没有登记。", field="source")
    if not problem.strip():
        raise RuleBroken("请写明问题表现。", field="problem")
    if due_on <= clock.local(at).date():
        raise RuleBroken("整改期限应晚于今天。", field="deadline_on")
    existing = queries.of_source(source, ref) if ref else None
    if existing is not None:
        raise RuleBroken(f"{label_of(source)} {ref} 已下发整改 {existing.number}，不能重复下发。", field="source_ref")


def _put(row: Rectification, pictures: Iterable[Attachment], by: User | None, at: datetime) -> Rectification:
    """Number, save, record, link what recurs, start the clocks, tell the responsible."""
    row.number = next_number("ZG", clock.local(at).year)
    row.state, row.issued_by_id, row.issued_at = RectificationState.ISSUED, by.id if by else None, at
    row.version, row.measures, row.extension = 1, [], None
    if row.issue_no is None or row.issue_no == 1:
        row.issue_no = 1
        row.recurs_id = _recurs(row, at)
    db.session.add(row)
    audit.record("rectification.issue", row, by, note="" if row.issue_no == 1 else f"第 {row.issue_no} 次下发")
    for picture in pictures:
        photos.keep_again(row, picture, by)
    timers.issued(row, by, at)
    again = f"（第 {row.issue_no} 次下发）" if row.issue_no > 1 else ""
    _tell(row, f"{row.number}{again} 待签收：{row.problem}", "issued", at)
    return row


def _recurs(row: Rectification, at: datetime) -> int | None:
    """Return the earlier matter that this one repeats within the period of the house."""
    days = settings.value_of("rectification.recurrence_days", unit_id=row.unit_id)
    found = db.session.scalars(queries.same_before(row, at - timedelta(days=days))).first()
    return found.id if found else None


def _tell(row: Rectification, title: str, what: str, at: datetime) -> None:
    key = f"rectification-{row.id}-{what}"
    notify([row.responsible_id], "rectification", title, f"/rectifications/{row.id}", key=key, at=at)
