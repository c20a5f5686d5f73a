"""The desks' steps after the approval: service, appeal decision, reversal, filing."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.core.steps import ReasonForm, RefusalForm
from blueprints.core.turns import take
from blueprints.penalties import bp
from blueprints.penalties.forms import (
    AppealDecisionForm,
    PinForm,
)
from blueprints.penalties.views.drafts import step
from models.core import clock
from models.penalties import Penalty, appeals, collecting, effects, queries, service
from models.penalties.states import PENALTY


@bp.route("/<int:penalty_id>/serve", methods=["GET", "POST"])
@requires("penalty.serve")
def serve(penalty_id: int):
    """The person signs here with their own PIN."""
    penalty, form = load(Penalty, penalty_id, *queries.WHOLE), PinForm()
    if take(form, service.serve, PENALTY, penalty, "serve", at=clock.now()):
        return saved(f"{penalty.number} 已送达。", to=_after(penalty))
    return page("penalties/serve.html", form=form, refusal=_refusal(penalty), penalty=penalty)


@bp.post("/<int:penalty_id>/refuse")
@requires("penalty.serve")
def refuse(penalty_id: int):
    """The person will not sign; the witness confirms it with a PIN of their own."""
    penalty = load(Penalty, penalty_id, *queries.WHOLE)
    refusal = _refusal(penalty)
    if take(refusal, service.refuse, PENALTY, penalty, "serve", at=clock.now()):
        return saved(f"{penalty.number} 已按拒签送达。", to=_after(penalty))
    return page("penalties/serve.html", form=PinForm(formdata=None), refusal=refusal, penalty=penalty)


@bp.route("/<int:penalty_id>/decide_appeal", methods=["GET", "POST"])
@requires("penalty.decide_appeal")
def decide_appeal(penalty_id: int):
    penalty, form = load(Penalty, penalty_id, *queries.WHOLE), AppealDecisionForm()
    if not form.is_submitted():
        PENALTY.require(penalty, "revoke")
        appeals.require_decider(penalty, current_user, clock.now())
    if take(form, appeals.decide, PENALTY, penalty, "revoke", at=clock.now()):
        return saved(f"{penalty.number} 的申诉已决定：{form.outcome.data.label}。", to=_after(penalty))
    hint = f"原金额 {penalty.payable / 100:.2f} 元。申诉理由：{penalty.appeal.grounds}" if penalty.appeal else ""
    return step(form, penalty, "决定申诉", hint=hint)


@bp.route("/<int:penalty_id>/reverse", methods=["GET", "POST"])
@requires("penalty.reverse")
def reverse(penalty_id: int):
    penalty, form = load(Penalty, penalty_id, *queries.WHOLE), ReasonForm()
    if take(form, effects.reverse, PENALTY, penalty, "reverse", at=clock.now()):
        return saved(f"{penalty.number} 已撤销，评先资格同时恢复。", to=_after(penalty))
    hint = "决定书保留，撤销另记一笔：扣分、评先限制、暂停的证书同时恢复，未决定的申诉成立，已收的款由财务退还。"
    return step(form, penalty, "撤销处罚", hint=hint, kind="danger")


@bp.post("/<int:penalty_id>/archive")
@requires("penalty.archive")
def archive(penalty_id: int):
    penalty = load(Penalty, penalty_id, *queries.WHOLE)
    collecting.archive(penalty, by=current_user)
    return saved(f"{penalty.number} 已归档。", to=_after(penalty))


def _refusal(penalty: Penalty) -> RefusalForm:
    form = RefusalForm()
    form.witness.offer(queries.witnesses(penalty, current_user))
    return form


def _after(penalty: Penalty) -> str:
    """Back to the case, or to the list where the step took the case out of one's sight."""
    seen = current_user.may("penalty.read") or current_user.may("penalty.collect")
    return url_for(".show", penalty_id=penalty.id) if seen else url_for(".index")
