"""首问责任链: offering a case, taking it, sending it back; joining cases of one matter and parting them."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.complaints import bp
from blueprints.complaints.forms import (
    MergeForm,
    OfferForm,
)
from blueprints.complaints.turns import take as take_step
from blueprints.complaints.views.cases import whole
from blueprints.complaints.views.steps import step
from blueprints.core.access import load, requires
from blueprints.core.respond import saved
from blueprints.core.steps import ReasonForm
from models.accounts import User
from models.complaints import Complaint, chain, desks, merging, queries
from models.core import clock


@bp.route("/<int:complaint_id>/offer", methods=["GET", "POST"])
@requires("complaint.offer")
def offer(complaint_id: int):
    case, form = load(Complaint, complaint_id, *queries.WHOLE), OfferForm()
    form.person.offer(desks.takers_for(case.unit, current_user).where(User.id != case.responsible_id))
    if form.attempt(chain.offer, case, by=current_user, at=clock.now()):
        return saved(f"已移交{form.person.data.name}，对方接受之前仍由{case.responsible.name}负责。", to=_after(case))
    hint = "对方接受之后责任才转移；退回或逾时不接，责任不变。"
    return step(form, case, "移交责任", hint=hint)


@bp.post("/<int:complaint_id>/take")
@requires("complaint.take")
def take(complaint_id: int):
    case = load(Complaint, complaint_id, *queries.WHOLE)
    chain.take(case, by=current_user, at=clock.now())
    return saved(f"{case.number} 现在由您负责。", to=_after(case))


@bp.post("/<int:complaint_id>/decline")
@requires("complaint.take")
def decline(complaint_id: int):
    case, form = load(Complaint, complaint_id, *queries.WHOLE), ReasonForm()
    if form.attempt(chain.decline, case, by=current_user, at=clock.now()):
        return saved(f"{case.number} 已退回。", to=url_for(".index"))
    return whole(case, decline_form=form)


@bp.post("/<int:complaint_id>/recall")
@requires("complaint.offer")
def recall(complaint_id: int):
    case = load(Complaint, complaint_id, *queries.WHOLE)
    chain.recall(case, by=current_user, at=clock.now())
    return saved("移交已收回。", to=_after(case))


@bp.route("/<int:complaint_id>/merge", methods=["GET", "POST"])
@requires("complaint.merge")
def merge(complaint_id: int):
    """Join this case to another that is about the same matter; the likely ones come first."""
    case, form = load(Complaint, complaint_id, *queries.WHOLE), MergeForm()
    form.offer(case, merging.candidates(case, current_user))
    if take_step(form, merging.merge, case, "merge"):
        into = form.into.data
        return saved(f"{case.number} 已并入 {into.number}。", to=url_for(".show", complaint_id=into.id))
    hint = "两件一并办理和回复；编号、首问责任人和登记内容都保留，可以原样取消。"
    return step(form, case, "并案", hint=hint)


@bp.route("/<int:complaint_id>/part", methods=["GET", "POST"])
@requires("complaint.merge")
def part(complaint_id: int):
    case, form = load(Complaint, complaint_id, *queries.WHOLE), ReasonForm()
    if form.attempt(merging.part, case, by=current_user, at=clock.now()):
        return saved(f"{case.number} 已取消并案，按原状态继续办理。", to=_after(case))
    return step(form, case, "取消并案", hint="本件恢复到并案前的状态和责任人，期限从原来的时间接着算。")


def _after(case: Complaint) -> str:
    return url_for(".show", complaint_id=case.id)
