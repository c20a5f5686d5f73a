"""Mystery visits of the demonstration station: some published, one sealed, one planned. Invented, always the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO

from sqlalchemy import select

from models.accounts import Unit, User
from models.core import clock
from models.core.db import db
from models.core.pictures import prepare
from models.core.seeds import demo_data
from models.mystery_visits import planning, portal, publishing, queries, studying
from models.mystery_visits.kinds import ASPECTS, Decision
from models.mystery_visits.tables import MysteryVisit

HEAD, LEADER = "00020", "00001"
POINTS = tuple(aspect.code for aspect in ASPECTS)


@dataclass(frozen=True, slots=True)
class Case:
    """A visit ``days`` ago at an hour; ``tenths`` are scores by aspect, None not seen; ``decisions`` in their order."""

    station: str
    days: int
    hour: int
    lane: str
    tenths: tuple[int | None, ...]
    errand: str
    quotes: str
    impression: str
    suggestions: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()
    decisions: tuple[tuple[Decision, str], ...] = ()
    has_photo: bool = False


CASES = (
    Case(
        "qinglan",
        68,
        10,
        "X03",
        (90, 90, 140, 145, 265, 180),
        "小客车现金缴费，问了去省城哪条路近、发票能不能补开。",
        "您好，收您二十元，找零五元，请拿好。补开发票请到前面停车区找值班站长。",
        "流程熟练，唱收唱付清楚。",
        ("补开发票的地点可以做一块小牌，放在车道出口。",),
        (),
        ((Decision.ADOPTED, "下周由站部制作并安放，值班站长负责。"),),
        True,
    ),
    Case(
        "meiling",
        61,
        15,
        "X02",
        (90, 85, None, 130, 240, 150),
        "货车走人工道，问了称重数对不上找谁。",
        "称重的事我们也不清楚，您去问上一个站。",
        "着装整齐，但遇到问题往外推。",
        ("称重有疑问时的受理办法应当写成一句话，人人会说。",),
        ("对“不清楚”的回答进行提醒。",),
        (
            (Decision.ADOPTED, "写入班前会提示，征费室下发统一答复。"),
            (Decision.PARTLY, "情况属实，先作提醒，再犯按条款处理。"),
        ),
    ),
    Case(
        "qinglan",
        33,
        20,
        "X04",
        (80, 90, 130, 135, 225, 165),
        "夜间通行，前面排了六辆车，等了约五分钟，其间没有加开车道。",
        "久等了，请您谅解。",
        "态度好，疏导慢。",
        ("夜间排队超过五辆时，外勤到车道口说明一声，等候的人会安心得多。",),
        ("查一查当晚为什么没有加开车道。",),
        (
            (Decision.ADOPTED, "列入夜班外勤职责。"),
            (Decision.DECLINED, "当晚 X05 设备检修，已有故障登记，不属人员责任。"),
        ),
        True,
    ),
    Case(
        "meiling",
        26,
        9,
        "X01",
        (95, 95, 140, 140, 275, 185),
        "绿通车查验，全程约七分钟。",
        "请您打开后面的门，我们两个人看一下就好，谢谢配合。",
        "两人查验，动作快，说明清楚。",
    ),
    Case(
        "qinglan",
        9,
        8,
        "X02",
        (90, 90, 145, 150, 285, 190),
        "现金缴费，故意递了一张旧钞，又问能否走应急通道。",
        "这张有些破损，麻烦您换一张好吗？应急通道平时不开放，您走右边这条也很快。",
        "拒绝得有礼貌，有替代办法。",
        ("可以把这位同志的说法当作示范。",),
        (),
        ((Decision.ADOPTED, "录音整理后收入文明用语示例，不公开姓名。"),),
    ),
)
SEALED = Case(
    "meiling",
    2,
    19,
    "X03",
    (85, 90, 120, 130, 210, 150),
    "问了夜间求助电话，工作人员说墙上有。走近看，公告牌的灯不亮，看不清。",
    "墙上写着呢，您自己看一下。",
    "晚高峰忙，答话简短。",
    ("公告牌的灯请修好，夜里看不清监督电话。",),
    ("请值班站长当面了解当晚情况。",),
    (),
    True,
)


@demo_data(order=75)
def fill() -> None:
    """Tell every visit by the rules; nothing in a house that has some, or has no such people."""
    people = {person.staff_no: person for person in db.session.scalars(select(User))}
    units = {unit.code: unit for unit in db.session.scalars(select(Unit))}
    if db.session.scalar(select(MysteryVisit.id).limit(1)) or not {HEAD, LEADER} <= people.keys():
        return
    telling = _Telling(people, units)
    for case in CASES:
        telling.publish(telling.study(telling.report(case), case), case)
    telling.report(SEALED)
    _seal_days(1)
    telling.plan_next()
    db.session.commit()


class _Telling:
    """The people by staff number, the stations by code."""

    def __init__(self, people: dict[str, User], units: dict[str, Unit]) -> None:
        self.head, self.leader, self.units = people[HEAD], people[LEADER], units

    def report(self, case: Case) -> MysteryVisit:
        """Plan, hand out the code, write and send as the visitor would."""
        visited_at = clock.at(_day(case), time(case.hour, 20))
        first, last = _day(case) - timedelta(days=2), _day(case) + timedelta(days=2)
        told = {"unit": self.units[case.station], "alias": "甲" if case.days % 2 else "乙", "focus": ""}
        visit = planning.plan(from_on=first, to_on=last, by=self.head, at=_at(case, -72), **told)
        code = planning.issue(visit, by=self.head, at=_at(case, -70))
        found = portal.find(code, _day(case))
        portal.opened(portal.begin(found, _at(case, 1)), _day(case))
        if case.has_photo:
            portal.add_photo(visit, prepare(_picture(case.days)))
        portal.send(
            _whole(visit),
            visited_at=visited_at,
            scores=dict(zip(POINTS, case.tenths, strict=True)),
            suggestions=list(case.suggestions),
            proposals=list(case.proposals),
            at=_at(case, 2),
            lane=case.lane,
            errand=case.errand,
            quotes=case.quotes,
            impression=case.impression,
        )
        return visit

    def study(self, visit: MysteryVisit, case: Case) -> MysteryVisit:
        publishing.seal_day(_day(case), _at(case, 24))
        whole = _whole(visit)
        for matter, (decision, reason) in zip(whole.matters, case.decisions, strict=True):
            studying.decide(whole, matter, decision=decision, reason=reason, by=self.leader, at=_at(case, 48))
        studying.close(whole, opinion="已在例会研究，按逐条决定办理。", by=self.leader, at=_at(case, 49))
        return whole

    def publish(self, visit: MysteryVisit, case: Case) -> None:
        publishing.publish(_whole(visit), by=self.head, at=_at(case, 72))

    def plan_next(self) -> None:
        """Leave one visit whose window has just begun, known to the organisers alone."""
        today = clock.today()
        told = {"unit": self.units["qinglan"], "alias": "丙", "focus": "夜间排队时的疏导和用语。"}
        visit = planning.plan(from_on=today, to_on=today + timedelta(days=9), by=self.head, at=clock.now(), **told)
        planning.issue(visit, by=self.head, at=clock.now())


def _seal_days(since: int) -> None:
    """Publish the hashes of the days before today that have none yet."""
    for days in range(45, since - 1, -1):
        day = clock.today() - timedelta(days=days)
        if not publishing.is_sealed_day(day):
            publishing.seal_day(day, clock.at(day + timedelta(days=1), time(0, 10)))


def _whole(visit: MysteryVisit) -> MysteryVisit:
    db.session.flush()
    here = select(MysteryVisit).where(MysteryVisit.id == visit.id).options(*queries.WHOLE)
    return db.session.scalars(here.execution_options(populate_existing=True)).unique().one()


def _day(case: Case) -> date:
    return clock.today() - timedelta(days=case.days)


def _at(case: Case, hours: int) -> datetime:
    return min(clock.at(_day(case), time(case.hour)) + timedelta(hours=hours), clock.now())


def _picture(seed: int) -> BytesIO:
    """Draw what stands for a photo of the plaza."""
    from PIL import Image, ImageDraw  # noqa: PLC0415  (heavy, and only the demonstration draws)

    picture = Image.new("RGB", (960, 640), (150 + seed % 60, 168, 178))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 420, 960, 640), fill=(92, 98, 102))
    draw.rectangle((120, 150, 840, 210), fill=(0, 105, 74))
    for left in range(180, 840, 220):
        draw.rectangle((left, 210, left + 90, 430), fill=(216, 220, 214))
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    out.seek(0)
    return out
