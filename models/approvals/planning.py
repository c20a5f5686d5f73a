"""Laying down the next version of a chain, and why one cannot work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Select, func, or_, select, tuple_

from models.accounts import Body, BodyPost, Role, Unit, UnitKind, User
from models.approvals import chains
from models.approvals.chains import StepPlan
from models.approvals.kinds import KINDS
from models.approvals.people import in_force
from models.approvals.staffing import Outlook, Staffing
from models.approvals.tables import Approval, ApprovalChain, ApprovalChainStep, ApprovalState
from models.core import clock
from models.core.db import db, locked
from models.core.errors import Overtaken, RuleBroken

MOST_STEPS = 10
ASKS = ("role_code", "level", "body_code", "posts", "mode", "timeout_hours", "escalate_to")


def renew(
    chain: ApprovalChain, *, steps: Sequence[StepPlan], valid_from: date, allows_repeat: bool, source: str, by: User
) -> ApprovalChain:
    """Lay down the version after ``chain``, the newest of its name; cases under way go on along their own.

    Raises RuleBroken: no steps or too many, a day that is past or before the version it follows, or nobody could
    decide a step at any unit; Overtaken: there is a newer version.
    """
    _check_newest(chain)
    _check_day(chain, valid_from)
    if not 1 <= len(steps) <= MOST_STEPS:
        raise RuleBroken(f"请保留 1 到 {MOST_STEPS} 个环节。", field="steps")
    if refusal := impossible(Staffing(valid_from), steps, allows_repeat):
        raise RuleBroken(refusal, field="steps")
    fresh = ApprovalChain(kind=chain.kind, name=chain.name, version=chain.version + 1, valid_from=valid_from)
    fresh.condition, fresh.allows_repeat, fresh.source = chain.condition, allows_repeat, source
    return chains.plant(fresh, steps, by)


def _check_newest(chain: ApprovalChain) -> None:
    """Wait for a version that is being saved, then look."""
    db.session.scalars(locked(select(ApprovalChain.id).where(ApprovalChain.id == chain.id))).one()
    newest = db.session.scalars(versions_of(chain).limit(1)).one()
    if newest.id != chain.id:
        raise Overtaken(f"第 {newest.version} 版刚刚保存，请在第 {newest.version} 版上修改。")


def _check_day(chain: ApprovalChain, valid_from: date) -> None:
    if valid_from < clock.today():
        raise RuleBroken("生效日期不能早于今天。", field="valid_from")
    if valid_from < chain.valid_from:
        raise RuleBroken(f"第 {chain.version} 版从 {chain.valid_from} 起生效，新版不能更早。", field="valid_from")


def impossible(staffing: Staffing, steps: Sequence[StepPlan], allows_repeat: bool) -> str | None:
    """Return why no unit of the house could bring a case to its end, as a sentence, or None if one could."""
    reasons = []
    for unit in staffing.units:
        reason = stuck_at([staffing.outlook(plan, unit) for plan in steps], allows_repeat)
        if reason is None:
            return None
        reasons.append(reason)
    return Counter(reasons).most_common(1)[0][0] if reasons else "还没有在用的单位。"


def stations_stuck(staffing: Staffing, steps: Sequence[StepPlan], allows_repeat: bool) -> list[Unit]:
    """Return the stations where no case could come to its end, neither the station's own nor one of its crews."""
    stations = [unit for unit in staffing.units if unit.kind is UnitKind.STATION]
    return [one for one in stations if all(_sticks(staffing, steps, allows_repeat, at) for at in _under(staffing, one))]


def _under(staffing: Staffing, station: Unit) -> list[Unit]:
    return [unit for unit in staffing.units if station.id in unit.ancestry]


def _sticks(staffing: Staffing, steps: Sequence[StepPlan], allows_repeat: bool, unit: Unit) -> bool:
    return stuck_at([staffing.outlook(plan, unit) for plan in steps], allows_repeat) is not None


def stuck_at(outlooks: Sequence[Outlook], allows_repeat: bool) -> str | None:
    """Return which step nobody could decide, also because each of its people has decided another; None if all can."""
    for outlook in outlooks:
        if not outlook.able:
            return f"“{outlook.plan.name}”没有可以办理的人，请换角色，或先由安全管理员授权。"
    if allows_repeat:
        return None
    seats: dict[int, int] = {}
    for index, outlook in enumerate(outlooks):
        if not _seat(index, outlooks, seats, set()):
            return f"“{outlook.plan.name}”与其他环节只有相同的人可以办理，请换角色，或允许一人办理多个环节。"
    return None


def _seat(index: int, outlooks: Sequence[Outlook], seats: dict[int, int], tried: set[int]) -> bool:
    """Find a person of their own for the step, moving others to other people where needed (augmenting path)."""
    for person in outlooks[index].able:
        if person.id not in tried:
            tried.add(person.id)
            if person.id not in seats or _seat(seats[person.id], outlooks, seats, tried):
                seats[person.id] = index
                return True
    return False


def plans_of(steps: Iterable[ApprovalChainStep]) -> list[StepPlan]:
    return [StepPlan(step.name, **{name: getattr(step, name) for name in ASKS}) for step in steps]


def versions_of(chain: ApprovalChain) -> Select[tuple[ApprovalChain]]:
    """Return all versions of the chain of this name, newest first."""
    same = (ApprovalChain.kind == chain.kind, ApprovalChain.name == chain.name)
    return select(ApprovalChain).where(*same).order_by(ApprovalChain.version.desc())


def in_force_of(versions: Sequence[ApprovalChain], on: date) -> ApprovalChain | None:
    """Return the version of ``versions``, newest first, that new cases of a day take."""
    begun = [one for one in versions if one.valid_from <= on]
    return max(begun, key=lambda one: (one.valid_from, one.version), default=None)


def steps_by_chain(chain_ids: Iterable[int]) -> dict[int, list[ApprovalChainStep]]:
    rows = select(ApprovalChainStep).where(ApprovalChainStep.chain_id.in_(chain_ids))
    found: dict[int, list[ApprovalChainStep]] = {}
    for step in db.session.scalars(rows.order_by(ApprovalChainStep.chain_id, ApprovalChainStep.position)):
        found.setdefault(step.chain_id, []).append(step)
    return found


def running_by_chain() -> dict[int, int]:
    """Return how many cases are under way along each version."""
    rows = select(Approval.chain_id, func.count()).where(Approval.state == ApprovalState.RUNNING)
    return dict(db.session.execute(rows.group_by(Approval.chain_id)).all())


def roles() -> list[Role]:
    """Return the roles that a step may name. The three administrators decide no business. Source: domain §1.2."""
    return list(db.session.scalars(select(Role).where(Role.is_administrator.is_(False)).order_by(Role.sort, Role.id)))


def bodies() -> list[Body]:
    return list(db.session.scalars(select(Body).order_by(Body.id)))


def posts_by_body(on: date) -> dict[str, list[str]]:
    """Return the posts that are held in each body on a day, by the body's code."""
    rows = select(Body.code, BodyPost.post).join(Body).where(in_force(BodyPost, on)).distinct()
    found: dict[str, list[str]] = {}
    for code, post in db.session.execute(rows.order_by(Body.code, BodyPost.post)):
        found.setdefault(code, []).append(post)
    return found


def condition_in_words(chain: ApprovalChain) -> str:
    """Return when the chain is taken, e.g. 金额（分）不少于 50000；every case if it names no condition."""
    said = [
        bounds_in_words(KINDS[chain.kind].facts.get(fact, fact), bounds) for fact, bounds in chain.condition.items()
    ]
    return "；".join(said) or "全部"


def bounds_in_words(fact: str, bounds: dict[str, Any]) -> str:
    said = [f"{words} {bounds[name]}" for name, words in (("least", "不少于"), ("most", "不超过")) if name in bounds]
    if "one_of" in bounds:
        said.append("为 " + "、".join(str(one) for one in bounds["one_of"]))
    return f"{fact} {'，'.join(said)}"


@dataclass(frozen=True, slots=True)
class Line:
    """One chain over its versions: the one that new cases take today, and the newest if it is still to come."""

    newest: ApprovalChain
    current: ApprovalChain | None

    @property
    def coming(self) -> ApprovalChain | None:
        return None if self.newest is self.current else self.newest

    @property
    def shown(self) -> list[ApprovalChain]:
        return [chain for chain in (self.current, self.coming) if chain]


def filtered(rows: Select, *, text: str = "", kind: str = "") -> Select[tuple[ApprovalChain]]:
    """Narrow chains to a kind of matter, and to those of whose name or steps ``text`` is a part in any version."""
    if text:
        stepped = select(ApprovalChainStep.chain_id).where(ApprovalChainStep.name.contains(text, autoescape=True))
        holds = or_(ApprovalChain.name.contains(text, autoescape=True), ApprovalChain.id.in_(stepped))
        called = (ApprovalChain.kind, ApprovalChain.name)
        rows = rows.where(tuple_(*called).in_(select(*called).where(holds)))
    return rows.where(ApprovalChain.kind == kind) if kind else rows


def lines(rows: Select[tuple[ApprovalChain]], on: date) -> list[Line]:
    """Return the chains among ``rows``, each with what holds of it on a day."""
    ordered = rows.order_by(ApprovalChain.kind, ApprovalChain.name, ApprovalChain.version.desc())
    by_name = groupby(db.session.scalars(ordered), key=lambda chain: (chain.kind, chain.name))
    return [Line(versions[0], in_force_of(versions, on)) for _name, them in by_name if (versions := list(them))]
