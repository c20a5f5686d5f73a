"""More time, once: the request and the decision."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.core.access import load, requires
from blueprints.core.respond import saved
from blueprints.core.turns import take
from blueprints.rectifications import bp
from blueprints.rectifications.forms import ExtensionDecisionForm, ExtensionForm
from blueprints.rectifications.views.turns import require, step_page
from models.core import clock
from models.rectifications import Rectification, extending, queries
from models.rectifications.states import RECTIFICATION


@bp.route("/<int:rectification_id>/extension", methods=["GET", "POST"])
@requires("rectification.work")
def ask_extension(rectification_id: int):
    row, form = load(Rectification, rectification_id, *queries.WHOLE), ExtensionForm()
    require(not form.is_submitted() and row.extension is not None, extending.ONCE)
    if take(form, extending.ask, RECTIFICATION, row, "withdraw", at=clock.now()):
        return saved("延期申请已提交，由下发人的领导决定。", to=_at(row))
    return step_page(form, row, "申请延期", hint=f"现在的期限是 {row.due_on:%Y-%m-%d}。每件整改只能申请一次。")


@bp.route("/<int:rectification_id>/extension/decide", methods=["GET", "POST"])
@requires("rectification.decide_extension")
def decide_extension(rectification_id: int):
    row, form = load(Rectification, rectification_id, *queries.WHOLE), ExtensionDecisionForm()
    asked = row.extension
    nothing = asked is None or asked.decision is not None
    require(not form.is_submitted() and nothing, "没有等待决定的延期申请。")
    if not form.is_submitted():
        extending.require_decider(row, current_user)
    if take(form, extending.decide, RECTIFICATION, row, "withdraw", at=clock.now()):
        return saved(f"{row.number} 的延期申请：{form.decision.data.label}。", to=_at(row))
    hint = ""
    if asked:
        was, until = clock.short_day(asked.was_on), clock.short_day(asked.until)
        hint = f"{asked.asked_by.name} 申请从 {was} 延到 {until}：{asked.reason}"
    return step_page(form, row, "决定延期", hint=hint)


def _at(row: Rectification) -> str:
    return url_for(".show", rectification_id=row.id)
