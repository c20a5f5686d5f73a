"""Handovers of the demonstration stations: sealed for every shift that is over, a draft for the one that runs.

Written in bulk and without PINs, but with the same content, hashes and chain as the rules write: ``flask check``
verifies them like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from sqlalchemy import func, insert, select
from sqlalchemy.orm import joinedload

from models.accounts import Unit, UnitKind, User
from models.core import audit, clock
from models.core.db import db
from models.core.numbering import next_number
from models.core.seeds import demo_data
from models.handover import content, counts, demo_shift, differences, passing, queries, rules
from models.handover.demo_shift import Stock
from models.handover.followups import Difference, Matter, MatterLine, Repayment
from models.handover.kinds import (
    DifferenceKind,
    DifferenceState,
    Grade,
    HandoverState,
    LeaderItem,
    MatterState,
    ReceiverItem,
    Side,
)
from models.handover.matters import SHOWN
from models.handover.signing import STATEMENTS
from models.handover.tables import Handover, HandoverDraft, LeaderCheck, ReceiverCheck, Signature
from models.notices import Notice
from models.notices.queries import must_reads_for
from models.roster import Duty, DutyPost, Shift
from models.roster.queries import LIVE, OPENED

PARTS = {
    "members": counts.Member,
    "notices": counts.NoticeLine,
    "settlements": counts.Settlement,
    "rolls": counts.ReceiptRoll,
    "cards": counts.CardCount,
    "lanes": counts.LaneState,
    "faults": counts.Fault,
    "items": counts.ItemCount,
    "absences": counts.Absence,
    "matter_lines": MatterLine,
    "receiver_checks": ReceiverCheck,
    "leader_checks": LeaderCheck,
    "signatures": Signature,
}
STILL_OWED = timedelta(days=6)  # younger shortages are not repaid yet


@demo_data(order=50)
def fill() -> None:
    """Write the handovers of every station with a roster; nothing happens when there are some."""
    if db.session.scalar(select(Handover.id).limit(1)):
        return
    now = clock.now()
    for station in db.session.scalars(select(Unit).where(Unit.kind == UnitKind.STATION).order_by(Unit.id)).all():
        fill_station(station, now)
    db.session.commit()


def fill_station(station: Unit, now: datetime) -> None:
    shifts = list(db.session.scalars(_shifts_until(station.id, now)))
    if not shifts:
        return
    over = [(one, following) for one, following in pairwise(shifts) if one.ends_at <= now]
    book = Book(station, _duties(shifts), list(db.session.scalars(queries.station_lanes(station.id))))
    for shift, following in over:
        book.write(shift, following, is_last=shift is over[-1][0])
    book.insert()
    running = next((one for one in shifts if one.starts_at <= now < one.ends_at), None)
    if running is not None:
        handover = rules.open_draft(running, None, now)
        book.pass_on(handover)
    many = {"count": [0, len(over)]}
    given = {"name": station.name, "unit_id": station.id, "changes": many}
    audit.act("handover.seal", ("units", station.id), None, "演示数据", **given)


def ids_of(table: type) -> Iterator[int]:
    """Yield ids for rows that are written in bulk; on PostgreSQL they are taken from the sequence."""
    name = table.__tablename__
    if db.engine.dialect.name == "postgresql":
        while True:
            drawn = select(func.nextval(func.pg_get_serial_sequence(name, "id")))
            yield from db.session.scalars(drawn.select_from(func.generate_series(1, 200).table_valued("n"))).all()
    last = db.session.scalar(select(func.max(table.id))) or 0
    while True:
        last += 1
        yield last


def _shifts_until(station_id: int, now: datetime):
    """The published shifts that have begun, and the next one."""
    here = (Shift.unit_id == station_id, Shift.state.in_(LIVE), Shift.starts_at <= now + timedelta(hours=12))
    return select(Shift).where(*here).options(*OPENED).order_by(Shift.starts_at)


def _duties(shifts: list[Shift]) -> dict[int, list[Duty]]:
    loaded = (joinedload(Duty.user), joinedload(Duty.lane))
    here = (Duty.shift_id.in_([one.id for one in shifts]), Duty.is_void.is_(False))
    rows = db.session.scalars(select(Duty).where(*here).options(*loaded).order_by(Duty.shift_id, Duty.id))
    return {shift_id: list(group) for shift_id, group in groupby(rows, key=lambda duty: duty.shift_id)}


class Book:
    """One station's handovers in the making: rows kept as objects until all are written at once."""

    def __init__(self, station: Unit, duties: dict[int, list[Duty]], lanes: list) -> None:
        self.station, self.duties, self.lanes = station, duties, lanes
        self.leaders = list(db.session.scalars(queries.people_with("handover.seal", station)))
        self.stock = Stock(station.id)
        self.handovers: list[Handover] = []
        self.matters: list[Matter] = []
        self.seal = ""
        self.untold: dict[int, list[Notice]] = {}
        self.handover_ids, self.matter_ids = ids_of(Handover), ids_of(Matter)
        self.settlement_ids, self.difference_ids = ids_of(counts.Settlement), ids_of(Difference)

    def write(self, shift: Shift, following: Shift, *, is_last: bool) -> None:
        """Make one handover; the last one still waits for the duty leader."""
        leader, next_leader = self._leader(shift), self._leader(following)
        if leader is None or next_leader is None or leader.id == next_leader.id:
            return
        handover = demo_shift.handover_of(shift, following, self.duties[shift.id], self.lanes, self.stock)
        handover.id = next(self.handover_ids)
        handover.number = next_number("JB", f"{shift.business_date:%Y%m%d}", digits=1)
        self._matters(handover, shift)
        self._notices(handover, shift)
        self._grade(handover, ReceiverCheck, ReceiverItem)
        handover.content_hash = content.record_hash(handover)
        end = shift.ends_at
        self._sign(handover, Side.OUTGOING, leader, end - timedelta(minutes=3))
        self._sign(handover, Side.INCOMING, next_leader, end + timedelta(minutes=4))
        handover.state = HandoverState.TAKEN_OVER
        if not is_last:
            self._seal(handover, end)
        self.handovers.append(handover)

    def _seal(self, handover: Handover, end: datetime) -> None:
        self._grade(handover, LeaderCheck, LeaderItem)
        at = end + timedelta(minutes=self.stock.random.randint(20, 90))
        self._sign(handover, Side.DUTY_LEADER, self.leaders[len(self.handovers) % len(self.leaders)], at)
        handover.state, handover.sealed_at = HandoverState.SEALED, at
        handover.seal_seq = len(self.handovers) + 1
        handover.seal_hash = self.seal = content.seal_of(handover, self.seal)

    def _leader(self, shift: Shift) -> User | None:
        return next((d.user for d in self.duties.get(shift.id, ()) if d.post is DutyPost.LEADER), None)

    def _matters(self, handover: Handover, shift: Shift) -> None:
        """List what is open; now and then something new comes, and what is old enough is done."""
        if matter := demo_shift.new_matter(self.stock, self.station.id, shift):
            matter.id, matter.opened_in_id = next(self.matter_ids), handover.id
            self.matters.append(matter)
        for matter in [one for one in self.matters if one.state is MatterState.OPEN]:
            matter.handover_id = handover.id
            if matter.hops >= 2 and self.stock.random.random() < 0.5:
                matter.state, matter.result, matter.closed_by_id = MatterState.CLOSED, "已处理", self._leader(shift).id
                matter.closed_at = shift.ends_at - timedelta(hours=1)
            shown = {name: getattr(matter, name) for name in SHOWN}
            handover.matter_lines.append(MatterLine(matter_id=matter.id, sort=len(handover.matter_lines), **shown))
            matter.hops += matter.state is MatterState.OPEN

    def _notices(self, handover: Handover, shift: Shift) -> None:
        """Tell the crew of the must-reads that came since its last shift, each once."""
        if shift.crew_id not in self.untold:
            found = must_reads_for(shift.crew_id, clock.today())
            self.untold[shift.crew_id] = list(db.session.scalars(found))
        waiting = self.untold[shift.crew_id]
        now = [one for one in waiting if one.published_at < shift.starts_at]
        self.untold[shift.crew_id] = [one for one in waiting if one not in now]
        for sort, one in enumerate(now):
            line = counts.NoticeLine(sort=sort, key=passing.key_of(one), title=f"{one.number} {one.title}")
            line.href, line.is_passed = f"/notices/{one.id}", True
            handover.notices.append(line)

    def _grade(self, handover: Handover, table: type, items: type) -> None:
        rows = handover.receiver_checks if table is ReceiverCheck else handover.leader_checks
        for item in items:
            rows.append(table(item=item, grade=Grade.FAIR if self.stock.random.random() < 0.06 else Grade.GOOD))

    def _sign(self, handover: Handover, side: Side, person: User, at: datetime) -> None:
        """Put a signature as it would have been given at a booth's PC."""
        row = Signature(side=side, user_id=person.id, session_user_id=person.id, name=person.name, at=at)
        row.staff_no, row.terminal, row.statement = person.staff_no, "岗亭 PC-03", STATEMENTS[side]
        row.substitute_reason = row.void_reason = ""
        row.is_void, row.content_hash = False, content.HASH_OF[side](handover)
        handover.signatures.append(row)

    def pass_on(self, running: Handover) -> None:
        """Give the open matters to the draft of the running shift."""
        still_open = [one.id for one in self.matters if one.state is MatterState.OPEN]
        for matter in db.session.scalars(select(Matter).where(Matter.id.in_(still_open))):
            matter.handover_id = running.id
            audit.record("matter.pass_on", matter, None)

    def insert(self) -> None:
        """Write everything that was made, table by table."""
        for handover in self.handovers:
            for row in handover.settlements:
                row.id = next(self.settlement_ids)
        self._bulk(Handover, self.handovers)
        drafts = [HandoverDraft(handover_id=one.id, body={}, saved_at=one.due_at, version=1) for one in self.handovers]
        self._bulk(HandoverDraft, drafts)
        self._bulk(Matter, self.matters)
        for name, table in PARTS.items():
            rows = [(one, row) for one in self.handovers for row in getattr(one, name)]
            for handover, row in rows:
                row.handover_id = handover.id
            self._bulk(table, [row for _, row in rows])
        self._differences()

    def _differences(self) -> None:
        cases, paid = [], []
        newest = max((one.due_at for one in self.handovers), default=None)
        for handover in self.handovers:
            if handover.state is HandoverState.SEALED:
                for found in differences.of(handover):
                    case, repayment = self._case(handover, found, newest - handover.due_at > STILL_OWED)
                    cases.append(case)
                    paid += repayment
        self._bulk(Difference, cases)
        self._bulk(Repayment, paid)

    def _case(self, handover: Handover, found: dict, is_old: bool) -> tuple[Difference, list[Repayment]]:
        """Make a case; an old shortage has been repaid, another old difference was settled by the duty leader."""
        case = Difference(unit_id=self.station.id, handover_id=handover.id, **found)
        case.id, case.on, case.version = next(self.difference_ids), handover.shift.business_date, 1
        case.state = DifferenceState.SETTLED if is_old else DifferenceState.OPEN
        case.handling, case.is_opening = "", False
        if not is_old:
            return case, []
        leader = handover.signature_of(Side.DUTY_LEADER)
        if case.kind is DifferenceKind.SHORT:
            row = Repayment(difference_id=case.id, amount=case.amount, paid_on=case.on + timedelta(days=2))
            row.receipt_no, row.by_id = f"BJ{case.id:06d}", leader.user_id
            return case, [row]
        case.handling, case.handled_by_id, case.handled_at = "已上缴", leader.user_id, leader.at
        return case, []

    def _bulk(self, table: type, rows: list) -> None:
        columns = [one.key for one in table.__mapper__.column_attrs if one.key != "id" or (rows and rows[0].id)]
        if rows:
            db.session.execute(insert(table), [{name: getattr(row, name) for name in columns} for row in rows])
