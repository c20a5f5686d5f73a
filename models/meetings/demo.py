"""Meetings of the demonstration station: one signed with decisions at every stage, one being written, one to come."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from models.accounts import Unit, User
from models.core import clock
from models.core.db import db
from models.core.months import first_of
from models.core.seeds import demo_data
from models.meetings import deciding, holding, planning, queries, sweeps
from models.meetings.period import last_month
from models.meetings.tables import Meeting

LEADER, DEPUTY, HEAD, OFFICE, INSPECTOR, FINANCE = "00001 00002 00020 00021 00031 00041".split()
DUTY_Q, DUTY_M, CLERK, CREW_LEADER = "21001 22001 21031 21101".split()
CALLED = (DEPUTY, HEAD, INSPECTOR, FINANCE, DUTY_Q, DUTY_M, CREW_LEADER)
PLACE = "三楼会议室"
SAID = (
    "逐项通报上次会议决定的办理情况。已办结的同意销号；未办结的由督办人每周催办，下次会议报告。",
    "听取督查组汇报。内务管理和交接班仍是扣分集中的方面，整改要落实到人，超期未改的按规定处理。处罚程序总体规范，"
    "申诉按时办结。",
    "投诉集中在解释不耐心和找零差错。各站要把首问负责落实到当班班长，回访不满意的重新办理。",
    "每日一练参与率较上月提高，错题集中在绿通政策。征费室编写一页图解，班前会讲一次。",
    "做好节前保畅和除雪物资准备，各站本周内完成自查。",
)


@demo_data(order=970)
def fill() -> None:
    """Tell the meetings by the rules, behind all rooms whose figures they freeze; nothing where there are meetings."""
    people = {person.staff_no: person for person in db.session.scalars(select(User))}
    office = db.session.scalar(select(Unit).where(Unit.code == "office"))
    needed = {LEADER, OFFICE, CLERK, *CALLED}
    if office is None or db.session.scalar(select(Meeting.id).limit(1)) or not needed <= people.keys():
        return
    today, last = clock.today(), last_month(clock.today())
    _signed(people, office, last.before(), _morning(last.since + timedelta(days=7)))
    _written(people, office, last, _morning(today - timedelta(days=2)))
    _plan(people, office, (first_of(today), today), _morning(today + timedelta(days=5)), clock.now())
    sweeps.tell_chairs(clock.now())
    db.session.commit()


def _morning(day: date) -> datetime:
    return clock.at(day, time(9, 30))


def _signed(people: dict[str, User], office: Unit, period: tuple[date, date], at: datetime) -> None:
    """Last month's meeting: one decision done, one reported, one late and brought before the chair, one extended."""
    meeting = _held(people, office, period, at)
    by, day = people[OFFICE], clock.local(at).date()
    terms = (
        ("两站对交接班逐项签认情况自查一次，问题清单报征费室。", DUTY_Q, OFFICE, 7),
        ("修订文明用语对照卡，发到每个岗亭。", HEAD, DEPUTY, 14),
        ("对两次以上有责投诉的人员逐一谈话，建立帮扶记录。", DUTY_M, INSPECTOR, 18),
        ("更换广场公告牌，补齐监督电话和起止年限。", CLERK, HEAD, 22),
    )
    rows = [
        _decide(meeting, people, text, owner, overseer, day + timedelta(days=n), at)
        for text, owner, overseer, n in terms
    ]
    holding.submit(meeting, by=by, at=at)
    holding.sign(meeting, by=people[LEADER], at=at + timedelta(hours=3))
    done, reported, _late, extended = rows
    said = "自查发现 6 项，已改 5 项，剩 1 项等配件。"
    deciding.progress(done, words=said, by=people[DUTY_Q], at=at + timedelta(days=3))
    deciding.report(done, words="6 项全部改完，清单已报征费室。", by=people[DUTY_Q], at=at + timedelta(days=6))
    deciding.confirm(done, opinion="清单齐全，同意办结。", by=by, at=at + timedelta(days=7))
    deciding.report(reported, words="对照卡已印发 40 份，岗亭张贴完毕。", by=people[HEAD], at=at + timedelta(days=13))
    more = {"due_on": clock.today() + timedelta(days=10), "reason": "厂家供货推迟，已改订单。"}
    deciding.extend(extended, by=people[HEAD], at=at + timedelta(days=21), **more)


def _written(people: dict[str, User], office: Unit, period: tuple[date, date], at: datetime) -> None:
    """This month's meeting: the minutes are written and wait for the chair's signature."""
    meeting = _held(people, office, period, at)
    day = clock.local(at).date()
    _decide(meeting, people, "编写绿通政策一页图解，班前会讲一次。", HEAD, DEPUTY, day + timedelta(days=9), at)
    _decide(meeting, people, "完成除雪物资自查，缺口报办公室采购。", DUTY_Q, OFFICE, day + timedelta(days=6), at)
    holding.submit(meeting, by=people[OFFICE], at=at + timedelta(hours=5))


def _held(people: dict[str, User], office: Unit, period: tuple[date, date], at: datetime) -> Meeting:
    meeting = _plan(people, office, period, at, at - timedelta(days=3))
    absences = {people[FINANCE].id: "参加公司财务培训"}
    holding.hold(meeting, held_at=at, absences=absences, by=people[OFFICE], at=at)
    for item, words in zip(meeting.agenda, SAID, strict=False):
        holding.write(_loaded(item), title=item.title, words=words, by=people[OFFICE], at=at)
    return meeting


def _plan(
    people: dict[str, User], office: Unit, period: tuple[date, date], planned_at: datetime, at: datetime
) -> Meeting:
    meeting = Meeting()
    told = {"title": "", "since": period[0], "until": period[1], "planned_at": planned_at, "place": PLACE}
    told |= {"chair": people[LEADER], "recorder": people[OFFICE], "called": [people[one] for one in CALLED]}
    planning.plan(meeting, unit=office, by=people[OFFICE], at=at, agenda=planning.default_agenda(), **told)
    db.session.flush()
    return db.session.scalars(select(Meeting).where(Meeting.id == meeting.id).options(*queries.WHOLE)).one()


def _decide(
    meeting: Meeting, people: dict[str, User], text: str, owner: str, overseer: str, due_on: date, at: datetime
):
    told = {"owner": people[owner], "overseer": people[overseer], "due_on": due_on, "agenda": meeting.agenda[-1]}
    department = db.session.get_one(Unit, people[owner].unit_id)
    row = deciding.make(meeting, text=text, department=department, by=people[OFFICE], at=at, **told)
    db.session.flush()
    return db.session.scalars(select(type(row)).where(type(row).id == row.id).options(*queries.COURSE)).one()


def _loaded(item):
    return db.session.scalars(select(type(item)).where(type(item).id == item.id).options(queries.OF_ITEM)).one()
