"""The monthly 投诉分析: sections of plain figures that the print, the Word file and the sheet share.

Source: domain §2.1 Statistics; S1 (35/28/15 %, 及时率 100 %, 满意度 90 %).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from models.accounts import Unit, UnitKind, User
from models.accounts.scope import in_reach
from models.complaints import clocks, statistics
from models.complaints.kinds import ComplaintKind
from models.complaints.queries import filter_parts
from models.complaints.statistics import Figures, Month
from models.complaints.tables import Complaint
from models.core import clock
from models.core.db import db
from models.core.months import last_of
from models.core.rates import Rate, Share, Verdict
from models.core.scope import visible
from models.deadlines import DeadlineTimer, Outcome

GOAL_ON_TIME, GOAL_SATISFIED = 100, 90  # percent
BAND = 4  # hours


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell as the paper writes it (``shown``), and the number in it for a sheet that adds up; ``n`` is the sample."""

    shown: str
    number: float | None
    unit: str = ""
    n: int | None = None

    def __str__(self) -> str:
        return self.shown


@dataclass(frozen=True, slots=True)
class Section:
    """A table of the paper. The first cell of a row says what, the others how much: figures, or words."""

    title: str
    heads: tuple[str, ...]
    rows: list[tuple[str | Figure, ...]]


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the paper of a month says; ``units`` are the stations and offices whose cases it counts."""

    month: date
    units: list[str]
    findings: list[str]
    sections: list[Section]
    trend: list[Month]


def of_month(user: User, month: date) -> Analysis:
    """Return what a month's complaints that ``user`` may see say. ``month`` is its first day."""
    until = last_of(month)
    chosen = {"since": month, "until": until}
    found, late = statistics.figures(user, chosen), _late(user, chosen)
    teams, trend = statistics.by_team(user, chosen, month, until), statistics.trend(user, {}, month)
    counts = [("来源", "channel"), ("类型", "type")]
    sections = [
        _kinds(user, chosen),
        *(_counted(title, statistics.by(user, chosen, column)) for title, column in counts),
        _classes(trend),
        _months(trend),
        _key_figures(found),
        _teams(teams, statistics.by_team_vehicles(user, chosen, month, until)),
        _rates("收费站（每万辆车）", "收费站", _stations(user, chosen, month, until)),
        _counted("时段", _bands(statistics.by(user, chosen, "hour"))),
        Section("超时件", ("编号", "情况"), late),
    ]
    return Analysis(month, _units(user), findings(found, trend, teams, len(late)), sections, trend)


def findings(found: Figures, trend: list[Month], teams: list, late: int) -> list[str]:
    """Say in words what the figures show, and nothing that they do not."""
    said = [f"本月投诉 {found.count} 件，{_against(found.count, trend[-2].total)}。"]
    said += [_class_finding(kind.label, share, was) for kind, share, was in trend[-1].shares]
    said.append(_goal("及时率", found.on_time, GOAL_ON_TIME))
    said.append(_goal("满意度", found.satisfied, GOAL_SATISFIED))
    above = [name for _team, name, rate in teams if rate.verdict is Verdict.ABOVE]
    said.append(f"{'、'.join(above)}投诉明显高于平均。" if above else "没有班组的投诉明显高于平均。")
    said.append(f"超时 {late} 件。" if late else "没有超时件。")
    return said


def _against(now: int, before: int) -> str:
    if now == before:
        return "与上月持平"
    return f"较上月{'增加' if now > before else '减少'} {abs(now - before)} 件"


def _class_finding(label: str, share: Share, was: int) -> str:
    if share.percent is None:
        return f"“{label}”{share.good} 件，数据不足，不作比较。"
    apart = round(share.percent - was, 1)
    told = f"{'高' if apart > 0 else '低'} {abs(apart):.1f} 个百分点" if apart else "持平"
    return f"“{label}”占 {share.percent:.1f} %，与整改前 {was} % 相比{told}。"


def _goal(name: str, share: Share, goal: int) -> str:
    if share.percent is None:
        return f"{name}数据不足（n={share.total}）。"
    return f"{name} {share}，{'达到' if share.reaches(goal) else '未达到'} {goal} %。"


def _units(user: User) -> list[str]:
    here = Unit.kind.in_((UnitKind.STATION, UnitKind.OFFICE)) & in_reach(user, "complaint.statistics", Unit.id)
    return [unit.name for unit in db.session.scalars(visible(Unit, user).where(here).order_by(Unit.path)).unique()]


def _kinds(user: User, chosen: dict) -> Section:
    rows = visible(Complaint, user).where(*filter_parts(**chosen), Complaint.merged_into_id.is_(None)).subquery()
    found = dict(db.session.execute(select(rows.c.kind, func.count()).group_by(rows.c.kind)).all())
    told = [(kind.label, _whole(found.get(kind, 0))) for kind in ComplaintKind]
    return Section("来件", ("来件", "件数"), [*told, ("合计", _whole(sum(found.values())))])


def _counted(title: str, lines: list) -> Section:
    return Section(f"投诉按{title}", (title, "件数"), [(line.label, _whole(line.count)) for line in lines])


def _classes(trend: list[Month]) -> Section:
    rows = [(kind.label, _whole(share.good), _share(share), _percent(was)) for kind, share, was in trend[-1].shares]
    return Section("三类高频问题", ("类型", "件数", "占比", "整改前"), rows)


def _months(trend: list[Month]) -> Section:
    heads = ("月份", "投诉", *(kind.label for kind, _share, _was in trend[-1].shares))
    rows = [(one.label, _whole(one.total), *(_share(share) for _kind, share, _was in one.shares)) for one in trend]
    return Section("三类占比近六个月", heads, rows)


def _key_figures(found: Figures) -> Section:
    hours = "—" if found.hours is None else Figure(f"{found.hours} 小时", found.hours, "小时")
    rows = [
        ("属实率", _share(found.verified), "—"),
        ("有责率", _share(found.at_fault), "—"),
        ("及时率", _share(found.on_time), _percent(GOAL_ON_TIME)),
        ("满意度", _share(found.satisfied), _percent(GOAL_SATISFIED)),
        ("平均回复用时", hours, "—"),
        ("重复投诉人", Figure(f"{found.callers.good} 人", found.callers.good, "人"), "—"),
        ("在办", Figure(f"{found.open} 件", found.open, "件"), "—"),
    ]
    return Section("办理情况", ("项目", "数值", "目标"), rows)


def _rates(title: str, head: str, rates: list[tuple[str, Rate]]) -> Section:
    rows = [(name, _rate(rate), rate.verdict.label) for name, rate in rates]
    return Section(title, (head, "投诉", "与平均相比"), rows)


def _teams(teams: list, per_vehicles: dict[int, Rate]) -> Section:
    """A crew whose station has not entered its vehicles, or has too few, says so instead of a number."""
    heads = ("班组", "投诉（每百班）", "每万辆车", "与平均相比")
    rows = [
        (name, _rate(rate), _per_vehicles(per_vehicles.get(team.id)), rate.verdict.label) for team, name, rate in teams
    ]
    return Section("班组（车流量按班次分摊）", heads, rows)


def _per_vehicles(rate: Rate | None) -> Figure:
    return Figure("数据不足（没有车流量）", None) if rate is None else _rate(rate)


def _whole(count: int) -> Figure:
    return Figure(str(count), count, "件")


def _percent(value: int) -> Figure:
    return Figure(f"{value} %", value, "%")


def _share(share: Share) -> Figure:
    return Figure(str(share), share.percent, "%", share.total)


def _rate(rate: Rate) -> Figure:
    return Figure(str(rate), None if rate.verdict is Verdict.TOO_FEW else round(rate.value, 2), "", rate.count)


def _stations(user: User, chosen: dict, since: date, until: date) -> list[tuple[str, Rate]]:
    return [(unit.name, rate) for unit, rate in statistics.by_station(user, chosen, since, until)]


def _bands(hours: list) -> list:
    """Put the hours of the day together, four in a band; every band stands, also the empty ones."""
    sums = dict.fromkeys(range(0, 24, BAND), 0)
    for line in hours:
        sums[line.link["hour"] // BAND * BAND] += line.count
    return [statistics.Line(f"{start}–{start + BAND} 时", count, {}) for start, count in sums.items()]


def _late(user: User, chosen: dict) -> list[tuple[str, str]]:
    """Return the numbers of the cases that are over time now, or were handled too late."""
    rows = statistics.cases(user, chosen).subquery()
    c = rows.c
    here = (DeadlineTimer.owner_type == Complaint.__tablename__, DeadlineTimer.kind == "complaint.due")
    missed = select(DeadlineTimer.owner_id).where(*here, DeadlineTimer.outcome == Outcome.MISSED)
    now = clocks.overdue_ids(clock.now())
    late = select(c.number, c.id.in_(now)).where(or_(c.id.in_(now), c.id.in_(missed))).order_by(c.number)
    return [(number, "仍在超时" if still else "办理时已超时") for number, still in db.session.execute(late)]
