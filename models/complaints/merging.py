"""Joining the cases of one matter that came in by several ways (多头投诉), and parting them again exactly.

Source: S0 §7 (0-26); domain §2.1 merged_into.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select

from models.accounts import User
from models.complaints import chain, clocks
from models.complaints.kinds import ComplaintState, HoldEnd
from models.complaints.states import COMPLAINT
from models.complaints.tables import Complaint, ComplaintMerge, ComplaintSpan
from models.core import audit, settings
from models.core.db import another, db
from models.core.errors import Overtaken, RuleBroken
from models.core.flow import first
from models.core.scope import visible
from models.inbox import notify

MOST_OTHERS = 40


def merge(case: Complaint, *, into: Complaint, reason: str, by: User, at: datetime) -> None:
    """Join ``case`` to ``into``: it is handled there, keeps its number and can be parted again.

    Raises RuleBroken: itself, one that is over or joined itself, or has cases joined to it.
    """
    if into.id == case.id:
        raise RuleBroken("不能并入自己。", field="into")
    if not into.is_open:
        raise RuleBroken(f"{into.number} {into.state.label}，不能再并入。", field="into")
    if merged_with(case.id):
        raise RuleBroken("已有别的案件并入本件，请反过来并案。", field="into")
    if chain.offer_of(case) is not None:
        raise RuleBroken("本件正在移交，请先收回移交再并案。", field="into")
    before = {"state": case.state.value, "clocks": clocks.kept(case)}
    COMPLAINT.take(case, "merge")
    span = chain.end(case, at, HoldEnd.ENDED)
    before["span"] = span.id if span else None
    case.merged_into_id = into.id
    row = ComplaintMerge(complaint_id=case.id, into_id=into.id, reason=reason, by_id=by.id, at=at, before=before)
    db.session.add(row)
    audit.record("complaint.merge", case, by, note=f"并入 {into.number}：{reason}")
    clocks.finish(case, at)
    title = f"{case.number} 并入 {into.number}，一并办理"
    key = f"complaint-{case.id}-merged-{case.version}"
    notify([into.responsible_id], "complaint", title, f"/complaints/{into.id}", key=key, at=at)


def _require_merged(case: Complaint, _by: User) -> None:
    if case.state is not ComplaintState.MERGED or standing_merge_of(case.id) is None:
        raise Overtaken(f"{case.number} 没有并案。")


@first(_require_merged)
def part(case: Complaint, *, reason: str, by: User, at: datetime) -> None:
    """Undo a merge: the case stands again as it stood, its chain as if it had never been joined.

    Raises RuleBroken: it is not joined.
    """
    row = standing_merge_of(case.id)
    COMPLAINT.take(case, f"part_{row.before['state']}")
    case.merged_into_id = None
    row.undone_at, row.undone_by_id, row.undone_reason = at, by.id, reason
    if row.before["span"] is not None:
        span = db.session.get_one(ComplaintSpan, row.before["span"])
        span.to_at = span.end = None
        db.session.flush()
    audit.record("complaint.merge", case, by, note=f"取消并案：{reason}")
    clocks.parted(row.before["clocks"], reason, by)
    _require_present(case, by, at)


def _require_present(case: Complaint, by: User, at: datetime) -> None:
    """Whoever had the case may have left meanwhile: then it is theirs who part it."""
    person = db.session.get_one(User, case.responsible_id)
    if not person.is_active:
        chain.succeed(case, person, by, by, at, "已离职")


def standing_merge_of(case_id: int) -> ComplaintMerge | None:
    here = (ComplaintMerge.complaint_id == case_id, ComplaintMerge.undone_at.is_(None))
    return db.session.scalar(select(ComplaintMerge).where(*here))


def course_of(case: Complaint) -> Select[tuple]:
    """Return what joined a case to another, or another to it: merge, both numbers, who joined and who parted them."""
    joined, into = another(Complaint, "joined"), another(Complaint, "into")
    joiner, parter = another(User, "joiner"), another(User, "parter")
    rows = select(ComplaintMerge, joined.number, into.number, joiner.name, parter.name)
    rows = rows.join(joined, joined.id == ComplaintMerge.complaint_id).join(into, into.id == ComplaintMerge.into_id)
    rows = rows.join(joiner, joiner.id == ComplaintMerge.by_id)
    rows = rows.outerjoin(parter, parter.id == ComplaintMerge.undone_by_id)
    return rows.where(or_(ComplaintMerge.complaint_id == case.id, ComplaintMerge.into_id == case.id))


def course(case: Complaint, merges: Iterable[tuple]) -> list[tuple[datetime, str, str, str]]:
    """Return when a case was joined or parted, from the rows of ``course_of``: at, what, who, why."""
    told = []
    for row, number, other, who, undoer in merges:
        away = row.complaint_id == case.id
        told.append((row.at, f"并入 {other}" if away else f"{number} 并入本件", who, row.reason))
        if row.undone_at:
            parted = f"取消并案（{other}）" if away else f"{number} 取消并案"
            told.append((row.undone_at, parted, undoer, row.undone_reason))
    return told


def merged_with(case_id: int) -> list[Complaint]:
    """Return the cases that are joined to one."""
    return list(db.session.scalars(joined_to(case_id)))


def joined_to(case_id: int) -> Select[tuple[Complaint]]:
    rows = select(Complaint).where(Complaint.merged_into_id == case_id, Complaint.state == ComplaintState.MERGED)
    return rows.order_by(Complaint.id)


def likely_same(case: Complaint, viewer: User) -> Select[tuple[Complaint]]:
    """Return the open cases that seem to be about the same matter: telephone, plate or order number, within the days.

    The order number alone is enough however old the case is.
    """
    days = timedelta(days=settings.value_of("complaint.merge_days", unit_id=case.unit_id))
    near = Complaint.registered_at.between(case.registered_at - days, case.registered_at + days)
    same = []
    if case.phone:
        same.append((Complaint.phone == case.phone) & near)
    if case.plate:
        same.append((Complaint.plate == case.plate) & near)
    if case.order_no:
        same.append(Complaint.order_no == case.order_no)
    rows = visible(Complaint, viewer).where(Complaint.id != case.id, Complaint.state.in_(joinable()))
    return rows.where(or_(*same)) if same else rows.where(Complaint.id < 0)


def signs_of(case: Complaint, other: Complaint) -> list[str]:
    """Say what two cases share that ``likely_same`` goes by: 同一号码、同一车牌、同一工单号; nothing for any other."""
    shared = ["同一号码"] if case.phone and other.phone == case.phone else []
    shared += ["同一车牌"] if case.plate and other.plate == case.plate else []
    if shared:
        days = timedelta(days=settings.value_of("complaint.merge_days", unit_id=case.unit_id))
        shared = shared if abs(other.registered_at - case.registered_at) <= days else []
    return shared + (["同一工单号"] if case.order_no and other.order_no == case.order_no else [])


def candidates(case: Complaint, viewer: User) -> list[Complaint]:
    """Return what a case may be joined to: the likely ones, then the other open ones of the unit, newest first."""
    likely = list(db.session.scalars(likely_same(case, viewer).order_by(Complaint.id)))
    known = {case.id, *(one.id for one in likely)}
    others = visible(Complaint, viewer).where(Complaint.unit_id == case.unit_id, Complaint.state.in_(joinable()))
    rows = others.where(Complaint.id.not_in(known)).order_by(Complaint.id.desc()).limit(MOST_OTHERS)
    return [*likely, *db.session.scalars(rows)]


def joinable() -> list[ComplaintState]:
    """Return the states in which a case can be joined to another."""
    return sorted(COMPLAINT.steps["merge"].sources)
