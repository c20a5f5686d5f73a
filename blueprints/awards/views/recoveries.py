"""What becomes of a reward whose certificate was taken back: closed unpaid, or given back against a receipt."""

from __future__ import annotations

from flask import abort, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from blueprints.awards import bp
from blueprints.awards.forms import RecoverForm
from blueprints.awards.views.rounds import step
from blueprints.core.access import load, requires
from blueprints.core.respond import page, saved
from blueprints.core.steps import ReasonForm
from models.awards import Award, AwardCandidate, AwardPayment, keeping, queries
from models.core import clock
from models.penalties import collecting

OF_ROUND = joinedload(AwardPayment.candidate).joinedload(AwardCandidate.award)


@bp.route("/candidates/<int:candidate_id>/forgo", methods=["GET", "POST"])
@requires("award.forgo")
def forgo(candidate_id: int):
    """Close a reward that is held back: it will not be paid."""
    row, form = load(AwardCandidate, candidate_id, joinedload(AwardCandidate.award)), ReasonForm()
    if form.attempt(keeping.forgo, row, by=current_user, at=clock.now()):
        to = url_for(".payments") if current_user.may("award.pay") else url_for(".candidate", candidate_id=row.id)
        return saved(f"{row.caption}的奖金已了结，不再发放。", to=to)
    hint = f"{row.award.terms['amount'] / 100:.2f} 元不再发放，从暂停发放里去掉；以后重新拟发证书的，恢复发放。"
    return step(form, load(Award, row.award_id, *queries.WHOLE), "了结奖金", hint)


@bp.route("/payments/<int:payment_id>/recover", methods=["GET", "POST"])
@requires("award.pay")
def recover(payment_id: int):
    """Book that a reward was given back, with its receipt, in the book that fines are in."""
    paid, form = load(AwardPayment, payment_id, OF_ROUND), RecoverForm()
    if not form.is_submitted():
        form.amount.data, form.collected_on.data = paid.amount, clock.today()
    if form.attempt(keeping.recover, paid, by=current_user, at=clock.now()):
        return saved(f"{paid.candidate.caption}的奖金已追回，计入当日实收。", to=url_for(".payments"))
    hint = f"{paid.candidate.award.title}，{paid.paid_on} 发放 {paid.amount / 100:.2f} 元，凭证号 {paid.receipt_no}。"
    award = load(Award, paid.candidate.award_id, *queries.WHOLE)
    return step(form, award, f"追回{paid.candidate.caption}的奖金", hint)


@bp.route("/payments/<int:payment_id>/reverse", methods=["GET", "POST"])
@requires("award.pay")
def reverse_recovery(payment_id: int):
    """Set a wrong receipt of what was given back right, by an entry of its own dated today."""
    paid, form = load(AwardPayment, payment_id, OF_ROUND), ReasonForm()
    receipt = queries.recoveries([paid]).get(paid.id) or abort(404)
    is_due = bool(queries.due_again([paid]))  # another certificate stands, so the money goes back
    then = "奖金已退还本人" if is_due else "请重新登记追回"
    if form.attempt(collecting.reverse_other, receipt, by=current_user, at=clock.now()):
        return saved(f"收据 {receipt.receipt_no} 已冲销，{then}。", to=url_for(".payments"))
    hint = f"收据 {receipt.receipt_no}，{receipt.payer} {receipt.amount / 100:.2f} 元。原收据保留，另记一笔今天的冲销。"
    if is_due:
        hint += "证书又有效，这笔钱今天退还给本人，原来的发放凭证继续有效，不另登记发放。"
    award = load(Award, paid.candidate.award_id, *queries.WHOLE)
    return page("awards/step.html", form=form, award=award, title="冲销收据", hint=hint)
