"""The side ways: elsewhere, not accepted, withdrawn, anew; weight, level and pauses."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from blueprints.complaints import bp
from blueprints.complaints.forms import (
    GradeForm,
    MishandleForm,
    ResultForm,
    TransferForm,
)
from blueprints.complaints.turns import take
from blueprints.complaints.views.steps import step
from blueprints.core.access import load, requires
from blueprints.core.respond import saved
from blueprints.core.steps import ReasonForm
from models.complaints import Complaint, effects, exits, queries
from models.core import clock
from models.core.db import db
from models.rulebook import Book
from models.rulebook import queries as rulebook


@bp.route("/<int:complaint_id>/refuse", methods=["GET", "POST"])
@requires("complaint.refuse")
def refuse(complaint_id: int):
    case, form = _load(complaint_id), ReasonForm()
    if take(form, exits.refuse, case, "refuse"):
        return saved(f"{case.number} 不予受理，理由已记录。", to=_after(case))
    return step(form, case, "不予受理", hint="理由会告知投诉人，并随案保留。", kind="danger")


@bp.route("/<int:complaint_id>/withdraw", methods=["GET", "POST"])
@requires("complaint.withdraw")
def withdraw(complaint_id: int):
    case, form = _load(complaint_id), ReasonForm()
    if take(form, exits.withdraw, case, "withdraw"):
        return saved(f"{case.number} 已撤诉。", to=_after(case))
    return step(form, case, "撤诉", hint="由投诉人本人提出；写明何时、以何种方式提出。", kind="danger")


@bp.route("/<int:complaint_id>/transfer", methods=["GET", "POST"])
@requires("complaint.transfer")
def transfer(complaint_id: int):
    case, form = _load(complaint_id), TransferForm()
    if take(form, exits.transfer, case, "transfer"):
        return saved(f"{case.number} 已转{case.transferred_to}，本所继续跟踪。", to=_after(case))
    return step(form, case, "转外单位", hint="转出后责任人不变，直到对方反馈、答复投诉人为止。")


@bp.route("/<int:complaint_id>/resume", methods=["GET", "POST"])
@requires("complaint.transfer")
def resume(complaint_id: int):
    case, form = _load(complaint_id), ResultForm()
    if take(form, exits.resume, case, "resume"):
        return saved("反馈已登记，继续办理。", to=_after(case))
    return step(form, case, "登记反馈")


@bp.route("/<int:complaint_id>/reopen", methods=["GET", "POST"])
@requires("complaint.reopen")
def reopen(complaint_id: int):
    case, form = _load(complaint_id), ReasonForm()
    if take(form, exits.reopen, case, "reopen"):
        return saved(f"{case.number} 重新办理（第 {case.round} 次）。", to=_after(case))
    return step(form, case, "重新办理", hint="办理次数加一，期限重新计算，由原责任人继续负责。")


@bp.route("/<int:complaint_id>/overturn", methods=["GET", "POST"])
@requires("complaint.overturn")
def overturn(complaint_id: int):
    case, form = _load(complaint_id), ReasonForm()
    if take(form, effects.overturn, case, "overturn"):
        return saved(f"{case.number} 的认定已撤销，等待重新认定。", to=_after(case))
    hint = "由本件登记的违规和据此作出的处罚一并撤销，回到待定责。"
    return step(form, case, "撤销认定", hint=hint, kind="danger")


@bp.route("/<int:complaint_id>/mishandle", methods=["GET", "POST"])
@requires("complaint.mishandle")
def mishandle(complaint_id: int):
    """认定处置不当: two drafts of penalties, the handler's and the responsible leader's."""
    case, form = _load(complaint_id), MishandleForm()
    if not form.is_submitted():
        effects.require_not_mishandled(case)
    people = list(db.session.scalars(queries.staff_of(case.unit, current_user)).unique())
    form.handler.offer(people)
    form.leader.offer(people)
    form.handler.preset(case.responsible)
    today = clock.today()
    form.clauses.offer(db.session.scalars(rulebook.in_force(today, Book.SERVICE)))
    form.ten_clause.offer(rulebook.in_force(today, Book.TEN))
    if form.attempt(effects.mishandle, case, by=current_user, at=clock.now()):
        return saved("已认定处置不当，两件处罚已拟定，请核对后提交审批。", to=_after(case))
    hint = "处置不当使事态扩大的，对经办人和责任领导各处 200 至 500 元，并给予纪律处分、通报（方案 §8.3）。"
    return step(form, case, "认定处置不当", hint=hint, kind="danger")


@bp.route("/<int:complaint_id>/grade", methods=["GET", "POST"])
@requires("complaint.grade")
def grade(complaint_id: int):
    case, form = _load(complaint_id), GradeForm()
    if not form.is_submitted():
        form.severity.data = case.severity
    if form.attempt(exits.grade, case, by=current_user, at=clock.now()):
        return saved(f"严重程度改为{case.severity.label}，期限已重新计算。", to=_after(case))
    return step(form, case, "改变严重程度", hint="已经过去的时间不重新计算，只按新的期限顺延或提前。")


@bp.route("/<int:complaint_id>/escalate", methods=["GET", "POST"])
@requires("complaint.escalate")
def escalate(complaint_id: int):
    case, form = _load(complaint_id), ReasonForm()
    if form.attempt(exits.escalate, case, by=current_user, at=clock.now()):
        return saved(f"{case.number} 已升级到{case.level.label}。", to=_after(case))
    return step(form, case, "升级办理", hint="上一级会收到提醒；责任人不变。")


@bp.route("/<int:complaint_id>/pause", methods=["GET", "POST"])
@requires("complaint.pause")
def pause(complaint_id: int):
    case, form = _load(complaint_id), ReasonForm()
    if form.attempt(exits.pause, case, by=current_user, at=clock.now()):
        return saved("办理期限已暂停计时。", to=_after(case))
    return step(form, case, "暂停计时", hint="例如等待投诉人补充材料。交办单位的期限和承诺的时间不能暂停。")


@bp.post("/<int:complaint_id>/go-on")
@requires("complaint.pause")
def go_on(complaint_id: int):
    case = _load(complaint_id)
    exits.go_on(case, by=current_user, at=clock.now())
    return saved("办理期限恢复计时。", to=_after(case))


def _load(complaint_id: int) -> Complaint:
    return load(Complaint, complaint_id, *queries.WHOLE)


def _after(case: Complaint) -> str:
    return url_for(".show", complaint_id=case.id)
