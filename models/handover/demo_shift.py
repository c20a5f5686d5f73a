"""What one demonstration shift counts: plausible money, receipts, cards, faults and matters. Always the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from models.handover import counts
from models.handover.arithmetic import DENOMINATIONS, following
from models.handover.followups import Matter
from models.handover.kinds import (
    AbsenceKind,
    Attendance,
    Equipment,
    HandoverState,
    LaneCondition,
    MatterState,
    ReceiptKind,
    Urgency,
    Weather,
)
from models.handover.prefill import ITEMS
from models.handover.tables import Handover
from models.roster import Duty, DutyPost, Lane, Shift

FLOATS = ((3, 2, 3, 3, 1, 4, 1, 5), (2, 4, 3, 3, 1, 4, 1, 5), (4, 0, 3, 3, 1, 4, 1, 5))  # each 500.00
KEYS = {"对讲机": 6, "手电": 4, "反光背心": 12, "手持机": 2, "便民箱": 1}
BRIEFING = ("文明用语，唱收唱付。", "注意绿通查验，留好照片。", "夜间注意冲卡，保持通讯。", "雨天提醒车主减速。")
WORK = ("车道运行正常，处理特情 {n} 起。", "秩序良好，查验绿通车 {n} 辆。", "高峰期开足车道，疏导车辆 {n} 次。")
FAULTS = ((Equipment.DISPLAY, "费显不亮"), (Equipment.PRINTER, "打印机卡纸"), (Equipment.BARRIER, "栏杆抬杆慢"))
MATTERS = (
    ("X02 费显不亮，机电组约定上门，请陪同并回填恢复时间", "机电组", "当日 23:30", Urgency.URGENT),
    ("一辆货车冲卡欠费待联系，车主称次日补缴", "当班班长", "次日 8 点", Urgency.NORMAL),
    ("应急定额票领用登记本移交", "票管员", "", Urgency.NORMAL),
    ("广场便民箱创可贴用完，已报内勤补充", "内勤", "本周", Urgency.NORMAL),
    ("司机遗失物品一件，存服务台，待认领", "当班班长", "", Urgency.NORMAL),
)


@dataclass(slots=True)
class Stock:
    """What goes from shift to shift at one station."""

    station_id: int
    cards: int = 1240
    serial: str = "0048213601"
    fixed: str = "0010201"
    fault: counts.Fault | None = None
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(f"handover-{self.station_id}")


def handover_of(shift: Shift, after: Shift, duties: list[Duty], lanes: list[Lane], stock: Stock) -> Handover:
    """Return the record of a shift, with its lists, not yet numbered nor signed."""
    made = Handover(unit_id=shift.unit_id, shift_id=shift.id, next_shift_id=after.id, state=HandoverState.DRAFT)
    made.starts_at, made.due_at, made.shift = shift.starts_at, shift.ends_at, shift
    made.is_backfill, made.backfill_reason, made.version = False, "", 1
    _head(made, shift, stock.random)
    made.members = [_member(sort, duty) for sort, duty in enumerate(duties)]
    seated = [duty for duty in duties if duty.post is DutyPost.COLLECTOR]
    made.settlements = [_settlement(sort, duty, stock.random) for sort, duty in enumerate(seated)]
    made.rolls, made.cards = _rolls(stock), [_cards(stock)]
    made.faults = _faults(shift, lanes, stock)
    faulty = {row.lane_id for row in made.faults if row.restored_at is None}
    made.lanes = [_lane(sort, lane, lane.id in faulty) for sort, lane in enumerate(lanes)]
    made.items = [_item(sort, name) for sort, name in enumerate(ITEMS)]
    made.absences = [_absence(seated[0], shift)] if seated else []
    return made


def _head(made: Handover, shift: Shift, random: Random) -> None:
    made.weather = random.choice((Weather.SUNNY, Weather.SUNNY, Weather.CLOUDY, Weather.OVERCAST, Weather.LIGHT_RAIN))
    made.lined_up_at = shift.starts_at - timedelta(minutes=random.randint(10, 14))
    made.logged_in_at = shift.starts_at + timedelta(minutes=random.randint(1, 3))
    made.left_at = shift.ends_at + timedelta(minutes=random.randint(2, 5))
    made.briefing, made.work = random.choice(BRIEFING), random.choice(WORK).format(n=random.randint(2, 9))
    made.summary, made.remark, made.receiver_remark, made.leader_remark = "完成当班任务。", "", "", ""


def _member(sort: int, duty: Duty) -> counts.Member:
    row = counts.Member(sort=sort, user_id=duty.user_id, lane_id=duty.lane_id, post=duty.post)
    row.attendance = Attendance.SUBSTITUTE if duty.substitute_for_id else Attendance.PRESENT
    row.note = duty.reason if duty.substitute_for_id else ""
    return row


def _settlement(sort: int, duty: Duty, random: Random) -> counts.Settlement:
    """Return a booth that ties; one in thirty is short, one in sixty over."""
    row = counts.Settlement(sort=sort, user_id=duty.user_id, lane_id=duty.lane_id, standard=50000)
    row.user, row.lane = duty.user, duty.lane
    for (name, _, _), count in zip(DENOMINATIONS, random.choice(FLOATS), strict=True):
        setattr(row, name, count)
    row.receivable = random.randint(3000, 9600) * 100 + random.choice((0, 50))
    row.epay, row.over, row.cash = random.randint(9000, 26000) * 100, None, row.receivable
    row.reason = row.float_reason = row.goods_note = ""
    for name in ("tickets", "stamp", "badge", "float", "seal", "log", "cards", "pen"):
        setattr(row, f"has_{name}", True)
    luck = random.random()
    if luck < 1 / 30:
        row.cash, row.reason = row.receivable - random.choice((500, 1000, 2000, 4000)), "找零差错，当事人已签字"
    elif luck > 59 / 60:
        row.cash, row.reason = row.receivable + random.choice((500, 1000, 3500)), "司机未取找零，已上缴"
    return row


def _rolls(stock: Stock) -> list[counts.ReceiptRoll]:
    used = stock.random.randint(260, 620)
    end = str(int(stock.serial) + used - 1).zfill(10)
    machine = _roll(0, ReceiptKind.MACHINE, stock.serial, end)
    stock.serial = following(end)
    return [machine, _roll(1, ReceiptKind.FIXED_10, stock.fixed, "")]


def _roll(sort: int, kind: ReceiptKind, start: str, end: str) -> counts.ReceiptRoll:
    row = counts.ReceiptRoll(sort=sort, kind=kind, expected_no=start, start_no=start, end_no=end)
    row.is_new_roll, row.reason = False, ""
    return row


def _cards(stock: Stock) -> counts.CardCount:
    issued, recovered = stock.random.randint(500, 900), stock.random.randint(480, 880)
    received = 600 if stock.cards < 900 else 0
    row = counts.CardCount(sort=0, opening=stock.cards, received=received, issued=issued, recovered=recovered)
    row.transferred, row.bad, row.boxes = (-500 if stock.cards > 2600 else 0), stock.random.choice((0, 0, 1, 2)), 8
    row.bad_numbers, row.reason = ("3601 0142 0077" if row.bad else ""), ""
    row.closing = row.due
    if stock.random.random() < 0.03:
        row.closing, row.reason = row.due - 1, "散卡遗失 1 张，已登记"
    stock.cards = row.closing
    return row


def _faults(shift: Shift, lanes: list[Lane], stock: Stock) -> list[counts.Fault]:
    """Carry the fault that is open, mend it sooner or later, or let a new one happen."""
    if stock.fault is None and stock.random.random() < 0.08:
        kind, note = stock.random.choice(FAULTS)
        stock.fault = counts.Fault(sort=0, equipment=kind, note=note, lane_id=stock.random.choice(lanes).id)
        stock.fault.repair_no = f"BX{shift.business_date:%m%d}-{stock.random.randint(1, 9):02d}"
        stock.fault.found_at = shift.starts_at + timedelta(hours=2)
    if stock.fault is None:
        return []
    carried = {name: getattr(stock.fault, name) for name in ("equipment", "note", "lane_id", "repair_no", "found_at")}
    row = counts.Fault(sort=0, **carried)
    if row.found_at < shift.starts_at and stock.random.random() < 0.5:
        row.restored_at, stock.fault = shift.starts_at + timedelta(hours=4), None
    return [row]


def _lane(sort: int, lane: Lane, is_faulty: bool) -> counts.LaneState:
    condition = LaneCondition.FAULTY if is_faulty else LaneCondition.OPEN
    return counts.LaneState(sort=sort, lane_id=lane.id, condition=condition, note="已报修" if is_faulty else "")


def _item(sort: int, name: str) -> counts.ItemCount:
    count = KEYS.get(name, 2)
    return counts.ItemCount(sort=sort, name=name, expected=count, counted=count, note="")


def _absence(duty: Duty, shift: Shift) -> counts.Absence:
    left = shift.starts_at + timedelta(hours=4)
    row = counts.Absence(sort=0, user_id=duty.user_id, kind=AbsenceKind.BOOTH, left_at=left, note="用餐，外勤顶岗")
    row.back_at = left + timedelta(minutes=20)
    return row


def new_matter(stock: Stock, unit_id: int, shift: Shift) -> Matter | None:
    """Return something left open by this shift, now and then."""
    if stock.random.random() > 0.15:
        return None
    sentence, owner, due, urgency = stock.random.choice(MATTERS)
    matter = Matter(unit_id=unit_id, sentence=sentence, owner=owner, due=due, urgency=urgency, hops=0)
    matter.opened_at, matter.state, matter.result = shift.starts_at + timedelta(hours=3), MatterState.OPEN, ""
    matter.is_opening = False
    return matter
