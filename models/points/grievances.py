"""Grievances: recorded by who bore them, signed by 班长, 监控员 and 站长; the ground of a 委屈奖.

Source: domain §2.13 (W11).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from models.accounts import User
from models.accounts.scope import holders, in_reach, reaches
from models.core import attachments, audit, clock
from models.core.attachments import Prepared
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.flow import Flow, Step, first
from models.core.numbering import next_number
from models.core.scope import scope_of
from models.inbox import notify
from models.points.deed_tables import Grievance, GrievanceSignature
from models.points.kinds import GrievanceState, Signer

G = GrievanceState
MAY = {
    Signer.CREW: "grievance.sign_crew",
    Signer.MONITOR: "grievance.sign_monitor",
    Signer.STATION: "grievance.sign_station",
}
WHOLE = (
    joinedload(Grievance.person),
    joinedload(Grievance.unit),
    selectinload(Grievance.signatures).joinedload(GrievanceSignature.user),
)
FLOW = Flow(
    [
        Step("complete", frozenset({G.RECORDED}), G.SIGNED, "grievance.sign_station", "三方签认"),
        Step("refuse", frozenset({G.RECORDED}), G.REFUSED, "grievance.sign_station", "不予认定", tone="d"),
        Step("withdraw", frozenset({G.RECORDED}), G.WITHDRAWN, "grievance.record", "撤回"),
    ]
)


def record(
    *, happened_at: datetime, place: str, words: str, conduct: str, photo: Prepared | None, by: User, at: datetime
) -> Grievance:
    """Keep what ``by`` bore and return it; the three who sign hear of it. Raises RuleBroken: a moment to come."""
    if happened_at > at:
        raise RuleBroken("发生时间不能晚于现在。", field="happened_at")
    row = Grievance(number=next_number("WQ", clock.local(at).year), person=by, unit_id=by.unit_id)
    row.station_id, row.happened_at, row.place = by.station_id, happened_at, place
    row.words, row.conduct, row.state, row.recorded_at = words, conduct, GrievanceState.RECORDED, at
    row.signatures = []
    db.session.add(row)
    audit.record("grievance.record", row, by)
    if photo is not None:
        attachments.keep(photo, row, by, "证据")
    day = clock.local(at).date()
    who = {one for may in MAY.values() for one in db.session.scalars(holders(may, by.unit, day))} - {by.id}
    notify(who, "grievance", f"{row.number} 委屈记录待签认：{by.name}", _href(row), key=f"grievance-{row.id}", at=at)
    return row


def posts_open_to(row: Grievance, user: User) -> list[Signer]:
    """Return as what ``user`` could sign now: a post of theirs nobody has signed for, once each, never their own."""
    if row.state is not GrievanceState.RECORDED or user.id == row.person_id:
        return []
    if user.id in {one.user_id for one in row.signatures}:
        return []
    signed = {one.signer for one in row.signatures}
    return [post for post in Signer if post not in signed and _may_sign(row, user, post)]


def _may_sign(row: Grievance, user: User, post: Signer) -> bool:
    """Whether the post is the person's here; a 监控员 answers for the station though the grant is personal."""
    if not user.may(MAY[post]):
        return False
    near = row.station_id is not None and user.station_id == row.station_id
    return reaches(user, MAY[post], row.unit) or (post is Signer.MONITOR and near)


def sign(row: Grievance, *, signer: Signer, words: str, by: User, at: datetime) -> None:
    """Sign as one of the three; the last signature completes it. Raises RuleBroken: not theirs to sign."""
    if signer not in posts_open_to(row, by):
        raise RuleBroken("这一栏不由您签认，或已经签过。", field="signer")
    row.signatures.append(GrievanceSignature(signer=signer, user_id=by.id, words=words, at=at))
    db.session.flush()
    audit.record("grievance.sign", row, by, note=f"{signer.label}签认")
    if len(row.signatures) == len(Signer):
        FLOW.take(row, "complete")
        row.ended_at = at
        audit.record("grievance.complete", row, by)
        _tell(row, "三方已签认，可作为委屈奖的依据", at)


def _require_signer(row: Grievance, by: User) -> None:
    if not posts_open_to(row, by):
        raise RuleBroken("只有还没有签认的签认人可以不予认定。")


@first(_require_signer)
def refuse(row: Grievance, *, reason: str, by: User, at: datetime) -> None:
    """End it as not established. Raises RuleBroken: no reason, or ``by`` is not one who signs."""
    if not reason:
        raise RuleBroken("请写明不予认定的理由。", field="reason")
    FLOW.take(row, "refuse")
    row.end_reason, row.ended_at = reason, at
    audit.record("grievance.refuse", row, by, note=reason)
    _tell(row, f"未予认定：{reason}", at)


def withdraw(row: Grievance, *, by: User, at: datetime) -> None:
    """Let the person take it back. Raises RuleBroken: somebody else's."""
    if by.id != row.person_id:
        raise RuleBroken("只有本人可以撤回。")
    FLOW.take(row, "withdraw")
    row.ended_at = at
    audit.record("grievance.withdraw", row, by)


def _tell(row: Grievance, said: str, at: datetime) -> None:
    key = f"grievance-{row.id}-{row.state.value}"
    notify([row.person_id], "grievance", f"{row.number} {said}"[:110], _href(row), key=key, at=at)


def _href(row: Grievance) -> str:
    return f"/points/grievances/{row.id}"


@scope_of(Grievance)
def visible_to(user: User) -> Select[tuple[Grievance]]:
    """One's own, those within reach to read, and those of the station that one may sign."""
    ways = (Grievance.person_id == user.id, in_reach(user, "grievance.read", Grievance.unit_id), _signable(user))
    return select(Grievance).where(or_(*ways))


def _signable(user: User) -> ColumnElement[bool]:
    """Return the condition that the matter is of a station where ``user`` holds one of the three posts."""
    parts = [in_reach(user, may, Grievance.unit_id) for may in MAY.values()]
    if user.may(MAY[Signer.MONITOR]) and user.station_id:
        parts.append(Grievance.station_id == user.station_id)
    return or_(*parts) if parts else false()


def filtered(
    rows: Select, *, text: str = "", state: GrievanceState | None = None, signer: User | None = None
) -> Select[tuple[Grievance]]:
    """Narrow to words, a state, and what waits for a signature of ``signer``."""
    if signer is not None:
        rows = rows.where(Grievance.id.in_(waiting(signer).with_only_columns(Grievance.id)))
    if text:
        named = select(User.id).where(or_(User.name.contains(text, autoescape=True), User.staff_no == text))
        said = (Grievance.number.contains(text, autoescape=True), Grievance.words.contains(text, autoescape=True))
        rows = rows.where(or_(*said, Grievance.person_id.in_(named)))
    return (rows.where(Grievance.state == state) if state else rows).options(*WHOLE)


def waiting(user: User) -> Select[tuple[Grievance]]:
    """Return the grievances that wait for a signature of ``user``."""
    mine = select(GrievanceSignature.grievance_id).where(GrievanceSignature.user_id == user.id)
    open_ones = (Grievance.state == GrievanceState.RECORDED, Grievance.person_id != user.id, Grievance.id.not_in(mine))
    posts = [_waits_for(user, post) for post in MAY if user.may(MAY[post])]
    return select(Grievance).where(*open_ones, or_(*posts) if posts else false())


def _waits_for(user: User, post: Signer) -> ColumnElement[bool]:
    done = select(GrievanceSignature.grievance_id).where(GrievanceSignature.signer == post)
    near = Grievance.station_id == (user.station_id or 0) if post is Signer.MONITOR else false()
    return and_(Grievance.id.not_in(done), or_(in_reach(user, MAY[post], Grievance.unit_id), near))
