"""Rounds: the list, one round, and every step of it."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.awards import bp
from blueprints.awards.columns import AWARDS, CANDIDATES
from blueprints.awards.forms import (
    AwardFilter,
    BeginForm,
    NominateForm,
    ObjectForm,
)
from blueprints.core.access import SIGNED_IN, load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import page, saved
from blueprints.core.sheets.exports import sheet
from blueprints.core.steps import DecisionForm, ReasonForm
from blueprints.core.turns import require_state, take
from blueprints.core.ways import shows
from models import approvals
from models.accounts import Unit, UnitKind, history
from models.awards import Award, AwardState, facts, jury, objections, queries, ranking, rounds
from models.awards.states import FLOW
from models.core import clock
from models.core.db import db
from models.core.flow import lets
from models.core.scope import visible

PAST_NOTICE = "公示期已过，不能再提出异议。"


@bp.get("/")
@requires("award.list")
def index():
    form, rows = _list()
    return page("awards/index.html", form=form, page=page_of(rows, *form.sort.key))


@bp.get("/export.xlsx")
@requires("award.export")
def export():
    form, rows = _list()
    return sheet("评先评优", AWARDS, rows.order_by(*form.sort.key), action="award.export", filters=form)


@bp.route("/new", methods=["GET", "POST"])
@requires("award.open")
def begin():
    form, kept = BeginForm(), []
    form.kind.offer(queries.kinds_open())
    places = visible(Unit, current_user).where(Unit.kind.in_((UnitKind.OFFICE, UnitKind.STATION)))
    form.unit.offer(places.order_by(Unit.path))
    if form.attempt(_begin, kept, by=current_user, at=clock.now()):
        return saved(f"已发起 {kept[0].number}。", to=url_for(".show", award_id=kept[0].id))
    return page("awards/begin.html", form=form)


@bp.get("/<int:award_id>")
@requires(SIGNED_IN)
@shows(Award)
def show(award_id: int):
    return _page(load(Award, award_id, *queries.WHOLE), DecisionForm())


@bp.post("/<int:award_id>/decide")
@requires("approval.decide")
def decide(award_id: int):
    """Consent or return at the step of the approval that waits for the person."""
    award, form = load(Award, award_id, *queries.WHOLE), DecisionForm()
    if not form.validate_on_submit():
        return _page(award, form)
    opinion, approval = form.opinion.data or "", approvals.latest_of(award)
    if form.decision.data == "return":
        approvals.send_back(approval, current_user, opinion, None, clock.now())
    else:
        approvals.approve(approval, current_user, opinion, clock.now())
    said = "已退回" if form.decision.data == "return" else "已同意"
    return saved(f"{award.number} {said}。", to=url_for(".show", award_id=award.id))


@bp.get("/<int:award_id>/export.xlsx")
@requires("award.export")
def export_candidates(award_id: int):
    award = load(Award, award_id)
    return sheet(f"{award.title} 评审表", CANDIDATES, queries.shown_of(award, current_user), action="award.export")


@bp.route("/<int:award_id>/nominate", methods=["GET", "POST"])
@requires("award.nominate")
def nominate(award_id: int):
    award, form = load(Award, award_id, *queries.WHOLE), NominateForm()
    form.holder.offer(facts.nominees(award, current_user))
    if form.attempt(rounds.nominate, award, by=current_user):
        return saved("提名已收到。", to=url_for(".show", award_id=award.id))
    return step(form, award, "提名", award.title)


@bp.route("/<int:award_id>/object", methods=["GET", "POST"])
@requires("award.object")
def object_to(award_id: int):
    award, form = load(Award, award_id, *queries.WHOLE), ObjectForm()
    require_state(form, award, AwardState.NOTICE, PAST_NOTICE)
    if not form.is_submitted():
        objections.require_notice(award, clock.now())
    form.candidate.offer(queries.shown_of(award, current_user))
    if form.attempt(objections.object_to, award, by=current_user, at=clock.now()):
        return saved("异议已收到，由所领导决定。", to=url_for(".show", award_id=award.id))
    return step(form, award, "提出异议", "异议只有办理人员能看到，由没有利害关系的领导决定。")


@bp.post("/<int:award_id>/screen")
@requires("award.open")
def screen(award_id: int):
    award = load(Award, award_id, *queries.WHOLE)
    rounds.screen(award, by=current_user, at=clock.now())
    return saved("资格审查完成，不合格的已告知本人原因。", to=url_for(".show", award_id=award.id))


@bp.post("/<int:award_id>/start-jury")
@requires("award.open")
def start_jury(award_id: int):
    award = load(Award, award_id, *queries.WHOLE)
    rounds.start_jury(award, by=current_user)
    return saved("评审开始，评委不能给本班组打分。", to=url_for(".show", award_id=award.id))


@bp.post("/<int:award_id>/publish")
@requires("award.open")
def publish(award_id: int):
    award = load(Award, award_id, *queries.WHOLE)
    rounds.publish(award, by=current_user, at=clock.now())
    return saved(f"已公示，到 {clock.short_day(award.notice_until)} 为止。", to=url_for(".show", award_id=award.id))


@bp.post("/<int:award_id>/submit")
@requires("award.open")
def submit(award_id: int):
    award = load(Award, award_id, *queries.WHOLE)
    rounds.submit(award, by=current_user, at=clock.now())
    return saved(f"{award.number} 已提交批准。", to=url_for(".show", award_id=award.id))


@bp.post("/<int:award_id>/issue")
@requires("award.open")
def issue(award_id: int):
    award = load(Award, award_id, *queries.WHOLE)
    rounds.issue(award, by=current_user, at=clock.now())
    return saved(f"{award.number} 已颁发。", to=url_for(".show", award_id=award.id))


@bp.route("/<int:award_id>/cancel", methods=["GET", "POST"])
@requires("award.open")
def cancel(award_id: int):
    award, form = load(Award, award_id, *queries.WHOLE), ReasonForm()
    if take(form, rounds.cancel, FLOW, award, "cancel"):
        return saved(f"{award.number} 已取消。", to=url_for(".show", award_id=award.id))
    return step(form, award, "取消评选", "取消以后不能恢复。")


def step(form, award: Award, title: str, hint: str):
    """The page of a form about a round."""
    return page("awards/step.html", form=form, award=award, title=title, hint=hint)


def _page(award: Award, form: DecisionForm):
    """One round as its viewer may see it."""
    now = clock.now()
    course = approvals.course_of(award, current_user, now)
    objected = db.session.scalars(queries.objections_of(award, current_user)).all()
    steps = FLOW.open_to(award, current_user)
    missing = {one.name: said for one in steps if (said := rounds.refusal_to(one.name, award, now))}
    is_judged = award.state is AwardState.JURY and bool(award.terms["weights"].get("jury"))
    return page(
        "awards/show.html",
        award=award,
        form=form,
        waits=course.mine is not None,
        in_notice=objections.is_in_notice(award, now),
        nominates=lets(rounds.nominate, award, current_user),
        course=course.rows,
        page=page_of(queries.listed_of(award, current_user), *queries.PLACE),
        counts=queries.counts_of(award),
        votes=queries.own_votes(award, current_user),
        unjudged=jury.left_to(current_user, award) if is_judged and current_user.may("award.vote") else 0,
        jury=jury.of(award, clock.today()) if is_judged and current_user.may("award.open") else None,
        refusal_to_vote=rounds.refusal_to_vote,
        objections=objected,
        decides={one.id for one in objected if lets(objections.decide, one, current_user)},
        steps=[one for one in steps if one.name not in missing],
        missing=next(iter(missing.values()), ""),
        cancelled=history.last_act(award, "award.cancel") if award.end_reason else None,
        now=now,
        tie_rule=ranking.TIE_RULE,
    )


def _begin(kept: list, **told) -> None:
    """Hand the new round out through ``kept``: a form's attempt returns only yes or no."""
    kept.append(rounds.begin(**told))


def _list():
    """Return the filters and the rounds they leave."""
    form = AwardFilter()
    if not current_user.may("award.vote"):
        del form.unjudged
    form.kind.offer(queries.kinds_open())
    form.unit.offer(visible(Unit, current_user).where(Unit.kind != UnitKind.CREW).order_by(Unit.path))
    chosen = form.values()
    judge = current_user if chosen.pop("unjudged", False) else None
    return form, queries.filtered(visible(Award, current_user), judge=judge, **chosen)
