"""专项行动: list, one campaign, its studies, phases, goals and figures, and the summary."""

from __future__ import annotations

from flask import abort, url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.core.steps import ReasonForm
from blueprints.core.turns import take
from blueprints.core.ways import shows
from blueprints.rectifications import bp
from blueprints.rectifications.campaign_forms import (
    CampaignFilter,
    CampaignForm,
    GoalTargetForm,
    PhaseForm,
    PracticeForm,
    ProgressForm,
    SignForm,
    StudyForm,
)
from blueprints.rectifications.columns import CAMPAIGN_SIGNING, CAMPAIGNS
from models.accounts import Unit
from models.core import clock
from models.core.db import db
from models.core.flow import lets
from models.core.scope import visible
from models.rectifications import Campaign, CampaignState, campaign_course, campaign_queries, campaigns
from models.rectifications.states import CAMPAIGN


@bp.get("/campaigns", endpoint="campaigns")
@requires("campaign.read")
def index_campaigns():
    form, rows = _list()
    return page("rectifications/campaigns.html", form=form, page=page_of(rows, *form.sort.key), today=clock.today())


@bp.get("/campaigns/export.xlsx")
@requires("campaign.read")
def export_campaigns():
    form, rows = _list()
    rows = rows.options(*campaign_queries.WHOLE).order_by(*form.sort.key)
    return sheet("专项行动", CAMPAIGNS, rows, action="campaign.export", filters=form)


@bp.route("/campaigns/new", methods=["GET", "POST"])
@requires("campaign.plan")
def create_campaign():
    form, kept = CampaignForm(), []
    form.unit.offer(visible(Unit, current_user).order_by(Unit.path))
    if form.attempt(_plan, kept, by=current_user, at=clock.now()):
        said = f"已建立 {kept[0].number}，目标和阶段已按方案预填，请添加学习内容。"
        return saved(said, to=_at(kept[0]))
    return page("rectifications/campaign_new.html", form=form)


@bp.get("/campaigns/<int:campaign_id>")
@requires("campaign.read")
@shows(Campaign)
def show_campaign(campaign_id: int):
    return _page(_load(campaign_id))


@bp.post("/campaigns/<int:campaign_id>/start")
@requires("campaign.plan")
def start_campaign(campaign_id: int):
    campaign = _load(campaign_id)
    campaigns.start(campaign, by=current_user, at=clock.now())
    return saved("行动已开始，需要学习的人已收到通知。", to=_at(campaign))


@bp.route("/campaigns/<int:campaign_id>/close", methods=["GET", "POST"])
@requires("campaign.plan")
def close_campaign(campaign_id: int):
    campaign, form = _load(campaign_id), PracticeForm()
    if take(form, campaigns.close, CAMPAIGN, campaign, "close", at=clock.now()):
        return saved("行动已总结。", to=_at(campaign))
    return _step(
        form,
        campaign,
        "总结经验",
        "结束行动，把好的做法写下来，供以后参照。达到的目标给范围内各班组加分，到期没有签字的学习给本人扣分。",
    )


@bp.route("/campaigns/<int:campaign_id>/studies/new", methods=["GET", "POST"])
@requires("campaign.plan")
def create_study(campaign_id: int):
    campaign = _load(campaign_id)
    form = _study_form(campaign)
    if form.attempt(campaigns.add_study, campaign, by=current_user, at=clock.now()):
        return saved("学习内容已添加。", to=_at(campaign))
    return _step(form, campaign, "添加学习内容")


@bp.route("/campaigns/<int:campaign_id>/studies/<int:study_id>", methods=["GET", "POST"])
@requires("campaign.read")
def study(campaign_id: int, study_id: int):
    """Read and sign; who plans the campaign sees who has not."""
    campaign, form = _load(campaign_id), SignForm()
    one = _part(campaign.studies, study_id)
    if form.is_submitted() and form.attempt(campaigns.sign, one, campaign, by=current_user, at=clock.now()):
        return saved("已签字。", to=_at(campaign))
    signing = db.session.execute(campaign_queries.signing(one)).unique().all() if _plans() else []
    mine = db.session.scalar(campaign_queries.signature_of(one, current_user))
    waits = mine is None and lets(campaigns.sign, one, current_user)
    told = {"former": campaign_queries.former_titles(one), "signing": signing, "mine": mine, "waits": waits}
    may_change = _plans() and lets(campaigns.change_study, one, current_user)
    return page("rectifications/study.html", form=form, campaign=campaign, study=one, may_change=may_change, **told)


@bp.route("/campaigns/<int:campaign_id>/studies/<int:study_id>/edit", methods=["GET", "POST"])
@requires("campaign.plan")
def edit_study(campaign_id: int, study_id: int):
    """Change what is to be studied, while nobody has signed for it."""
    campaign = _load(campaign_id)
    one = _part(campaign.studies, study_id)
    form = _study_form(campaign, {name: getattr(one, name) for name in ("title", "content", "due_on")})
    form.unit.preset(one.unit_id)
    if form.attempt(campaigns.change_study, one, campaign, by=current_user, at=clock.now()):
        return saved("学习内容已修改。", to=_at(campaign))
    return _step(form, campaign, f"修改学习内容：{one.title}")


@bp.route("/campaigns/<int:campaign_id>/studies/<int:study_id>/withdraw", methods=["GET", "POST"])
@requires("campaign.plan")
def withdraw_study(campaign_id: int, study_id: int):
    campaign, form = _load(campaign_id), ReasonForm()
    one = _part(campaign.studies, study_id)
    if form.attempt(campaigns.withdraw_study, one, campaign, by=current_user, at=clock.now()):
        return saved("学习内容已撤回，不再要求签字。", to=_at(campaign))
    return _step(form, campaign, f"撤回学习内容：{one.title}", "撤回后不再要求任何人签字；理由记入变更历史。")


@bp.get("/campaigns/<int:campaign_id>/studies/<int:study_id>/signing.xlsx")
@requires("campaign.plan")
def export_signing(campaign_id: int, study_id: int):
    campaign = _load(campaign_id)
    one = _part(campaign.studies, study_id)
    rows = db.session.execute(campaign_queries.signing(one)).unique().all()
    return sheet(f"学习签字 {one.title}", CAMPAIGN_SIGNING, rows, action="campaign.export")


@bp.route("/campaigns/<int:campaign_id>/phases/<int:phase_id>", methods=["GET", "POST"])
@requires("campaign.plan")
def edit_phase(campaign_id: int, phase_id: int):
    campaign = _load(campaign_id)
    phase = _part(campaign.phases, phase_id)
    form = PhaseForm(data={name: getattr(phase, name) for name in ("from_on", "to_on", "tasks")})
    if form.attempt(campaigns.change_phase, phase, campaign, by=current_user):
        return saved("阶段已修改。", to=_at(campaign))
    return _step(form, campaign, f"修改阶段：{phase.name}")


@bp.route("/campaigns/<int:campaign_id>/goals/<int:goal_id>", methods=["GET", "POST"])
@requires("campaign.plan")
def edit_goal(campaign_id: int, goal_id: int):
    campaign = _load(campaign_id)
    goal = _part(campaign.goals, goal_id)
    form = GoalTargetForm(data={name: getattr(goal, name) for name in ("start", "target", "due_on")})
    if form.attempt(campaigns.change_goal, goal, campaign, by=current_user):
        return saved("目标已修改。", to=_at(campaign))
    return _step(form, campaign, f"修改目标：{goal.name}", goal.source)


@bp.route("/campaigns/<int:campaign_id>/goals/<int:goal_id>/progress", methods=["GET", "POST"])
@requires("campaign.plan")
def enter_progress(campaign_id: int, goal_id: int):
    campaign = _load(campaign_id)
    goal = _part(campaign.goals, goal_id)
    live = campaigns.live_figure(goal, campaign, clock.today())
    form = ProgressForm(
        data={"on": clock.today(), "figure": live, "source": campaigns.LIVE if live is not None else ""}
    )
    if form.attempt(campaigns.enter, goal, campaign, by=current_user, at=clock.now()):
        return saved("进度已登记。", to=_at(campaign))
    unit = f"，单位 {goal.unit_name}" if goal.unit_name else ""
    return _step(form, campaign, f"登记进度：{goal.name}", f"目标 {goal.target_in_words}，{goal.due_on} 前{unit}")


@bp.get("/campaigns/<int:campaign_id>/print")
@requires("campaign.read")
def print_campaign(campaign_id: int):
    campaign = _load(campaign_id)
    return page("rectifications/print_campaign.html", now=clock.now(), **_told(campaign))


def _list():
    form = CampaignFilter()
    return form, campaign_queries.filtered(visible(Campaign, current_user), **form.values())


def _page(campaign: Campaign):
    plans, drafted = _plans(), campaign.state is CampaignState.DRAFT
    return page(
        "rectifications/campaign.html",
        plans=plans,
        may_change=plans and lets(campaigns.add_study, campaign, current_user),
        to_enter={goal.id for goal in campaign.goals if plans and lets(campaigns.enter, goal, current_user)},
        refusal=campaigns.refusal_to_start(campaign, clock.now()) if plans and drafted else "",
        **_told(campaign),
    )


def _told(campaign: Campaign) -> dict:
    return {
        "campaign": campaign,
        "today": clock.today(),
        "courses": campaign_course.courses(campaign, clock.today()),
        "studies": campaign_course.studies(campaign, current_user),
    }


def _plans() -> bool:
    return current_user.may("campaign.plan")


def _load(campaign_id: int) -> Campaign:
    return load(Campaign, campaign_id, *campaign_queries.WHOLE)


def _part(parts: list, part_id: int):
    return next((one for one in parts if one.id == part_id), None) or abort(404)


def _at(campaign: Campaign) -> str:
    return url_for(".show_campaign", campaign_id=campaign.id)


def _plan(kept: list, **told) -> None:
    kept.append(campaigns.plan(**told))


def _step(form, campaign: Campaign, title: str, hint: str = ""):
    return page(
        "rectifications/step.html", form=form, title=title, number=campaign.number, back=_at(campaign), hint=hint
    )


def _study_form(campaign: Campaign, data: dict | None = None) -> StudyForm:
    """Return the form of what is to be studied, offering the units of the campaign that one sees."""
    form = StudyForm(data=data)
    form.unit.offer(visible(Unit, current_user).where(Unit.path.startswith(campaign.unit.path)).order_by(Unit.path))
    return form
