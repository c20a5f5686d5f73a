"""Good deeds: told by anybody with evidence, verified by somebody else, then points. Source: domain §2.13."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from models.accounts import Unit, User, UserState
from models.accounts.scope import holders, in_reach, named, reaches
from models.core import attachments, audit, clock
from models.core.attachments import Prepared
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.flow import Flow, Step, first
from models.core.numbering import next_number
from models.core.scope import scope_of
from models.inbox import notify
from models.points import ledger
from models.points.catalogue import GOOD_DEED
from models.points.deed_tables import GoodDeed
from models.points.kinds import DeedState

D = DeedState
MOST_FILES = 6
WHOLE = tuple(joinedload(getattr(GoodDeed, name)) for name in ("person", "unit", "reported_by", "decided_by"))
FLOW = Flow(
    [
        Step("verify", frozenset({D.REPORTED}), D.VERIFIED, "deed.verify", "核实属实", tone="p"),
        Step("refuse", frozenset({D.REPORTED}), D.REFUSED, "deed.verify", "不予核实"),
        Step("overturn", frozenset({D.VERIFIED}), D.OVERTURNED, "deed.verify", "撤销核实", tone="d"),
    ]
)


def report(*, person: User, happened_on: date, place: str, words: str, photo: Prepared | None, by: User, at: datetime):
    """Tell of a good deed of a colleague or one's own and return it; whoever may verify it hears of it.

    Raises RuleBroken: a day that has not come yet, or a person who has left.
    """
    if happened_on > clock.local(at).date():
        raise RuleBroken("发生日期不能晚于今天。", field="happened_on")
    if person.state is UserState.LEFT:
        raise RuleBroken(f"{person.name} 已离职。", field="person")
    deed = GoodDeed(number=next_number("HR", clock.local(at).year), person=person, unit_id=person.unit_id)
    deed.happened_on, deed.place, deed.words = happened_on, place, words
    deed.state, deed.reported_by_id, deed.reported_at = DeedState.REPORTED, by.id, at
    db.session.add(deed)
    audit.record("deed.report", deed, by)
    if photo is not None:
        attachments.keep(photo, deed, by, "证据")
    who = set(db.session.scalars(holders("deed.verify", person.unit, clock.local(at).date()))) - {person.id, by.id}
    notify(who, "deed", f"{deed.number} 好人好事待核实：{person.name}", _href(deed), key=f"deed-{deed.id}", at=at)
    return deed


def add_evidence(deed: GoodDeed, *, photo: Prepared, caption: str, by: User) -> None:
    """Keep another picture with the deed. Raises RuleBroken: it is decided, or too many files."""
    if deed.state is not DeedState.REPORTED:
        raise RuleBroken("已经核实，不能再补充证据。", field="photo")
    if len(db.session.scalars(attachments.of(deed)).all()) >= MOST_FILES:
        raise RuleBroken(f"每件最多 {MOST_FILES} 个附件。", field="photo")
    attachments.keep(photo, deed, by, caption)


def refusal_to_verify(deed: GoodDeed, by: User) -> str | None:
    """Say why ``by`` may not decide on a deed, or None."""
    if by.id == deed.person_id:
        return "不能核实您本人的好人好事，请由他人核实。"
    if by.id == deed.reported_by_id:
        return "这件由您上报，请由他人核实。"
    return None if reaches(by, "deed.verify", deed.unit, deed.person_id) else "不在您的管理范围内。"


def _require_verifier(deed: GoodDeed, by: User) -> None:
    if refusal := refusal_to_verify(deed, by):
        raise RuleBroken(refusal)


@first(_require_verifier)
def verify(deed: GoodDeed, *, finding: str, by: User, at: datetime) -> None:
    """Find it true: the person gets the points of the rule. Raises RuleBroken: as ``refusal_to_verify``."""
    _decide(deed, "verify", finding, by, at)
    origin = ledger.origin_of(deed, f"{deed.number} 好人好事", _href(deed), deed.words[:200])
    ledger.post(GOOD_DEED, deed.person, origin, on=clock.local(at).date(), by=by, at=at)
    _tell(deed, "已核实，积分已记入", at)


@first(_require_verifier)
def refuse(deed: GoodDeed, *, finding: str, by: User, at: datetime) -> None:
    """Find it not true, or no more than duty. Raises RuleBroken: no reason, or as ``refusal_to_verify``."""
    if not finding:
        raise RuleBroken("请写明不予核实的理由。", field="finding")
    _decide(deed, "refuse", finding, by, at)
    _tell(deed, "未予核实", at)


@first(_require_verifier)
def overturn(deed: GoodDeed, *, finding: str, by: User, at: datetime) -> None:
    """Take the verification back, and the points with it. Raises RuleBroken: no reason, or as ``verify``."""
    if not finding:
        raise RuleBroken("请写明撤销的理由。", field="finding")
    _decide(deed, "overturn", finding, by, at)
    ledger.reverse(ledger.origin_of(deed, deed.number, _href(deed)), finding, by, at)
    _tell(deed, "核实已撤销", at)


def _decide(deed: GoodDeed, step: str, finding: str, by: User, at: datetime) -> None:
    FLOW.take(deed, step)
    deed.finding, deed.decided_by_id, deed.decided_at = finding, by.id, at
    audit.record(f"deed.{step}", deed, by, note=finding)


def _tell(deed: GoodDeed, said: str, at: datetime) -> None:
    key = f"deed-{deed.id}-{deed.state.value}"
    notify({deed.person_id, deed.reported_by_id}, "deed", f"{deed.number} 好人好事{said}", _href(deed), key=key, at=at)


def _href(deed: GoodDeed) -> str:
    return f"/points/deeds/{deed.id}"


@scope_of(GoodDeed)
def visible_to(user: User) -> Select[tuple[GoodDeed]]:
    """One's own, those one told of, and those within reach to verify."""
    ways = (GoodDeed.person_id == user.id, GoodDeed.reported_by_id == user.id)
    return select(GoodDeed).where(or_(*ways, in_reach(user, "deed.verify", GoodDeed.unit_id)))


def filtered(rows: Select, *, text: str = "", state: DeedState | None = None) -> Select[tuple[GoodDeed]]:
    if text:
        said = (GoodDeed.number.contains(text, autoescape=True), GoodDeed.words.contains(text, autoescape=True))
        rows = rows.where(or_(*said, GoodDeed.person_id.in_(named(text))))
    return (rows.where(GoodDeed.state == state) if state else rows).options(*WHOLE)


def colleagues(user: User) -> Select[tuple[User]]:
    """Return whom ``user`` may tell of: the people in service of one's station, or of the whole office."""
    home = user.unit.ancestry
    top = user.station_id or (home[1] if len(home) > 1 else home[0])
    near = select(Unit.id).where(Unit.path.contains(f"/{top}/"))
    return select(User).where(User.unit_id.in_(near), User.state != UserState.LEFT).order_by(User.staff_key)


def waiting(user: User) -> Select[tuple[GoodDeed]]:
    """Return the deeds that ``user`` could verify."""
    here = (in_reach(user, "deed.verify", GoodDeed.unit_id), GoodDeed.state == DeedState.REPORTED)
    return select(GoodDeed).where(*here, GoodDeed.person_id != user.id, GoodDeed.reported_by_id != user.id)
