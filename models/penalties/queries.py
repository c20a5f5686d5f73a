"""Questions to violations and penalties."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload, undefer

from models import approvals
from models.accounts import Unit, User, UserState
from models.accounts.scope import holders, in_reach, known, units_under
from models.approvals import Approval
from models.core import clock, settings
from models.core.db import db
from models.core.scope import scope_of, visible
from models.penalties import verdicts
from models.penalties.concern import station_of
from models.penalties.kinds import DEAD, IN_FORCE, UNDER_WAY, EntryKind, Mode, Path, PenaltyState, ViolationState
from models.penalties.reckoning import period_start
from models.penalties.tables import Appeal, AwardBan, Collection, Penalty, Relief, Violation, ViolationClause
from models.rulebook import RuleClause

UNSEEN = (PenaltyState.DRAFT, PenaltyState.WITHDRAWN)  # not shown to the person yet, or never
LISTED = (joinedload(Penalty.person), joinedload(Penalty.violation), joinedload(Penalty.receipt))
TOLD = (joinedload(Violation.person), joinedload(Violation.reported_by), joinedload(Violation.confirmed_by))
CLAUSES = selectinload(Violation.links).joinedload(ViolationClause.clause)
OF_UNIT = joinedload(Violation.unit)
WHOLE = (
    *(joinedload(getattr(Penalty, name)) for name in ("person", "ten_clause", "drafted_by", "witness", "served_by")),
    joinedload(Penalty.appeal).joinedload(Appeal.decided_by),
    joinedload(Penalty.receipt).joinedload(Collection.collected_by),
    joinedload(Penalty.refund).joinedload(Collection.collected_by),
    undefer(Penalty.received),
    joinedload(Penalty.violation).selectinload(Violation.links).joinedload(ViolationClause.clause),
    joinedload(Penalty.violation).joinedload(Violation.reported_by),
    joinedload(Penalty.violation).joinedload(Violation.confirmed_by),
    joinedload(Penalty.violation).joinedload(Violation.unit),
)

STANDING = (Collection.kind == EntryKind.RECEIPT, Collection.reversed_at.is_(None))  # a receipt that nobody took back


def reliefs_of(penalty: Penalty) -> list[Relief]:
    """Return what was taken off a penalty by records of their own, in order; of nothing none."""
    mine = select(Relief).where(Relief.penalty_id == penalty.id, Relief.amount > 0)
    return list(db.session.scalars(mine.order_by(Relief.id)))


def last_relief_of(penalty: Penalty) -> Relief | None:
    """Return the last record of what was taken off a penalty; of one that was revoked, the revocation."""
    mine = select(Relief).where(Relief.penalty_id == penalty.id)
    return db.session.scalars(mine.order_by(Relief.id.desc()).limit(1)).first()


# Who sees what


@scope_of(Penalty)
def penalties_visible_to(user: User) -> Select[tuple[Penalty]]:
    """One's own once submitted; those within reach to read, serve or collect; those one is asked to decide."""
    ways = [
        and_(Penalty.person_id == user.id, Penalty.state.not_in(UNSEEN)),
        in_reach(user, "penalty.read", Penalty.unit_id),
        and_(in_reach(user, "penalty.serve", Penalty.unit_id), Penalty.state == PenaltyState.APPROVED),
        and_(in_reach(user, "penalty.collect", Penalty.unit_id), or_(Penalty.state.in_(IN_FORCE), _was_paid())),
    ]
    if user.may("approval.decide") and not user.may("penalty.read"):
        asked = visible(Approval, user).where(Approval.subject_type == "penalties")
        ways.append(Penalty.id.in_(asked.with_only_columns(Approval.subject_id)))
    return select(Penalty).where(or_(*ways))


def _was_paid():
    return and_(Penalty.state == PenaltyState.REVOKED, Penalty.id.in_(select(Collection.penalty_id)))


@scope_of(Violation)
def violations_visible_to(user: User) -> Select[tuple[Violation]]:
    """Those within reach, those one reported, and those of the penalties and findings that concern oneself."""
    found = (ViolationState.CONFIRMED, ViolationState.OVERTURNED)
    ways = [
        in_reach(user, "penalty.read", Violation.unit_id),
        Violation.reported_by_id == user.id,
        and_(Violation.person_id == user.id, Violation.state.in_(found)),
        Violation.id.in_(penalties_visible_to(user).with_only_columns(Penalty.violation_id)),
    ]
    return select(Violation).where(or_(*ways))


@scope_of(Collection)
def collections_visible_to(user: User) -> Select[tuple[Collection]]:
    reach = ("penalty.collect", "penalty.read")
    return select(Collection).where(or_(*(in_reach(user, one, Collection.unit_id) for one in reach)))


@scope_of(AwardBan)
def bans_visible_to(user: User) -> Select[tuple[AwardBan]]:
    return select(AwardBan).where(or_(AwardBan.person_id == user.id, in_reach(user, "penalty.read", AwardBan.unit_id)))


# Lists


COUNTED = (Penalty.approved_at.is_not(None), Penalty.state.not_in(DEAD), Penalty.is_imported.is_(False))


def filtered(
    penalties: Select, *, text: str = "", unit: Unit | None = None, under_way: bool = False, **more
) -> Select[tuple[Penalty]]:
    """Narrow to a number, name or fact, a unit and below, days of occurrence, and ``column=value``, for a list.

    Also to those that are ``counted``: approved and not revoked; to an ``approver`` and a ``verdict``.
    """
    if under_way:
        penalties = penalties.where(Penalty.state.in_(UNDER_WAY))
    if more.pop("counted", False):
        penalties = penalties.where(*COUNTED)
    if {"approver", "verdict"} & set(more):
        penalties = penalties.where(*verdicts.decided(more.pop("approver", None), more.pop("verdict", "")))
    penalties = penalties.join(Violation, Violation.id == Penalty.violation_id)
    penalties = penalties.join(User, User.id == Penalty.person_id)
    if text:
        columns = (Penalty.number, User.name, User.staff_no, Violation.facts, Violation.number)
        penalties = penalties.where(or_(*(column.contains(text, autoescape=True) for column in columns)))
    if unit is not None:
        penalties = penalties.where(Penalty.unit_id.in_(units_under(unit.path)))
    penalties = _in_days(penalties, more)
    if source := more.pop("source", None):
        penalties = penalties.where(Violation.source == source)
    for name, value in more.items():
        penalties = penalties.where(getattr(Penalty, name) == value)
    return penalties.options(
        contains_eager(Penalty.violation), contains_eager(Penalty.person), joinedload(Penalty.receipt)
    )


def payable_of(penalties: Select) -> int:
    """Return what a list comes to in cents: what is to be paid, the dead and those in points left out."""
    listed = penalties.with_only_columns(Penalty.id).order_by(None)
    here = (Penalty.id.in_(listed), Penalty.state.not_in(DEAD), Penalty.mode != Mode.POINTS)
    return int(db.session.scalar(select(func.coalesce(func.sum(Penalty.payable), 0)).where(*here)))


def filtered_violations(violations: Select, *, text: str = "", unit: Unit | None = None, **more) -> Select:
    """The same for violations."""
    violations = violations.join(User, User.id == Violation.person_id)
    if text:
        columns = (Violation.number, User.name, User.staff_no, Violation.facts, Violation.place, Violation.source_ref)
        violations = violations.where(or_(*(column.contains(text, autoescape=True) for column in columns)))
    if unit is not None:
        violations = violations.where(Violation.unit_id.in_(units_under(unit.path)))
    violations = _in_days(violations, more)
    for name, value in more.items():
        violations = violations.where(getattr(Violation, name) == value)
    return violations.options(contains_eager(Violation.person), CLAUSES, *TOLD[1:])


def _in_days(rows: Select, more: dict) -> Select:
    """Take ``since`` and ``until`` out of ``more`` and narrow by the day of occurrence."""
    if since := more.pop("since", None):
        rows = rows.where(Violation.occurred_at >= clock.at(since, time()))
    if until := more.pop("until", None):
        rows = rows.where(Violation.occurred_at <= clock.at(until, time.max))
    return rows


def own(user: User, *, state: PenaltyState | None = None, year: str = "") -> Select[tuple[Penalty]]:
    """Return the person's own penalties, in a state and of a year of occurrence if they are given."""
    mine = select(Penalty).where(*_seen_by(user))
    if state:
        mine = mine.where(Penalty.state == state)
    if year:
        days = {"since": date(int(year), 1, 1), "until": date(int(year), 12, 31)}
        mine = _in_days(mine.join(Violation, Violation.id == Penalty.violation_id), days)
    return mine.options(*LISTED)


def first_of(user: User) -> datetime | None:
    """Return when the first violation happened for which the person was penalised; one statement."""
    first = select(func.min(Violation.occurred_at)).join(Penalty, Penalty.violation_id == Violation.id)
    return db.session.scalar(first.where(*_seen_by(user)))


def _seen_by(user: User) -> tuple:
    return Penalty.person_id == user.id, Penalty.state.not_in(UNSEEN)


def own_in(user: User, states: tuple[PenaltyState, ...]) -> Select[tuple[Penalty]]:
    """Return one's own penalties in these states, without those whose window is over: nothing can be done there."""
    waits = or_(Penalty.state != PenaltyState.SERVED, Penalty.appeal_until >= clock.today())
    return select(Penalty).where(Penalty.person_id == user.id, Penalty.state.in_(states), waits).order_by(Penalty.id)


def bans_of(user: User, year: int) -> Select[tuple[AwardBan]]:
    """Return the bans that stand against a person in ``year`` or later."""
    standing = (AwardBan.person_id == user.id, AwardBan.lifted_at.is_(None), AwardBan.year >= year)
    return select(AwardBan).where(*standing).order_by(AwardBan.year)


def is_banned(person_id: int, year: int) -> bool:
    """Whether a person may get no award in ``year``; the awards ask this."""
    standing = (AwardBan.person_id == person_id, AwardBan.year == year, AwardBan.lifted_at.is_(None))
    return db.session.scalar(select(AwardBan.id).where(*standing).limit(1)) is not None


# One case


def has_live_penalty(violation_id: int, path: Path | None = None) -> bool:
    live = select(Penalty.id).where(Penalty.violation_id == violation_id, Penalty.state.not_in(DEAD))
    if path is not None:
        live = live.where(Penalty.path == path)
    return db.session.scalar(live.limit(1)) is not None


def penalties_of(violation: Violation) -> Select[tuple[Penalty]]:
    return select(Penalty).where(Penalty.violation_id == violation.id).options(*LISTED).order_by(Penalty.id)


def visible_penalties_of(violation: Violation, viewer: User) -> Select[tuple[Penalty]]:
    rows = visible(Penalty, viewer).where(Penalty.violation_id == violation.id)
    return rows.options(joinedload(Penalty.person)).order_by(Penalty.id)


def repeat_no(violation: Violation) -> int:
    """Count the person's confirmed, not overturned violations of the period, this one included."""
    period = settings.value_of("penalty.repeat_period", unit_id=station_of(violation.unit))
    since = clock.at(period_start(clock.local(violation.occurred_at).date(), period), time())
    before = or_(
        Violation.occurred_at < violation.occurred_at,
        and_(Violation.occurred_at == violation.occurred_at, Violation.id < violation.id),
    )
    mine = (Violation.person_id == violation.person_id, Violation.state == ViolationState.CONFIRMED)
    return 1 + (db.session.scalar(select(func.count()).where(*mine, before, Violation.occurred_at >= since)) or 0)


def same_fact(penalty: Penalty) -> list[Penalty]:
    """Return the person's other penalties for what seems the same fact: one record, one source number, one moment."""
    fact = penalty.violation
    same = [Violation.id == fact.id, Violation.occurred_at == fact.occurred_at]
    if fact.source_ref:
        same.append(and_(Violation.source == fact.source, Violation.source_ref == fact.source_ref))
    rows = select(Penalty).join(Violation, Violation.id == Penalty.violation_id)
    others = (Penalty.person_id == penalty.person_id, Penalty.id != penalty.id, Penalty.state.not_in(DEAD))
    return list(db.session.scalars(rows.where(*others, or_(*same)).order_by(Penalty.id)))


def earlier_of(penalty: Penalty, viewer: User) -> Select[tuple[Penalty]]:
    """Return the other penalties of the person that ``viewer`` may see, the newest first, without drafts."""
    others = (Penalty.person_id == penalty.person_id, Penalty.id != penalty.id, Penalty.state.not_in(UNSEEN))
    rows = visible(Penalty, viewer).where(*others)
    return rows.options(joinedload(Penalty.violation)).order_by(Penalty.id.desc()).limit(10)


def precedents(penalty: Penalty) -> Select:
    """Return ``(book, code, amount)`` of what was approved before for the same clauses, any edition, unrevoked."""
    places = [and_(RuleClause.book == c.book, RuleClause.code == c.code) for c in penalty.violation.clauses]
    rows = select(RuleClause.book, RuleClause.code, Penalty.amount)
    rows = rows.join(ViolationClause, ViolationClause.clause_id == RuleClause.id)
    rows = rows.join(Penalty, Penalty.violation_id == ViolationClause.violation_id)
    decided = (Penalty.approved_at.is_not(None), Penalty.state.not_in(DEAD), Penalty.id != penalty.id)
    return rows.where(*decided, or_(*places))


def waiting_cases(user: User, on: date) -> Select[tuple[int]]:
    """Return the ids of the penalties that wait for ``user``'s decision, the oldest first."""
    mine = approvals.waiting_for(user, on).where(Approval.kind == "penalty").with_only_columns(Approval.subject_id)
    return mine.distinct().order_by(Approval.subject_id)


# Desks


def waiting(user: User, permission: str, state: PenaltyState) -> Select:
    """Return ``(count, earliest day an appeal must be decided)`` of the cases in ``state`` within reach."""
    rows = select(func.count(Penalty.id), func.min(Appeal.due_on)).outerjoin(Appeal, Appeal.penalty_id == Penalty.id)
    others = Penalty.person_id != user.id
    return rows.where(in_reach(user, permission, Penalty.unit_id), Penalty.state == state, others)


def unconfirmed(user: User) -> Select[tuple[Violation]]:
    """Return the reported violations that ``user`` may confirm; never their own."""
    here = (in_reach(user, "violation.confirm", Violation.unit_id), Violation.state == ViolationState.REPORTED)
    return select(Violation).where(*here, Violation.person_id != user.id)


def due(user: User) -> Select[tuple[Penalty]]:
    """Return what finance has to collect, the oldest first."""
    rows = select(Penalty).where(in_reach(user, "penalty.collect", Penalty.unit_id), Penalty.state == PenaltyState.DUE)
    return rows.options(*LISTED).order_by(Penalty.effective_at, Penalty.id)


def to_pay_back(user: User) -> Select[tuple[Penalty]]:
    """Return the revoked penalties for which finance still holds money, the oldest first."""
    held = select(Collection.penalty_id).group_by(Collection.penalty_id).having(func.sum(Collection.amount) > 0)
    here = (in_reach(user, "penalty.collect", Penalty.unit_id), Penalty.state == PenaltyState.REVOKED)
    rows = select(Penalty).where(*here, Penalty.id.in_(held), Penalty.person_id != user.id)
    return rows.options(*LISTED, undefer(Penalty.received)).order_by(Penalty.id)


def collected(user: User, since: date, until: date) -> Select[tuple[Collection]]:
    """Return the entries of the ledger between two days, both included, in the order of booking."""
    days = (Collection.collected_on >= since, Collection.collected_on <= until)
    told = joinedload(Collection.penalty).joinedload(Penalty.violation)
    rows = visible(Collection, user).where(*days).options(told, joinedload(Collection.collected_by))
    return rows.order_by(Collection.collected_on, Collection.id)


# People


def people_to_report(user: User) -> Select[tuple[User]]:
    """Return whom ``user`` may report: people in service within reach, without themselves."""
    here = (in_reach(user, "violation.register", User.unit_id, User.id), User.state != UserState.LEFT)
    return select(User).where(*here, User.id != user.id).order_by(User.staff_key)


def witnesses(penalty: Penalty, server: User) -> Select[tuple[User]]:
    """Return who may witness a refusal: people in service of the same 收费所, without person and server."""
    office = db.session.get_one(Unit, penalty.unit_id).ancestry[:2]
    near = User.unit_id.in_(
        select(Unit.id).where(or_(*(Unit.path.contains(f"/{one}/") for one in office[1:] or office)))
    )
    out = (User.id.not_in((penalty.person_id, server.id)), User.state != UserState.LEFT, known(clock.today()))
    return select(User).where(near, *out).order_by(User.staff_key)


def collectors_of(penalty: Penalty, on: date) -> Select[tuple[int]]:
    return _holders("penalty.collect", penalty, on)


def appeal_deciders(penalty: Penalty, on: date) -> Select[tuple[int]]:
    return _holders("penalty.decide_appeal", penalty, on)


def _holders(permission: str, penalty: Penalty, on: date) -> Select[tuple[int]]:
    """Return the ids of the people in service whose grant of ``permission`` reaches the penalty's unit on a day."""
    return holders(permission, db.session.get_one(Unit, penalty.unit_id), on)
