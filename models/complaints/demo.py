"""Two months of the book at the demonstration stations: every state, twin deadlines, a joined pair. Invented."""

from __future__ import annotations

import csv
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from models.accounts import Unit, User
from models.complaints import chain, exits, handling, merging, praising, queries, registering, revisits
from models.complaints.kinds import (
    Channel,
    ComplaintKind,
    ComplaintType,
    Liability,
    OrderFrom,
    ReplyWay,
    Rung,
    Satisfaction,
    Severity,
)
from models.complaints.tables import Complaint, ComplaintChannel, TrafficMonth
from models.core import audit, clock, months
from models.core.db import db
from models.core.gathered import gather
from models.core.seeds import demo_data
from models.roster import DutyPost, Lane
from models.rulebook import Book, RuleClause

FILE = Path(__file__).with_name("demo_cases.csv")
OFFICE, HEAD, LEADER = "00021", "00020", "00001"
DUTY_LEADERS = {"qinglan": "21001", "meiling": "22001"}
SHIFT_LEADERS = {"qinglan": "21101", "meiling": "22101"}
CLERKS = {"qinglan": "21031", "meiling": "22031"}
ORDERS = {"12328": OrderFrom.TRANSPORT, "12345": OrderFrom.CITY}
STAGES = "registered offered accepted investigating judging handling replied revisited closed".split()
# hours after the registration at which a step is taken
ACCEPTED, CONTACTED, ASSIGNED, TAKEN, FOUND, JUDGED, SORRY, REPLIED, ASKED, FILED = (
    0.2,
    1,
    2,
    2.2,
    20,
    26,
    28,
    30,
    54,
    60,
)
ASKED_AGAIN = (Satisfaction.SATISFIED, Satisfaction.BASICALLY, Satisfaction.SATISFIED, Satisfaction.REFUSED)


@demo_data(order=65)
def fill() -> None:
    """Take every case as far as its stage, by the rules; nothing in a house that has cases or no such people."""
    people = {person.staff_no: person for person in db.session.scalars(select(User))}
    wanted = {OFFICE, HEAD, LEADER, *DUTY_LEADERS.values(), *CLERKS.values(), *SHIFT_LEADERS.values()}
    if db.session.scalar(select(Complaint.id).limit(1)) or not wanted <= people.keys():
        return
    units = {unit.code: unit for unit in db.session.scalars(select(Unit))}
    _channels(units, people)
    _traffic(units, people)
    with FILE.open(encoding="utf-8") as lines:
        for number, row in enumerate(csv.DictReader(lines)):
            _Telling(row, number, units, people).tell()
    db.session.commit()


class _Telling:
    """One case on its way: the people, the clock of its steps, and the stage where it stops."""

    def __init__(self, row: dict[str, str], number: int, units: dict[str, Unit], people: dict[str, User]) -> None:
        self.row, self.number, self.people, self.unit = row, number, people, units[row["station"]]
        on = clock.today() - timedelta(days=int(row["days"]))
        self.occurred = min(clock.at(on, time(int(row["hour"]), 10 + number)), clock.now() - timedelta(hours=1))
        self.registered = min(self.occurred + timedelta(minutes=35), clock.now() - timedelta(minutes=12))
        self.asks = ASKED_AGAIN[number % len(ASKED_AGAIN)]

    def at(self, hours: float) -> datetime:
        return min(self.registered + timedelta(hours=hours), clock.now())

    @property
    def handler(self) -> User:
        return self.people[DUTY_LEADERS[self.row["station"]]]

    @property
    def office(self) -> User:
        return self.people[OFFICE]

    def tell(self) -> None:
        case, stage = self._register(), self.row["stage"]
        if stage == "registered":
            return
        receiver = db.session.get_one(User, case.first_receiver_id)
        handling.accept(case, by=receiver, at=self.at(ACCEPTED))
        if case.phone and self.row["days"] != "0":
            told = {"who": "", "is_settled": False, "words": "电话说明受理情况，约定回复时间。"}
            handling.note(case, rung=Rung.CONTACT, by=receiver, at=self.at(CONTACTED), **told)
        if case.kind is not ComplaintKind.COMPLAINT:
            self._short(case, receiver)
        elif stage == "offered":
            self._ladder(case, receiver)
            chain.offer(case, person=self.handler, note="现场未谈拢，请接手", by=receiver, at=self.at(1))
        elif stage != "accepted":
            self._long(case)

    def _register(self) -> Complaint:
        row = self.row
        lane = db.session.scalar(select(Lane).where(Lane.unit_id == self.unit.id, Lane.code == row["lane"]))
        told: dict[str, Any] = {name: row[name] for name in ("content", "demand", "phone", "plate")}
        told |= {"type": ComplaintType(row["type"]), "severity": Severity(row["severity"]), "lane": lane}
        told |= {"complainant": row["caller"], "is_anonymous": not row["phone"]}
        if row["kind"] == "complaint" and row["phone"] and self.number % 3 == 0:
            told["promised_reply_at"] = self.registered + timedelta(hours=48)
        if row["channel"] == "order":
            due = clock.at(clock.local(self.registered).date() + timedelta(days=5), time(17, 30))
            told |= {"order_from": ORDERS[row["content"][:5]], "order_no": f"GD{20260000 + self.number * 37}"}
            told |= {"order_due_at": due}
        case = registering.register(
            kind=ComplaintKind(row["kind"]),
            channel=Channel(row["channel"]),
            unit=self.unit,
            occurred_at=self.occurred,
            by=self._receiver(),
            at=self.registered,
            **told,
        )
        return _whole(case)

    def _receiver(self) -> User:
        """Orders, letters and the media reach the office; what is said on the spot the station."""
        if self.row["channel"] in ("order", "media", "online", "letter"):
            return self.office
        if self.row["channel"] == "box":
            return self.people[CLERKS[self.row["station"]]]
        if self.row["channel"] == "on_site":
            return self.people[SHIFT_LEADERS[self.row["station"]]]
        return self.handler

    def _ladder(self, case: Complaint, receiver: User) -> None:
        for hours, rung, words in (
            (0.3, Rung.EXPLAIN, "收费员已耐心解释，司机不接受。"),
            (0.5, Rung.LEADER, "班长到场，引导车辆到边道继续解释。"),
        ):
            handling.note(case, rung=rung, words=words, who="", is_settled=False, by=receiver, at=self.at(hours))

    def _short(self, case: Complaint, receiver: User) -> None:
        if self.row["stage"] == "praise":
            people = [db.session.get_one(User, one.person_id) for one in case.duties if one.is_at_lane]
            told = {"is_verified": bool(people), "finding": "调取录像核对，情况属实。", "people": people[:1]}
            praising.verify(_whole(case), by=self.office, at=self.at(24), **told)
        elif self.row["stage"] == "closed":
            reply = "已当场说明办理方式和所需材料。"
            handling.answer(case, reply=reply, reply_way=ReplyWay.PHONE, by=receiver, at=self.at(1.5))
            handling.close(_whole(case), by=self.office, at=self.at(20))

    def _long(self, case: Complaint) -> None:
        stage, office = self.row["stage"], self.office
        if stage == "withdrawn":
            exits.withdraw(case, reason="来电说明已经理解，不再投诉。", by=office, at=self.at(6))
        elif stage == "transferred":
            told = {"transferred_to": "市公路事业发展中心", "reason": "连接线由对方养护"}
            exits.transfer(case, by=office, at=self.at(6), **told)
        elif stage == "merged":
            same = merging.likely_same(case, office).order_by(Complaint.id)
            into = db.session.scalars(same).first()
            merging.merge(_whole(case), into=into, reason="同一司机同一笔通行费", by=office, at=self.at(3))
        else:
            self._investigated(case)

    def _investigated(self, case: Complaint) -> None:
        handling.investigate(case, person=self.handler, note="请调取录像核实", by=self.office, at=self.at(ASSIGNED))
        if case.responsible_id != self.handler.id:
            chain.take(_whole(case), by=self.handler, at=self.at(TAKEN))
        if self.row["stage"] == "investigating":
            return
        at_lane = [db.session.get_one(User, one.person_id) for one in case.duties if one.is_at_lane]
        known = at_lane or [
            db.session.get_one(User, one.person_id) for one in case.duties if one.post == DutyPost.LEADER.label
        ]
        people = [person for person in known if person.id != self.handler.id][:1]
        told = {"investigation": "调取当班录像核对，询问当班人员，与来电所述基本一致。", "people": people}
        handling.report(_whole(case), by=self.handler, at=self.at(FOUND), **told)
        if self.row["stage"] != "judging":
            self._judged(_whole(case))

    def _judged(self, case: Complaint) -> None:
        liability = Liability(self.row["liability"])
        by = self.people[HEAD if case.severity is Severity.ORDINARY else LEADER]
        true = liability in (Liability.OURS, Liability.BOTH)
        told = {
            "liability": liability,
            "is_verified": true,
            "finding": "以录像和当事人陈述为准。",
            "clauses": _clauses(true),
        }
        handling.decide(case, by=by, at=self.at(JUDGED), **told)
        if self.row["stage"] == "handling":
            return
        if true:
            people = [one.person for one in case.involved]
            handling.apologise(
                case, people=people, apology="电话致歉，对方表示接受。", by=self.handler, at=self.at(SORRY)
            )
        self._replied(_whole(case))

    def _replied(self, case: Complaint) -> None:
        told = {"measures": "批评教育，班前会通报，列入本月学习内容。", "reply_way": ReplyWay.PHONE}
        if case.order_no:
            told["reply_way"] = ReplyWay.ORDER
        reply = "经核实情况已经清楚，已向您说明并改进，感谢您的监督。"
        handling.reply(case, reply=reply, by=self.handler, at=self.at(REPLIED), **told)
        stage = self.row["stage"]
        if stage == "replied":
            return
        if stage == "again":
            words = "两次说法还是不一样，要看到书面规定。"
            revisits.record(
                _whole(case), satisfaction=Satisfaction.DISSATISFIED, words=words, by=self.office, at=self.at(ASKED)
            )
            return
        revisits.record(_whole(case), satisfaction=self.asks, words="", by=self.office, at=self.at(ASKED))
        if stage == "closed":
            handling.close(_whole(case), by=self.office, at=self.at(FILED))


def _clauses(true: bool) -> list[RuleClause]:
    here = (RuleClause.book == Book.SERVICE, RuleClause.code == "5.1", RuleClause.is_latest)
    return list(db.session.scalars(select(RuleClause).where(*here))) if true else []


def _on_duty(case: Complaint) -> list[User]:
    """Return who sat in the lane, else who led the shift."""
    at_lane = [one.person_id for one in case.duties if one.is_at_lane]
    leading = [one.person_id for one in case.duties if one.post == DutyPost.LEADER.label]
    return [db.session.get_one(User, one) for one in at_lane or leading]


def _whole(case: Complaint) -> Complaint:
    db.session.flush()
    here = gather(select(Complaint).where(Complaint.id == case.id), queries.WHOLE)
    return db.session.scalars(here.execution_options(populate_existing=True)).unique().one()


# unit, channel, address, method, hours, keeper, deputy
def _channels(units: dict[str, Unit], people: dict[str, User]) -> None:
    rows = [
        ("office", Channel.CALL, "0791-88001234", "拨打征费室投诉电话，报车牌号、时间和站名", "全天", HEAD, OFFICE),
        ("office", Channel.LETTER, "昌南收费所征费室", "来信注明联系方式，收到当日登记", "工作日", OFFICE, HEAD),
        ("office", Channel.ORDER, "12328、12345 工单", "由征费室统一接收", "全天", OFFICE, HEAD),
        ("office", Channel.MEDIA, "征费室主任", "媒体采访和网络信息由征费室主任受理", "全天", HEAD, LEADER),
        ("office", Channel.ONLINE, "扫码或在自助页面填写", "提交后凭编号和电话尾号查询进度", "全天", OFFICE, HEAD),
    ]
    for code, phone in (("qinglan", "0791-88001301"), ("meiling", "0791-88001401")):
        duty, clerk = DUTY_LEADERS[code], CLERKS[code]
        rows += [
            (code, Channel.CALL, phone, "拨打本站监督电话，接听人首问负责", "全天", duty, clerk),
            (code, Channel.VISIT, "站部一楼接待室", "当面说明，当班负责人接待", "全天", duty, clerk),
            (code, Channel.ON_SITE, "车道、广场", "找当班班长或值班站长", "全天", duty, clerk),
            (code, Channel.BOX, "收费广场意见箱", "每周一、周四开箱，两人在场", "周一、周四", clerk, duty),
            (code, Channel.ONLINE, "扫码或在自助页面填写", "提交后凭编号和电话尾号查询进度", "全天", clerk, duty),
        ]
    for code, channel, address, method, hours, keeper, deputy in rows:
        row = ComplaintChannel(unit_id=units[code].id, channel=channel, address=address, method=method, hours=hours)
        row.keeper_id, row.deputy_id = people[keeper].id, people[deputy].id
        db.session.add(row)
        audit.record("complaint.keep_channels", row, None)


def _traffic(units: dict[str, Unit], people: dict[str, User]) -> None:
    """Enter the vehicles of the last months, as the clerk types them in."""
    for back in range(4):
        month = months.before(clock.today(), back)
        for code, vehicles in (("qinglan", 186_400), ("meiling", 97_300)):
            row = TrafficMonth(unit_id=units[code].id, month=month, vehicles=vehicles - back * 3_150)
            row.entered_by_id, row.entered_at = people[CLERKS[code]].id, clock.now()
            db.session.add(row)
            audit.record("complaint.traffic", row, people[CLERKS[code]])
