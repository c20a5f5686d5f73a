"""What is known of people and crews in a period, asked for all candidates at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time

from sqlalchemy import Select, func, select

from models.accounts import Unit, UnitKind, User, UserState
from models.accounts.scope import in_reach, units_under
from models.awards.tables import Award, AwardBar, AwardCandidate
from models.complaints.kinds import ComplaintKind, Part
from models.complaints.tables import Complaint, ComplaintPerson
from models.core import clock
from models.core.db import db
from models.core.months import first_of
from models.inspections.kinds import InspectionState
from models.inspections.tables import Inspection
from models.penalties import AwardBan
from models.points import Grievance, GrievanceState, PointBalance
from models.roster import Duty, Shift
from models.roster.queries import HOLDS, LIVE
from models.training import QuizAttempt

REPORTED = (InspectionState.PUBLISHED, InspectionState.RECTIFYING, InspectionState.ARCHIVED)


@dataclass(slots=True)
class Facts:
    """Of one holder: monthly scores and merits in tenths, quiz and inspection in hundredths, what stands against it."""

    key: str
    person: User | None
    unit: Unit
    scores: list[int] = field(default_factory=list)
    bases: list[int] = field(default_factory=list)
    merits: list[int] = field(default_factory=list)
    quiz: int = 0
    quizzes: int = 0
    inspection: int = 0
    inspections: int = 0
    shifts: int = 0
    bans: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    grievances: list[str] = field(default_factory=list)

    @property
    def caption(self) -> str:
        return self.person.name if self.person else self.unit.name


def people_of(unit: Unit) -> Select[tuple[User]]:
    """Return the people in service of the stations and crews at and below ``unit``."""
    places = units_under(unit.path).where(Unit.kind.in_((UnitKind.STATION, UnitKind.CREW)))
    return select(User).where(User.unit_id.in_(places), User.state != UserState.LEFT).order_by(User.staff_key)


def crews_of(unit: Unit) -> Select[tuple[Unit]]:
    below = units_under(unit.path).where(Unit.kind == UnitKind.CREW, Unit.is_open.is_(True))
    return select(Unit).where(Unit.id.in_(below)).order_by(Unit.path)


def nominees(award: Award, user: User) -> Select:
    """Return whom ``user`` may still put forward in a round: within reach, not oneself, not there already."""
    there = AwardCandidate.award_id == award.id
    if award.is_for_crews:
        crews = select(AwardCandidate.unit_id).where(there)
        return crews_of(award.unit).where(in_reach(user, "award.nominate", Unit.id), Unit.id.not_in(crews))
    people = select(AwardCandidate.person_id).where(there)
    mine = (in_reach(user, "award.nominate", User.unit_id), User.id != user.id)
    return people_of(award.unit).where(*mine, User.id.not_in(people))


def of(holders: Sequence[User | Unit], since: date, until: date) -> dict[str, Facts]:
    """Return the facts of every holder by its key, between two days, both included."""
    found = {key_of(one): _empty(one) for one in holders}
    _points(found, since, until)
    _quizzes(found, since, until)
    _inspections(found, since, until)
    _shifts(found, since, until)
    _against(found, since, until)
    return found


def key_of(holder: User | Unit) -> str:
    return f"{'p' if isinstance(holder, User) else 'u'}{holder.id}"


def _empty(holder: User | Unit) -> Facts:
    if isinstance(holder, User):
        return Facts(key_of(holder), holder, holder.unit)
    return Facts(key_of(holder), None, holder)


def _points(found: dict[str, Facts], since: date, until: date) -> None:
    months = (PointBalance.month >= first_of(since), PointBalance.month <= until)
    rows = select(PointBalance).where(PointBalance.holder.in_(found), *months).order_by(PointBalance.month)
    for row in db.session.scalars(rows):
        facts = found[row.holder]
        facts.scores.append(row.score)
        facts.bases.append(row.base)
        facts.merits.append(row.merit)


def _quizzes(found: dict[str, Facts], since: date, until: date) -> None:
    """Ask for the first tries of persons; a crew's figure is that of all its people on its shifts."""
    here = (QuizAttempt.turn == 1, QuizAttempt.score.is_not(None), QuizAttempt.business_date.between(since, until))
    for column, prefix in ((QuizAttempt.user_id, "p"), (QuizAttempt.crew_id, "u")):
        ids = [int(key[1:]) for key in found if key[0] == prefix]
        rows = select(column, func.sum(QuizAttempt.score), func.count()).where(column.in_(ids), *here).group_by(column)
        for row_id, total, count in db.session.execute(rows) if ids else ():
            facts = found[f"{prefix}{row_id}"]
            facts.quiz, facts.quizzes = int(total) * 100 // count, count


def _inspections(found: dict[str, Facts], since: date, until: date) -> None:
    """Ask for the reported scores of crews; a person has that of the crew."""
    units = {facts.unit.id for facts in found.values()}
    days = (Inspection.started_at >= clock.at(since, time()), Inspection.started_at <= clock.at(until, time.max))
    rows = select(Inspection.unit_id, func.sum(Inspection.permille), func.count()).where(
        Inspection.unit_id.in_(units), Inspection.state.in_(REPORTED), Inspection.permille.is_not(None), *days
    )
    found_rows = db.session.execute(rows.group_by(Inspection.unit_id))
    by_unit = {unit: (int(total), count) for unit, total, count in found_rows}
    for facts in found.values():
        total, facts.inspections = by_unit.get(facts.unit.id, (0, 0))
        facts.inspection = total * 10 // facts.inspections if facts.inspections else 0


def _shifts(found: dict[str, Facts], since: date, until: date) -> None:
    here = (Shift.state.in_(LIVE), Shift.business_date.between(since, until))
    people = [facts.person.id for facts in found.values() if facts.person]
    if people:
        rows = select(Duty.user_id, func.count(Duty.shift_id.distinct())).join(Shift, Shift.id == Duty.shift_id)
        rows = rows.where(Duty.user_id.in_(people), *HOLDS, *here).group_by(Duty.user_id)
        for person_id, count in db.session.execute(rows):
            found[f"p{person_id}"].shifts = count
    crews = [facts.unit.id for facts in found.values() if not facts.person]
    if crews:
        rows = select(Shift.crew_id, func.count()).where(Shift.crew_id.in_(crews), *here).group_by(Shift.crew_id)
        for crew_id, count in db.session.execute(rows):
            found[f"u{crew_id}"].shifts = count


def _against(found: dict[str, Facts], since: date, until: date) -> None:
    """Ask for bans of the years, verified complaints and signed grievances of the period."""
    people = [facts.person.id for facts in found.values() if facts.person]
    years = range(since.year, until.year + 1)
    bans = select(AwardBan.person_id, AwardBan.year).where(AwardBan.lifted_at.is_(None), AwardBan.year.in_(years))
    for person_id, year in db.session.execute(bans.where(AwardBan.person_id.in_(people)).distinct()):
        found[f"p{person_id}"].bans.append(f"{year} 年受过处罚，评先资格取消到 {year}-12-31")
    bars = select(AwardBar).where(AwardBar.holder.in_(found), AwardBar.year.in_(years), AwardBar.lifted_at.is_(None))
    for bar in db.session.scalars(bars):
        found[bar.holder].bans.append(f"{bar.year} 年评先资格已取消：{bar.reason}")
    for person_id, number in db.session.execute(_verified(people, since, until)):
        found[f"p{person_id}"].complaints.append(number)
    moments = (Grievance.happened_at >= clock.at(since, time()), Grievance.happened_at <= clock.at(until, time.max))
    signed = select(Grievance.person_id, Grievance.number).where(Grievance.state == GrievanceState.SIGNED, *moments)
    for person_id, number in db.session.execute(signed.where(Grievance.person_id.in_(people))):
        found[f"p{person_id}"].grievances.append(number)


def _verified(people: list[int], since: date, until: date) -> Select[tuple[int, str]]:
    """Return ``(person, number)`` of the verified complaints that name somebody. Source: S0 §7, domain §6.1."""
    moments = (Complaint.occurred_at >= clock.at(since, time()), Complaint.occurred_at <= clock.at(until, time.max))
    named = (ComplaintPerson.part == Part.INVOLVED, ComplaintPerson.person_id.in_(people))
    true = (Complaint.is_verified.is_(True), Complaint.kind == ComplaintKind.COMPLAINT)
    rows = select(ComplaintPerson.person_id, Complaint.number)
    rows = rows.join(Complaint, Complaint.id == ComplaintPerson.complaint_id)
    return rows.where(*named, *true, *moments).order_by(Complaint.id)
