"""The organisers' desk: plan, hand out a code, cancel, publish. Nobody else learns that these pages hold anything."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.paging import page_of
from blueprints.core.respond import keep, page, saved
from blueprints.mystery_visits import bp
from blueprints.mystery_visits.forms import PlanEditForm, PlanFilter, PlanForm, ReasonForm
from models.core import clock
from models.mystery_visits import MysteryVisit, planning, publishing, queries

ORDER = (MysteryVisit.from_on.desc(), MysteryVisit.id)


@bp.get("/plans")
@requires("mystery_visit.plan")
def plans():
    form = PlanFilter(queries.stations(current_user, "mystery_visit.plan"))
    rows = queries.planned(current_user, **form.values())
    return page("mystery_visits/plans.html", form=form, page=page_of(rows, *ORDER), today=clock.today())


@bp.route("/plans/new", methods=["GET", "POST"])
@requires("mystery_visit.plan")
def plan():
    form, kept = PlanForm(), []
    form.unit.offer(queries.stations(current_user, "mystery_visit.plan"))
    if form.attempt(_plan, kept, by=current_user, at=clock.now()):
        return saved("计划已保存，接着发放访问码。", to=url_for(".show", visit_id=kept[0].id))
    return page("mystery_visits/plan.html", form=form, visit=None)


@bp.route("/<int:visit_id>/edit", methods=["GET", "POST"])
@requires("mystery_visit.plan")
def edit(visit_id: int):
    visit = load(MysteryVisit, visit_id, *queries.WHOLE)
    form = PlanEditForm(version=visit.version)
    form.show(visit)
    if form.attempt(planning.edit, visit, by=current_user, at=clock.now()):
        return saved("计划已修改。", to=url_for(".show", visit_id=visit.id))
    return page("mystery_visits/plan.html", form=form, visit=visit)


@bp.post("/<int:visit_id>/issue")
@requires("mystery_visit.plan")
def issue(visit_id: int):
    """Print the slip: the only moment at which the code can be read."""
    visit = load(MysteryVisit, visit_id, *queries.WHOLE)
    code = planning.issue(visit, by=current_user, at=clock.now())
    keep(url_for(".show", visit_id=visit.id), "访问码已经发放过，纸条只显示一次；需要时重新发放。")
    return page("mystery_visits/slip.html", visit=visit, code=code, now=clock.now())


@bp.post("/<int:visit_id>/revoke")
@requires("mystery_visit.plan")
def revoke(visit_id: int):
    visit = load(MysteryVisit, visit_id, *queries.WHOLE)
    planning.revoke(visit, by=current_user)
    return saved("访问码已作废。", to=url_for(".show", visit_id=visit.id))


@bp.route("/<int:visit_id>/cancel", methods=["GET", "POST"])
@requires("mystery_visit.plan")
def cancel(visit_id: int):
    visit, form = load(MysteryVisit, visit_id, *queries.WHOLE), ReasonForm()
    if form.attempt(planning.cancel, visit, by=current_user):
        return saved("暗访已取消。", to=url_for(".plans"))
    back = url_for(".show", visit_id=visit.id)
    hint = "监督员已填写的内容一并删去。取消后不能恢复。"
    return page(
        "mystery_visits/step.html", form=form, title="取消暗访", back=back, hint=hint, kind="danger", visit=visit
    )


@bp.post("/<int:visit_id>/publish")
@requires("mystery_visit.publish")
def publish(visit_id: int):
    visit = load(MysteryVisit, visit_id, *queries.WHOLE)
    publishing.publish(visit, by=current_user, at=clock.now())
    return saved(f"{visit.number} 已公布，站领导现在可以查看。", to=url_for(".show", visit_id=visit.id))


def _plan(kept: list[MysteryVisit], **told) -> None:
    kept.append(planning.plan(**told))
