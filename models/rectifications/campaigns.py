"""专项行动: planning with the seed's phases and goals, signing for what was studied, figures, and the summary.

Another room supplies a live figure of a goal: ``campaigns.figure("complaint.timeliness", fn)``, where
``fn(unit, since, until)`` returns the figure between two days, both included, or None when there are too few.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from models.accounts import Unit, User
from models.core import audit, clock, months
from models.core.db import db
from models.core.errors import RuleBroken
from models.core.flow import first
from models.core.numbering import next_number
from models.inbox import notify, recall, settle
from models.rectifications import campaign_queries as queries
from models.rectifications.campaign_tables import (
    Campaign,
    CampaignGoal,
    CampaignPhase,
    CampaignProgress,
    CampaignSignature,
    CampaignStudy,
)
from models.rectifications.kinds import Aim, CampaignState
from models.rectifications.states import CAMPAIGN

Figure = Callable[[Unit, date, date], float | None]
FIGURES: dict[str, Figure] = {}
WHEN_CLOSED: list[Callable[[Campaign, User, datetime], None]] = []
LIVE = "系统统计"  # the source of a figure that another room supplied


class SeedGoal(NamedTuple):
    """A goal every campaign starts with; ``months`` from its first day."""

    name: str
    key: str
    aim: Aim
    start: float | None
    target: float | None
    unit: str
    months: int
    source: str


GOALS = (  # Source: S1 1-08, 1-27, 1-30…1-32; domain §2.4
    SeedGoal("标准化操作规程编制完成", "handbook.sop", Aim.BY_DATE, None, 100, "%", 1, "S1：1 个月内完成"),
    SeedGoal("业务操作合规率", "operation.compliance", Aim.AT_LEAST, None, 100, "%", 3, "S1：3 个月内 100 %"),
    SeedGoal("业务平均办理时长", "operation.minutes", Aim.AT_MOST, None, 2, "分钟", 3, "S1：原超标准 30 %–50 %"),
    SeedGoal("服务满意度", "service.satisfaction", Aim.AT_LEAST, None, 90, "%", 2, "S1：2 个月内 90 % 以上"),
    SeedGoal("投诉处理及时率", "complaint.timeliness", Aim.AT_LEAST, None, 100, "%", 2, "S1：100 %"),
    SeedGoal("特殊群体服务覆盖率", "service.coverage", Aim.AT_LEAST, None, 100, "%", 2, "S1：100 %"),
)
PHASES = (  # name, first day, last day (None lasts), tasks. Source: S0 0-10…0-12
    ("学习发动", 1, 15, "全员学习管理办法，逐人签字；宣传发动，对照检查。"),
    ("组织实施", 16, 31, "按整改措施逐项落实，督查通报，限期整改。"),
    ("长效机制", 32, None, "巩固成果，总结推广好的做法，完善制度。"),
)


def figure(key: str, ask: Figure) -> None:
    """Let a higher room supply the live figure of the goals with ``key``. Raises ValueError: it has one already."""
    if FIGURES.get(key, ask) is not ask:
        raise ValueError(f"figure {key} is supplied twice")
    FIGURES[key] = ask


def plan(*, name: str, unit: Unit, purpose: str, begins_on: date, by: User, at: datetime) -> Campaign:
    """Plan a campaign with the phases and the goals of the seed; all may be changed until it is closed.

    Phases follow the days of the seed (1–15, 16–31, then lasting), counted from ``begins_on``.
    Raises RuleBroken: no name.
    """
    if not name.strip():
        raise RuleBroken("请填写行动名称。", field="name")
    row = Campaign(name=name, unit_id=unit.id, purpose=purpose, state=CampaignState.DRAFT, practice="", version=1)
    row.number, row.planned_by_id, row.planned_at = next_number("XD", clock.local(at).year), by.id, at
    row.phases = [_phase(begins_on, *phase) for phase in PHASES]
    row.goals = [_goal(begins_on, goal) for goal in GOALS]
    row.studies = []
    db.session.add(row)
    audit.record("campaign.plan", row, by)
    return row


def _of_an_open_one(part: CampaignPhase | CampaignGoal, _by: User) -> None:
    _require_unclosed(db.session.get_one(Campaign, part.campaign_id))


@first(_of_an_open_one)
def change_phase(phase: CampaignPhase, campaign: Campaign, *, from_on, to_on, tasks: str, by: User) -> None:
    """Move a phase. Raises RuleBroken: it ends before it begins, or the campaign is closed."""
    if to_on is not None and to_on < from_on:
        raise RuleBroken("结束日期不能早于开始日期。", field="to_on")
    phase.from_on, phase.to_on, phase.tasks = from_on, to_on, tasks
    audit.record("campaign.plan", campaign, by, note=f"{phase.name} {from_on} 至 {to_on or '长期'}")


@first(_of_an_open_one)
def change_goal(goal: CampaignGoal, campaign: Campaign, *, start, target: float, due_on: date, by: User) -> None:
    """Set where a goal starts, what is to be reached, and by when. Raises RuleBroken: the campaign is closed."""
    goal.start, goal.target, goal.due_on = start, target, due_on
    audit.record("campaign.plan", campaign, by, note=f"{goal.name} {goal.target_in_words}，{due_on} 前")


def _takes_more(campaign: Campaign, _by: User) -> None:
    _require_unclosed(campaign)


@first(_takes_more)
def add_study(
    campaign: Campaign, *, title: str, content: str, unit: Unit, due_on: date, by: User, at: datetime
) -> CampaignStudy:
    """Add what everybody of ``unit`` has to study; under way, they are told at once.

    Raises RuleBroken: closed, outside the campaign, or due before anybody could sign.
    """
    _require_terms(campaign, unit, due_on, at)
    study = CampaignStudy(title=title, content=content, unit_id=unit.id, role_code="", due_on=due_on)
    campaign.studies.append(study)
    audit.record("campaign.plan", campaign, by, note=f"学习内容：{title}")
    if campaign.state is CampaignState.RUNNING:
        db.session.flush()
        _ask(study, campaign, at)
    return study


def _may_change(study: CampaignStudy, _by: User) -> None:
    _require_unclosed(db.session.get_one(Campaign, study.campaign_id))
    if db.session.scalar(queries.signatures_of(study).limit(1)):
        raise RuleBroken("已经有人签字，学习内容不能再修改或撤回。")


@first(_may_change)
def change_study(
    study: CampaignStudy, campaign: Campaign, *, unit: Unit, due_on: date, by: User, at: datetime, **words: str
) -> None:
    """Change what nobody has signed for yet; who has to study it now is told, nobody else is asked any more.

    ``words`` are its title and content.
    Raises RuleBroken: signed for, closed, outside the campaign, or due before anybody could sign.
    """
    _require_terms(campaign, unit, due_on, at)
    study.title, study.content, study.unit_id, study.due_on = words["title"], words["content"], unit.id, due_on
    audit.record("campaign.plan", campaign, by, note=f"{queries.RENAMING}：{study.title}")
    if campaign.state is CampaignState.RUNNING:
        db.session.flush()
        _ask(study, campaign, at)
        settle(_key_of(study), at, queries.beside(study))


@first(_may_change)
def withdraw_study(study: CampaignStudy, campaign: Campaign, *, reason: str, by: User, at: datetime) -> None:
    """Take back what nobody has signed for yet; nobody is asked any more. Raises RuleBroken: signed for, or closed."""
    campaign.studies.remove(study)
    audit.record("campaign.plan", campaign, by, note=f"撤回学习内容：{study.title}（{reason}）")
    recall(_key_of(study), f"已撤回，不用再签字：{study.title}", f"/rectifications/campaigns/{campaign.id}", at)


def refusal_to_start(campaign: Campaign, at: datetime) -> str:
    """Say why a planned campaign cannot begin yet, or nothing."""
    if not campaign.studies:
        return "请先添加学习内容，再开始行动。"
    late = next((study for study in campaign.studies if study.due_on < clock.local(at).date()), None)
    return f"“{late.title}”的签字期限已过，请先修改期限，再开始行动。" if late else ""


def _may_start(campaign: Campaign, _by: User, at: datetime) -> None:
    if refusal := refusal_to_start(campaign, at):
        raise RuleBroken(refusal)


@first(_may_start)
def start(campaign: Campaign, *, by: User, at: datetime) -> None:
    """Begin: everybody who has to study is told. Raises RuleBroken: nothing to study, or due already."""
    CAMPAIGN.take(campaign, "start")
    campaign.started_at = at
    audit.record("campaign.start", campaign, by)
    for study in campaign.studies:
        _ask(study, campaign, at)


def _ask(study: CampaignStudy, campaign: Campaign, at: datetime) -> None:
    people = db.session.scalars(queries.audience_of(study)).all()
    title, href = f"请学习并签字：{study.title}", f"/rectifications/campaigns/{campaign.id}/studies/{study.id}"
    notify([one.id for one in people], "campaign", title, href, key=_key_of(study), at=at)


def _key_of(study: CampaignStudy) -> str:
    """Return the key of the message that asks to study and sign."""
    return f"campaign-study-{study.id}"


def _may_sign(study: CampaignStudy, by: User) -> None:
    if db.session.get_one(Campaign, study.campaign_id).state is not CampaignState.RUNNING:
        raise RuleBroken("行动还没有开始，或已经总结。")
    if not _is_in_audience(study, by):
        raise RuleBroken("您不在这项学习的范围内，不需要签字。")
    if db.session.scalar(queries.signature_of(study, by)):
        raise RuleBroken("您已经签过字。")


@first(_may_sign)
def sign(study: CampaignStudy, campaign: Campaign, *, words: str, by: User, at: datetime) -> CampaignSignature:
    """Sign for what was studied. Raises RuleBroken: not running, not in the audience, signed before."""
    row = CampaignSignature(study_id=study.id, user_id=by.id, signed_at=at, words=words)
    db.session.add(row)
    audit.record("campaign.sign", row, by, note=study.title)
    settle(_key_of(study), at, [by.id])
    return row


def _is_in_audience(study: CampaignStudy, person: User) -> bool:
    rows = queries.audience_of(study).where(User.id == person.id).with_only_columns(User.id).order_by(None)
    return db.session.scalar(rows) is not None


def _runs(goal: CampaignGoal, _by: User) -> None:
    if db.session.get_one(Campaign, goal.campaign_id).state is not CampaignState.RUNNING:
        raise RuleBroken("行动进行中才能登记进度。")


@first(_runs)
def enter(
    goal: CampaignGoal, campaign: Campaign, *, on: date, figure: float, by: User, at: datetime, **said: str
) -> CampaignProgress:
    """Enter a figure of a goal; ``said`` has ``source`` and ``words``.

    Raises RuleBroken: not running, a day ahead, a figure that cannot be.
    """
    if on > clock.local(at).date():
        raise RuleBroken("日期不能晚于今天。", field="on")
    if figure < 0 or (goal.unit_name == "%" and figure > 100):
        raise RuleBroken("百分数应在 0 到 100 之间，其他数值不能为负。", field="figure")
    row = CampaignProgress(goal_id=goal.id, on=on, figure=figure, by_id=by.id, at=at, **said)
    db.session.add(row)
    audit.record("campaign.enter", row, by, note=f"{goal.name} {on} {figure:g} {goal.unit_name}")
    return row


def live_figure(goal: CampaignGoal, campaign: Campaign, on: date) -> float | None:
    """Return the figure of the 30 days up to ``on`` if a room supplies one and there are enough cases."""
    ask = FIGURES.get(goal.key)
    return ask(campaign.unit, on - timedelta(days=29), on) if ask else None


def close(campaign: Campaign, *, practice: str, by: User, at: datetime) -> None:
    """End with the good practice written down. Raises RuleBroken: nothing written. Source: S0 0-12."""
    if not practice.strip():
        raise RuleBroken("请总结行动中好的做法，再结束。", field="practice")
    CAMPAIGN.take(campaign, "close")
    campaign.practice, campaign.closed_by_id, campaign.closed_at = practice, by.id, at
    audit.record("campaign.close", campaign, by)
    for follow in WHEN_CLOSED:
        follow(campaign, by, at)


def _phase(begins_on: date, name: str, first: int, last: int | None, tasks: str) -> CampaignPhase:
    to_on = begins_on + timedelta(days=last - 1) if last else None
    return CampaignPhase(name=name, from_on=begins_on + timedelta(days=first - 1), to_on=to_on, tasks=tasks)


def _goal(begins_on: date, goal: SeedGoal) -> CampaignGoal:
    row = CampaignGoal(name=goal.name, key=goal.key, aim=goal.aim, start=goal.start, target=goal.target)
    row.unit_name, row.source, row.due_on = goal.unit, goal.source, months_after(begins_on, goal.months)
    return row


def months_after(day: date, count: int) -> date:
    """Return the same day some months later, or the last of that month. 31 August + 1 = 30 September."""
    first = months.before(day, -count)
    return first.replace(day=min(day.day, months.last_of(first).day))


def _require_terms(campaign: Campaign, unit: Unit, due_on: date, at: datetime) -> None:
    if due_on < clock.local(at).date():
        raise RuleBroken("签字期限不能早于今天。", field="due_on")
    if not unit.path.startswith(campaign.unit.path):
        raise RuleBroken(f"学习范围应在 {campaign.unit.name} 以内。", field="unit")


def _require_unclosed(campaign: Campaign) -> None:
    if campaign.state is CampaignState.CLOSED:
        raise RuleBroken("行动已经总结，不能再修改。")
