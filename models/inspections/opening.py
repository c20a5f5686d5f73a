"""Beginning an inspection: who looks at whom, by which sheet, and who was on duty then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from models.accounts import Unit, UnitKind, User
from models.core import audit, settings
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.flow import first
from models.inspections import queries
from models.inspections.kinds import InspectionState, Kind, Method, TemplateState
from models.inspections.states import INSPECTION
from models.inspections.tables import Inspection, Inspector, SeenPerson, Template
from models.rectifications.leaders import heads_of
from models.roster import Duty, DutyPost
from models.roster import queries as roster


def start(  # noqa: PLR0913  (the head of the paper form)
    *,
    kind: Kind,
    method: Method,
    topics: Iterable[str],
    template: Template,
    unit: Unit,
    started_at: datetime,
    weather: str,
    inspectors: Iterable[User],
    by: User,
    at: datetime,
) -> Inspection:
    """Begin an inspection of a crew or a station; ``by`` leads it. Who was on duty then is proposed from the roster.

    Raises RuleBroken: in the future, a sheet that is not in force, too few inspectors, or one's own unit.
    Source: domain §2.2 (two persons W9 W10, independence W22), §6.10.
    """
    if started_at > at:
        raise RuleBroken("开始时间不能晚于现在。", field="started_at")
    if template.state is not TemplateState.PUBLISHED:
        raise RuleBroken("这张检查表不是现行版，请重新选择。", field="template")
    team = list({person.id: person for person in (by, *inspectors)}.values())
    station_id = unit.parent_id if unit.kind is UnitKind.CREW else unit.id
    _require_team(kind, unit, station_id, team)
    inspection = Inspection(kind=kind, method=method, topics=list(topics), template=template, unit=unit)
    inspection.unit_name, inspection.station_id, inspection.weather = _full_name(unit), station_id, weather
    inspection.started_at, inspection.created_at, inspection.created_by_id = started_at, at, by.id
    inspection.state, inspection.answers, inspection.findings = InspectionState.RUNNING, [], []
    inspection.inspectors = [Inspector(user_id=person.id, user=person, is_lead=person is team[0]) for person in team]
    _propose_people(inspection)
    db.session.add(inspection)
    audit.record("inspection.start", inspection, by)
    return inspection


def require_inspector(inspection: Inspection, by: User) -> None:
    """Raise RuleBroken unless ``by`` is one of the inspectors."""
    if by.id not in {row.user_id for row in inspection.inspectors}:
        raise RuleBroken("只有本次督查人员可以记录。")


@first(require_inspector)
def edit_head(inspection: Inspection, *, seen: Iterable[User], answerable: User | None, by: User, **told) -> None:
    """Correct the head while the inspection runs: ended_at, weather, lane_names, summary, suggestion, who was there."""
    INSPECTION.hold(inspection, "record")
    ended_at = told.get("ended_at")
    if ended_at is not None and ended_at < inspection.started_at:
        raise RuleBroken("结束时间不能早于开始时间。", field="ended_at")
    kept = {row.user_id: row for row in inspection.seen}
    inspection.seen = [kept.get(person.id) or SeenPerson(user_id=person.id, user=person) for person in seen]
    inspection.answerable_id = answerable.id if answerable else None
    for name, value in told.items():
        setattr(inspection, name, value)
    audit.record("inspection.record", inspection, by, note="更正抬头")


def refusal_of(person: User, kind: Kind, unit: Unit, station_id: int) -> str | None:
    """Say why ``person`` may not look at ``unit``, or None: nobody assesses the crew or station they belong to.

    Crews of one station may look at each other; who belongs to the station itself may look at none of its crews.
    """
    if kind.is_self_check or person.station_id != station_id:
        return None
    across = unit.kind is UnitKind.CREW and person.unit.kind is UnitKind.CREW and person.unit_id != unit.id
    return None if across else f"{person.name}是{person.unit.name}的人员，不能检查本班组、本单位。"


def _require_team(kind: Kind, unit: Unit, station_id: int, team: list[User]) -> None:
    if refusal := next((r for person in team if (r := refusal_of(person, kind, unit, station_id))), None):
        raise RuleBroken(refusal, field="unit")
    least = 1 if kind.is_self_check else settings.value_of("inspection.least_inspectors", unit_id=station_id)
    if len(team) < least:
        raise RuleBroken(f"督查每次不少于 {least} 人，请选择同行的督查人员。", field="inspectors")


def _propose_people(inspection: Inspection) -> None:
    """Take over from the roster who was on duty when it began, the leader first; of another crew nobody.

    A crew that was not on duty then is answered for by its own leader.
    """
    duties = on_duty(inspection.station_id, inspection.started_at)
    crew_id = inspection.unit.id if inspection.unit.kind is UnitKind.CREW else None
    duties = [duty for duty in duties if crew_id in (None, duty.shift.crew_id)]
    first = {duty.user_id: duty for duty in reversed(duties)}
    inspection.seen = [
        SeenPerson(user_id=duty.user_id, user=duty.user, post=duty.post.label, lane_name=duty.lane_name or "")
        for duty in reversed(first.values())
    ]
    inspection.lane_names = sorted({duty.lane.code for duty in duties if duty.lane})
    inspection.shift_id = duties[0].shift_id if duties else None
    leaders = [duty.user_id for duty in duties if duty.post in (DutyPost.LEADER, DutyPost.DUTY_LEADER)]
    if crew_id and not duties:
        leaders = [person.id for person in heads_of([inspection.unit])[crew_id]]
    inspection.answerable_id = leaders[0] if leaders else None


def on_duty(station_id: int, moment: datetime) -> list[Duty]:
    found = db.session.scalars(roster.who_was_on_duty(station_id, moment).order_by(Duty.id)).unique()
    return sorted(found, key=lambda duty: (duty.post is not DutyPost.LEADER, duty.id))


def _full_name(unit: Unit) -> str:
    if unit.kind is not UnitKind.CREW:
        return unit.name
    return f"{queries.station_of(unit).name}{unit.name}"
