"""Who may sign for which side. Source: security.md 18, domain §2.7."""

from __future__ import annotations

from models.accounts import User
from models.accounts.scope import reaches
from models.core.db import db
from models.core.errors import RuleBroken
from models.handover import queries
from models.handover.kinds import Side
from models.handover.tables import Handover
from models.roster import DutyPost

PERMISSION = {
    Side.OUTGOING: "handover.hand_over",
    Side.INCOMING: "handover.take_over",
    Side.DUTY_LEADER: "handover.seal",
}


def expected_signers(handover: Handover, side: Side) -> list[User]:
    """Return whom the roster names for ``side``."""
    if side is Side.OUTGOING:
        return _holders(handover.shift_id)
    if side is Side.INCOMING:
        return _holders(handover.next_shift_id)
    both = [handover.shift_id, handover.next_shift_id]
    return list({p.id: p for one in both for p in _holders(one, DutyPost.DUTY_LEADER)}.values())


def possible_signers(handover: Handover, side: Side, expected: list[User]) -> list[User]:
    """Return whom the page offers: the roster's people ``expected`` first, then those who could stand in."""
    others = db.session.scalars(queries.people_with(PERMISSION[side], handover.unit)).unique()
    taken = {s.user_id for s in handover.signatures if not s.is_void and s.side is not side}
    return [p for p in {p.id: p for p in [*expected, *others]}.values() if p.id not in taken]


def require_signer(handover: Handover, side: Side, person: User, reason: str) -> None:
    """Raise RuleBroken unless ``person`` may sign for ``side``: named by the roster, or standing in with a reason.

    Nobody signs for two sides.
    """
    other = next((s for s in handover.signatures if not s.is_void and s.user_id == person.id), None)
    if other is not None:
        raise RuleBroken(f"{person.name} 已经代表“{other.side.label}”签认，不能再签另一方。", field="signer")
    expected = expected_signers(handover, side)
    if person.id in {p.id for p in expected}:
        return
    if not _may_stand_in(handover, side, person):
        raise RuleBroken(f"{person.name} 不在班表上，也没有代签的权限。", field="signer")
    if not reason and (expected or side is not Side.DUTY_LEADER):
        raise RuleBroken(f"{person.name} 不是班表上的{side.label}人，请填写代签原因。", field="reason")


def _may_stand_in(handover: Handover, side: Side, person: User) -> bool:
    permission = PERMISSION[side]
    if reaches(person, permission, handover.unit):
        return True
    return person.station_id == handover.unit_id and person.may(permission)


def _holders(shift_id: int | None, post: DutyPost = DutyPost.LEADER) -> list[User]:
    return list(db.session.scalars(queries.leaders_of(shift_id, post)).unique()) if shift_id else []
