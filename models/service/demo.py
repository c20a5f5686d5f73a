"""Two months of services at the demonstration stations. Invented, and always the same."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import select

from models.accounts import Unit, User
from models.core import clock
from models.core.db import db
from models.core.seeds import demo_data
from models.service import appointments, dayplan, follow_ups, records, surveys, windows
from models.service.kinds import CallResult, CancelCause, Channel, ItemState, Outcome, Satisfaction, Scale, SpecialGroup
from models.service.tables import Appointment, FollowUpCall, ServiceKind, ServiceRecord, SurveyDimension

DAYS, CHECK_DAYS = 60, 12
STATIONS = ("qinglan", "meiling")
NAMES = "陈桂英 刘福生 王秀兰 周德明 李玉珍 黄国华 吴水生 徐菊香 胡长根 罗金莲 邓火根 熊细妹".split()
ADDRESSES = (
    "青岚镇红光村三组 12 号",
    "青岚镇枫林小区 2 栋 301 室",
    "莲塘乡青山村委会旁",
    "老街 18 号",
    "幸福院 201 室",
)
BUSINESS = ("补缴通行费", "ETC 退费签字", "通行费票据补开", "ETC 设备更换", "绿通预约资料补签")
POSTS = ("外勤", "内勤", "值班站长")
WORDS = ("", "", "", "高峰时段希望多开一条车道", "工作人员很热情", "厕所指示牌不明显", "")


@demo_data(order=80)
def fill() -> None:
    """Nothing in a house that has services already, or other stations."""
    units = {unit.code: unit for unit in db.session.scalars(select(Unit).where(Unit.code.in_(STATIONS)))}
    if len(units) < len(STATIONS) or db.session.scalar(select(ServiceRecord.id).limit(1)):
        return
    for code in STATIONS:
        _Station(units[code], Random(f"service {code}")).tell()
    db.session.commit()


class _Station:
    """One station's two months, told by the rules."""

    def __init__(self, unit: Unit, random: Random) -> None:
        self.unit, self.random, self.today = unit, random, clock.today()
        self.kinds = list(db.session.scalars(select(ServiceKind).order_by(ServiceKind.sort)))
        below = select(User).where(User.unit_id.in_(select(Unit.id).where(Unit.path.startswith(unit.path))))
        people = list(db.session.scalars(below.order_by(User.staff_no)))
        self.by_post = {
            post: [one for one in people if one.post_title == post] for post in ("外勤", "收费员", "内勤", "值班站长")
        }

    def tell(self) -> None:
        for back in range(DAYS, -1, -1):
            self._records(self.today - timedelta(days=back))
        for back in range(CHECK_DAYS, 0, -1):
            self._check(self.today - timedelta(days=back), back)
        self._visits()
        self._calls()
        self._survey()

    def _records(self, day: date) -> None:
        for _ in range(self.random.randint(1, 2)):
            at = clock.at(day, time(self.random.randint(8, 19), self.random.randint(0, 59)))
            if at < clock.now():
                self._record(at)

    def _record(self, at: datetime) -> None:
        pick, by = self.random, self.random.choice(self.by_post["外勤"])
        kind = pick.choices(self.kinds, weights=(30, 12, 16, 6, 6, 14, 8, 5, 3))[0]
        special = kind.is_form or kind.name == "轮椅助行" or pick.random() < 0.15
        declined = kind.name == "轮椅助行" and pick.random() < 0.12
        told = {"form_name": "通行费退费申请表" if kind.is_form else ""}
        if special:
            told |= {"group": pick.choice(list(SpecialGroup)[:4])}
        if kind.is_form or pick.random() < 0.2:
            told |= {"person_name": pick.choice(NAMES), "phone": self._phone()}
        if declined:
            told |= {"outcome": Outcome.DECLINED, "reason": "轮椅正在使用，等候后自行离开"}
        plate = f"赣C{pick.choice('ABDFK')}{pick.randint(1000, 9999)}" if pick.random() < 0.8 else ""
        quantity = pick.choice((1, 1, 1, 2))
        records.register(
            unit=self.unit, kind=kind, quantity=quantity, served_at=at, signed_by=by, by=by, at=at, plate=plate, **told
        )

    def _check(self, day: date, back: int) -> None:
        at = clock.at(day, time(8, self.random.randint(5, 50)))
        found = {item.id: (ItemState.GOOD, "") for item in windows.items_of(self.unit.id)}
        by_name = {item.name: item.id for item in windows.items_of(self.unit.id)}
        if back in (9, 8):
            found[by_name["老花镜"]] = (ItemState.MISSING, "少一副，可能被误拿")
        if back <= 2:
            found[by_name["雨伞"]] = (ItemState.DAMAGED, "一把伞骨断")
        windows.check(self.unit.id, found=found, note="", by=self.by_post["外勤"][back % 4], at=at)

    def _visits(self) -> None:
        """Fourteen done, three cancelled, three of every open state; the open ones begin today."""
        for n in range(14):
            self._done(self.today - timedelta(days=3 + 4 * n), n)
        causes = (CancelCause.WITHDRAWN, CancelCause.STATION, CancelCause.DUPLICATE)
        for n, cause in enumerate(causes):
            row = self._book(self.today - timedelta(days=5 + 11 * n), "14:00")
            reasons = ("家属已代办", "当日两名机动人员均在抢险，已改约", "与前一日登记重复")
            appointments.cancel(row, cause=cause, reason=reasons[n], by=self._leader, at=row.registered_at)
        for n in range(1, 4):
            self._book(self.today + timedelta(days=n), "10:30")
            self._send(self._book(self.today + timedelta(days=n), "14:00"))
        for slot in ("09:00", "10:30", "14:00"):
            row = self._send(self._book(self.today, slot))
            left_at = min(row.starts_at, clock.now())  # nobody has left in the future
            appointments.depart(row, device_no=f"M-{slot[:2]}", by=row.collector, at=left_at)

    @property
    def _leader(self) -> User:
        return self.by_post["值班站长"][0]

    def _book(self, day: date, slot: str) -> Appointment:
        pick, at = self.random, clock.at(min(day, self.today) - timedelta(days=1), time(16, 20))
        told = {"person_name": pick.choice(NAMES), "phone": self._phone(), "group": pick.choice(list(SpecialGroup)[:3])}
        told |= {"address": pick.choice(ADDRESSES), "business": pick.choice(BUSINESS), "note": "", "unit": self.unit}
        return appointments.register(on=day, slot=slot, by=self._leader, at=at, **told)

    def _send(self, row: Appointment) -> Appointment:
        crew, at = dayplan.crew_for(row), row.registered_at + timedelta(minutes=25)
        collector = self.random.choice(crew.collectors[:4])
        recorder = next(one for one in crew.recorders if one.id != collector.id)
        appointments.dispatch(row, collector=collector, recorder=recorder, device_no="", by=self._leader, at=at)
        row.collector = collector
        return row

    def _done(self, day: date, n: int) -> None:
        row = self._send(self._book(day, ("09:00", "15:30")[n % 2]))
        appointments.depart(row, device_no=f"M-{n % 3 + 1:02d}", by=row.collector, at=row.starts_at)
        appointments.arrive(row, by=row.collector, at=row.starts_at + timedelta(minutes=25))
        said = Satisfaction.UNSATISFIED if n == 6 else Satisfaction.FAIR if n % 5 == 4 else Satisfaction.SATISFIED
        told = {"signer": row.person_name, "satisfaction": said, "said": "等了半小时才到" if n == 6 else ""}
        amount, receipt = (self.random.randint(10, 480) * 100, f"SM-{n + 1:05d}") if n % 3 else (0, "")
        at = row.starts_at + timedelta(minutes=55)
        appointments.finish(row, amount=amount, receipt_no=receipt, by=row.collector, at=at, **told)

    def _calls(self) -> None:
        by, at = self.by_post["内勤"][0], clock.at(self.today - timedelta(days=1), time(15, 10))
        days = {"since": self.today - timedelta(days=DAYS), "until": self.today - timedelta(days=2)}
        row = follow_ups.draw(unit=self.unit, sample_size=30, by=by, at=at, **days)
        ends = [CallResult.SATISFIED] * 15 + [CallResult.FAIR] * 3 + [CallResult.NO_ANSWER] * 3
        ends += [CallResult.REFUSED] * 2 + [CallResult.UNSATISFIED]
        self.random.shuffle(ends)
        said = {CallResult.REFUSED: "表示正在开车，不愿接受回访", CallResult.UNSATISFIED: "填单时等得太久"}
        calls = db.session.scalars(
            select(FollowUpCall).where(FollowUpCall.round_id == row.id).order_by(FollowUpCall.id)
        )
        for call, result in zip(calls.all(), ends, strict=False):
            follow_ups.call(call, result=result, said=said.get(result, ""), by=by, at=at)

    def _survey(self) -> None:
        by, since = self.by_post["内勤"][0], self.today - timedelta(days=40)
        told = {"name": "司乘满意度调查", "greeting": "不记名，大约半分钟", "since": since, "wanted": 60}
        told |= {"until": self.today + timedelta(days=20), "dimensions": list(surveys.DIMENSIONS)}
        row = surveys.create(unit=self.unit, scale=Scale.FIVE, by=by, at=clock.at(since, time(9)), **told)
        surveys.start(row, by=by)
        asked = db.session.scalars(select(SurveyDimension.id).where(SurveyDimension.round_id == row.id)).all()
        for channel, back, many in ((Channel.PAPER, 30, 30), (Channel.PHONE, 12, 10), (Channel.CODE, 3, 20)):
            sheets = [(self._scores(asked), self.random.choice(WORDS)) for _ in range(many)]
            day = self.today - timedelta(days=back)
            who = None if channel is Channel.CODE else by
            surveys.enter(row, sheets, channel=channel, answered_on=day, by=who, at=clock.at(day, time(16)))

    def _scores(self, asked) -> dict[int, int]:
        return {one: self.random.choices((5, 4, 3, 2, 1), weights=(62, 30, 5, 2, 1))[0] for one in asked}

    def _phone(self) -> str:
        return f"13{self.random.randint(0, 9)}{self.random.randint(0, 99999999):08d}"
