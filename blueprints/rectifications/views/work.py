"""What the responsible and the owners of measures do: sign, plan, tick, photograph, hand in."""

from __future__ import annotations

from flask import abort, url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.core.turns import take
from blueprints.rectifications import bp
from blueprints.rectifications.forms import PhotoForm, PlanForm, SubmitForm, TickForm
from blueprints.rectifications.views.orders import whole_page
from blueprints.rectifications.views.turns import require, step_page
from models.core import attachments, clock
from models.core.db import db
from models.core.errors import RuleBroken
from models.rectifications import Rectification, RectificationState, Side, photos, queries, working
from models.rectifications.states import RECTIFICATION

PLANNED = (RectificationState.SIGNED, RectificationState.WORKING)


@bp.post("/<int:rectification_id>/sign")
@requires("rectification.work")
def sign(rectification_id: int):
    row = load(Rectification, rectification_id, *queries.WHOLE)
    working.sign(row, by=current_user, at=clock.now())
    return saved(f"已签收 {row.number}，请制定整改计划。", to=_at(row))


@bp.route("/<int:rectification_id>/plan", methods=["GET", "POST"])
@requires("rectification.work")
def plan(rectification_id: int):
    """Cause, goal and measures; later what is not done yet may be changed."""
    row = load(Rectification, rectification_id, *queries.WHOLE)
    form = PlanForm(row, db.session.scalars(queries.owners_for(row.unit, row.responsible)).unique().all())
    require(not form.is_submitted() and row.state not in PLANNED, f"{row.number} {row.state.label}，不能再修改计划。")
    if form.attempt(working.plan, row, by=current_user, at=clock.now()):
        return saved("整改计划已保存。", to=_at(row))
    return page("rectifications/plan.html", form=form, row=row)


@bp.route("/<int:rectification_id>/measures/<int:measure_id>/tick", methods=["GET", "POST"])
@requires("rectification.act")
def tick(rectification_id: int, measure_id: int):
    row, form = load(Rectification, rectification_id, *queries.WHOLE), TickForm()
    measure = next((one for one in row.measures if one.id == measure_id), None) or abort(404)
    if take(form, working.tick, RECTIFICATION, row, "submit", measure=measure, at=clock.now()):
        return saved("措施已办结。", to=_at(row))
    return step_page(
        form, row, "办结措施", hint=f"{measure.text}（{measure.owner.name}，{clock.short_day(measure.due_on)} 前）"
    )


@bp.post("/<int:rectification_id>/photos")
@requires("rectification.act")
def add_photo(rectification_id: int):
    row, form = load(Rectification, rectification_id, *queries.WHOLE), PhotoForm()
    form.answers.offer(db.session.scalars(queries.photos_of(row, Side.BEFORE)).all())
    if form.attempt(_keep, row, by=current_user):
        return saved("照片已保存。", to=_at(row))
    return whole_page(row, form)


@bp.route("/<int:rectification_id>/submit", methods=["GET", "POST"])
@requires("rectification.work")
def submit(rectification_id: int):
    row, form = load(Rectification, rectification_id, *queries.WHOLE), SubmitForm()
    if not row.goal_metric:
        del form.goal_actual
    if not form.is_submitted() and (refusal := working.refusal_to_submit(row)):
        raise RuleBroken(refusal)
    if take(form, working.submit, RECTIFICATION, row, "submit", at=clock.now()):
        return saved(f"{row.number} 已报请复查。", to=_at(row))
    hint = f"{len(row.measures)} 项措施已全部办结。目标：{row.goal_in_words or row.goal}"
    return step_page(form, row, "报请复查", hint=hint)


def _at(row: Rectification) -> str:
    return url_for(".show", rectification_id=row.id)


def _keep(row: Rectification, by, photo, **told) -> None:
    photos.add(row, photo=attachments.prepare(photo.stream), by=by, **told)
