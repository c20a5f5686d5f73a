"""A campaign of the demonstration station half way through, one that is over, and three reviews of processes."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import select

from models.accounts import Unit, User
from models.core import clock
from models.core.db import db
from models.core.seeds import demo_data
from models.rectifications import campaign_queries, campaigns, processes
from models.rectifications.campaign_tables import Campaign
from models.rectifications.kinds import Fate, Verdict
from models.rectifications.processes import Planned

OFFICE, HEAD, DEPUTY = "00021", "00020", "00002"
BEGUN = 40  # days ago
FIGURES = {  # key: (days ago, figure, source), oldest first
    "handbook.sop": [(30, 40, "编写组周报"), (20, 75, "编写组周报"), (8, 100, "手册第一版发布")],
    "operation.compliance": [
        (35, 78, "录像抽查 120 笔"),
        (25, 84, "录像抽查 120 笔"),
        (15, 90, "录像抽查 120 笔"),
        (5, 94, "录像抽查 120 笔"),
    ],
    "operation.minutes": [(35, 3.1, "系统日志"), (25, 2.8, "系统日志"), (15, 2.4, "系统日志"), (5, 2.1, "系统日志")],
    "service.satisfaction": [(33, 86, "问卷 30 份"), (19, 89, "问卷 30 份"), (6, 91, "问卷 30 份")],
    "complaint.timeliness": [(34, 92, "投诉台账"), (20, 96, "投诉台账"), (6, 100, "投诉台账")],
    "service.coverage": [(28, 70, "优先窗口检查"), (10, 85, "优先窗口检查")],
}
REFUND = [
    Planned("填写纸质退费申请", Fate.REMOVE, 5),
    Planned("窗口核对身份证和车牌", Fate.KEEP, 2),
    Planned("班长签字", Fate.CHANGE, 4, "班长在系统内确认", 1),
    Planned("票管员再次核对票据", Fate.MERGE, 3, minutes_after=1),
    Planned("值班站长签字", Fate.REMOVE, 6),
    Planned("财务室付款", Fate.KEEP, 5),
]
INVOICE = [
    Planned("司机填写开票信息单", Fate.CHANGE, 4, "扫码填写开票信息", 1),
    Planned("收费员录入系统", Fate.REMOVE, 3),
    Planned("核对大小写金额", Fate.KEEP, 1),
    Planned("加盖印章并交司机", Fate.KEEP, 1),
]
SUPPLIES = [
    Planned("班组填写领用单", Fate.KEEP, 3),
    Planned("站长审批", Fate.KEEP, 5),
    Planned("仓库发放并登记", Fate.KEEP, 4),
]


@demo_data(order=71)
def fill() -> None:
    """Plan, start and measure by the rules; nothing in a house that has campaigns or no such people."""
    units = {unit.code: unit for unit in db.session.scalars(select(Unit))}
    people = {person.staff_no: person for person in db.session.scalars(select(User))}
    if not {"office", "qinglan"} <= units.keys() or not {OFFICE, HEAD, DEPUTY} <= people.keys():
        return
    if db.session.scalar(select(Campaign.id).limit(1)):
        return
    _running(units["office"], units["qinglan"], people[OFFICE])
    _finished(units["qinglan"], people[OFFICE])
    _reviews(units["office"], people)
    db.session.commit()


def _ago(days: float) -> datetime:
    return min(clock.at(clock.today() - timedelta(days=int(days)), time(10, 5)), clock.now())


def _running(office: Unit, station: Unit, planner: User) -> None:
    campaign = campaigns.plan(
        name="规范化服务专项行动",
        unit=office,
        purpose="落实规范化服务实施方案，治理操作不规范和服务短板，形成长效机制。",
        begins_on=clock.today() - timedelta(days=BEGUN),
        by=planner,
        at=_ago(BEGUN + 5),
    )
    campaign.unit = office
    told = {"content": "办法共六章，重点：六个统一、首问责任制、处罚与申诉、限期整改。\n原件在公文柜和各班休息室。"}
    due_on = clock.today() - timedelta(days=BEGUN - 14)
    first = campaigns.add_study(
        campaign, title="规范化服务考核管理办法", unit=office, due_on=due_on, by=planner, at=_ago(BEGUN + 5), **told
    )
    told = {"content": "新版手册把退费、补费、开票各步写成操作卡片，请对照演练。"}
    due_on = clock.today() + timedelta(days=4)
    second = campaigns.add_study(
        campaign, title="收费操作标准化手册第一版", unit=station, due_on=due_on, by=planner, at=_ago(BEGUN + 5), **told
    )
    db.session.flush()
    campaigns.start(campaign, by=planner, at=_ago(BEGUN))
    _sign(campaign, first, skip=9, since=BEGUN - 2)
    _sign(campaign, second, skip=3, since=6)
    for goal in campaign.goals:
        for days, figure, source in FIGURES[goal.key]:
            on = clock.today() - timedelta(days=days)
            campaigns.enter(goal, campaign, on=on, figure=figure, source=source, words="", by=planner, at=_ago(days))


def _sign(campaign: Campaign, study, *, skip: int, since: int) -> None:
    """Let everybody sign but every ``skip``-th."""
    audience = db.session.scalars(campaign_queries.audience_of(study)).unique().all()
    for number, person in enumerate(audience):
        if number % skip:
            words = "对照岗位找差距，重点练习致歉和指引用语。" if number % 5 == 1 else ""
            campaigns.sign(study, campaign, words=words, by=person, at=_ago(max(0, since - number % 8)))


def _finished(station: Unit, planner: User) -> None:
    begun = clock.today() - timedelta(days=200)
    campaign = campaigns.plan(
        name="暑运文明服务月",
        unit=station,
        purpose="保障暑运畅通，减少排队和投诉。",
        begins_on=begun,
        by=planner,
        at=_ago(205),
    )
    campaign.unit = station
    due_on = begun + timedelta(days=14)
    campaigns.add_study(
        campaign,
        title="暑运保畅工作安排",
        content="见所务会纪要。",
        unit=station,
        due_on=due_on,
        by=planner,
        at=_ago(205),
    )
    db.session.flush()
    campaigns.start(campaign, by=planner, at=_ago(200))
    practice = (
        "五辆车开备用道由值班站长统一调度，三分钟内到位。\n"
        "亭内放置话术卡片，系统故障时先致歉再指引。\n"
        "班前三分钟演练，新人由师傅带练。"
    )
    campaigns.close(campaign, practice=practice, by=planner, at=_ago(150))


def _reviews(office: Unit, people: dict[str, User]) -> None:
    drafter, deputy = people[OFFICE], people[DEPUTY]
    told = {"unit": office, "by": drafter}
    refund = processes.draft(
        process="退费办理",
        reason="司机反映等待时间长，六个环节四次签字。",
        verdict=Verdict.SIMPLIFIED,
        steps=REFUND,
        at=_ago(190),
        **told,
    )
    db.session.flush()
    processes.submit(refund, by=drafter)
    processes.publish(
        refund,
        valid_from=clock.today() - timedelta(days=175),
        notice="窗口一次受理，班长在系统内确认，当班付款；纸质申请停用。",
        by=deputy,
        at=_ago(180),
    )
    invoice = processes.draft(
        process="票据开具",
        reason="开票信息抄写两遍，容易出错。",
        verdict=Verdict.SIMPLIFIED,
        steps=INVOICE,
        at=_ago(4),
        **told,
    )
    db.session.flush()
    processes.submit(invoice, by=drafter)
    processes.draft(
        process="物资领用",
        reason="三个环节各有必要，用时合理。",
        verdict=Verdict.UNCHANGED,
        steps=SUPPLIES,
        at=_ago(1),
        **told,
    )
