"""Planning a visit and handing out its code. Nobody but the organisers learns of any of this. Source: domain §2.2."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import delete, update

from models.accounts import Unit, User
from models.core import audit, clock, settings
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.flow import first
from models.mystery_visits import codes
from models.mystery_visits.kinds import VisitState
from models.mystery_visits.states import FLOW
from models.mystery_visits.tables import MysteryDraft, MysteryPhoto, MysteryVisit

MOST_DAYS = 62  # of a window; a longer one is a typing error


def plan(*, unit: Unit, from_on: date, to_on: date, alias: str, focus: str, by: User, at: datetime) -> MysteryVisit:
    """Plan a visit. Raises RuleBroken: the window is over, turned round or too long."""
    _require_window(from_on, to_on, at)
    visit = MysteryVisit(unit_id=unit.id, from_on=from_on, to_on=to_on, alias=alias, focus=focus)
    visit.planned_by_id, visit.planned_at = by.id, at
    db.session.add(visit)
    audit.record("mystery_visit.plan", visit, by)
    return visit


def _may_edit(visit: MysteryVisit, _by: User) -> None:
    if visit.state is not VisitState.PLANNED:
        raise RuleBroken("访问码已经发出，先作废访问码，再修改计划。")


def _may_cancel(visit: MysteryVisit, _by: User) -> None:
    FLOW.require_open(visit, "cancel")


@first(_may_edit)
def edit(visit: MysteryVisit, *, from_on: date, to_on: date, alias: str, focus: str, by: User, at: datetime) -> None:
    """Change the plan. Raises RuleBroken: a code is out, or the report is there; the window is wrong."""
    _require_window(from_on, to_on, at)
    visit.from_on, visit.to_on, visit.alias, visit.focus = from_on, to_on, alias, focus
    audit.record("mystery_visit.edit", visit, by)


def _has_days_left(visit: MysteryVisit, _by: User, at: datetime) -> None:
    FLOW.require(visit, "issue")
    if visit.to_on < clock.local(at).date():
        raise RuleBroken("窗口已经结束，先修改计划的日期，再发放访问码。")


@first(_has_days_left)
def issue(visit: MysteryVisit, *, by: User, at: datetime) -> str:
    """Return a new code, to be printed once and never shown again; an earlier one is worth nothing from now on.

    Raises RuleBroken: the window is over.
    """
    FLOW.take(visit, "issue")
    code = codes.new_code()
    grace = settings.value_of("mystery_visit.code_days", unit_id=visit.unit_id)
    visit.code_hash, visit.code_until = codes.hash_of(code), visit.to_on + timedelta(days=grace)
    _shut(visit)
    audit.record("mystery_visit.issue", visit, by)
    return code


def revoke(visit: MysteryVisit, *, by: User) -> None:
    """Make the code worthless; what the visitor has typed stays and can be opened with the next code."""
    FLOW.take(visit, "revoke")
    visit.code_hash = visit.code_until = None
    _shut(visit)
    audit.record("mystery_visit.revoke", visit, by)


@first(_may_cancel)
def cancel(visit: MysteryVisit, *, reason: str, by: User) -> None:
    """Give the visit up, with what was typed for it."""
    FLOW.take(visit, "cancel")
    visit.code_hash = visit.code_until = None
    db.session.execute(delete(MysteryDraft).where(MysteryDraft.visit_id == visit.id))
    db.session.execute(delete(MysteryPhoto).where(MysteryPhoto.visit_id == visit.id))
    audit.record("mystery_visit.cancel", visit, by, note=reason)


def _shut(visit: MysteryVisit) -> None:
    """Close the page in the browser that had the earlier code open."""
    shut = update(MysteryDraft).where(MysteryDraft.visit_id == visit.id)
    db.session.execute(shut.values(opening_hash=codes.new_secret()[1]))


def _require_window(from_on: date, to_on: date, at: datetime) -> None:
    if to_on < from_on:
        raise RuleBroken("窗口结束日期不能早于开始日期。", field="to_on")
    if to_on < clock.local(at).date():
        raise RuleBroken("窗口已经过去，请填写今天以后的日期。", field="to_on")
    if (to_on - from_on).days > MOST_DAYS:
        raise RuleBroken(f"窗口最长 {MOST_DAYS} 天，请分成几次计划。", field="to_on")
