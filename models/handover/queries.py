"""Questions to handovers, matters and differences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from models.accounts import RoleGrant, Unit, UnitKind, User, UserState
from models.accounts.scope import granted, in_reach, stations_seen_by, units_under
from models.core import clock
from models.core.db import db
from models.core.scope import scope_of
from models.handover import counts
from models.handover.followups import Difference, Matter, OpeningBalance, Repayment
from models.handover.kinds import DifferenceKind, DifferenceState, HandoverState, MatterState
from models.handover.tables import EDITABLE, Correction, Handover, HandoverDraft, Objection, Signature
from models.roster import Duty, DutyPost, Lane, Shift
from models.roster.queries import HOLDS, LIVE, OPENED

SHIFT = (
    joinedload(Handover.shift).options(joinedload(Shift.kind), joinedload(Shift.crew)),
    joinedload(Handover.next_shift).options(joinedload(Shift.kind), joinedload(Shift.crew)),
    joinedload(Handover.unit),
)
ROWS = (
    selectinload(Handover.members).options(joinedload(counts.Member.user), joinedload(counts.Member.lane)),
    selectinload(Handover.settlements).options(joinedload(counts.Settlement.user), joinedload(counts.Settlement.lane)),
    selectinload(Handover.rolls).joinedload(counts.ReceiptRoll.lane),
    selectinload(Handover.voids).joinedload(counts.VoidReceipt.user),
    selectinload(Handover.cards),
    selectinload(Handover.lanes).joinedload(counts.LaneState.lane),
    selectinload(Handover.faults).joinedload(counts.Fault.lane),
    selectinload(Handover.items),
    selectinload(Handover.absences).joinedload(counts.Absence.user),
    selectinload(Handover.notices),
    selectinload(Handover.matter_lines),
    selectinload(Handover.receiver_checks),
    selectinload(Handover.leader_checks),
)
PEOPLE = (
    selectinload(Handover.signatures),
    selectinload(Handover.objections).joinedload(Objection.by),
    selectinload(Handover.corrections).joinedload(Correction.by),
)
DRAFT = (joinedload(Handover.draft).joinedload(HandoverDraft.saved_by),)
OPEN = (
    *SHIFT,
    *PEOPLE,
    *DRAFT,
    ROWS[0],  # the people
)  # what the page of a record needs while it is filled in: its texts are in the draft
WHOLE = (*SHIFT, *ROWS, *PEOPLE, *DRAFT)


@scope_of(Handover)
def handovers_visible_to(user: User) -> Select[tuple[Handover]]:
    """The handovers of every station the person works at or reaches; shifts and station loaded."""
    stations = select(Unit.id).where(stations_seen_by(user, "handover.read"))
    return select(Handover).where(Handover.unit_id.in_(stations)).options(*SHIFT)


@scope_of(Matter)
def matters_visible_to(user: User) -> Select[tuple[Matter]]:
    stations = select(Unit.id).where(stations_seen_by(user, "handover.read"))
    people = (joinedload(Matter.unit), joinedload(Matter.closed_by))
    return select(Matter).where(Matter.unit_id.in_(stations)).options(*people)


@scope_of(Difference)
def differences_visible_to(user: User) -> Select[tuple[Difference]]:
    """The differences of the stations one sees; collector, repayments and station loaded."""
    stations = select(Unit.id).where(stations_seen_by(user, "handover.read"))
    loaded = (
        joinedload(Difference.user),
        joinedload(Difference.unit),
        joinedload(Difference.handled_by),
        selectinload(Difference.repayments).joinedload(Repayment.by),
    )
    return select(Difference).where(Difference.unit_id.in_(stations)).options(*loaded)


@scope_of(OpeningBalance)
def openings_visible_to(user: User) -> Select[tuple[OpeningBalance]]:
    stations = select(Unit.id).where(stations_seen_by(user, "handover.read"))
    loaded = (joinedload(OpeningBalance.lane), joinedload(OpeningBalance.unit))
    return select(OpeningBalance).where(OpeningBalance.unit_id.in_(stations)).options(*loaded)


def of_shift(shift_id: int) -> Select[tuple[Handover]]:
    return select(Handover).where(Handover.shift_id == shift_id)


def latest_signed_before(unit_id: int, moment: datetime) -> Select[tuple[Handover]]:
    """The newest handover before ``moment`` whose counts have been signed for; its rows loaded."""
    here = (Handover.unit_id == unit_id, Handover.starts_at < moment, Handover.content_hash != "")
    return select(Handover).where(*here).options(*ROWS).order_by(Handover.starts_at.desc()).limit(1)


def earliest_open_after(handover: Handover) -> Select[tuple[Handover]]:
    """The first later handover of the station that is still being filled in: it inherits what is left open."""
    here = (Handover.unit_id == handover.unit_id, Handover.starts_at > handover.starts_at)
    return (
        select(Handover)
        .where(*here, Handover.state.in_(EDITABLE))
        .options(joinedload(Handover.draft), joinedload(Handover.shift))
        .order_by(Handover.starts_at)
        .limit(1)
    )


def latest_of(unit_id: int) -> Select[tuple[Handover]]:
    newest = Handover.starts_at.desc()
    return select(Handover).where(Handover.unit_id == unit_id).options(*SHIFT).order_by(newest).limit(1)


def overdue(unit_id: int, now: datetime, minutes: int) -> Select[tuple[Handover]]:
    """Handovers that both leaders should have signed ``minutes`` ago; those of the last seven days."""
    waiting = Handover.state.not_in((HandoverState.TAKEN_OVER, HandoverState.SEALED))
    span = (Handover.due_at <= now - timedelta(minutes=minutes), Handover.due_at > now - timedelta(days=7))
    here = (Handover.unit_id == unit_id, waiting, *span, Handover.is_backfill.is_(False))
    return select(Handover).where(*here).options(*SHIFT)


def cards_issued_daily(unit_id: int, day: date) -> Select[tuple[date, int]]:
    """The cards issued at the entrances of a station on each of the seven business days before ``day``."""
    days = (Shift.business_date >= day - timedelta(days=7), Shift.business_date < day)
    return (
        select(Shift.business_date, func.sum(counts.CardCount.issued))
        .join(Handover, Handover.shift_id == Shift.id)
        .join(counts.CardCount, counts.CardCount.handover_id == Handover.id)
        .where(Handover.unit_id == unit_id, counts.CardCount.issued.is_not(None), *days)
        .group_by(Shift.business_date)
    )


def every_station() -> Select[tuple[Unit]]:
    return select(Unit).where(Unit.kind == UnitKind.STATION, Unit.is_open.is_(True)).order_by(Unit.id)


def shifts_without_handover(since: datetime, until: datetime, unit_id: int | None = None) -> Select[tuple[Shift]]:
    """Published shifts that ended between two moments and have no handover, newest first."""
    span = (Shift.ends_at > since, Shift.ends_at <= until, Shift.state.in_(LIVE))
    found = select(Shift).where(*span, ~select(Handover.id).where(Handover.shift_id == Shift.id).exists())
    if unit_id is not None:
        found = found.where(Shift.unit_id == unit_id)
    return found.options(*OPENED, joinedload(Shift.unit)).order_by(Shift.starts_at.desc())


def recordable(shifts: Select[tuple[Shift]], user: User) -> Select[tuple[Shift]]:
    """Narrow to the shifts whose record ``user`` may keep: of a crew within reach, or led by them."""
    led = select(Duty.shift_id).where(Duty.user_id == user.id, Duty.post == DutyPost.LEADER, *HOLDS)
    return shifts.where(or_(in_reach(user, "handover.record", Shift.crew_id), Shift.id.in_(led)))


def not_begun(user: User, since: date, until: date | None, now: datetime) -> Select[tuple[Shift]]:
    """Return the shifts of one's stations that are over and were never handed over, by business date."""
    stations = select(Unit.id).where(stations_seen_by(user, "handover.read"))
    found = shifts_without_handover(clock.at(since, time()), now)
    found = found.where(Shift.unit_id.in_(stations), Shift.business_date >= since)
    return found.where(Shift.business_date <= until) if until else found


def held_matters(handover_id: int) -> Select[tuple[Matter]]:
    """The open matters a handover holds, urgent and old ones first."""
    here = (Matter.handover_id == handover_id, Matter.state == MatterState.OPEN)
    return select(Matter).where(*here).order_by(Matter.urgency.desc(), Matter.opened_at, Matter.id)


def rows_of(handover_id: int) -> Select[tuple[Handover]]:
    """One handover with the rows that its signatures stand for, but its people: for one that ``OPEN`` has loaded."""
    return select(Handover).where(Handover.id == handover_id).options(*ROWS[1:])


def leaders_of(shift_id: int | None, post: DutyPost = DutyPost.LEADER) -> Select[tuple[User]]:
    """The people who hold ``post`` in a shift, later corrections left out."""
    here = (Duty.shift_id == shift_id, Duty.post == post)
    return select(User).join(Duty, Duty.user_id == User.id).where(*here, *HOLDS).order_by(Duty.id)


def people_with(permission: str, unit: Unit) -> Select[tuple[User]]:
    """The people who hold a permission today by a grant at the unit or one of its parts; for choices and messages."""
    held = granted(permission, clock.today()).where(RoleGrant.unit_id.in_(units_under(unit.path)))
    return select(User).where(User.id.in_(held), User.state != UserState.LEFT).order_by(User.staff_no)


def station_lanes(unit_id: int) -> Select[tuple[Lane]]:
    """Every lane of a station, also one that is closed for good: old records point to it."""
    return select(Lane).where(Lane.unit_id == unit_id).order_by(Lane.sort, Lane.code)


def openings_of(unit_id: int) -> Select[tuple[OpeningBalance]]:
    return select(OpeningBalance).where(OpeningBalance.unit_id == unit_id).order_by(OpeningBalance.id)


def opening_at(unit_id: int) -> ColumnElement[bool]:
    return OpeningBalance.unit_id == unit_id


def signed_of(unit_id: int) -> Select[tuple[Handover]]:
    """The handovers of a station whose counts have been signed for."""
    return select(Handover).where(Handover.unit_id == unit_id, Handover.content_hash != "")


def others_of(handover: Handover) -> Select[tuple[int]]:
    """The ids of the station's other handovers: none for its first."""
    return select(Handover.id).where(Handover.unit_id == handover.unit_id, Handover.id != handover.id)


def drafts_of(unit_id: int) -> Select[tuple[Handover]]:
    """The handovers of a station that are still being filled in, drafts loaded."""
    loaded = (joinedload(Handover.draft), joinedload(Handover.shift))
    return select(Handover).where(Handover.unit_id == unit_id, Handover.state.in_(EDITABLE)).options(*loaded)


def last_seal(unit_id: int) -> Select[tuple[Handover]]:
    here = (Handover.unit_id == unit_id, Handover.seal_seq.is_not(None))
    return select(Handover).where(*here).order_by(Handover.seal_seq.desc()).limit(1)


def differences_of(user: User, *, kind: str = "short", **chosen) -> Select[tuple[Difference]]:
    """The list of differences, shortages unless ``kind`` says over, other or all.

    ``chosen`` may hold ``state`` (open, settled or all), ``text`` (a part of the collector's name), ``crew``, and
    ``first`` and ``last``, business dates.
    """
    return differences_visible_to(user).where(*_KINDS[kind], *_difference_parts(**chosen))


def sum_of(differences: Select[tuple[Difference]]) -> int:
    """Return what differences come to in cents; things that are counted have no amount."""
    amounts = differences.with_only_columns(func.coalesce(func.sum(Difference.amount), 0)).order_by(None)
    return int(db.session.scalar(amounts))


_KINDS = {
    "short": (Difference.kind == DifferenceKind.SHORT,),
    "over": (Difference.kind == DifferenceKind.OVER,),
    "other": (Difference.kind != DifferenceKind.SHORT,),
    "all": (),
}


def _difference_parts(
    state: str = "open", text: str = "", crew: Unit | None = None, first: date | None = None, last: date | None = None
) -> Iterator[ColumnElement[bool]]:
    if state != "all":
        yield Difference.state == DifferenceState(state)
    if text:
        yield Difference.subject.contains(text, autoescape=True)
    if crew:
        shifts = select(Handover.id).join(Shift, Shift.id == Handover.shift_id).where(Shift.crew_id == crew.id)
        yield Difference.handover_id.in_(shifts)
    if first:
        yield Difference.on >= first
    if last:
        yield Difference.on <= last


def crews_of(user: User) -> Select[tuple[Unit]]:
    """The crews of the stations whose handovers one sees."""
    stations = select(Unit.id).where(stations_seen_by(user, "handover.read"))
    return select(Unit).where(Unit.kind == UnitKind.CREW, Unit.parent_id.in_(stations)).order_by(Unit.path)


def matters_of(user: User, *, state: str = "open", text: str = "") -> Select[tuple[Matter]]:
    """The list of matters, by state and a part of the sentence."""
    found = matters_visible_to(user)
    if state != "all":
        found = found.where(Matter.state == MatterState(state))
    return found.where(Matter.sentence.contains(text, autoescape=True)) if text else found


def list_of(
    user: User,
    *,
    first: date | None = None,
    last: date | None = None,
    state=None,
    text: str = "",
    ended_by: datetime | None = None,
):
    """The list of handovers, by business date, state, a part of the number or a signer's name, and shifts that were
    over at a moment; money loaded."""
    found = handovers_visible_to(user).join(Shift, Shift.id == Handover.shift_id)
    if first:
        found = found.where(Shift.business_date >= first)
    if last:
        found = found.where(Shift.business_date <= last)
    if state:
        found = found.where(Handover.state == state)
    if ended_by:
        found = found.where(Shift.ends_at <= ended_by)
    if text:
        found = found.where(or_(Handover.number.contains(text, autoescape=True), _signed_by(text)))
    return found.options(selectinload(Handover.settlements), selectinload(Handover.signatures))


def _signed_by(text: str):
    signed = select(Signature.handover_id).where(Signature.name.contains(text, autoescape=True))
    return Handover.id.in_(signed)


def own_handovers(user: User, **days: date) -> Select[tuple[Handover]]:
    """The signed handovers in which the person's own booth was settled; shift and settlements loaded.

    ``days``: business dates from ``first`` to ``last``.
    """
    own = select(counts.Settlement.handover_id).where(counts.Settlement.user_id == user.id)
    found = select(Handover).where(Handover.id.in_(own), Handover.content_hash != "")
    shifts = select(Shift.id)
    if first := days.get("first"):
        found = found.where(Handover.shift_id.in_(shifts.where(Shift.business_date >= first)))
    if last := days.get("last"):
        found = found.where(Handover.shift_id.in_(shifts.where(Shift.business_date <= last)))
    return found.options(*SHIFT, selectinload(Handover.settlements).joinedload(counts.Settlement.lane))


def own_settlement(user: User, settlement_id: int) -> Select[tuple[Handover]]:
    """The signed handover of one of the person's own settlements, whole; nothing for another's."""
    own = (counts.Settlement.id == settlement_id, counts.Settlement.user_id == user.id)
    its = select(counts.Settlement.handover_id).where(*own)
    return select(Handover).where(Handover.id.in_(its), Handover.content_hash != "").options(*WHOLE)


def own_shortages(user: User) -> Select[tuple[Difference]]:
    """The person's own shortages, open ones first, with what has been repaid."""
    own = (Difference.user_id == user.id, Difference.kind == DifferenceKind.SHORT)
    order = (Difference.state, Difference.on.desc(), Difference.id.desc())
    return select(Difference).where(*own).options(selectinload(Difference.repayments)).order_by(*order).limit(50)
