"""What must always hold in the book of complaints."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from sqlalchemy import func, select

from models.complaints import chain
from models.complaints.kinds import OPEN, ComplaintState, HoldEnd
from models.complaints.tables import Complaint, ComplaintPraise, ComplaintSpan
from models.core import clock
from models.core.checks import invariant
from models.core.db import db

BATCH = 2000


@invariant("在办的每一件始终有且只有一个责任人，首问责任人是第一个，中间没有空档", order=70)
def one_responsible():
    last = select(func.max(Complaint.id))
    for first in range(0, (db.session.scalar(last) or 0) + 1, BATCH):
        yield from _broken_chains(first, first + BATCH)


def _broken_chains(first: int, end: int):
    cases = db.session.scalars(select(Complaint).where(Complaint.id >= first, Complaint.id < end)).all()
    rows = select(ComplaintSpan).where(ComplaintSpan.complaint_id >= first, ComplaintSpan.complaint_id < end)
    spans: dict[int, list[ComplaintSpan]] = defaultdict(list)
    for span in db.session.scalars(rows.order_by(ComplaintSpan.from_at, ComplaintSpan.id)):
        spans[span.complaint_id].append(span)
    for case in cases:
        if fault := fault_of(case, spans[case.id]):
            yield f"{case.number} {fault}"


def fault_of(case: Complaint, spans: list[ComplaintSpan]) -> str:
    """Return what is wrong with the chain of a case, "" if nothing is; ``spans`` in the order of time."""
    if not spans or spans[0].person_id != case.first_receiver_id or spans[0].from_at != case.registered_at:
        return "的责任链不是从首问责任人开始"
    for one, following in pairwise(spans):
        if one.to_at is None or one.to_at > following.from_at:
            return "同时有两个责任人"
        if one.end is HoldEnd.PASSED and one.to_at != following.from_at:
            return "有一段时间没有责任人"
    running = spans[-1].to_at is None
    if running != (case.state in OPEN):
        return "已结束但仍有责任人" if running else "在办但没有责任人"
    if running and spans[-1].person_id != case.responsible_id:
        return "的责任人与责任链不一致"
    return "有一段时间没有责任人" if chain.unowned_minutes(spans, case, clock.now()) else ""


@invariant("并案的都指向一件，其他的都不指向", order=71)
def merged_point_somewhere():
    is_merged, points = Complaint.state == ComplaintState.MERGED, Complaint.merged_into_id.is_not(None)
    for number in db.session.scalars(select(Complaint.number).where(is_merged != points)):
        yield f"{number} 的并案状态与所并入的案件不一致"


@invariant("归入个人的表扬都经过核实", order=72)
def praise_is_verified():
    joined = select(Complaint.number).join(ComplaintPraise, ComplaintPraise.complaint_id == Complaint.id)
    standing = joined.where(ComplaintPraise.withdrawn_at.is_(None))
    for number in db.session.scalars(standing.where(Complaint.is_verified.is_not(True))):
        yield f"{number} 没有核实属实，却归入了个人"
