"""Questions to awards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, false, func, literal, or_, select
from sqlalchemy.orm import joinedload

from models.accounts import Unit, UnitKind, User, UserState
from models.accounts.queries import called
from models.accounts.scope import granted, holders, in_reach, units_under
from models.awards.kinds import PUBLIC, AwardState
from models.awards.tables import (
    Award,
    AwardBar,
    AwardCandidate,
    AwardKind,
    AwardObjection,
    AwardPayment,
    AwardVote,
)
from models.certificates import Certificate, CertificateState
from models.core import clock
from models.core.db import db
from models.core.scope import scope_of, visible
from models.inbox import notify
from models.penalties import AwardBan, Collection
from models.penalties.queries import STANDING

FALLEN = (CertificateState.CANCELLED, CertificateState.REVOKED)  # what takes the paper of an award back
LISTED = (joinedload(Award.kind), joinedload(Award.unit))
WHOLE = (*LISTED, joinedload(Award.created_by))


@scope_of(AwardKind)
def kinds_visible_to(user: User) -> Select[tuple[AwardKind]]:
    return select(AwardKind) if user.may("award.list") else select(AwardKind).where(false())


@scope_of(Award)
def awards_visible_to(user: User) -> Select[tuple[Award]]:
    """The whole course within reach; for others what concerns them: the call, the jury, 公示 and results above them."""
    paying = and_(in_reach(user, "award.pay", Award.unit_id), Award.state == AwardState.ISSUED)
    ways = [in_reach(user, "award.read", Award.unit_id), paying]
    above = Award.unit_id.in_(user.unit.ancestry)
    if user.may("award.list"):
        ways.append(and_(above, Award.state.in_(PUBLIC)))
        mine = select(AwardCandidate.award_id).where(AwardCandidate.person_id == user.id)
        ways.append(and_(Award.id.in_(mine), Award.state != AwardState.CALL))
    if user.may("award.nominate"):
        ways.append(and_(above, Award.state == AwardState.CALL))
    if user.may("award.vote"):
        ways.append(and_(above, Award.state == AwardState.JURY))
    return select(Award).where(or_(*ways))


@scope_of(AwardCandidate)
def candidates_visible_to(user: User) -> Select[tuple[AwardCandidate]]:
    """Of rounds one sees the winners and oneself, jurors all they may judge: no list shames who came last.

    Source: domain §5 (delight 5).
    """
    seen = awards_visible_to(user).with_only_columns(Award.id)
    shown = awards_visible_to(user).where(Award.state.in_(PUBLIC)).with_only_columns(Award.id)
    judged = awards_visible_to(user).where(Award.state == AwardState.JURY).with_only_columns(Award.id)
    within = select(Award.id).where(in_reach(user, "award.read", Award.unit_id))
    mine = and_(AwardCandidate.award_id.in_(seen), AwardCandidate.person_id == user.id)
    put = and_(AwardCandidate.award_id.in_(seen), AwardCandidate.nominated_by_id == user.id)
    won = and_(AwardCandidate.award_id.in_(shown), AwardCandidate.is_winner)
    ways = [AwardCandidate.award_id.in_(within), won, mine, put]
    if user.may("award.vote"):
        ways.append(and_(AwardCandidate.award_id.in_(judged), AwardCandidate.is_eligible))
    return select(AwardCandidate).where(or_(*ways))


@scope_of(AwardObjection)
def objections_visible_to(user: User) -> Select[tuple[AwardObjection]]:
    within = select(Award.id).where(in_reach(user, "award.read", Award.unit_id))
    return select(AwardObjection).where(or_(AwardObjection.by_id == user.id, AwardObjection.award_id.in_(within)))


@scope_of(AwardBar)
def bars_visible_to(user: User) -> Select[tuple[AwardBar]]:
    mine = or_(AwardBar.person_id == user.id, and_(AwardBar.person_id.is_(None), AwardBar.unit_id == user.unit_id))
    return select(AwardBar).where(or_(mine, in_reach(user, "award.read", AwardBar.unit_id)))


@scope_of(AwardPayment)
def payments_visible_to(user: User) -> Select[tuple[AwardPayment]]:
    reach = or_(*(in_reach(user, one, AwardPayment.unit_id) for one in ("award.pay", "award.read")))
    return select(AwardPayment).where(reach)


def filtered(
    rows: Select,
    *,
    text: str = "",
    state=None,
    kind: AwardKind | None = None,
    unit: Unit | None = None,
    objected: bool = False,
    judge: User | None = None,
    **days: date,
) -> Select[tuple[Award]]:
    """Narrow to a word of number or title, a kind, a state, a unit and those below, those with an objection nobody
    has decided, those that ``judge`` has still to judge, and those whose own period touches the days from ``since``
    to ``until``."""
    if judge is not None:
        rows = rows.where(*_to_judge(judge))
    if unit is not None:
        rows = rows.where(Award.unit_id.in_(units_under(unit.path)))
    if since := days.get("since"):
        rows = rows.where(Award.until >= since)
    if until := days.get("until"):
        rows = rows.where(Award.since <= until)
    if objected:
        rows = rows.where(_is_objected())
    if text:
        rows = rows.where(
            or_(Award.number.contains(text, autoescape=True), Award.title.contains(text, autoescape=True))
        )
    rows = rows.where(Award.kind_id == kind.id) if kind else rows
    return (rows.where(Award.state == state) if state else rows).options(*LISTED)


def to_judge(user: User) -> Select[tuple[Award]]:
    """Return the rounds that wait for the points of ``user``."""
    return select(Award).where(*_to_judge(user))


def _to_judge(user: User) -> tuple:
    asked = or_(Award.unit_id.in_(user.unit.ancestry), in_reach(user, "award.vote", Award.unit_id))
    left = select(AwardCandidate.id).where(AwardCandidate.award_id == Award.id, *_unjudged_by(user))
    return (Award.state == AwardState.JURY, asked, left.exists())


def _unjudged_by(user: User) -> tuple:
    """Return the conditions on the candidates whom ``user`` may judge and has not: a round half judged still waits."""
    own = (AwardVote.candidate_id == AwardCandidate.id, AwardVote.voter_id == user.id)
    others = or_(AwardCandidate.person_id.is_(None), AwardCandidate.person_id != user.id)
    theirs = (AwardCandidate.is_eligible, AwardCandidate.unit_id != user.unit_id, others)
    return (*theirs, ~select(AwardVote.id).where(*own).exists())


def counting_unjudged(user: User, award_id: int) -> Select[tuple[int]]:
    return select(func.count(AwardCandidate.id)).where(AwardCandidate.award_id == award_id, *_unjudged_by(user))


def jurors_of(award: Award, on: date) -> Select[tuple[User]]:
    """Return who is asked to judge a round: who may, and works in its unit or holds the right at it or above."""
    here = User.unit_id.in_(units_under(award.unit.path))
    asked = or_(here, User.id.in_(holders("award.vote", award.unit, on)))
    rows = select(User).where(User.id.in_(granted("award.vote", on)), User.state != UserState.LEFT, asked)
    return rows.order_by(User.staff_no)


def kinds_open() -> Select[tuple[AwardKind]]:
    return select(AwardKind).where(AwardKind.is_open.is_(True)).order_by(AwardKind.id)


def candidates_of(award: Award) -> Select[tuple[AwardCandidate]]:
    return select(AwardCandidate).where(AwardCandidate.award_id == award.id).order_by(AwardCandidate.id)


def candidate_of(award: Award, holder: str) -> Select[tuple[AwardCandidate]]:
    return candidates_of(award).where(AwardCandidate.holder == holder)


def eligible_of(award: Award) -> Select[tuple[AwardCandidate]]:
    return select(AwardCandidate).where(AwardCandidate.award_id == award.id, AwardCandidate.is_eligible)


PLACE = (AwardCandidate.sort, AwardCandidate.id)


def listed_of(award: Award, viewer: User) -> Select[tuple[AwardCandidate]]:
    """Return the candidates of a round that ``viewer`` may see; by PLACE the best come first, the excluded last."""
    rows = visible(AwardCandidate, viewer).where(AwardCandidate.award_id == award.id)
    return rows.options(joinedload(AwardCandidate.nominated_by))


def shown_of(award: Award, viewer: User) -> Select[tuple[AwardCandidate]]:
    return listed_of(award, viewer).order_by(*PLACE)


def counts_of(award: Award) -> tuple[int, int]:
    """Return how many candidates there are, and how many of them qualify."""
    counted = select(func.count(), func.count().filter(AwardCandidate.is_eligible))
    return tuple(db.session.execute(counted.where(AwardCandidate.award_id == award.id)).one())


def winners_of(award: Award) -> Select[tuple[AwardCandidate]]:
    return candidates_of(award).where(AwardCandidate.is_winner).order_by(None).order_by(AwardCandidate.place)


def vote_of(candidate: AwardCandidate, voter: User) -> Select[tuple[AwardVote]]:
    return select(AwardVote).where(AwardVote.candidate_id == candidate.id, AwardVote.voter_id == voter.id)


def votes_of(award: Award) -> Select[tuple[AwardVote]]:
    return select(AwardVote).where(AwardVote.award_id == award.id).order_by(AwardVote.id)


def own_votes(award: Award, voter: User) -> dict[int, int]:
    """Return what ``voter`` gave, by the id of the candidate."""
    return {
        one.candidate_id: one.points
        for one in db.session.scalars(votes_of(award).where(AwardVote.voter_id == voter.id))
    }


def votes_by_holder(award: Award) -> dict[str, list[int]]:
    rows = select(AwardCandidate.holder, AwardVote.points)
    rows = rows.join(AwardVote, AwardVote.candidate_id == AwardCandidate.id).where(AwardVote.award_id == award.id)
    found: dict[str, list[int]] = defaultdict(list)
    for holder, points in db.session.execute(rows):
        found[holder].append(points)
    return found


def open_objections(award: Award) -> Select[tuple[int]]:
    """Return the ids of the objections to a round that nobody has decided."""
    return select(AwardObjection.id).where(AwardObjection.award_id == award.id, AwardObjection.outcome.is_(None))


def objected(user: User) -> Select[tuple[Award]]:
    """Return the rounds with an objection that waits for the decision of ``user``."""
    return select(Award).where(_is_objected(), in_reach(user, "award.decide", Award.unit_id))


def _is_objected() -> ColumnElement[bool]:
    return Award.id.in_(select(AwardObjection.award_id).where(AwardObjection.outcome.is_(None)))


def objections_of(award: Award, viewer: User) -> Select[tuple[AwardObjection]]:
    rows = visible(AwardObjection, viewer).where(AwardObjection.award_id == award.id)
    told = (AwardObjection.candidate, AwardObjection.by, AwardObjection.decided_by)
    return rows.options(*(joinedload(one) for one in told)).order_by(AwardObjection.id)


def people_behind(row: AwardCandidate) -> Iterable[int]:
    """Return the ids of the people whom an award of ``row`` is for: the person, or the crew's people."""
    if row.person_id:
        return [row.person_id]
    crew = select(User.id).where(User.unit_id == row.unit_id, User.state != UserState.LEFT)
    return db.session.scalars(crew).all()


def ban_year(penalty_id: int) -> int | None:
    return db.session.scalar(select(AwardBan.year).where(AwardBan.penalty_id == penalty_id))


def standing_ban(holder: str, year: int) -> AwardBan | AwardBar | None:
    """Return a ban or bar of a holder that stands in a year, the oldest first."""
    bars = select(AwardBar).where(AwardBar.holder == holder, AwardBar.year == year, AwardBar.lifted_at.is_(None))
    bans = select(AwardBan).where(AwardBan.year == year, AwardBan.lifted_at.is_(None)).order_by(AwardBan.id)
    if holder[0] == "p" and (ban := db.session.scalar(bans.where(AwardBan.person_id == int(holder[1:])).limit(1))):
        return ban
    return db.session.scalar(bars.order_by(AwardBar.id).limit(1))


def tell_deciders(award: Award, candidate: AwardCandidate, at: datetime) -> None:
    unit = db.session.get_one(Unit, award.unit_id)
    who = set(db.session.scalars(holders("award.decide", unit, clock.local(at).date()))) - {candidate.person_id}
    title = f"{award.number} 有异议待决定：{candidate.caption}"
    notify(who, "award", title, f"/awards/{award.id}", key=f"award-{award.id}-objection-{at:%m%d%H%M%S}", at=at)


def unpaid() -> Select[tuple[AwardCandidate]]:
    """Return the winners of issued rounds whose reward is not paid yet, the round loaded; none where there is none."""
    paid = select(AwardPayment.candidate_id)
    rows = select(AwardCandidate).join(Award, Award.id == AwardCandidate.award_id)
    here = (Award.state == AwardState.ISSUED, AwardCandidate.is_winner, AwardCandidate.id.not_in(paid))
    here += (AwardCandidate.forgone_at.is_(None),)
    rewarded = Award.terms["amount"].as_integer() > 0
    return rows.where(*here, rewarded).options(joinedload(AwardCandidate.award))


def due_rewards(user: User) -> Select[tuple[AwardCandidate]]:
    """Return those of them that may be paid now, within the reach of ``award.pay``."""
    return _unpaid_within(user).where(~lost_paper())


def held_rewards(user: User) -> Select[tuple[AwardCandidate]]:
    """Return those of them that are held because the certificate was taken back."""
    return _unpaid_within(user).where(lost_paper())


def forgone_rewards(user: User) -> Select[tuple[AwardCandidate]]:
    """Return those that will not be paid, the latest first."""
    rows = select(AwardCandidate).join(Award, Award.id == AwardCandidate.award_id)
    rows = rows.where(in_reach(user, "award.pay", Award.unit_id), AwardCandidate.forgone_at.is_not(None))
    told = (joinedload(AwardCandidate.award), joinedload(AwardCandidate.forgone_by))
    return rows.options(*told).order_by(AwardCandidate.forgone_at.desc(), AwardCandidate.id)


def _unpaid_within(user: User) -> Select[tuple[AwardCandidate]]:
    return unpaid().where(in_reach(user, "award.pay", Award.unit_id)).order_by(AwardCandidate.id)


def lost_paper() -> ColumnElement[bool]:
    """Return the condition that a candidate's certificate was taken back and no other has replaced it."""
    whole = and_(AwardCandidate.person_id.is_(None), Certificate.crew_id == AwardCandidate.unit_id)
    theirs = or_(Certificate.person_id == AwardCandidate.person_id, whole)
    of_round = (Certificate.source_type == Award.__tablename__, Certificate.source_id == AwardCandidate.award_id)
    has = exists().where(*of_round, theirs).correlate(AwardCandidate)
    return and_(has.where(Certificate.state.in_(FALLEN)), ~has.where(Certificate.state.not_in(FALLEN)))


def owed_back() -> ColumnElement[bool]:
    """Return the condition that a reward was paid for an award that is no longer held, or not by a certificate."""
    return or_(AwardCandidate.is_winner.is_(False), lost_paper())


def payments(
    user: User, *, text: str = "", year: int | None = None, owed: bool = False, again: bool = False
) -> Select[tuple[AwardPayment]]:
    """Return what was paid, narrowed to a word of receipt or award, to a year, to what is to be recovered, and to
    what was recovered and is due ``again`` by another certificate."""
    told = joinedload(AwardPayment.candidate).joinedload(AwardCandidate.award)
    rows = visible(AwardPayment, user).options(told, joinedload(AwardPayment.paid_by))
    if text:
        titled = select(AwardCandidate.id).join(Award).where(Award.title.contains(text, autoescape=True))
        holds = (AwardPayment.receipt_no.contains(text, autoescape=True), AwardPayment.candidate_id.in_(titled))
        rows = rows.where(or_(*holds))
    if year:
        rows = rows.where(AwardPayment.paid_on.between(date(year, 1, 1), date(year, 12, 31)))
    if owed:
        lost = AwardPayment.candidate_id.in_(select(AwardCandidate.id).where(owed_back()))
        rows = rows.where(lost, ~given_back())
    if again:
        rows = rows.where(*_due_again())
    return rows.order_by(AwardPayment.id.desc())


def _due_again() -> tuple:
    holds = AwardPayment.candidate_id.in_(select(AwardCandidate.id).where(~owed_back()))
    return holds, given_back()


def due_again(paid: Iterable[AwardPayment]) -> set[int]:
    """Return the ids of those of ``paid`` that were given back though the winner holds a certificate again."""
    rows = select(AwardPayment.id).where(AwardPayment.id.in_([one.id for one in paid]), *_due_again())
    return set(db.session.scalars(rows))


def given_back() -> ColumnElement[bool]:
    """Return the condition that a payment was recovered, by a receipt that stands."""
    cause = literal(f"{AwardPayment.__tablename__}/").concat(cast(AwardPayment.id, String))
    return exists().where(Collection.cause == cause, *STANDING)


def cause_of(paid: AwardPayment) -> str:
    """Return how the book of finance names a payment that is given back."""
    return f"{AwardPayment.__tablename__}/{paid.id}"


def owing(paid: Iterable[AwardPayment]) -> Select[tuple[int]]:
    """Return the ids of the candidates who owe back what they were paid, of those in ``paid``."""
    rows = select(AwardPayment.candidate_id).join(AwardCandidate, AwardCandidate.id == AwardPayment.candidate_id)
    return rows.where(AwardPayment.id.in_([one.id for one in paid]), owed_back(), ~given_back())


def recoveries(paid: Iterable[AwardPayment]) -> dict[int, Collection]:
    """Return by payment the receipt that stands for what was given back."""
    by_cause = {cause_of(one): one.id for one in paid}
    rows = select(Collection).where(Collection.cause.in_(by_cause), *STANDING)
    return {by_cause[row.cause]: row for row in db.session.scalars(rows)}


def payment_of(candidate: AwardCandidate) -> AwardPayment | None:
    """Return what a winner was paid, with who paid it."""
    rows = select(AwardPayment).where(AwardPayment.candidate_id == candidate.id)
    return db.session.scalar(rows.options(joinedload(AwardPayment.paid_by)))


def bars(user: User, *, text: str = "", year: int | None = None, state: str = "") -> Select[tuple[AwardBar]]:
    """Return the bars, narrowed to a word of whom or why, a year, and those that stand or are lifted."""
    rows = visible(AwardBar, user).options(joinedload(AwardBar.person), joinedload(AwardBar.unit))
    if text:
        units = select(Unit.id).where(Unit.name.contains(text, autoescape=True))
        holds = (AwardBar.reason.contains(text, autoescape=True), AwardBar.unit_id.in_(units))
        rows = rows.where(or_(*holds, AwardBar.person_id.in_(called(text))))
    if year:
        rows = rows.where(AwardBar.year == year)
    lifted = AwardBar.lifted_at
    return rows.where(lifted.is_(None) if state == "standing" else lifted.is_not(None)) if state else rows


def bars_on(user: User, year: int) -> Select[tuple[AwardBar]]:
    """Return the bars of a year that stand against a person or the crew, whom they concern loaded."""
    mine = AwardBar.holder.in_((f"p{user.id}", f"u{user.unit_id}"))
    return select(AwardBar).where(mine, AwardBar.year == year, AwardBar.lifted_at.is_(None)).options(*OF_BAR)


OF_BAR = (joinedload(AwardBar.person), joinedload(AwardBar.unit))


def barrable(user: User, *, crews: bool) -> Select:
    """Return the people of stations and crews, or the crews, within the reach of ``award.bar``."""
    if crews:
        here = (Unit.kind == UnitKind.CREW, Unit.is_open.is_(True), in_reach(user, "award.bar", Unit.id))
        return select(Unit).where(*here).order_by(Unit.path)
    here = (User.state != UserState.LEFT, User.id != user.id, in_reach(user, "award.bar", User.unit_id))
    return select(User).where(*here, User.unit_id.in_(_places())).order_by(User.staff_key)


def rated(user: User, unit: Unit | None) -> Select[tuple[User]]:
    """Return the people of stations and crews within the reach of ``award.read``, of a unit and below or of all."""
    here = (User.state != UserState.LEFT, in_reach(user, "award.read", User.unit_id), User.unit_id.in_(_places()))
    rows = select(User).where(*here)
    return rows.where(User.unit_id.in_(units_under(unit.path))) if unit else rows


def _places() -> Select[tuple[int]]:
    return select(Unit.id).where(Unit.kind.in_((UnitKind.STATION, UnitKind.CREW)))
